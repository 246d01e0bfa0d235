"""Rows of one table → the column of each value: by its position if the table keeps positions, else by count."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from loaders.reading.formats.document import Field, RowKind
from loaders.reading.sections.numbers import is_value

_TOUCH = 0.5
"""Edges within this distance are one, in grid columns, display columns or points."""
_WIDE = 0.9
"""The distance from which on a field lies outside the header."""
_LONGEST_VALUE = 6
"""The length from which on a text in the place of the first number is rather the rest of a label."""
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


@dataclass(frozen=True, slots=True)
class Ruler:
    """The positions of a table's n columns, as far as its header and its full rows show them.

    heads: the extents of the column labels, if no row of the table contradicts them. foreign: those of other columns.
    first: in text with separators, the number of the field that is the first column. begins: the numbers of the fields
    after the labels of full rows. shifts: pairs of a row's length
    and the number of fields before its first column. patterns: the indices of the filled fields in full rows, as
    several rows have them. stripped: blank fields at the end of a line may be lost. width: the number of fields in the
    longest line, last: in the longest full row. doubt: the header names columns beside the form's, or rows contradict it; then only full rows count.
    serial: a column has the numbers of the rows.
    """

    n: int
    kind: RowKind
    heads: tuple[Extent, ...] | None = None
    foreign: tuple[Extent, ...] = ()
    first: int | None = None
    begins: frozenset[int | None] = frozenset()
    shifts: tuple[tuple[int, int], ...] = ()
    patterns: frozenset[tuple[int, ...]] = frozenset()
    stripped: bool = False
    width: int = 0
    last: int = 0
    doubt: bool = False
    serial: bool = False

    def fit(self, values: Sequence[Field]) -> Fit | None:
        """A row's values by column; None if the column of any value is uncertain."""
        if not any(f.text for f in values):
            return Fit([*values[: self.n], *[None] * (self.n - len(values))], [])
        if self.heads:
            return _by_position(values, self.heads, self.foreign)
        if self.kind in ("line", "aligned"):
            # Of numbers one to a line, the last may be the number of the next row.
            lines = {f.location.line for f in values if f.text}
            certain = not self.doubt and not (self.serial and len(lines) > 1)
            return _by_count(values, self.n) if certain else None
        if self.doubt and len(values) == self.n and tuple(range(self.n)) in self.patterns:
            return Fit(list(values), [])
        # The first column has one number in all rows if labels that take more or fewer fields before it do not move it.
        one = values[0].location.column in self.begins and (bool(values[0].text) or len(values) == self.n)
        sure = len(self.begins) > 1 or one
        return (self._by_number(values, self.first) if sure else None) or self._by_window(values)

    def _by_number(self, values: Sequence[Field], first: int | None) -> Fit | None:
        """By the number of the field in its line, given that of the first column in the table's full rows."""
        if first is None:
            return None
        numbers = {(f.location.column or 0) - first: f for f in values}
        # Where lines keep their blank fields, as many values as columns are the columns; the fields before them are lost.
        if not self.stripped and len(values) == self.n and min(numbers) != 0:
            return None
        # A row that goes on behind the last field of full rows has more fields before its first column than they have.
        if (values[-1].location.column or 0) > self.last or any(
            f.text and not 0 <= i < self.n for i, f in numbers.items()
        ):
            return None
        return Fit([numbers.get(i) for i in range(self.n)], [])

    def _by_window(self, values: Sequence[Field]) -> Fit | None:
        """The only stretch of n fields that contains all filled ones."""
        filled = [i for i, f in enumerate(values) if f.text]
        first, last = filled[0], filled[-1]
        if len(values[first].text) > _LONGEST_VALUE and not is_value(values[first].text):
            return None  # the rest of a label
        # If the header is in doubt, a single number may belong to any column.
        alone = self.doubt and self.n == 1 and len(values) > 1
        if not alone and (len(filled) == self.n == last - first + 1 or tuple(filled) in self.patterns):
            return Fit([values[i] for i in filled], [])
        if self.doubt:
            return None
        # If lines keep their blank fields, a shorter one may have lost some at any place.
        short = (values[-1].location.column or 0) < self.width
        starts = list(range(max(0, last - self.n + 1), first + 1))
        if not self.stripped:
            starts = [s for s in starts if len(values) >= self.n and (short or s + self.n <= len(values))]
        if len(starts) > 1:
            usual = dict(self.shifts).get(len(values))
            whole = not self.stripped and not short and len(values) == self.n
            starts = [usual] if usual in starts else [0] if whole else starts
        if len(starts) != 1:
            return None
        window = list(values[starts[0] : starts[0] + self.n])
        return Fit([*window, *[None] * (self.n - len(window))], [])


