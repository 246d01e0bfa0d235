"""A page of an OFD file → the glyphs that a person sees on it and its ruled lines, in points (GB/T 33190-2016, 8 to 11)."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from loaders.reading.formats.colours import WHITE, Colour, alike
from loaders.reading.formats.glyphs import UNCLEAR, Box, Glyph, glyph, unclear
from loaders.reading.formats.ofd_fonts import OfdFonts, glyph_numbers

POINTS = 72 / 25.4
"""Points a millimetre, the unit of the format."""
_MOST_OBJECTS = 200_000
_DEEPEST = 20
"""How many objects a page may have, and how deep blocks may stand in blocks; no report comes near."""
_HIDDEN, _WHOLE = 0.1, 0.6
"""The share of a glyph's box below which a clip hides it, and from which it is seen."""
_LEGIBLE = 3.0
"""The height, in points, from which a digit can be read."""
_SKEW = 0.5
_THICK = 3.0
"""How far a rule may slant, and how thick a filled one may be, in points."""

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
Rule = tuple[float, float, float, float]


class PageContent:
    """What is drawn on a page of this width and height, in points. across, down: its rules by their two ends.

    colours: those of texts that name a set of drawing parameters, by its id. pictures: the resources of those
    drawn and their places, in the order of drawing.
    """

    def __init__(self, size: tuple[float, float], colours: Mapping[str | None, Colour], fonts: OfdFonts) -> None:
        self.wide, self.high = size
        self._fonts = fonts
        self._colours = colours
        self.across: list[Rule] = []
        self.down: list[Rule] = []
        self._glyphs: list[tuple[int, Glyph, Colour]] = []
        self._covers: list[tuple[int, Box, Colour | None]] = []
        self.pictures: list[tuple[str, Box]] = []
        self._drawings: list[Box] = []
        self._count = 0

    def add(self, page: Any) -> None:
        """Draws the layers of a page or template over what is there."""
        for layer in page.iterfind("{*}Content/{*}Layer"):
            self._block(layer, 0)

    def glyphs(self) -> list[Glyph]:
        """The glyphs that are seen, in the order of drawing; a digit under a picture or a dark shape is unclear."""
        out = []
        for order, one, colour in self._glyphs:
            if not (0 <= one.x <= self.wide and 0 <= one.y <= self.high):
                continue
            around = [(n, c) for n, b, c in self._covers if b[0] <= one.x <= b[2] and b[1] <= one.y <= b[3]]
            ground = next((c for n, c in reversed(around) if n < order), WHITE)
            over = [c for n, c in around if n > order]
            if over and all(c is not None and alike(c, WHITE) for c in over):
                continue
            if over:
                out.append(unclear(one))
            elif ground is None or not alike(colour, ground):
                out.append(one)
        return out

    def pictured(self, cell: Box) -> bool:
        """Whether a picture lies in or over a cell, or a drawing in it."""
        left, top, right, bottom = cell
        over = (b for _, b, c in self._covers if c is None)
        inside = (b for b in self._drawings if left < b[0] and b[2] < right and top < b[1] and b[3] < bottom)
        return any(b[0] < right and b[2] > left and b[1] < bottom and b[3] > top for b in over) or any(inside)

    def annotate(self, appearance: Any) -> None:
        """Draws what an annotation shows, at its own place, over the page."""
        left, top, _, _ = _boundary(appearance)
        self._block(appearance, 0, (left, top))

    def _block(self, block: Any, depth: int, origin: Point = (0.0, 0.0)) -> None:
        """Draws the objects of a block. origin: the place of its own left upper corner, in millimetres."""
        for item in block:
            kind = item.tag.rpartition("}")[2] if isinstance(item.tag, str) else ""
            self._count += 1
            if self._count > _MOST_OBJECTS or item.get("Visible") == "false" or item.get("Alpha") == "0":
                continue
            if kind == "PageBlock" and depth < _DEEPEST:
                self._block(item, depth + 1, origin)
            elif kind == "TextObject":
                self._text(item, origin)
            elif kind == "PathObject":
                self._path(item, origin)
            elif kind in ("ImageObject", "CompositeObject"):
                self._covers.append((self._count, _extent(item, origin), None))
                if kind == "ImageObject":
                    self.pictures.append((item.get("ResourceID") or "", _extent(item, origin)))

    def _text(self, item: Any, origin: Point) -> None:
        size = _number(item.get("Size"), 0.0)
        matrix = _matrix(item, origin)
        usual = self._colours.get(item.get("DrawParam") or item.getparent().get("DrawParam"), (0, 0, 0))
        colour = _colour(item.find("{*}FillColor"), usual)
        if item.get("Fill") == "false" and item.get("Stroke") != "true":
            return
        odd = not _upright(matrix) or (item.get("CharDirection") or "0") != "0" or size * POINTS < _LEGIBLE
        clips, whole = _clips(item, matrix), _extent(item, origin)
        for one in _glyphs(item, size, matrix, self._fonts):
            share = min((_share(one, clip) for clip in clips), default=1.0)
            if share < _HIDDEN:
                continue
            # Programs differ in whether they cut a text off at its own box.
            cut = share < _WHOLE or (whole[2] > whole[0] and _share(one, whole) < _WHOLE)
            self._glyphs.append((self._count, unclear(one) if odd or cut else one, colour))

    def _path(self, item: Any, origin: Point) -> None:
        """A path as rules, each straight stretch along an axis and each thin filled shape, or as a shape over others."""
        matrix = _matrix(item, origin)
        figures = [[_point(matrix, p) for p in f] for f in _figures(_data(item))]
        filled = item.get("Fill") == "true" and _colour(item.find("{*}FillColor"), (0, 0, 0))
        for points in figures:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
            if filled and min(right - left, bottom - top) < _THICK:
                self._rule((left, (top + bottom) / 2), (right, (top + bottom) / 2))
                self._rule(((left + right) / 2, top), ((left + right) / 2, bottom))
                continue
            slanting = any(min(abs(a[0] - b[0]), abs(a[1] - b[1])) > _SKEW for a, b in pairwise(points))
            if slanting or (filled and not alike(filled, WHITE)):
                self._drawings.append((left, top, right, bottom))
            if filled:
                self._covers.append((self._count, (left, top, right, bottom), filled))
            if item.get("Stroke") != "false":
                for one, other in pairwise(points):
                    self._rule(one, other)

    def _rule(self, one: tuple[float, float], other: tuple[float, float]) -> None:
        (x1, y1), (x2, y2) = min(one, other), max(one, other)
        if abs(y1 - y2) < _SKEW and x2 - x1 > _THICK:
            self.across.append((x1, y1, x2, y1))
        elif abs(x1 - x2) < _SKEW and abs(y2 - y1) > _THICK:
            self.down.append((x1, min(y1, y2), x1, max(y1, y2)))


