"""The digits of a PDF page of which the outline of their font says nothing certain → those that look otherwise than they read.

A font of Type 3 (ISO 32000-1, 9.6.5) draws each glyph by a procedure of its own, and a font may have several glyphs for one
text, of which the library gives the outline of one. The page itself shows what they look like.
"""

import ctypes
from collections import defaultdict
from collections.abc import Iterator, Mapping
from math import pi
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium

from loaders.reading.formats.digit_shapes import DIGITS, has_outline, inked, pixels_show_another
from loaders.reading.formats.glyphs import UNCLEAR, Box, Glyph, glyph
from loaders.reading.formats.pdf_canvas import Canvas, Picture, clear
from loaders.reading.formats.pdf_objects import PageObjects
from loaders.reading.formats.pdf_shapes import CHECKED

_CODES = {ord(text): text for text in CHECKED}
_BESIDE = 1.0
"""How far, in points, two libraries may differ in where a glyph begins."""
_SLANT = 0.02
"""How far, in quarter turns, a glyph may lean to be upright, lying or upside down."""
_SAME = 6e-4
"""By how much, in heights of it, the place of a glyph's ink may differ from that of the same glyph elsewhere."""


class Mark(NamedTuple):
    """A digit, or a text that may stand beside one. owner: its text object; font: its font's address; place: its room,
    ink: its drawing (left, bottom, right and top from below); turns: quarter turns with the clock; size: in points.
    """

    text: str
    owner: Any
    font: int
    place: Box
    ink: Box
    turns: int
    size: float


def page_marks(page: Any, fonts: Mapping[int, Any]) -> Iterator[Mark]:
    """The marks of a page in these fonts."""
    texts = pdfium.FPDFText_LoadPage(page)
    sides = [ctypes.c_double() for _ in range(4)]
    room = pdfium.FS_RECTF()
    for i in range(pdfium.FPDFText_CountChars(texts)):
        text = _CODES.get(pdfium.FPDFText_GetUnicode(texts, i))
        owner = pdfium.FPDFText_GetTextObject(texts, i) if text else None
        drawn_in = pdfium.FPDFTextObj_GetFont(owner) if owner else None
        font = ctypes.addressof(drawn_in.contents) if drawn_in else 0
        turns = pdfium.FPDFText_GetCharAngle(texts, i) * 2 / pi if owner else 0.0
        # What slants is no part of a number.
        if text is None or font not in fonts or abs(turns - round(turns)) > _SLANT:
            continue
        pdfium.FPDFText_GetCharBox(texts, i, *sides)
        pdfium.FPDFText_GetLooseCharBox(texts, i, room)
        left, right, bottom, top = (side.value for side in sides)
        place = room.left, room.bottom, room.right, room.top
        size = (place[2] - place[0]) if round(turns) % 2 else (place[3] - place[1])
        yield Mark(text, owner, font, place, (left, bottom, right, top), round(turns) % 4, size)
    pdfium.FPDFText_ClosePage(texts)


def uncertain(marks: list[Mark], fonts: Mapping[int, Any]) -> list[Mark]:
    """Those of a page's marks of which an outline does not decide. fonts: by their addresses."""
    procedures = {address for address, font in fonts.items() if _is_of_procedures(font)}
    alike: dict[tuple[int, str, int], list[Mark]] = defaultdict(list)
    for one in marks:
        alike[one.font, one.text, one.turns].append(one)
    out = []
    for (font, text, _), found in alike.items():
        bare = text in DIGITS and not has_outline(fonts[font], text)
        if font in procedures or bare or _differ(found):
            out += found
    return out


def compared(page: Any, objects: PageObjects, glyphs: list[Glyph], marks: list[Mark]) -> list[Glyph]:
    """The glyphs, those of the marks unclear that look like another digit, and without those that look like nothing."""
    canvas = Canvas(page, close=True)
    clear(objects)
    owners = {ctypes.addressof(one.owner.contents): one.owner for one in marks}
    wrong, bare = _look_otherwise(marks, canvas.draw_plainly(page, objects, list(owners.values())), canvas)
    out: list[Glyph | None] = [*glyphs]
    for some, seen in ((wrong, True), (bare, False)):
        for one in some:
            for i in _near(one, glyphs, canvas):
                out[i] = glyphs[i]._replace(text=one.text + UNCLEAR) if seen else None
    return [one for one in out if one is not None]


def _near(one: Mark, glyphs: list[Glyph], canvas: Canvas) -> Iterator[int]:
    """The glyphs, by index, with the text and the place of a mark; another library gives their boxes other heights."""
    left, top, _, bottom = canvas.place(one.place)
    for i, other in enumerate(glyphs):
        if other.text == one.text and abs(other.left - left) < _BESIDE and abs(2 * other.y - top - bottom) < one.size:
            yield i


def _look_otherwise(marks: list[Mark], picture: Picture, canvas: Canvas) -> tuple[list[Mark], list[Mark]]:
    """The marks that show another digit than their text, and the digits that show nothing. picture: of their texts alone."""
    wrong, bare = [], []
    grey = picture.min(axis=2)
    for one in marks:
        part = np.rot90(grey[canvas.box(glyph(one.text, canvas.place(_room(one))))], one.turns)
        if pixels_show_another(one.text, part, one.size * canvas.scale):
            wrong.append(one)
        elif one.text in DIGITS and inked(part) is None:
            bare.append(one)
    return wrong, bare


def _is_of_procedures(font: Any) -> bool:
    """Whether a font is in the file, but not as a font's file."""
    if pdfium.FPDFFont_GetIsEmbedded(font) != 1:
        return False
    length = ctypes.c_size_t()
    return not pdfium.FPDFFont_GetFontData(font, None, 0, length) or not length.value


def _differ(marks: list[Mark]) -> bool:
    """Whether glyphs of one text have their ink at different places of their room, so that they are several glyphs."""
    first = _measures(marks[0])
    return any(abs(a - b) > _SAME for one in marks[1:] for a, b in zip(first, _measures(one), strict=True))


def _measures(one: Mark) -> tuple[float, ...]:
    """The place of a glyph's ink in its room, in heights of that."""
    left, bottom, _, top = one.place
    high = (top - bottom) or 1.0
    return (
        (one.ink[0] - left) / high,
        (one.ink[1] - bottom) / high,
        (one.ink[2] - left) / high,
        (one.ink[3] - bottom) / high,
    )


def _room(one: Mark) -> Box:
    """Where a glyph is drawn: its ink as far as it is in its room."""
    inside = (
        max(one.ink[0], one.place[0]),
        max(one.ink[1], one.place[1]),
        min(one.ink[2], one.place[2]),
        min(one.ink[3], one.place[3]),
    )
    return inside if inside[0] < inside[2] and inside[1] < inside[3] else one.place
