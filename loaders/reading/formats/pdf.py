"""A PDF with a text layer → rows: ruled tables as grids in page coordinates, the rest as lines."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import pairwise
from typing import NamedTuple

import tablers
from tablers.tablers import Table

from loaders.reading.formats.document import Document, Field, Location, Row
from loaders.reading.formats.glyphs import (
    UNCLEAR,
    Box,
    Glyph,
    cell_text,
    clusters,
    glyph,
    has_gap,
    unclear,
    without_repeats,
)
from loaders.reading.formats.pdf_drawing import Drawing
from loaders.reading.formats.pdf_turns import Turned
from loaders.text.errors import Unreadable

_MAX_PAGES = 300
_PAGE_NUMBER = re.compile(r"[-–—－\s·]*(?:第?\s*\d{1,3}\s*页?)(?:\s*[/共]\s*\d{1,3}\s*页?)?[-–—－\s·]*")
_TOUCH = 2.0
"""Edges within this distance, in points, are one line of the table."""
_MARGIN = 0.1
"""The share of a page's height, at its top and at its bottom, that running heads and feet take."""
_LOOSE = {
    name: 6.0
    for side in "xy"
    for name in (f"snap_{side}_tolerance", f"join_{side}_tolerance", f"intersection_{side}_tolerance")
}
_BOXED = {"vertical_strategy": "lines", "horizontal_strategy": "lines"}
_MIN_BOXES = 4


class _Line(NamedTuple):
    """Rows with their distance from the top of the page, as a share of its height. text: None for a table."""

    top: float
    rows: list[Row]
    text: str | None


def read_pdf(data: bytes, format: str = "pdf") -> Document:
    """The text of all pages; raises Unreadable if the file is encrypted, broken, too long, or a scan without text."""
    with closing(Drawing(data, _MAX_PAGES)) as drawing:
        pages = list(_pages(drawing))
    rows = [row for page in _without_running_heads(pages) for line in page for row in line.rows]
    if not rows:
        raise Unreadable("pdf_scan")
    return Document(format=format, rows=rows)


def _pages(drawing: Drawing) -> Iterator[list[_Line]]:
    try:
        pdf = tablers.Document(bytes=drawing.data)
    except RuntimeError:
        raise Unreadable("pdf_broken") from None
    tables = 0
    with pdf:
        for page in pdf.pages():
            lines = _read_page(page, drawing, tables)
            tables += sum(line.text is None for line in lines)
            yield lines


def _read_page(page: tablers.Page, drawing: Drawing, tables: int) -> list[_Line]:
    page.extract_objects()
    paper, index = Turned(page), page.page_idx
    seen = drawing.seen(index, paper.upright) + drawing.notes(index)
    chars = without_repeats(paper.glyphs(seen))
    upset = paper.glyphs(drawing.seen(index, paper.upset)) if paper.upset else []
    number, height = index + 1, paper.height
    out: list[_Line] = []
    for table in _tables(page):
        cells = [cell.bbox for cell in table.cells]
        boxes = [paper.box(cell) for cell in cells]
        if len(boxes) < 2:
            continue
        inside, chars = _split(chars, boxes)
        frame = paper.box(table.bbox)
        lost, chars = _inside(chars, frame)
        _put_back(lost, boxes, inside)
        blanks = [cell for cell, within in zip(cells, inside, strict=False) if not any(c.text.strip() for c in within)]
        stains = [glyph(UNCLEAR, paper.box(cell)) for cell in drawing.stained(index, blanks)]
        _fill_blanks(inside, boxes, [*upset, *stains])
        tables += 1
        if grid := list(_grid(boxes, inside, number, tables)):
            out.append(_Line(frame[1] / height, grid, None))
        else:
            tables -= 1
    out += [_Line(top / height, [row], row.text) for top, row in _lines(chars, number)]
    return _headings(page, drawing, paper) + sorted(out, key=lambda line: line.top)


