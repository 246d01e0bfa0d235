"""The fonts of an OFD file → the digits that they draw otherwise than the text says (GB/T 33190-2016, 11.1 and 11.4).

A text may name the glyphs of an embedded font that are drawn for its characters (CGTransform), and the font itself may map a
character to any glyph. Nobody who looks at the page sees the characters.
"""

import ctypes
from collections.abc import Mapping
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from loaders.reading.formats.digit_shapes import DIGITS, inked, pixels_show_another
from loaders.reading.formats.packages import Package
from loaders.reading.formats.pdf_canvas import Canvas
from loaders.reading.formats.pdf_shapes import CHECKED

_SIZE = 30.0
"""The size, in points, in which a glyph is drawn to be compared."""


class OfdFonts:
    """The embedded fonts of a file. parts: their parts by id."""

    def __init__(self, package: Package, parts: Mapping[str, str]) -> None:
        self._package = package
        self._parts = parts
        self._false: dict[tuple[str, str, int | None], bool] = {}

    def shows_another(self, font: str, text: str, number: int | None) -> bool:
        """Whether a digit, or a text that may stand beside one, looks otherwise in a font. number: the glyph drawn for it,
        None for that of the font's own map. A font outside the file draws what the text says.
        """
        part = self._parts.get(font, "")
        if text not in CHECKED or part not in self._package:
            return False
        key = part, text, number
        if key not in self._false:
            self._false[key] = _looks_otherwise(self._package.read(part), text, number)
        return self._false[key]


def glyph_numbers(transforms: list[Any]) -> dict[int, int | None]:
    """The glyph drawn for each character of a text, by its place; None where several stand for several."""
    out: dict[int, int | None] = {}
    for one in transforms:
        start, count, drawn = (_whole(one.get(name), 1) for name in ("CodePosition", "CodeCount", "GlyphCount"))
        numbers = [_whole(n, 0) for n in (one.findtext("{*}Glyphs") or "").split()]
        paired = count == drawn == len(numbers)
        # A text of a report has no more characters.
        for i in range(max(0, min(count, 10_000))):
            out[start + i] = numbers[i] if paired else None
    return out


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() else default


def _looks_otherwise(data: bytes, text: str, number: int | None) -> bool:
    """A digit that the font draws as nothing, or a font that cannot be opened, is doubted as well."""
    with_ink = _drawn(data, text, number)
    if with_ink is None:
        return text in DIGITS
    picture, size = with_ink
    return pixels_show_another(text, picture, size) or (text in DIGITS and inked(picture) is None)


def _drawn(data: bytes, text: str, number: int | None) -> tuple[Any, float] | None:
    """A glyph in grey, and its size in pixels."""
    document = pypdfium2.PdfDocument.new()
    file = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
    font = pdfium.FPDFText_LoadFont(document.raw, file, len(data), pdfium.FPDF_FONT_TRUETYPE, True)
    if not font:
        document.close()
        return None
    page = pdfium.FPDFPage_New(document.raw, 0, 3 * _SIZE, 3 * _SIZE)
    words = pdfium.FPDFPageObj_CreateTextObj(document.raw, font, _SIZE)
    if number is None:
        code = ctypes.create_string_buffer((text + "\0").encode("utf-16-le"))
        pdfium.FPDFText_SetText(words, ctypes.cast(code, ctypes.POINTER(pdfium.FPDF_WCHAR)))
    else:
        pdfium.FPDFText_SetCharcodes(words, (ctypes.c_uint32 * 1)(number), 1)
    pdfium.FPDFPageObj_Transform(words, 1, 0, 0, 1, _SIZE, _SIZE)
    pdfium.FPDFPage_InsertObject(page, words)
    canvas = Canvas(page)
    picture = np.ascontiguousarray(canvas.draw(page).min(axis=2))
    pdfium.FPDF_ClosePage(page)
    pdfium.FPDFFont_Close(font)
    document.close()
    return picture, _SIZE * canvas.scale
