"""A PDF page → its pixels, and where the points of its glyphs and cells lie in them."""

import ctypes
from collections.abc import Iterable
from math import ceil
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from loaders.reading.formats.glyphs import Box, Glyph, glyph
from loaders.reading.formats.pdf_notes import Note
from loaders.reading.formats.pdf_objects import PageObjects

_SCALE = 2.0
_MOST_PIXELS = 6_000_000
"""Pixels a point, and the largest picture of a page, in pixels; a larger page is drawn smaller."""
_CLOSE = 3.0
"""How many times larger a page is drawn to tell small digits apart."""
_RULE = 2.0
"""The free space, in points, between a cell's rules and its text."""
_NOTE = 12.0
"""The height of a line of a note, in points."""

Picture = npt.NDArray[np.uint8]


class Canvas:
    """Where the points of a page lie in its picture. A page is drawn without its rotation, as its glyphs are placed."""

    def __init__(self, page: Any, close: bool = False) -> None:
        pdfium.FPDFPage_SetRotation(page, 0)
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, box)
        self.left, self.bottom = box.left, box.bottom
        self.wide, self.high = max(1.0, box.right - box.left), max(1.0, box.top - box.bottom)
        scale = _CLOSE if close else 1.0
        self.scale = scale * min(_SCALE, (_MOST_PIXELS / (self.wide * self.high)) ** 0.5)

    def holds(self, glyph: Glyph) -> bool:
        """Whether the middle of a glyph is on the page."""
        x, y = glyph.x - self.left, glyph.y + self.bottom
        return bool(0 <= x <= self.wide and 0 <= y <= self.high)

    def place(self, box: Box) -> Box:
        """Left, top, right and bottom of a box given by left, bottom, right and top from below."""
        return box[0], self.high - box[3], box[2], self.high - box[1]

    def placed(self, note: Note) -> Glyph:
        """A note on the page as one glyph, on one line in the middle of its box."""
        left, bottom, right, top = note.box
        middle = self.high - (top + bottom) / 2
        half = min(top - bottom, _NOTE) / 2
        return Glyph(note.text, left, middle - half, right, middle + half, (left + right) / 2, middle)

    def draw(self, page: Any) -> Picture:
        """The page as rows of pixels of three channels."""
        wide, high = max(1, int(self.wide * self.scale)), max(1, int(self.high * self.scale))
        picture = np.full((high, wide, 3), 255, np.uint8)
        start = picture.ctypes.data_as(ctypes.c_void_p)
        bitmap = pdfium.FPDFBitmap_CreateEx(wide, high, pdfium.FPDFBitmap_BGR, start, wide * 3)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, wide, high, 0, 0)
        pdfium.FPDFBitmap_Destroy(bitmap)
        return picture

    def draw_plainly(self, page: Any, objects: PageObjects, texts: list[Any]) -> Picture:
        """These texts alone, as if they were drawn plainly, in black, whole. Nothing else may be shown."""
        show(texts, True)
        for text in texts:
            objects.unclip(text)
            pdfium.FPDFPageObj_SetFillColor(text, 0, 0, 0, 255)
            pdfium.FPDFTextObj_SetTextRenderMode(text, pdfium.FPDF_TEXTRENDERMODE_FILL)
        drawing = self.draw(page)
        show(texts, False)
        return drawing

    def inner(self, cell: Box) -> tuple[slice, slice]:
        """The rows and columns of pixels of a cell without its rules."""
        left, top, right, bottom = cell
        return self.box(glyph("", (left + _RULE, top + _RULE, right - _RULE, bottom - _RULE)))

    def box(self, one: Glyph) -> tuple[slice, slice]:
        """The rows and columns of pixels of a glyph."""
        left, right = (one.left - self.left) * self.scale, (one.right - self.left) * self.scale
        top, bottom = (one.top + self.bottom) * self.scale, (one.bottom + self.bottom) * self.scale
        return slice(max(0, int(top)), max(0, ceil(bottom))), slice(max(0, int(left)), max(0, ceil(right)))


def clear(objects: PageObjects) -> None:
    """Hides all objects of a page; a form shows what is in it."""
    show((o for o, kind in zip(objects.found, objects.kinds, strict=True) if kind != pdfium.FPDF_PAGEOBJ_FORM), False)


def show(texts: Iterable[Any], shown: bool) -> None:
    """Shows or hides objects of a page."""
    for text in texts:
        pdfium.FPDFPageObj_SetIsActive(text, shown)
