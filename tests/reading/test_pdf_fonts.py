"""A font of a PDF may draw another digit than its text says: then the cell is unreadable, and nothing is seen where nothing is drawn."""

import pytest
from pdf_fonts import Embedded, Font, Glyph, Procedures, table

from loaders.reading.extract import read_file
from tests.reading.test_pdf_edges import row

OTHERS = ["34", "56", "78", "90", "0", "9"]
FONTS = pytest.mark.parametrize("kind", [Procedures, Embedded], ids=["procedures", "embedded"])


def honest(text: str) -> list[Glyph]:
    return [(char, char) for char in text]


def first_row(kind: type[Font], *first: Glyph, size: float = 9, turn: bytes = b"") -> list[str]:
    cells = [[*first], *(honest(text) for text in OTHERS)]
    font = kind(glyph for cell in cells for glyph in cell)
    return row(read_file(table(font, cells, size, turn), "a.pdf"), "received_new")


@FONTS
@pytest.mark.parametrize("size", [5, 6, 9, 14])
def test_a_font_that_says_what_it_draws_is_read(kind, size):
    assert first_row(kind, *honest("12"), size=size) == ["12", *OTHERS]


@FONTS
def test_a_digit_drawn_as_another_is_unreadable(kind):
    for text, drawn in ("38", "69", "17", "06", "83", "56", "27", "94"):
        assert first_row(kind, (text, drawn)) == ["unreadable", *OTHERS], (text, drawn)
        assert first_row(kind, (text, text), (text, drawn)) == ["unreadable", *OTHERS], (text, drawn)


@FONTS
@pytest.mark.parametrize("text", [" ", "\u200b", "\u00ad", "\ufeff", ".", ",", "/", "—", "件", "无"], ids=ascii)
def test_a_digit_in_the_place_of_what_numbers_are_read_without_is_unreadable(kind, text):
    assert first_row(kind, ("1", "1"), (text, "5")) == ["unreadable", *OTHERS]
    assert first_row(kind, (text, "5")) == ["unreadable", *OTHERS]


@FONTS
def test_a_digit_that_is_drawn_as_nothing_is_not_there(kind):
    assert first_row(kind, ("1", "1"), ("5", " ")) == ["1", *OTHERS]
    assert first_row(kind, ("5", " ")) == ["blank", *OTHERS]


@FONTS
@pytest.mark.parametrize("turn", [b"0 1 -1 0 842 0 cm", b"0 -1 1 0 0 842 cm", b"-1 0 0 -1 842 842 cm"])
def test_a_page_that_is_turned_is_compared_as_it_is_read(kind, turn):
    assert first_row(kind, *honest("12"), turn=turn) == ["12", *OTHERS]
    assert first_row(kind, ("6", "9"), ("6", "6"), turn=turn) == ["unreadable", *OTHERS]