def _headings(page: tablers.Page, drawing: Drawing, paper: Turned) -> list[_Line]:
    """The lines outside the tables that are upright in the file, on a page whose tables are not."""
    chars = without_repeats(drawing.seen(page.page_idx, paper.placed)) if paper.placed else []
    for table in _tables(page) if chars else ():
        chars = _inside(chars, table.bbox)[1]
    return [_Line(0.5, [row], row.text) for _, row in _lines(chars, page.page_idx + 1)]


def _tables(page: tablers.Page) -> list[Table]:
    """The ruled tables of a page; if some are side by side, cells with wider gaps between them are one table.

    A browser draws each cell with borders of its own, a little apart, so that one table looks like several.
    """
    rules = _BOXED if _boxed(page) else {}
    ruled: list[Table] = tablers.find_tables(page, extract_text=False, **rules)
    if not any(_beside(a.bbox, b.bbox) for i, a in enumerate(ruled) for b in ruled[:i]):
        return ruled
    loose = tablers.find_tables(page, extract_text=False, **rules, **_LOOSE)
    out = [t for t in ruled if not any(_touching(t.bbox, u.bbox) for u in loose)]
    for table in loose:
        pieces = [t for t in ruled if _touching(t.bbox, table.bbox)]
        whole = len(pieces) != 1 and len(table.cells) >= max((len(t.cells) for t in pieces), default=0)
        out += [table] if whole else pieces
    return out


def _boxed(page: tablers.Page) -> bool:
    """Whether a page has outlined boxes, one a cell, as a browser draws them; filled ones are only backgrounds."""
    boxes = (r.bbox for r in page.objects.rects if r.is_stroked)
    return len([b for b in boxes if min(b[2] - b[0], b[3] - b[1]) > 2 * _TOUCH]) >= _MIN_BOXES


def _beside(a: Box, b: Box) -> bool:
    return a[1] < b[3] - _TOUCH and b[1] < a[3] - _TOUCH


def _touching(a: Box, b: Box) -> bool:
    return _beside(a, b) and a[0] < b[2] and b[0] < a[2]


def _without_running_heads(pages: Sequence[Sequence[_Line]]) -> list[list[_Line]]:
    """The pages without page numbers and without marginal lines that are at the same height of another page as well."""

    def key(line: _Line) -> tuple[str, int] | None:
        margin = line.top < _MARGIN or line.top > 1 - _MARGIN
        return (re.sub(r"\d+", "#", line.text), round(line.top * 100)) if margin and line.text else None

    seen = Counter(k for page in pages for k in {key(line) for line in page if key(line)})
    out = []
    for page in pages:
        kept = [line for line in page if (k := key(line)) is None or seen[k] < 2 or not len(pages) > 1]
        out.append([line for line in kept if not (key(line) and _numbers_page(line))])
    return out


def _numbers_page(line: _Line) -> bool:
    """Whether a line in a page's margin is a page number; mere digits at the top may be the rest of a cell."""
    text = line.text or ""
    return bool(_PAGE_NUMBER.fullmatch(text)) and not (line.top < _MARGIN and text.strip().isdigit())


def _split(chars: list[Glyph], boxes: Sequence[Box]) -> tuple[list[list[Glyph]], list[Glyph]]:
    """The glyphs inside each box, and those outside all."""
    inside: list[list[Glyph]] = [[] for _ in boxes]
    edges = sorted({y for box in boxes for y in (box[1], box[3])})
    # For each band between two edges the boxes that reach into it, the highest first: a glyph is in one of a few.
    bands: list[list[int]] = [[] for _ in range(len(edges) + 1)]
    for i in sorted(range(len(boxes)), key=lambda i: boxes[i][1]):
        for band in range(bisect_right(edges, boxes[i][1]), bisect_right(edges, boxes[i][3]) + 1):
            bands[band].append(i)
    rest = []
    for char in chars:
        x, y = char.x, char.y
        for i in bands[bisect_right(edges, y)]:
            left, top, right, bottom = boxes[i]
            if left <= x <= right and top <= y <= bottom:
                inside[i].append(char)
                break
        else:
            rest.append(char)
    return inside, rest


