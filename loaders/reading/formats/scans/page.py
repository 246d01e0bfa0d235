"""A picture of a page → its lines and tables, and what was seen in each cell of a table."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from loaders.reading.formats.document import Location, Sighting
from loaders.reading.formats.glyphs import UNCLEAR, Box, Glyph, glyph
from loaders.reading.formats.layout import Line, page_lines
from loaders.reading.formats.scans.cells import Cell, read_cells, sightings
from loaders.reading.formats.scans.pieces import Letters, Pieces, pieces
from loaders.reading.formats.scans.recognizer import Seen, recognizer
from loaders.reading.formats.scans.ruling import Pixels, Ruled, gaps, gutter, ruled
from loaders.reading.formats.scans.sheet import Picture, Sheet, sheet

_LEGIBLE = 0.6
"""The confidence below which a line outside the tables is left out."""
_NUMBER = 12
"""The letters of the longest number with its unit."""
_NEAR = 24
"""How far apart, in pixels at 200 dpi, the tops of texts on one line may be."""
_WORD, _FEWEST = 3, 40
"""The letters of a text that is no number, and how many letters of such texts show that a page stands upright."""


@dataclass(slots=True)
class PicturedPage:
    """A page that was read from a picture. legible: how many letters of words were read for certain."""

    lines: list[Line]
    sightings: dict[Location, Sighting]
    legible: int


def read_page(picture: Picture, number: int, before: int) -> PicturedPage:
    """A page, given its number and how many tables stand on the pages before it; turned where it does not stand upright."""
    page = sheet(picture)
    middle = gutter(page)
    if middle:
        left = read_page(page.grey[:, :middle], number, before)
        count = before + sum(line.text is None for line in left.lines)
        return _joined(left, read_page(page.grey[:, middle:], number, count))
    best = _read(page, number, before)
    for quarters in (1, 3, 2):
        if best.legible >= _FEWEST or not (best.sightings or best.lines):
            break
        best = max(best, _read(page.turned(quarters), number, before), key=lambda found: found.legible)
    return best


def _joined(left: PicturedPage, right: PicturedPage) -> PicturedPage:
    """Two pages on one picture, the right one below the left one; its lines are counted on."""
    last = max((f.location.line or 0 for line in left.lines for row in line.rows for f in row.fields), default=0)

    def moved(place: Location) -> Location:
        return place if place.line is None else replace(place, line=place.line + last)

    lower = [
        Line(
            0.5 + line.top / 2,
            [replace(r, fields=tuple(replace(f, location=moved(f.location)) for f in r.fields)) for r in line.rows],
            line.text,
        )
        for line in right.lines
    ]
    upper = [line._replace(top=line.top / 2) for line in left.lines]
    seen = left.sightings | {moved(place): seen for place, seen in right.sightings.items()}
    return PicturedPage([*upper, *lower], seen, left.legible + right.legible)


def _read(page: Sheet, number: int, before: int) -> PicturedPage:
    found = ruled(page)
    tables = [
        [Cell(box, pieces(page, found.ink, box)) for box in table]
        + [Cell(box, pieces(page, found.ink, box), doubt=True) for box in gaps(table)]
        for table in found.tables
    ]
    cells = [cell for table in tables for cell in table]
    read_cells(page, cells)
    beside = _outside(page, found)
    outside = [g for cell in beside for g in _glyphs(cell, page.scale)]
    words = [s.text for cell in cells for s in cell.first if s.confidence > _LEGIBLE] + [g.text for g in outside]
    legible = sum(len(w) for w in words if len(w) >= _WORD and not w.isascii())
    chars = [g for cell in cells for g in _glyphs(cell, page.scale)] + outside
    scaled = [[_scaled(cell.box, page.scale) for cell in table] for table in tables]
    lines = page_lines(chars, scaled, number, page.grey.shape[0] * page.scale, before)
    places = [p for at, table in enumerate(tables, before + 1) for p in _locations(table, number, at)]
    seen = dict(zip(places, sightings(cells), strict=True))
    return PicturedPage(lines, seen | _of_lines(lines, beside, page), legible)


def _glyphs(cell: Cell, scale: float) -> list[Glyph]:
    """The pieces of a cell as glyphs; one without text where there is ink that nobody can read."""
    if not cell.pieces.ink:
        return []
    if cell.mark:
        return [glyph(cell.mark, _scaled(cell.pieces.boxes[0], scale))]
    texts = [(s.text, box) for s, box in zip(cell.first, cell.pieces.boxes, strict=True) if s.text]
    return [glyph(t, _scaled(b, scale)) for t, b in texts] or [glyph(UNCLEAR, _scaled(cell.box, scale))]


def _locations(table: list[Cell], page: int, number: int) -> Iterator[Location]:
    """The location of each cell in the grid of its table; number: of the table in the document."""
    lefts, tops = sorted({c.box[0] for c in table}), sorted({c.box[1] for c in table})
    for cell in table:
        yield Location(page, number, tops.index(cell.box[1]) + 1, None, lefts.index(cell.box[0]) + 1)


def _of_lines(lines: list[Line], beside: list[Cell], page: Sheet) -> dict[Location, Sighting]:
    """What was seen in the fields outside the tables that consist of one text each."""
    wholes = {(g.text, g.left, g.right, g.top): i for i, c in enumerate(beside) for g in _glyphs(c, page.scale)}
    seen = sightings(beside)
    high = page.grey.shape[0] * page.scale
    out: dict[Location, Sighting] = {}
    for line in lines:
        for field in line.rows[0].fields if line.text is not None else ():
            for (text, left, right, top), i in wholes.items():
                near = abs(top - line.top * high) < page.pixels(_NEAR) * page.scale
                if near and (text, left, right) == (field.text, field.left, field.right):
                    out[field.location] = seen[i]
    return out


def _outside(page: Sheet, found: Ruled) -> list[Cell]:
    """The lines of text outside the tables, each as a cell of its own."""
    bare = page.grey.copy()
    for table in found.tables:
        left, top = (min(b[i] for b in table) for i in (0, 1))
        right, bottom = (max(b[i] for b in table) for i in (2, 3))
        bare[max(0, top - 4) : bottom + 4, max(0, left - 4) : right + 4] = 255
    boxes = [b for b in recognizer().places(bare) if b[2] - b[0] > 3 and b[3] - b[1] > 3]
    crops = [np.ascontiguousarray(bare[max(0, y0) : y1, max(0, x0) : x1]) for x0, y0, x1, y1 in boxes]
    texts = recognizer().texts(crops)
    return [_line(page, found, s, b) for s, b in zip(texts, boxes, strict=True) if s.confidence > _LEGIBLE]


def _line(page: Sheet, found: Ruled, seen: Seen, box: Pixels) -> Cell:
    """A line of text as a cell; what may be a number is read from the ink itself, a second time as well."""
    whole = Cell(box, Pieces([box], [Letters([], 0, 0)], "", True, True), first=[seen])
    if len(seen.text) > _NUMBER:
        return whole
    pad = box[3] - box[1]
    high, wide = page.grey.shape
    around = (max(0, box[0] - pad), max(0, box[1] - pad // 3), min(wide, box[2] + pad), min(high, box[3] + pad // 3))
    cell = Cell(around, pieces(page, found.ink, around))
    if len(cell.pieces.boxes) != 1:
        return whole
    read_cells(page, [cell])
    return cell if cell.second and cell.first[0].text else whole


def _scaled(box: Pixels, scale: float) -> Box:
    left, top, right, bottom = (side * scale for side in box)
    return left, top, right, bottom