def drawing_colours(resources: Any) -> dict[str | None, Colour]:
    """The colours that sets of drawing parameters fill with, by their ids."""
    found = ((p.get("ID"), p.find("{*}FillColor")) for p in resources.iterfind("{*}DrawParams/{*}DrawParam"))
    return {id_: _colour(fill, (0, 0, 0)) for id_, fill in found if fill is not None}


def _glyphs(item: Any, size: float, matrix: Matrix, fonts: OfdFonts) -> Iterator[Glyph]:
    """The glyphs of a text of this size, each with its box in points; those that show another digit are unclear."""
    font = item.get("Font") or ""
    for code in item.iterfind("{*}TextCode"):
        numbers = glyph_numbers(_transforms(code))
        x, y = _number(code.get("X"), 0.0), _number(code.get("Y"), 0.0)
        text = (code.text or "").replace("\n", "").replace("\r", "")
        across, down = _deltas(code.get("DeltaX")), _deltas(code.get("DeltaY"))
        for i, char in enumerate(text):
            several = i in numbers and numbers[i] is None and char.isdigit()
            doubted = several or fonts.shows_another(font, char, numbers.get(i))
            given = across[i] if i < len(across) else 0.0
            wide = min(given, size) if given > 0 else size * (0.5 if ord(char) < 256 else 1)
            yield glyph(
                char + UNCLEAR if doubted else char, _moved(matrix, (x, y - 0.86 * size, x + wide, y + 0.14 * size))
            )
            x += given if i < len(across) else 0.0 if down else wide
            y += down[i] if i < len(down) else 0.0


def _transforms(code: Any) -> list[Any]:
    """The elements before a text that say which glyphs are drawn for it."""
    out = []
    before = code.getprevious()
    while before is not None and isinstance(before.tag, str) and before.tag.endswith("}CGTransform"):
        out.append(before)
        before = before.getprevious()
    return out


def _upright(matrix: Matrix) -> bool:
    """Whether what is drawn so is neither turned nor mirrored."""
    a, b, c, d, _, _ = matrix
    return a > 0 and d > 0 and abs(b) < a / 2 and abs(c) < d


