"""OFD files: texts and ruled lines with their places, read as a person sees them."""

import pytest
from ofd_files import clip, note, ofd, path, picture, shade, table, text

from loaders.reading.extract import Reading, read_file
from tests.reading.test_pdf_edges import CARRIED, HEADS, NEW, PART3, TITLE, row, rules

EDGES = (10, 110, *(110 + 25 * i for i in range(1, 8)))
FIRST = (112, 41)
"""Where the first number of the first row stands, in millimetres."""
WHITE_AND_BLACK = (
    '<ofd:DrawParams><ofd:DrawParam ID="6"><ofd:FillColor Value="255 255 255"/></ofd:DrawParam>'
    '<ofd:DrawParam ID="7"><ofd:FillColor Value="0 0 0"/></ofd:DrawParam></ofd:DrawParams>'
)
OTHERS = ["12", "0", "3", "0", "4", "24"]


def page(first: object = 5, more: str = "", rows: int = 2) -> str:
    """A page with part three; `more` is drawn over it."""
    cells = [HEADS, (NEW, first, 12, 0, 3, 0, 4, 24), (CARRIED, 1, 2, 3, 4, 5, 6, 21)][: rows + 1]
    return text(10, 15, TITLE) + text(10, 22, PART3) + table(28, EDGES, cells) + more


def read(*pages: str, template: str = "") -> Reading:
    return read_file(ofd(*pages, template=template, resources=WHITE_AND_BLACK), "a.ofd")


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
        (text(0, 0, 77, attributes=f'CTM="1 0 0 1 {FIRST[0]} {FIRST[1]}"', box="0 0 297 210"), "77"),
        (text(0, 0, 77, attributes=f'CTM="1 0 0 1 {FIRST[0]} {FIRST[1]}"'), "unreadable"),
        (text(*FIRST, 77, attributes='CTM="-1 0 0 1 4 0"'), "unreadable"),
        (text(*FIRST, 77, attributes='CharDirection="180"'), "unreadable"),
        (text(*FIRST, 77, size=0.8), "unreadable"),
        (text(*FIRST, 77, within=clip(0, 0, 10, 10)), "77"),
        (text(*FIRST, 77, within=clip(0, 0, 2.6, 10)), "unreadable"),
        (text(*FIRST, 77, within=clip(50, 50, 10, 10)), "blank"),
        (text(*FIRST, 77, colour=None, attributes='DrawParam="6"'), "blank"),
        (text(*FIRST, 77, colour=None, attributes='DrawParam="7"'), "77"),
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
        *(
            "plain",
            "twice",
            "moved",
            "outside its box",
            "mirrored",
            "upside down",
            "tiny",
            "in a clip",
            "cut",
            "clipped",
            "white by a parameter",
            "black by one",
            "white on blue",
            "invisible",
            "clear",
            "white",
            "covered",
            "off the page",
        ),
        *("under a picture", "a picture", "over another"),
    ],
)
def test_a_number_counts_where_a_person_sees_it(drawn, read_as):
    assert row(read(page("", drawn)), "received_new") == [read_as, *OTHERS]


@pytest.mark.parametrize(
    ("notes", "read_as"),
    [
        (note(110, 36, text(2, 5, 77)), "77"),
        (note(110, 36, text(2, 5, 77), 'Visible="false"'), "blank"),
        (note(110, 36, text(2, 5, 77), 'Type="Watermark"'), "blank"),
        (note(110, 36, shade(2, 2, 10, 4, "0 0 0")), "unreadable"),
        (note(110, 36, path(2, 2, 4, 4, "M 0 0 L 4 2 L 0 4")), "unreadable"),
        (note(110, 36, shade(0, 0, 26, 8, "255 255 0")), "blank"),
        (note(110, 36, picture(1, 1, 18, 6)), "unreadable"),
    ],
    ids=["seen", "invisible", "watermark", "a bar", "a drawing", "a ground", "a picture"],
)
def test_annotations_are_part_of_the_page(notes, read_as):
    reading = read_file(ofd(page(""), notes=notes), "a.ofd")
    assert row(reading, "received_new") == [read_as, *OTHERS]


def test_an_annotation_covers_what_is_under_it():
    covered = read_file(ofd(page(77), notes=note(110, 36, shade(1, 1, 18, 6, "255 255 255"))), "a.ofd")
    assert row(covered, "received_new") == ["blank", *OTHERS]


def test_a_damaged_file_says_so():
    whole = ofd(page())
    assert read_file(whole[: len(whole) // 2], "a.ofd").reason in ("zip_broken", "office_broken")
    assert read_file(whole.replace(b"Doc_0/Document.xml", b"Doc_0/Documant.xml"), "a.ofd").reason == "office_broken"
    assert read(picture(0, 0, 297, 210)).reason == "ofd_scan"
