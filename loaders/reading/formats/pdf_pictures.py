"""A page of a PDF → its picture, and where on it the texts of each location stand."""

from contextlib import closing
from io import BytesIO
from typing import NamedTuple

import pypdfium2
import tablers
from PIL import Image

from loaders.reading.formats.glyphs import Box
from loaders.reading.formats.layout import Line, in_grid
from loaders.reading.formats.pdf import MAX_PAGES, boxes_of_tables, read_page
from loaders.reading.formats.pdf_drawing import Drawing
from loaders.reading.formats.pdf_turns import Turned
from loaders.text.errors import Unreadable

_WIDE = 1100
"""Pixels of the longer side of a picture, beyond which a screen shows no more."""
_LINE = 0.018
"""The height of a line of text, as a share of the page's."""


class PagePicture(NamedTuple):
    """A page. pages: how many the PDF has; png: its picture; places: location → left, top, right and bottom of what stands
    there, as shares of the page's width and height.
    """

    pages: int
    png: bytes
    places: dict[str, Box]


def page_picture(data: bytes, page: int) -> PagePicture:
    """A page, counted from 1; raises Unreadable for a PDF that cannot be opened. A page without text has no places."""
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("pdf_encrypted" if "password" in str(error).lower() else "pdf_broken") from None
    with closing(pdf):
        count = len(pdf)
        number = min(max(page, 1), count)
        drawn = pdf[number - 1]
        scale = _WIDE / max(1.0, *drawn.get_size())
        image = Image.fromarray(drawn.render(scale=scale, rev_byteorder=True).to_numpy())
        turned = drawn.get_rotation() != 0
    out = BytesIO()
    image.convert("P", palette=Image.Palette.ADAPTIVE, colors=32).save(out, "PNG", optimize=True)
    return PagePicture(count, out.getvalue(), {} if turned else _places(data, number))


def _places(data: bytes, number: int) -> dict[str, Box]:
    """Where the texts of a page stand."""
    with closing(Drawing(data, MAX_PAGES)) as drawing, tablers.Document(bytes=drawing.data) as pdf:
        before = 0
        for page in pdf.pages():
            found = read_page(page, drawing, before)
            if page.page_idx + 1 == number:
                return _of_tables(page, number, before) | _of_lines(page, found)
            before += sum(line.text is None for line in found)
    return {}


def _of_tables(page: tablers.Page, number: int, before: int) -> dict[str, Box]:
    paper = Turned(page)
    places: dict[str, Box] = {}
    for boxes in boxes_of_tables(page):
        if len(boxes) < 2:
            continue
        before += 1
        for box, (row, column) in zip(boxes, in_grid([paper.box(b) for b in boxes]), strict=True):
            places[f"p{number} t{before} r{row} c{column}"] = _shares(box, page)
    return places


def _of_lines(page: tablers.Page, found: list[Line]) -> dict[str, Box]:
    if Turned(page).turn:
        return {}
    return {
        str(field.location): (
            (field.left or 0) / page.width,
            line.top,
            (field.right or 0) / page.width,
            line.top + _LINE,
        )
        for line in found
        if line.text is not None
        for row in line.rows
        for field in row.fields
    }


def _shares(box: Box, page: tablers.Page) -> Box:
    return box[0] / page.width, box[1] / page.height, box[2] / page.width, box[3] / page.height
