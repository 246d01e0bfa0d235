"""Where a cell stands, in words."""

import pytest

from loaders.language.locations import column_of, location_text, row_of


@pytest.mark.parametrize(
    ("where", "format", "zh", "en"),
    [
        ("p3 t2 r5 c14", "pdf", "第 3 页，表 2，第 5 行，第 14 列", "page 3, table 2, row 5, column 14"),
        ("t2 r5 c4", "html", "表 2，第 5 行，第 4 列", "table 2, row 5, column 4"),
        ("t1 r5 c4", "xlsx", "工作表 1，单元格 D5", "sheet 1, cell D5"),
        ("t2 r10 c53", "xls", "工作表 2，单元格 BA10", "sheet 2, cell BA10"),
        ("l57 c2", "txt", "第 57 行，第 2 列", "line 57, column 2"),
        ("p1 l7", "pdf", "第 1 页，第 7 行", "page 1, line 7"),
        ("", "html", "", ""),
    ],
)
def test_a_location_in_words(where, format, zh, en):
    assert (location_text(where, "zh", format), location_text(where, "en", format)) == (zh, en)


def test_a_row_is_what_its_cells_share():
    assert {row_of(f"p3 t2 r5 c{n}") for n in (1, 14)} == {"p3 t2 r5"}
    assert (row_of("l57"), row_of("")) == ("l57", "")
    assert (column_of("p3 t2 r5 c14"), column_of("l57")) == (14, 0)