class Heads(NamedTuple):
    """The layout of a header.

    extents: those of the form's columns, in order; None if the layout does not show them. foreign: those of other
    columns. right: the right edge of the header. more: whether it has labels that are not the form's. serial: whether one
    of them heads the numbers of the rows.
    """

    extents: Sequence[Extent] | None = None
    foreign: Sequence[Extent] = ()
    right: float = 0.0
    more: bool = False
    serial: bool = False


class Line(NamedTuple):
    """A row of a table: the fields of its label and those after it."""

    label: Sequence[Field]
    values: Sequence[Field]


NO_HEADS = Heads()


def learn(lines: Sequence[Line], n: int, kind: RowKind, header: Heads = NO_HEADS) -> Ruler:
    """The ruler of a table with n columns, from its header and all its rows of one kind.

    A header that one row contradicts is not trusted for any; then the rows that fill every column show the positions.
    """
    rows = [line.values for line in lines]
    full = [row for row in rows if len([f for f in row if f.text]) == n]
    if kind in ("grid", "aligned") and all(f.left is not None for row in rows for f in row):
        for heads in (tuple(header.extents or ()), _heads_of(full, n)):
            if len(heads) != n:
                continue
            if kind == "aligned":
                if _lined_up(rows, heads):
                    return Ruler(n, kind, heads)
                continue
            beside = (*header.foreign, *_extra_columns(rows, heads))
            right = max(header.right, heads[-1].right)
            if not any(_contradicts(line, heads, beside, right) for line in lines):
                return Ruler(n, kind, heads, beside)
    begins = frozenset(row[0].location.column for row in full) if kind == "cells" else frozenset()
    firsts = {next(f.location.column for f in row if f.text) for row in full} if kind == "cells" else set()
    starts: dict[int, set[int]] = {}
    patterns = Counter(tuple(i for i, f in enumerate(row) if f.text) for row in full)
    for row in full:
        starts.setdefault(len(row), set()).add(next(i for i, f in enumerate(row) if f.text))
    return Ruler(
        n,
        kind,
        first=firsts.pop() if len(firsts) == 1 and len(full) > 1 else None,
        begins=begins,
        patterns=frozenset(p for p, count in patterns.items() if count > 1),
        shifts=tuple((length, s.pop()) for length, s in starts.items() if len(s) == 1),
        stripped=kind == "cells" and not any(row and not row[-1].text for row in rows),
        width=max((row[-1].location.column or 0 for row in rows if row), default=0),
        last=max((row[-1].location.column or 0 for row in full), default=0),
        doubt=header.more or (bool(header.extents) and kind in ("grid", "cells")),
        serial=header.serial,
    )


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


def _heads_of(full: Sequence[Sequence[Field]], n: int) -> tuple[Extent, ...]:
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


def _contradicts(line: Line, heads: tuple[Extent, ...], foreign: tuple[Extent, ...], right: float) -> bool:
    """Whether a row does not fit under the heads.

    Either a number is under none of them, nor under a foreign column; or the row's label reaches under the first head;
    or the row is wider than the header.
    """
    label = max((f.right or 0 for f in line.label), default=0)
    if label > heads[0].left + _WIDE or any((f.right or 0) > right + _WIDE for f in line.values):
        return True
    under, beside = _unders(line.values, heads), _unders(line.values, foreign)
    return any(f.text and not u and not b for f, u, b in zip(line.values, under, beside, strict=True))


def _extra_columns(rows: Sequence[Sequence[Field]], heads: tuple[Extent, ...]) -> list[Extent]:
    """Columns without a head: the extents of numbers beside the heads in rows that fill all heads."""
    extra = []
    for row in rows:
        under = _unders(row, heads)
        outside = [f for f, u in zip(row, under, strict=True) if f.text and not u]
        if outside and len({i for f, u in zip(row, under, strict=True) if f.text for i in u}) == len(heads):
            extra += [e for f in outside if (e := extent(f))]
    return extra


def _lined_up(rows: Sequence[Sequence[Field]], heads: Sequence[Extent]) -> bool:
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


def _by_position(values: Sequence[Field], heads: tuple[Extent, ...], foreign: tuple[Extent, ...]) -> Fit | None:
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


def _by_count(values: Sequence[Field], n: int) -> Fit | None:
    """By count, for numbers one to a line; None unless there are n of them."""
    filled = [f for f in values if f.text]
    if len(values) == n:
        return Fit(list(values), [])
    return Fit(list(filled), []) if len(filled) == n else None


def _same(a: Extent | None, b: Extent | None) -> bool:
    return a is not None and b is not None and abs(a.left - b.left) < _TOUCH and abs(a.right - b.right) < _TOUCH
