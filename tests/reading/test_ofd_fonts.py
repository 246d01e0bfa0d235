"""An OFD text may name the glyphs that are drawn for it: a cell of which they draw another digit is unreadable."""

import importlib.resources

import pytest
from ofd_files import ofd, text, transform
from reportlab.pdfbase.ttfonts import TTFontFile

from loaders.reading.extract import read_file
from tests.reading.test_ofd import FIRST, OTHERS, page
from tests.reading.test_pdf_edges import row

FACE = importlib.resources.files("reportlab") / "fonts" / "Vera.ttf"
NUMBERS = TTFontFile(str(FACE)).charToGlyph


def numbers(drawn: str) -> list[int]:
    return [NUMBERS[ord(char)] for char in drawn]


def first_row(said: str, glyphs: str, font: bytes | None = None) -> list[str]:
    data = ofd(page("", text(*FIRST, said, font=3, glyphs=glyphs)), font=FACE.read_bytes() if font is None else font)
    return row(read_file(data, "a.ofd"), "received_new")


@pytest.mark.parametrize(
    ("said", "glyphs"),
    [
        ("37", ""),
        ("37", transform(*numbers("37"))),
        ("37", transform(*numbers("7"), start=1)),
        ("3 ", transform(*numbers("3 "))),
    ],
)
def test_glyphs_that_draw_what_the_text_says_are_read(said, glyphs):
    assert first_row(said, glyphs) == [said.strip(), *OTHERS]


def test_a_mark_of_an_empty_cell_stays_one():
    assert first_row("/", transform(*numbers("/"))) == ["blank", *OTHERS]


@pytest.mark.parametrize(
    ("said", "glyphs"),
    [
        ("37", transform(*numbers("87"))),
        ("36", transform(*numbers("9"), start=1)),
        ("36", transform(*numbers("6"), count=2)),
        ("3 ", transform(*numbers("35"))),
        ("/", transform(*numbers("5"))),
        ("3", transform(*numbers(" "))),
    ],
)
def test_glyphs_that_draw_another_digit_are_unreadable(said, glyphs):
    assert first_row(said, glyphs) == ["unreadable", *OTHERS]


def test_a_font_that_nobody_can_open_makes_its_digits_unreadable():
    assert first_row("37", transform(*numbers("37")), b"no font") == ["unreadable", *OTHERS]


def test_a_font_outside_the_file_draws_what_the_text_says():
    assert first_row("37", transform(*numbers("87")), b"") == ["37", *OTHERS]
