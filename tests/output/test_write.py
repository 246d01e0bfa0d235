"""What stands in a written file is what stood in the table, as readers that are not ours find it."""

import csv
import io
from datetime import date, datetime

import polars as pl
import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from loaders.output.tables import FORMATS, write, write_to
from loaders.output.xlsx import MAX_ROWS, TooManyRows
from loaders.query.exports import export, facts, issues, parts
from loaders.store.versions import open_store, shipped
from loaders.text.formulas import original_text

TEXTS = [
    "政府信息公开", "=cmd|' /C calc'!A0", "@SUM(1)", "一行\n二行", "<a & \"b\"> 'c' ]]>", " 前后有空格 ", "0012", "𠮷\t田",
    "http://a.example/?b=1&c=2", "TRUE", None, "\x01\x1f\x00", "a\r\nb", "_x0041_x0042_", "表_x局.html", "\ufffe\uffff",
]  # fmt: skip
FLOATS = [0.1 + 0.2, 1 / 3, 5e-324, 1.7976931348623157e308, -0.0, 523.15, 1e16, 123456789.123456789, None]
WHOLES = [0, 1, -1, 2**31, 2**53, -(2**53), None]


def filled(values: list, dtype: pl.DataType | type[pl.DataType]) -> pl.Series:
    return pl.Series(values + [None] * (len(TEXTS) - len(values)), dtype=dtype)


@pytest.fixture
def frame():
    return pl.DataFrame(
        {
            "文字": filled(TEXTS, pl.String),
            "小数": filled(FLOATS, pl.Float64),
            "整数": filled(WHOLES, pl.Int64),
            "小整数": filled([-(2**31), 2**31 - 1], pl.Int32),
            "日期": filled([date(2024, 2, 29), date(1900, 3, 1), date(9999, 12, 31)], pl.Date),
            "时刻": filled([datetime(2024, 2, 29, 13, 59, 1)], pl.Datetime("ms")),
            "类别": filled(["own", "area"], pl.Enum(["area", "own"])),
            "真假": filled([True, False], pl.Boolean),
        }
    )


def cells(data: bytes, sheet: int = 1) -> list[list[object]]:
    return [[c.value for c in row] for row in load_workbook(io.BytesIO(data)).worksheets[sheet].iter_rows()]


def test_openpyxl_finds_every_value_of_a_workbook(frame):
    head, *rows = cells(write(frame, "xlsx"))
    assert head == frame.columns
    for column, found in zip(frame.columns, zip(*rows, strict=True), strict=True):
        expected = frame[column].to_list()
        if frame.schema[column] == pl.Date:
            expected = [v and datetime(v.year, v.month, v.day) for v in expected]
        found = [unescape(v) if isinstance(v, str) else v for v in found]
        assert [repr(v) for v in found] == [repr(v) for v in expected], column


def test_calamine_finds_every_value_of_a_workbook(frame):
    rows = CalamineWorkbook.from_filelike(io.BytesIO(write(frame, "xlsx"))).get_sheet_by_index(1).to_python()
    assert rows[0] == frame.columns
    for column, found in zip(frame.columns, zip(*rows[1:], strict=True), strict=True):
        expected = frame[column].to_list()
        if column == "文字":
            # It reads Excel's spelling of what XML cannot hold as it stands, and a line end as XML does.
            found, expected = found[:11], expected[:11]
        assert [None if v == "" else v for v in found] == expected, column


def test_no_text_of_a_workbook_is_a_formula(frame):
    sheet = load_workbook(io.BytesIO(write(frame, "xlsx"))).worksheets[1]
    assert {c.data_type for c in sheet["A"] if c.value is not None} == {"s"}


def test_what_excel_would_change_is_text():
    frame = pl.DataFrame(
        {
            "整数": [2**53 + 1, -(2**63)],
            "日期": [date(1900, 2, 28), date(1899, 12, 31)],
            "小数": [float("nan"), float("-inf")],
        }
    )
    rows = cells(write(frame, "xlsx"))[1:]
    assert rows == [["9007199254740993", "1900-02-28", "NaN"], ["-9223372036854775808", "1899-12-31", "-inf"]]


def test_a_text_longer_than_a_cell_is_cut_where_one_sees_it():
    long = ["字" * 32_767, "字" * 32_768, "𠮷" * 20_000]
    found = [row[0] for row in cells(write(pl.DataFrame({"a": long}), "xlsx"))[1:]]
    assert found == [long[0], "字" * 32_766 + "…", "𠮷" * 16_383 + "…"]


def test_a_workbook_says_what_it_is_and_how_it_is_laid_out(frame):
    about = [("内容", "申请 <2024> & 前\n二行"), ("数据", "合成示例")]
    data = write(frame, "xlsx", about=about, sheets=("说明", "数'据&"), headings=list("甲乙丙丁戊己庚辛"))
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["说明", "数'据&"]
    assert cells(data, 0) == [list(pair) for pair in about]
    sheet = book.worksheets[1]
    assert [c.value for c in sheet[1]] == list("甲乙丙丁戊己庚辛")
    assert all(c.font.bold and c.alignment.wrap_text for c in sheet[1])
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:H17")
    assert [sheet["E2"].number_format, sheet["F2"].number_format] == ["yyyy\\-mm\\-dd", "yyyy\\-mm\\-dd\\ hh:mm:ss"]


