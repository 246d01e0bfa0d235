"""A page of a PDF as a picture: what was read of it stands where the picture shows it."""

import io

import numpy as np
import pytest
from helpers import ROOT
from PIL import Image

from loaders.reading.extract import read_file
from loaders.reading.formats.pdf_pictures import page_picture
from loaders.text.errors import Unreadable

PRINTS = sorted((ROOT / "tests" / "examples" / "reports").glob("*/*.pdf"))
INK, RULE = 128, 2
"""The darkest grey that is no ink, and the pixels of a rule."""


def ink(picture: np.ndarray, box: tuple[float, float, float, float]) -> int:
    """The dark pixels in a box, within its rules."""
    high, wide = picture.shape
    left, top, right, bottom = (round(share * size) for share, size in zip(box, (wide, high, wide, high), strict=True))
    return int((picture[top + RULE : bottom - RULE, left + RULE : right - RULE] < INK).sum())


@pytest.mark.parametrize("path", PRINTS, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_each_cell_has_its_place_and_those_with_a_number_have_ink_there(path):
    data = path.read_bytes()
    cells = read_file(data, path.name).cells
    pages = page_picture(data, 1).pages
    found = 0
    for number in range(1, pages + 1):
        page = page_picture(data, number)
        picture = np.asarray(Image.open(io.BytesIO(page.png)).convert("L"))
        for cell in (c for c in cells if c.location.page == number):
            marks = ink(picture, page.places[str(cell.location)])
            assert marks or cell.state != "printed", (cell.name, str(cell.location))
            found += 1
    assert found == len(cells) > 100


def test_a_page_beyond_the_last_is_the_last():
    data = PRINTS[0].read_bytes()
    pages = page_picture(data, 1).pages
    assert page_picture(data, 99).png == page_picture(data, pages).png != page_picture(data, 1).png


def test_what_is_no_pdf_is_refused():
    with pytest.raises(Unreadable, match="pdf_broken"):
        page_picture(b"%PDF-1.7\n" + bytes(100), 1)
