"""A PDF page → its objects in the order of drawing, and whether any of its text may be drawn and yet not be seen."""

import ctypes
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from loaders.reading.formats.colours import WHITE, Colour, alike

_THIN = 3.0
"""A filled shape thinner than this, in points, is a rule or the edge of a cell: it covers no digit."""
_PLAIN = (pdfium.FPDF_TEXTRENDERMODE_FILL, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE)
_OPAQUE = 200
_PALE = 160
"""The least opacity, and the darkest channel, of 255, at which text is taken for plain without a look."""

_SIMPLE = 5
"""The segments of a rectangle; a path of more may draw a digit."""
_SLANT = 0.3
"""How far, in points, a line goes both across and up that is no rule of a table."""
_WIDER = 100.0
_DEEPEST = 20
"""How many times wider a clip becomes to hold the whole text, and how deep forms may stand in forms."""

Box = tuple[float, float, float, float]


class PageObjects:
    """The objects of a page in the order of drawing; those of a form follow it.

    texts: the places of texts in the list. mirrored: the texts that are seen as in a mirror.
    """

    def __init__(self, page: Any) -> None:
        self.found: list[Any] = []
        self.kinds: list[int] = []
        self.mirrored: list[Any] = []
        self._matrix = pdfium.FS_MATRIX()
        self._numbers = [ctypes.c_uint() for _ in range(4)]
        self._sides = [ctypes.c_float() for _ in range(4)]
        for i in range(pdfium.FPDFPage_CountObjects(page)):
            self._add(pdfium.FPDFPage_GetObject(page, i), 0, False)
        self.nested = pdfium.FPDF_PAGEOBJ_FORM in self.kinds
        self.texts = [i for i, kind in enumerate(self.kinds) if kind == pdfium.FPDF_PAGEOBJ_TEXT]

    def _add(self, raw: Any, depth: int, mirrored: bool) -> None:
        kind = pdfium.FPDFPageObj_GetType(raw)
        self.found.append(raw)
        self.kinds.append(kind)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            if self._mirrors(raw) != mirrored:
                self.mirrored.append(raw)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            within = self._mirrors(raw) != mirrored
            for i in range(pdfium.FPDFFormObj_CountObjects(raw)):
                self._add(pdfium.FPDFFormObj_GetObject(raw, i), depth + 1, within)

    def _mirrors(self, raw: Any) -> bool:
        """Whether an object shows its content in a mirror."""
        m = self._matrix
        return bool(pdfium.FPDFPageObj_GetMatrix(raw, m)) and m.a * m.d < m.b * m.c

    def texts_with_fonts(self) -> list[tuple[Any, Any]]:
        """Each text with the font that it is drawn in."""
        pairs = ((self.found[i], pdfium.FPDFTextObj_GetFont(self.found[i])) for i in self.texts)
        return [(text, font) for text, font in pairs if font]

    def fonts(self) -> dict[int, Any]:
        """The fonts of the page's texts by their addresses."""
        return {ctypes.addressof(font.contents): font for _, font in self.texts_with_fonts()}

    def may_hide(self) -> bool:
        """Whether some text may be unseen: drawn oddly, in a colour of its ground, clipped, or under a shape.

        A form counts as well: its content has places of its own, and it may be switched off as a layer.
        """
        if not self.texts:
            return False
        grounds, covers = {WHITE}, []
        for place, kind in enumerate(self.kinds):
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                shade = self._filled(self.found[place])
                if shade:
                    grounds.add(shade)
                    covers.append(place)
            elif kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
                covers.append(place)
        texts = [self.found[i] for i in self.texts]
        if self.nested or any(_odd(text) for text in texts) or any(self._clipped(text) for text in texts):
            return True
        for colour in {self._colour(text) for text in texts}:
            if colour is None or min(colour) > _PALE or any(alike(colour, ground) for ground in grounds):
                return True
        return self._covered(covers)

    def pictures(self) -> list[Box]:
        """The places of what may show a number without text: pictures, shadings, forms, drawings and large shapes."""
        kinds = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING, pdfium.FPDF_PAGEOBJ_FORM)
        out = []
        for raw, kind in zip(self.found, self.kinds, strict=True):
            path = kind == pdfium.FPDF_PAGEOBJ_PATH
            if kind in kinds or (path and (self._filled(raw) is not None or _drawn(raw))):
                out.append(self.bounds(raw))
        return out

    def images(self) -> list[Box]:
        """The places of pictures."""
        kinds = zip(self.found, self.kinds, strict=True)
        return [self.bounds(raw) for raw, kind in kinds if kind == pdfium.FPDF_PAGEOBJ_IMAGE]

    def plain(self, text: Any) -> bool:
        """Whether a text is drawn so that it stands out from white paper."""
        colour = self._colour(text)
        return not _odd(text) and colour is not None and not alike(colour, WHITE)

    def _colour(self, raw: Any) -> Colour | None:
        """The colour that an object is filled with; None for a pattern, or if one sees through it."""
        r, g, b, a = self._numbers
        known = pdfium.FPDFPageObj_GetFillColor(raw, r, g, b, a)
        return (r.value, g.value, b.value) if known and a.value >= _OPAQUE else None

    def _filled(self, path: Any) -> Colour | None:
        """The colour of a path that is filled and large enough to cover a digit."""
        mode, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(path, mode, stroke)
        if not mode.value:
            return None
        left, bottom, right, top = self.bounds(path)
        return (self._colour(path) or WHITE) if min(right - left, top - bottom) > _THIN else None

    def bounds(self, raw: Any) -> Box:
        """The place of an object: left, bottom, right, top."""
        left, bottom, right, top = self._sides
        pdfium.FPDFPageObj_GetBounds(raw, left, bottom, right, top)
        return left.value, bottom.value, right.value, top.value

    def _clips(self, text: Any) -> list[Box]:
        """The boxes that a text is clipped to; one without extent for a shape that is no rectangle."""
        clip = pdfium.FPDFPageObj_GetClipPath(text)
        x, y = ctypes.c_float(), ctypes.c_float()
        out = []
        for i in range(max(0, pdfium.FPDFClipPath_CountPaths(clip))):
            points = []
            for k in range(pdfium.FPDFClipPath_CountPathSegments(clip, i)):
                pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, i, k), x, y)
                points.append((x.value, y.value))
            xs, ys = [x for x, _ in points], [y for _, y in points]
            out.append((min(xs), min(ys), max(xs), max(ys)) if len(points) in (4, 5) else (0.0, 0.0, 0.0, 0.0))
        return out

    def _clipped(self, text: Any) -> bool:
        """Whether a text reaches out of the shapes that it is clipped to."""
        if pdfium.FPDFClipPath_CountPaths(pdfium.FPDFPageObj_GetClipPath(text)) < 1:
            return False
        left, bottom, right, top = self.bounds(text)
        return any(c[0] > left or c[1] > bottom or c[2] < right or c[3] < top for c in self._clips(text))

    def unclip(self, text: Any) -> None:
        """Widens the rectangles that cut a part of a text off, until all of it is inside."""
        boxes = [self.bounds(text), *self._clips(text)]
        left, bottom = max(b[0] for b in boxes), max(b[1] for b in boxes)
        right, top = min(b[2] for b in boxes), min(b[3] for b in boxes)
        if len(boxes) > 1 and left < right and bottom < top:
            x, y = (left + right) / 2, (bottom + top) / 2
            pdfium.FPDFPageObj_TransformClipPath(text, _WIDER, 0, 0, _WIDER, x * (1 - _WIDER), y * (1 - _WIDER))

    def _covered(self, covers: list[int]) -> bool:
        """Whether a text lies under a later shape, or anywhere over or under a picture."""
        paths = [i for i in covers if self.kinds[i] == pdfium.FPDF_PAGEOBJ_PATH]
        last = max(paths, default=-1) if len(paths) == len(covers) else len(self.kinds)
        texts = [i for i in self.texts if i < last]
        if not texts:
            return False
        boxes, places = np.array([self.bounds(self.found[i]) for i in texts]), np.array(texts)
        for place in covers:
            left, bottom, right, top = self.bounds(self.found[place])
            over = (boxes[:, 0] < right) & (boxes[:, 2] > left) & (boxes[:, 1] < top) & (boxes[:, 3] > bottom)
            if bool((over & (places < place)).any() if place in paths else over.any()):
                return True
        return False