def _clips(item: Any, matrix: Matrix) -> list[Box]:
    """The boxes around the areas that an object is clipped to; areas of one clip add up."""
    out = []
    for clip in item.iterfind("{*}Clips/{*}Clip"):
        boxes = []
        for area in clip.iterfind("{*}Area"):
            for path in area.iterfind("{*}Path"):
                own = _matrix(path, (0.0, 0.0))
                points = [_point(own, p) for figure in _figures(_data(path)) for p in figure]
                placed = [_point(matrix, (x / POINTS, y / POINTS)) for x, y in points]
                xs, ys = [x for x, _ in placed], [y for _, y in placed]
                boxes += [(min(xs), min(ys), max(xs), max(ys))] if placed else []
        if boxes:
            lefts, tops, rights, bottoms = zip(*boxes, strict=True)
            out.append((min(lefts), min(tops), max(rights), max(bottoms)))
    return out


def _share(one: Glyph, box: Box) -> float:
    """The share of a glyph's box that lies in another one."""
    wide, high = one.right - one.left, one.bottom - one.top
    across = min(one.right, box[2]) - max(one.left, box[0])
    down = min(one.bottom, box[3]) - max(one.top, box[1])
    return max(0.0, across) * max(0.0, down) / (wide * high) if wide > 0 and high > 0 else 1.0


def numbers(element: Any) -> list[float]:
    """The numbers in an element, none if there is no element."""
    return _list(element.text if element is not None else None)


def _list(text: str | None) -> list[float]:
    try:
        return [float(part) for part in (text or "").split()]
    except ValueError:
        return []


def _number(text: str | None, default: float) -> float:
    return (_list(text) or [default])[0]


def _deltas(text: str | None) -> list[float]:
    """The distances between glyphs; `g n d` stands for n times d."""
    out: list[float] = []
    parts = iter((text or "").split())
    for part in parts:
        if part == "g":
            count, value = int(_number(next(parts, None), 0)), _number(next(parts, None), 0)
            out += [value] * max(0, min(count, 10_000))
        else:
            out.append(_number(part, 0.0))
    return out


def _matrix(item: Any, origin: Point) -> Matrix:
    """From an object's own coordinates to the page's, in points. origin: of the block that it stands in."""
    values = _list(item.get("CTM"))
    a, b, c, d, e, f = values if len(values) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    left, top, _, _ = _boundary(item)
    return (
        a * POINTS,
        b * POINTS,
        c * POINTS,
        d * POINTS,
        (e + left + origin[0]) * POINTS,
        (f + top + origin[1]) * POINTS,
    )


def _boundary(item: Any) -> tuple[float, float, float, float]:
    """Left, top, width and height of an object, in millimetres."""
    values = _list(item.get("Boundary"))
    return (values[0], values[1], values[2], values[3]) if len(values) == 4 else (0.0, 0.0, 0.0, 0.0)


def _extent(item: Any, origin: Point) -> Box:
    left, top, wide, high = _boundary(item)
    left, top = left + origin[0], top + origin[1]
    return left * POINTS, top * POINTS, (left + wide) * POINTS, (top + high) * POINTS


def _point(matrix: Matrix, point: tuple[float, float]) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f


def _moved(matrix: Matrix, box: Box) -> Box:
    (x1, y1), (x2, y2) = _point(matrix, box[:2]), _point(matrix, box[2:])
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _colour(element: Any, default: Colour) -> Colour:
    """The colour of an element: three numbers are red, green and blue, one is grey."""
    value = _list(element.get("Value")) if element is not None else []
    if element is not None and element.get("Alpha") == "0":
        return WHITE
    if len(value) == 1:
        value *= 3
    return (int(value[0]), int(value[1]), int(value[2])) if len(value) == 3 else default


def _data(item: Any) -> str:
    found = item.find("{*}AbbreviatedData")
    return (found.text or "") if found is not None else ""


def _figures(data: str) -> Iterator[list[tuple[float, float]]]:
    """The figures of a path by their corners: M and S begin one, L and the curves go on, C closes it."""
    points: list[tuple[float, float]] = []
    for operator, values in re.findall(r"([A-Za-z])([^A-Za-z]*)", data):
        given = _list(values)
        if operator in "MS" and len(given) >= 2:
            if len(points) > 1:
                yield points
            points = [(given[0], given[1])]
        elif operator == "C" and points:
            points.append(points[0])
        elif operator in "LBQA" and len(given) >= 2:
            points.append((given[-2], given[-1]))
    if len(points) > 1:
        yield points
