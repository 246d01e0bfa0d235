"""The outline or the pixels of a glyph → how much it looks like each digit of the standard faces, which the library for PDF
brings along.
"""

import ctypes
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops, ImageDraw

_FACES = tuple(
    f"{family}{style}".encode()
    for family, styles in (
        ("Helvetica", ("", "-Bold", "-Oblique", "-BoldOblique")),
        ("Times", ("-Roman", "-Bold", "-Italic", "-BoldItalic")),
        ("Courier", ("", "-Bold", "-Oblique", "-BoldOblique")),
    )
    for style in styles
)
DIGITS = "0123456789"
_WIDE, _HIGH, _FINE = 16, 24, 2
"""The pixels of a digit that is compared, and of how many each of them is the mean, across and down."""
_NARROW = 0.42
"""The width, in heights, up to which a digit keeps its proportions: a 1 is not made as wide as the others."""
_ALIKE, _BETTER = 0.75, 0.03
"""How like another digit a glyph must look, of 1, and how much more than like its own, for its text to be doubted."""
_LEAST, _MARK = 0.5, 0.8
"""How like its own digit a glyph must look at the least (those of all usual faces do so by 0.75), and from which likeness to
a digit the glyph of another text is one."""
_LOW = 0.4
"""The height, in sizes of its font, below which a glyph is no digit."""
_INK = 48
"""How much darker than the paper, of 255, a pixel is that belongs to a glyph."""

_FLAT = 1e-3
_STEPS = (0.25, 0.5, 0.75, 1.0)

Segment = tuple[int, float, float]
"""A kind of segment, and its end or the next point that bends it."""
Outline = tuple[Segment, ...]
Point = tuple[float, float]
Shape = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8]


@lru_cache(maxsize=1 << 12)
def shows_another(text: str, outline: Outline) -> bool:
    """Whether an outline is that of another digit than this text, or of none if the text is one."""
    if text not in DIGITS and _high(outline) < _LOW:
        return False
    return _doubted(text, _shape(outline))


def pixels_show_another(text: str, picture: Pixels, size: float) -> bool:
    """The same of the grey pixels of a glyph on white paper, 0 for black. size: the font's, in pixels."""
    part = inked(picture)
    if part is None or (text not in DIGITS and len(part) < _LOW * size):
        return False
    return _doubted(text, _trimmed(part))


def _high(outline: Outline) -> float:
    """The height of an outline, in sizes of its font."""
    ys = [y for _, _, y in outline]
    return max(ys) - min(ys) if ys else 0.0


