"""Rows of one table → the column of each value: by its position if the table keeps positions, else by count."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from loaders.reading.formats.document import Field, RowKind
from loaders.reading.sections.extents import (
    Extent,
    Fit,
    Line,
    by_position,
    contradicts,
    extra_columns,
    heads_of,
    lined_up,
)
from loaders.reading.sections.numbers import is_value

_LONGEST_VALUE = 6
"""The length from which on a text in the place of the first number is rather the rest of a label."""


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
            return by_position(values, self.heads, self.foreign)
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


NO_HEADS = Heads()


def learn(lines: Sequence[Line], n: int, kind: RowKind, header: Heads = NO_HEADS) -> Ruler:
    """The ruler of a table with n columns, from its header and all its rows of one kind.

    A header that one row contradicts is not trusted for any; then the rows that fill every column show the positions.
    """
    rows = [line.values for line in lines]
    full = [row for row in rows if _fills(row, n)]
    if kind in ("grid", "aligned") and all(f.left is not None for row in rows for f in row):
        for heads in (tuple(header.extents or ()), heads_of(full, n)):
            if len(heads) != n:
                continue
            if kind == "aligned":
                if lined_up(rows, heads):
                    return Ruler(n, kind, heads)
                continue
            beside = (*header.foreign, *extra_columns(rows, heads))
            right = max(header.right, heads[-1].right)
            if not any(contradicts(line, heads, beside, right) for line in lines):
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


def _fills(row: Sequence[Field], n: int) -> bool:
    """Whether a row has n values and nothing else: the rest of a label that a line broke is none."""
    filled = [f for f in row if f.text]
    return len(filled) == n and all(is_value(f.text) for f in filled)


def _by_count(values: Sequence[Field], n: int) -> Fit | None:
    """By count, for numbers one to a line; None unless there are n of them."""
    filled = [f for f in values if f.text]
    if len(values) == n:
        return Fit(list(values), [])
    return Fit(list(filled), []) if len(filled) == n else None
