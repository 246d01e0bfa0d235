"""Glyphs and cells of pages → rows: ruled tables as grids in page coordinates, the rest as lines."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from loaders.reading.formats.document import Field, Location, Row
from loaders.reading.formats.glyphs import LINE_PITCH, Box, Glyph, cell_text, clusters, has_gap, line_text

_PAGE_NUMBER = re.compile(r"[-–—－\s·]*(?:第?\s*\d{1,3}\s*页?)(?:\s*[/共]\s*\d{1,3}\s*页?)?[-–—－\s·]*")
TOUCH = 2.0
"""Edges within this distance, in points, are one line of the table."""
_MARGIN = 0.1
"""The share of a page's height, at its top and at its bottom, that running heads and feet take."""
_NUMBERS = 3
"""The numbers in a line from which on the lines around it may be its label."""
_NEAR = 3
"""How many lines above and below a number one of its label may be, as a label of a group stands between them."""
_MIDDLE = 0.25
"""How far, in heights of a line, a label's middle may be from that of its numbers."""


class Line(NamedTuple):
    """Rows with their distance from the top of the page, as a share of its height. text: None for a table."""

    top: float
    rows: list[Row]
    text: str | None


Fill = Callable[[int, list[Box], list[list[Glyph]]], None]
"""Adds to the glyphs in each box of a table, which is given by its place in the list."""


def page_lines(
    chars: list[Glyph], tables: Sequence[Sequence[Box]], page: int, height: float, before: int, fill: Fill | None = None
) -> list[Line]:
    """A page as lines from top to bottom. tables: the boxes of their cells; before: the tables on earlier pages."""
    out: list[Line] = []
    for place, cells in enumerate(tables):
        boxes = list(cells)
        if len(boxes) < 2:
            continue
        frame = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
        within, chars = _split(chars, boxes)
        lost, chars = inside(chars, frame)
        _put_back(lost, boxes, within)
        if fill:
            fill(place, boxes, within)
        if grid := list(_grid(boxes, within, page, before + 1)):
            before += 1
            out.append(Line(frame[1] / height, grid, None))
    out += [Line(top / height, [row], row.text) for top, row in lines(chars, page)]
    return sorted(out, key=lambda line: line.top)


def without_running_heads(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without page numbers and without marginal lines that are at the same height of another page as well."""

    def key(line: Line) -> tuple[str, int] | None:
        margin = line.top < _MARGIN or line.top > 1 - _MARGIN
        return (re.sub(r"\d+", "#", line.text), round(line.top * 100)) if margin and line.text else None

    seen = Counter(k for page in pages for k in {key(line) for line in page if key(line)})
    out = []
    for page in pages:
        kept = [line for line in page if (k := key(line)) is None or seen[k] < 2 or not len(pages) > 1]
        out.append([line for line in kept if not (key(line) and _numbers_page(line))])
    return out


def _numbers_page(line: Line) -> bool:
    """Whether a line in a page's margin is a page number; mere digits at the top may be the rest of a cell."""
    text = line.text or ""
    return bool(_PAGE_NUMBER.fullmatch(text)) and not (line.top < _MARGIN and text.strip().isdigit())


def _split(chars: list[Glyph], boxes: Sequence[Box]) -> tuple[list[list[Glyph]], list[Glyph]]:
    """The glyphs inside each box, and those outside all."""
    within: list[list[Glyph]] = [[] for _ in boxes]
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
                within[i].append(char)
                break
        else:
            rest.append(char)
    return within, rest


def inside(chars: list[Glyph], box: Box) -> tuple[list[Glyph], list[Glyph]]:
    """The glyphs inside a box, and those outside it."""
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


def _edges(values: Iterator[float]) -> list[float]:
    """Coordinates in order, those that touch merged into one."""
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > TOUCH:
            out.append(value)
    return out


def _grid(boxes: Sequence[Box], inside: Sequence[list[Glyph]], page: int, table: int) -> Iterator[Row]:
    """The rows between the horizontal edges; a cell that reaches over several is carried into each of them."""
    tops = _edges(box[1] for box in boxes)
    rows: list[list[Field]] = [[] for _ in tops]
    for box, chars, (row, column) in zip(boxes, inside, in_grid(boxes), strict=True):
        left, _, right, bottom = box
        first, end = row - 1, bisect_left(tops, bottom - TOUCH)
        place = Location(page, table, row, None, column)
        text = cell_text(chars, right - left)
        for index in range(first, end):
            rows[index].append(Field(text, place, left, right, index > first))
    for fields in rows:
        if fields:
            yield Row(tuple(sorted(fields, key=lambda f: f.left or 0)), "grid", table)


def in_grid(boxes: Sequence[Box]) -> list[tuple[int, int]]:
    """The row and column of each box of a table, counted from 1."""
    tops, lefts = _edges(box[1] for box in boxes), _edges(box[0] for box in boxes)
    return [(bisect_left(tops, b[1] - TOUCH) + 1, bisect_right(lefts, b[0] + TOUCH)) for b in boxes]


def lines(chars: list[Glyph], page: int) -> Iterator[tuple[float, Row]]:
    """The lines outside the tables with their tops; a gap wider than a character parts a line into fields."""
    for number, parts in enumerate(_with_wrapped(_parts(chars)), 1):
        fields = tuple(
            Field(
                line_text(part),
                Location(page=page, line=number, column=i if len(parts) > 1 else None),
                min(c.left for c in part),
                max(c.right for c in part),
            )
            for i, part in enumerate(parts, 1)
        )
        yield min(part[0].top for part in parts), Row(fields, "aligned" if len(fields) > 1 else "line")


def _parts(chars: list[Glyph]) -> list[list[list[Glyph]]]:
    """Glyphs by line, those of each line by field."""
    out = []
    for line in clusters([c for c in chars if c.text.strip()]):
        parts: list[list[Glyph]] = [[line[0]]]
        for before, char in pairwise(line):
            if has_gap(before, char):
                parts.append([char])
            else:
                parts[-1].append(char)
        out.append(parts)
    return out


def _with_wrapped(printed: list[list[list[Glyph]]]) -> list[list[list[Glyph]]]:
    """The lines, a label that is wrapped in two above and below the middle of its numbers as one field before these."""
    out = list(printed)
    for at, line in enumerate(printed):
        numbers = [part for part in line if all(c.text.isdigit() for c in part)]
        if len(numbers) < _NUMBERS:
            continue
        near = range(max(0, at - _NEAR), min(len(out), at + _NEAR + 1))
        loose = [(i, out[i][0]) for i in near if len(out[i]) == 1 and i != at]
        for (i, above), (k, below) in ((a, b) for a in loose for b in loose if a[0] < at < b[0]):
            if above[-1].right < numbers[0][0].left and _around(above[0], numbers[0][0], below[0]):
                own = [part for part in line if part[-1].right < above[0].left or part[0].left > above[-1].right]
                if len(own) == len(line):
                    out[at] = sorted([*line, [*above, *below]], key=lambda part: part[0].left)
                    out[i] = out[k] = []
                    break
    return [line for line in out if line]


def _around(above: Glyph, number: Glyph, below: Glyph) -> bool:
    """Whether two glyphs begin the lines of one paragraph whose middle is that of a number."""
    high = above.bottom - above.top
    side_by_side = abs(above.left - below.left) < TOUCH and below.y - above.y < LINE_PITCH * high
    return side_by_side and abs((above.y + below.y) / 2 - number.y) < _MIDDLE * high
