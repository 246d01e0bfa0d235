"""OFD files: texts and ruled lines with their places, read as a person sees them."""

import pytest
from ofd_files import ofd, picture, shade, table, text

from loaders.reading.extract import Reading, read_file
from tests.reading.test_pdf_edges import CARRIED, HEADS, NEW, PART3, TITLE, row, rules

EDGES = (10, 110, *(110 + 25 * i for i in range(1, 8)))
FIRST = (112, 41)
"""Where the first number of the first row stands, in millimetres."""
OTHERS = ["12", "0", "3", "0", "4", "24"]


def page(first: object = 5, more: str = "", rows: int = 2) -> str:
    """A page with part three; `more` is drawn over it."""
    cells = [HEADS, (NEW, first, 12, 0, 3, 0, 4, 24), (CARRIED, 1, 2, 3, 4, 5, 6, 21)][: rows + 1]
    return text(10, 15, TITLE) + text(10, 22, PART3) + table(28, EDGES, cells) + more


def read(*pages: str, template: str = "") -> Reading:
    return read_file(ofd(*pages, template=template), "a.ofd")


def test_a_report_is_read_with_its_places():
    reading = read(page())
    assert row(reading, "received_new") == ["5", *OTHERS]
    assert row(reading, "carried_in") == ["1", "2", "3", "4", "5", "6", "21"]
    assert (reading.identity.agency, reading.identity.year) == ("望溪市青禾区教育局", 2023)
    assert str(reading.cells[0].location) == "p1 t1 r2 c2"
    assert not rules(reading)


def test_a_table_goes_on_over_pages_and_templates_bear_the_running_head():
    second = table(20, EDGES, [(CARRIED, 1, 2, 3, 4, 5, 6, 21)])
    reading = read(page(rows=1), second, template=text(120, 8, "青禾区年报汇编"))
    assert row(reading, "carried_in") == ["1", "2", "3", "4", "5", "6", "21"]
    assert not rules(reading)


@pytest.mark.parametrize(
    ("drawn", "read_as"),
    [
        (text(*FIRST, 77), "77"),
        (text(*FIRST, 77) + text(112.1, 41, 77), "77"),
        (text(0, 0, 77, attributes=f'CTM="1 0 0 1 {FIRST[0]} {FIRST[1]}"'), "77"),
        (shade(111, 37, 20, 6, "0 0 255") + text(*FIRST, 77, colour="255 255 255"), "77"),
        (text(*FIRST, 77, attributes='Visible="false"'), "blank"),
        (text(*FIRST, 77, attributes='Alpha="0"'), "blank"),
        (text(*FIRST, 77, colour="255 255 255"), "blank"),
        (text(*FIRST, 77) + shade(111, 37, 20, 6, "255 255 255"), "blank"),
        (text(400, 41, 77), "blank"),
        (text(*FIRST, 77) + picture(111, 37, 20, 6), "unreadable"),
        (picture(113, 38, 6, 4), "unreadable"),
        (text(*FIRST, 77) + text(112.8, 41, 12), "unreadable"),
    ],
    ids=[
        *("plain", "twice", "moved", "white on blue", "invisible", "clear", "white", "covered", "off the page"),
        *("under a picture", "a picture", "over another"),
    ],
)
def test_a_number_counts_where_a_person_sees_it(drawn, read_as):
    assert row(read(page("", drawn)), "received_new") == [read_as, *OTHERS]


def test_a_damaged_file_says_so():
    whole = ofd(page())
    assert read_file(whole[: len(whole) // 2], "a.ofd").reason in ("zip_broken", "office_broken")
    assert read_file(whole.replace(b"Doc_0/Document.xml", b"Doc_0/Documant.xml"), "a.ofd").reason == "office_broken"
    assert read(picture(0, 0, 297, 210)).reason == "ofd_scan"