def test_columns_are_as_wide_as_what_stands_in_them():
    frame = pl.DataFrame({"a": ["政府信息公开"], "一二三四五六": [1], "long": ["x" * 200]})
    sheet = load_workbook(io.BytesIO(write(frame, "xlsx"))).worksheets[1]
    assert [sheet.column_dimensions[c].width for c in "ABC"] == [14, 14, 48]


def test_columns_beyond_z_and_rows_beyond_a_slice_stand_in_their_places():
    empty = [f"n{i}" for i in range(700)]
    frame = pl.select(rows=pl.int_range(2500)).select(
        *(pl.lit(None, pl.Int8).alias(n) for n in empty), pl.col("rows"), twice=2 * pl.col("rows"), aaa=-pl.col("rows")
    )
    sheet = load_workbook(io.BytesIO(write(frame, "xlsx"))).worksheets[1]
    assert [c.coordinate for c in sheet[2501] if c.value is not None] == ["ZY2501", "ZZ2501", "AAA2501"]
    assert [sheet[f"{c}1002"].value for c in ("ZY", "ZZ", "AAA")] == [1000, 2000, -1000]


def test_a_csv_is_read_back_by_another_reader(frame):
    kept = frame.filter(~pl.col("文字").str.contains("[\x00\r]"))
    text = write(kept, "csv", headings=None).decode()
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    assert head == kept.columns
    run = ("=cmd|' /C calc'!A0", "@SUM(1)")
    assert [row[0] for row in rows] == [f"'{v}" if v in run else v or "" for v in kept["文字"]]
    assert [original_text(row[0]) for row in rows] == [v or "" for v in kept["文字"]]
    assert [float(row[1]) if row[1] else None for row in rows] == kept["小数"].to_list()
    assert [int(row[2]) if row[2] else None for row in rows] == kept["整数"].to_list()
    assert [row[4] for row in rows] == [str(v or "") for v in kept["日期"]]
    assert "523.15," in text


def test_the_reports_of_the_demo_are_equal_cell_by_cell():
    reports = export(open_store(shipped("demo")), "reports", "zh").head(300)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(write(reports, "xlsx"))).get_sheet_by_index(1).to_python()
    assert rows[0] == reports.columns
    assert [[None if v == "" else v for v in row] for row in rows[1:]] == [list(row) for row in reports.rows()]


@pytest.mark.parametrize("table", ["reports", "facts", "issues"])
def test_parts_are_the_whole(table):
    store = open_store(shipped("demo"))
    whole = {"facts": facts, "issues": lambda s: issues(s, "zh")}.get(table, lambda s: export(s, table, "zh"))(store)
    some = list(parts(store, table, "zh", 50))
    assert len(some) > 1
    assert pl.concat(some).equals(whole)


@pytest.mark.parametrize("format", FORMATS)
def test_a_table_in_parts_makes_the_same_file(frame, format):
    kept, files = frame.head(11), []
    for some in ([kept], [kept.head(0), kept.head(3), kept.slice(3)]):
        out = io.BytesIO()
        assert write_to(out, some, format, about=[("内容", "表")], headings=None, bom=True) == 11
        files.append(out.getvalue())
    if format == "parquet":
        assert pl.read_parquet(io.BytesIO(files[0])).equals(pl.read_parquet(io.BytesIO(files[1])))
        assert pl.read_parquet_metadata(io.BytesIO(files[1]))["内容"] == "表"
    elif format == "xlsx":
        assert cells(files[0]) == cells(files[1])
    else:
        assert files[0] == files[1]


@pytest.mark.parametrize("format", FORMATS)
def test_a_table_without_rows_has_its_columns(frame, format):
    data = write(frame.head(0), format)
    if format == "xlsx":
        assert cells(data) == [frame.columns]
    else:
        read = pl.read_csv if format == "csv" else pl.read_parquet
        assert read(io.BytesIO(data)).columns == frame.columns


def test_more_rows_than_a_sheet_holds_are_refused_known_or_not():
    part = pl.DataFrame({"a": [None] * (MAX_ROWS // 2 + 1)}, schema={"a": pl.Int8})
    for rows in (None, 2 * part.height):
        with pytest.raises(TooManyRows):
            write_to(io.BytesIO(), [part, part], "xlsx", rows=rows)


def test_a_note_on_all_figures_is_a_column_of_csv():
    """A workbook has its sheet and Parquet its metadata; a text file has nothing but columns."""
    frame = pl.DataFrame({"a": [1, 2]})
    text = write(frame, "csv", headings=["件数"], note=("注意", "两个合计，\n相差 80")).decode()
    assert list(csv.reader(io.StringIO(text))) == [
        ["件数", "注意"],
        ["1", "两个合计， 相差 80"],
        ["2", "两个合计， 相差 80"],
    ]
    assert cells(write(frame, "xlsx", note=("注意", "x"))) == [["a"], [1], [2]]
