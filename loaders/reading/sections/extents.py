"""Fields and the heads of columns by their places → which field lies under which head."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from loaders.reading.formats.document import Field

_TOUCH = 0.5
"""Edges within this distance are one, in grid columns, display columns or points."""
_WIDE = 0.9
"""The distance from which on a field lies outside the header."""
_NEAR = 1.5
"""The largest distance of a field of aligned text from the edge of its column's label."""


class Extent(NamedTuple):
    """The left and right edge of a column, in the units of its fields."""

    left: float
    right: float

    @property
    def middle(self) -> float:
        """The position that a cell of this column must cover."""
        return (self.left + self.right) / 2


def extent(f: Field) -> Extent | None:
    """The extent of a field, None if only its order is known."""
    return None if f.left is None or f.right is None else Extent(f.left, f.right)


class Fit(NamedTuple):
    """The n columns of a row, each with its field or None if the row leaves it out, and the fields left over."""

    fields: list[Field | None]
    rest: list[Field]


class Line(NamedTuple):
    """A row of a table: the fields of its label and those after it."""

    label: Sequence[Field]
    values: Sequence[Field]


def apart(extents: Sequence[Extent]) -> bool:
    """Whether columns, in their order, lie side by side without overlap."""
    return all(a.right <= b.left + _TOUCH for a, b in pairwise(extents))


def stacked(header: Sequence[Field], recognised: Callable[[Field], bool]) -> list[Field]:
    """The header's fields; unrecognised pieces exactly below each other are joined.

    The end of a page may cut a label in two.
    """
    out: list[Field] = []
    for f in header:
        e = extent(f)
        loose = e is not None and not recognised(f)
        above = next((i for i, g in enumerate(out) if loose and _same(extent(g), e) and not recognised(g)), None)
        if above is None:
            out.append(f)
        else:
            out[above] = replace(out[above], text=out[above].text + f.text)
    return out


def heads_of(full: Sequence[Sequence[Field]], n: int) -> tuple[Extent, ...]:
    """The extents of the columns by the rows that fill all n of them; none if those overlap or are too few."""
    rows = [[f for f in row if f.text] for row in full]
    if len(rows) < 2:
        return ()
    heads = tuple(Extent(min(r[i].left or 0 for r in rows), max(r[i].right or 0 for r in rows)) for i in range(n))
    return heads if apart(heads) else ()


Under = tuple[int, ...]
"""The heads above a field, by index."""


def _unders(values: Sequence[Field], heads: tuple[Extent, ...]) -> tuple[Under, ...]:
    """For each field of a row the heads whose middle it covers, or that cover its own middle."""
    return _laid_under(tuple([(f.left, f.right) for f in values]), heads)


# The rows of a table are laid out alike, and so are those of most tables.
@lru_cache(maxsize=1 << 13)
def _laid_under(row: tuple[tuple[float | None, float | None], ...], heads: tuple[Extent, ...]) -> tuple[Under, ...]:
    return tuple(() if left is None or right is None else _covered(left, right, heads) for left, right in row)


def _covered(left: float, right: float, heads: tuple[Extent, ...]) -> Under:
    middle = (left + right) / 2
    return tuple(i for i, h in enumerate(heads) if left <= h.middle < right or h.left <= middle < h.right)


def contradicts(line: Line, heads: tuple[Extent, ...], foreign: tuple[Extent, ...], right: float) -> bool:
    """Whether a row does not fit under the heads.

    Either a number is under none of them, nor under a foreign column; or the row's label reaches under the first head;
    or the row is wider than the header.
    """
    label = max((f.right or 0 for f in line.label), default=0)
    if label > heads[0].left + _WIDE or any((f.right or 0) > right + _WIDE for f in line.values):
        return True
    under, beside = _unders(line.values, heads), _unders(line.values, foreign)
    return any(f.text and not u and not b for f, u, b in zip(line.values, under, beside, strict=True))


def extra_columns(rows: Sequence[Sequence[Field]], heads: tuple[Extent, ...]) -> list[Extent]:
    """Columns without a head: the extents of numbers beside the heads in rows that fill all heads."""
    extra = []
    for row in rows:
        under = _unders(row, heads)
        outside = [f for f, u in zip(row, under, strict=True) if f.text and not u]
        if outside and len({i for f, u in zip(row, under, strict=True) if f.text for i in u}) == len(heads):
            extra += [e for f in outside if (e := extent(f))]
    return extra


def lined_up(rows: Sequence[Sequence[Field]], heads: Sequence[Extent]) -> bool:
    """Whether all fields keep to one edge, or the middle, of a head of their own: gaps alone make no columns."""

    def keeps(side: Callable[[Extent], float]) -> bool:
        edges = [side(h) for h in heads]
        for row in rows:
            near = [
                [i for i, edge in enumerate(edges) if abs(edge - side(e)) <= _NEAR] for f in row if (e := extent(f))
            ]
            if not all(len(n) == 1 for n in near) or len({n[0] for n in near}) < len(near):
                return False
        return True

    return keeps(lambda e: e.left) or keeps(lambda e: e.right) or keeps(lambda e: e.middle)


def by_position(values: Sequence[Field], heads: tuple[Extent, ...], foreign: tuple[Extent, ...]) -> Fit | None:
    """Each head with the field under it. A blank may reach over several heads, a number may not."""
    unders = _unders(values, heads)
    if len(values) == len(heads) and all(u == (i,) for i, u in enumerate(unders)):
        return Fit(list(values), [])
    before = any((f.right or 0) <= heads[0].left + _TOUCH and not f.carried for f in values)
    under: list[list[Field]] = [[] for _ in heads]
    times: dict[int, int] = {}
    for f, indices in zip(values, unders, strict=True):
        if indices:
            times[id(f)] = len(indices)
            for i in indices:
                under[i].append(f)
    # The cells have other widths than the heads. With a cell for each head their order decides.
    if len(values) == len(heads) and all(unders) and not foreign and not any(f.carried for f in values):
        return Fit(list(values), [])
    if any(f.text and times.get(id(f), 0) > 1 for f in values) and any(len(fields) > 1 for fields in under):
        return None
    out: list[Field | None] = []
    for fields in under:
        filled = [f for f in fields if f.text]
        if len({f.text for f in filled}) > 1:
            return None
        if filled:
            out.append(replace(filled[0], carried=True) if times[id(filled[0])] > 1 else filled[0])
        else:
            out.append(fields[0] if fields else None)
    rest = [f for f in values if f.text and id(f) not in times]
    if not all(_unders(rest, foreign)):
        return None
    # One cell too many before the heads and one too few at the end: the row is shifted, or its last cell is missing.
    if before and out[-1] is None:
        return None
    return Fit(out, rest)


def _same(a: Extent | None, b: Extent | None) -> bool:
    return a is not None and b is not None and abs(a.left - b.left) < _TOUCH and abs(a.right - b.right) < _TOUCH