def inked(picture: Pixels) -> Pixels | None:
    """The part of a picture that has ink, as grey of which 255 is its darkest; None if it has none."""
    ink = picture < 255 - _INK
    if not ink.any():
        return None
    down, across = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    part = 255 - picture[down[0] : down[-1] + 1, across[0] : across[-1] + 1].astype(np.uint16)
    grey: Pixels = (part * 255 // part.max()).astype(np.uint8)
    return grey


def _doubted(text: str, shape: Shape | None) -> bool:
    if shape is None:
        return False
    likeness = (_standard() @ shape).max(axis=0)
    if text not in DIGITS:
        return bool(likeness.max() > _MARK)
    own = likeness[int(text)]
    return bool(likeness.max() > max(_ALIKE, own + _BETTER) or own < _LEAST)


@cache
def _standard() -> Shape:
    """The shapes of the ten digits in the standard faces: face, digit, pixel."""
    document = pypdfium2.PdfDocument.new()
    faces = [pdfium.FPDFText_LoadStandardFont(document.raw, name) for name in _FACES]
    shapes = [[_shape(outline(face, digit)) for digit in DIGITS] for face in faces]
    for face in faces:
        pdfium.FPDFFont_Close(face)
    document.close()
    return np.array(shapes, np.float32)


def outline(font: Any, text: str) -> Outline:
    """The lines around the ink of the glyph that a font draws for a text; none for one without ink."""
    path = pdfium.FPDFFont_GetGlyphPath(font, ord(text), 1000.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    out = []
    for i in range(pdfium.FPDFGlyphPath_CountGlyphSegments(path) if path else 0):
        segment = pdfium.FPDFGlyphPath_GetGlyphPathSegment(path, i)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        out.append((pdfium.FPDFPathSegment_GetType(segment), x.value, y.value))
    return tuple(out)


def has_outline(font: Any, text: str) -> bool:
    """Whether the library knows lines around the glyph that a font draws for a text."""
    path = pdfium.FPDFFont_GetGlyphPath(font, ord(text), 1000.0)
    return bool(path) and pdfium.FPDFGlyphPath_CountGlyphSegments(path) > 0


def _lines(outline: Iterable[Segment]) -> list[list[Point]]:
    """The closed lines of an outline, by their corners and points on their curves."""
    lines: list[list[Point]] = []
    bends: list[Point] = []
    for kind, x, y in outline:
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not lines:
            lines.append([(x, y)])
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            lines[-1].append((x, y))
        else:
            bends.append((x, y))
            if len(bends) == 3:
                lines[-1] += _bent(lines[-1][-1], *bends)
                bends = []
    return [line for line in lines if len(line) > 2]


def _bent(start: Point, one: Point, two: Point, end: Point) -> list[Point]:
    """Points on a curve (Bézier's, of third degree), without its start."""

    def at(t: float, k: int) -> float:
        u = 1 - t
        return u**3 * start[k] + 3 * u * u * t * one[k] + 3 * u * t * t * two[k] + t**3 * end[k]

    return [(at(t, 0), at(t, 1)) for t in _STEPS]


def _shape(outline: Outline) -> Shape | None:
    """An outline as grey pixels of mean 0 and length 1, so that the product of two shapes is their likeness."""
    lines = _lines(outline)
    if not lines:
        return None
    xs, ys = [x for line in lines for x, _ in line], [y for line in lines for _, y in line]
    left, bottom, wide, high = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
    if not wide or not high:
        return None
    up = (_HIGH * _FINE - 1) / high
    across = (_WIDE * _FINE - 1) / wide if wide > _NARROW * high else up
    start = (_WIDE * _FINE - wide * across) / 2
    picture = Image.new("1", (_WIDE * _FINE, _HIGH * _FINE))
    for line in lines:
        # A line inside another one is a hole.
        inner = Image.new("1", picture.size)
        points = [((x - left) * across + start, (bottom + high - y) * up) for x, y in line]
        ImageDraw.Draw(inner).polygon(points, fill=1)
        picture = ImageChops.logical_xor(picture, inner)
    return _normal(picture)


def _trimmed(part: Pixels) -> Shape | None:
    """The ink of a glyph's picture, in the measure of `_shape`."""
    high, wide = part.shape
    full = _WIDE * _FINE, _HIGH * _FINE
    shown = full[0] if wide > _NARROW * high else max(1, min(full[0], round(wide * full[1] / high)))
    sheet = Image.new("L", full)
    sheet.paste(Image.fromarray(part).resize((shown, full[1]), Image.Resampling.BILINEAR), ((full[0] - shown) // 2, 0))
    return _normal(sheet)


def _normal(picture: Image.Image) -> Shape | None:
    ink = np.asarray(picture, np.float32).reshape(_HIGH, _FINE, _WIDE, _FINE).mean(axis=(1, 3))
    soft = _softened(_softened(ink).T).T.flatten()
    soft -= soft.mean()
    length = np.float32(np.linalg.norm(soft))
    return soft / length if length > _FLAT else None


def _softened(ink: Shape) -> Shape:
    """Pixels as the mean of themselves and those above and below, which makes faces of other weight more alike."""
    padded = np.pad(ink, ((1, 1), (0, 0)))
    out: Shape = (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / np.float32(4)
    return out
