"""The fonts of a PDF → the digits that they draw otherwise than their text says.

A font says by a map of its own (ToUnicode, ISO 32000-1, 9.10.3) which text its glyphs stand for. Nobody who looks at the
page sees that map, so that a false one shows other digits than are copied. The outline of each digit is compared with the
digits of the standard faces, which the library for PDF brings along.
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
_DIGITS = "0123456789"
_CHECKED = _DIGITS + " \u00a0\u3000-/—"
"""The digits, and texts that stand for an empty cell."""
_WIDE, _HIGH, _FINE = 16, 24, 2
"""The pixels of a digit that is compared, and of how many each of them is the mean, across and down."""
_NARROW = 0.42
"""The width, in heights, up to which a digit keeps its proportions: a 1 is not made as wide as the others."""
_ALIKE, _BETTER = 0.75, 0.09
"""How like another digit a glyph must look, of 1, and how much more than like its own, for its text to be doubted."""
_STEPS = (0.25, 0.5, 0.75, 1.0)

Segment = tuple[int, float, float]
"""A kind of segment, and its end or the next point that bends it."""
Point = tuple[float, float]
Shape = npt.NDArray[np.float32]


class Fonts:
    """What is known of the fonts of the pages that are loaded."""

    def __init__(self) -> None:
        self._false: dict[tuple[int, str], bool] = {}

    def misread(self, fonts: Iterable[Any], texts: Iterable[str]) -> set[tuple[int, str]]:
        """Which of these texts, if they are digits or blanks, show another digit in which font, by its address."""
        checked = [text for text in _CHECKED if text in texts]
        out = set()
        for font in fonts:
            address = ctypes.addressof(font.contents)
            for text in checked:
                known = self._false.get((address, text))
                if known is None:
                    known = self._false[address, text] = _shows_another(text, _outline(font, text))
                if known:
                    out.add((address, text))
        return out

    def forget(self) -> None:
        """To be called when a page is closed, whose fonts others may follow at the same address."""
        self._false.clear()


@lru_cache(maxsize=1 << 12)
def _shows_another(text: str, outline: tuple[Segment, ...]) -> bool:
    """Whether an outline is that of another digit than this text."""
    shape = _shape(outline)
    if shape is None:
        return False
    likeness = (_standard() @ shape).max(axis=0)
    own = likeness[int(text)] if text in _DIGITS else _ALIKE
    return bool(likeness.max() > max(_ALIKE, own + _BETTER))


@cache
def _standard() -> Shape:
    """The shapes of the ten digits in the standard faces: face, digit, pixel."""
    document = pypdfium2.PdfDocument.new()
    faces = [pdfium.FPDFText_LoadStandardFont(document.raw, name) for name in _FACES]
    shapes = [[_shape(_outline(face, digit)) for digit in _DIGITS] for face in faces]
    for face in faces:
        pdfium.FPDFFont_Close(face)
    document.close()
    return np.array(shapes, np.float32)


def _outline(font: Any, text: str) -> tuple[Segment, ...]:
    """The lines around the ink of the glyph that a font draws for a text; none for one without ink."""
    path = pdfium.FPDFFont_GetGlyphPath(font, ord(text), 1000.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    out = []
    for i in range(pdfium.FPDFGlyphPath_CountGlyphSegments(path) if path else 0):
        segment = pdfium.FPDFGlyphPath_GetGlyphPathSegment(path, i)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        out.append((pdfium.FPDFPathSegment_GetType(segment), x.value, y.value))
    return tuple(out)


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


def _shape(outline: tuple[Segment, ...]) -> Shape | None:
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
    ink = np.asarray(picture, np.float32).reshape(_HIGH, _FINE, _WIDE, _FINE).mean(axis=(1, 3))
    soft = _softened(_softened(ink).T).T.flatten()
    soft -= soft.mean()
    length = np.float32(np.linalg.norm(soft))
    return soft / length if length else None


def _softened(ink: Shape) -> Shape:
    """Pixels as the mean of themselves and those above and below, which makes faces of other weight more alike."""
    padded = np.pad(ink, ((1, 1), (0, 0)))
    out: Shape = (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / np.float32(4)
    return out