def _drawn(path: Any) -> bool:
    """Whether a path has as many curves or slanting lines as a digit; rules run across or down."""
    x, y, before = ctypes.c_float(), ctypes.c_float(), (0.0, 0.0)
    count = pdfium.FPDFPath_CountSegments(path)
    slants = 0
    for i in range(count if count > _SIMPLE else 0):
        segment = pdfium.FPDFPath_GetPathSegment(path, i)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        across, up = abs(x.value - before[0]), abs(y.value - before[1])
        moved = pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO
        slants += not moved and min(across, up) > _SLANT
        before = x.value, y.value
    return slants > 1


def _odd(text: Any) -> bool:
    """Whether a text is not merely filled, is seen through, or belongs to a layer that can be switched off."""
    if pdfium.FPDFTextObj_GetTextRenderMode(text) not in _PLAIN or pdfium.FPDFPageObj_HasTransparency(text):
        return True
    return any(_mark(text, i) == "OC" for i in range(max(0, pdfium.FPDFPageObj_CountMarks(text))))


def _mark(text: Any, index: int) -> str:
    buffer, length = ctypes.create_string_buffer(16), ctypes.c_ulong()
    mark = pdfium.FPDFPageObj_GetMark(text, index)
    pdfium.FPDFPageObjMark_GetName(mark, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), 16, length)
    return buffer.raw[: length.value].decode("utf-16-le", errors="replace").rstrip("\0")