def _inside(chars: list[Glyph], box: Box) -> tuple[list[Glyph], list[Glyph]]:
    left, top, right, bottom = box
    within = [c for c in chars if left <= c.x <= right and top <= c.y <= bottom]
    return within, [c for c in chars if c not in within] if within else chars


def _put_back(lost: list[Glyph], boxes: list[Box], inside: list[list[Glyph]]) -> None:
    """Adds the cells that were not recognised, for glyphs of a table in none of its cells: where row and column cross."""
    lefts, tops = _edges(b[0] for b in boxes), _edges(b[1] for b in boxes)
    rights, bottoms = _edges(b[2] for b in boxes), _edges(b[3] for b in boxes)
    made: dict[Box, list[Glyph]] = {}
    for char in lost:
        column, row = bisect_right(lefts, char.x) - 1, bisect_right(tops, char.y) - 1
        right = next((r for r in rights if r >= char.x), None)
        bottom = next((b for b in bottoms if b >= char.y), None)
        if column >= 0 and row >= 0 and right is not None and bottom is not None:
            made.setdefault((lefts[column], tops[row], right, bottom), []).append(char)
    boxes.extend(made)
    inside.extend(made.values())


def _fill_blanks(inside: list[list[Glyph]], boxes: Sequence[Box], upset: list[Glyph]) -> None:
    """Puts digits at another angle into the cells around them that hold nothing else: what they say is unclear."""
    for place, chars in zip(boxes, inside, strict=True):
        if upset and not any(c.text.strip() for c in chars):
            left, top, right, bottom = place
            within = [c for c in upset if left <= c.left and c.right <= right and top <= c.top and c.bottom <= bottom]
            chars += [unclear(c) for c in within]


def _edges(values: Iterator[float]) -> list[float]:
    """Coordinates in order, those that touch merged into one."""
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _TOUCH:
            out.append(value)
    return out


def _grid(boxes: Sequence[Box], inside: Sequence[list[Glyph]], page: int, table: int) -> Iterator[Row]:
    """The rows between the horizontal edges; a cell that reaches over several is carried into each of them."""
    tops, lefts = _edges(box[1] for box in boxes), _edges(box[0] for box in boxes)
    rows: list[list[Field]] = [[] for _ in tops]
    for box, chars in zip(boxes, inside, strict=True):
        left, top, right, bottom = box
        first, end = bisect_left(tops, top - _TOUCH), bisect_left(tops, bottom - _TOUCH)
        place = Location(page, table, first + 1, None, bisect_right(lefts, left + _TOUCH))
        text = cell_text(chars, right - left)
        for index in range(first, end):
            rows[index].append(Field(text, place, left, right, index > first))
    for fields in rows:
        if fields:
            yield Row(tuple(sorted(fields, key=lambda f: f.left or 0)), "grid", table)


def _lines(chars: list[Glyph], page: int) -> Iterator[tuple[float, Row]]:
    """The lines outside the tables with their tops; a gap wider than a character parts a line into fields."""
    for number, line in enumerate(clusters([c for c in chars if c.text.strip()]), 1):
        parts: list[list[Glyph]] = [[line[0]]]
        for before, char in pairwise(line):
            if has_gap(before, char):
                parts.append([char])
            else:
                parts[-1].append(char)
        fields = tuple(
            Field(
                "".join(c.text for c in part),
                Location(page=page, line=number, column=i if len(parts) > 1 else None),
                part[0].left,
                part[-1].right,
            )
            for i, part in enumerate(parts, 1)
        )
        yield line[0].top, Row(fields, "aligned" if len(fields) > 1 else "line")
