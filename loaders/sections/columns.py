"""Values of a row → the columns they stand in: by place where columns are laid out, by count where only order is kept."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from loaders.formats.document import Field

_TOUCH = 0.5
"""Edges this close are one, in grid columns, display columns or points."""


class Extent(NamedTuple):
    """From where to where a column reaches, in the units of its fields."""

    left: float
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def extent(f: Field) -> Extent | None:
    """Where a field reaches, null where only its order is known."""
    return None if f.left is None or f.right is None else Extent(f.left, f.right)


def fit(
    values: Sequence[Field], n: int, heads: Sequence[Extent] | None = None, shift: int | None = None
) -> list[Field | None] | None:
    """The n columns of a row, each with its field or null for a cell that the row leaves out.

    values: the fields behind the label, blank ones included. heads: where the columns stand, if the layout tells.
    shift: how many blank fields stand between label and numbers in the table's other rows. Null where the columns
    cannot be told apart for certain.
    """
    placed = _by_place(values, heads) if heads and len(heads) == n else None
    if placed and all(placed):
        return placed
    if len(values) == n:
        return list(values)
    if not any(f.text for f in values):
        return [*values[:n], *[None] * (n - len(values))]
    windows = shifts(values, n)
    if len(windows) == 1:
        return list(values[windows[0] : windows[0] + n])
    if shift in windows:
        return list(values[shift : shift + n])
    with_text = [f for f in values if f.text]
    if len(with_text) == n:
        return list(with_text)
    return placed


def shifts(values: Sequence[Field], n: int) -> list[int]:
    """The offsets at which n of the values hold all that is not blank."""
    return [
        s
        for s in range(len(values) - n + 1)
        if not any(f.text for f in values[:s]) and not any(f.text for f in values[s + n :])
    ]


def usual_shift(values: Sequence[Field], rows: Sequence[Sequence[Field]], n: int) -> int | None:
    """The offset common to all rows with as many fields that allow one alone; null where they differ or none does."""
    single = {found[0] for row in rows if len(row) == len(values) and len(found := shifts(row, n)) == 1}
    return single.pop() if len(single) == 1 else None


def heads_of(rows: Sequence[Sequence[Field]], n: int) -> list[Extent] | None:
    """Where the columns stand, told by the rows that fill all n of them; null where those overlap or are too few."""
    full = [values for values in rows if len(values) == n and all(f.left is not None for f in values)]
    if len(full) < 2:
        return None
    heads = [Extent(min(v[i].left for v in full), max(v[i].right for v in full)) for i in range(n)]
    return heads if apart(heads) else None


def stacked(header: Sequence[Field], known: Callable[[Field], bool]) -> list[Field]:
    """The header's fields; pieces exactly above each other that no label is known for are joined.

    The end of a page may cut a head in two.
    """
    out: list[Field] = []
    for f in header:
        e = extent(f)
        loose = e is not None and not known(f)
        above = next((i for i, g in enumerate(out) if loose and _same(extent(g), e) and not known(g)), None)
        if above is None:
            out.append(f)
        else:
            out[above] = replace(out[above], text=out[above].text + f.text)
    return out


def apart(extents: Sequence[Extent]) -> bool:
    """Whether columns, in the order given, stand side by side without overlap."""
    return all(a.right <= b.left + _TOUCH for a, b in itertools.pairwise(extents))


def _same(a: Extent | None, b: Extent) -> bool:
    return a is not None and abs(a.left - b.left) < _TOUCH and abs(a.right - b.right) < _TOUCH


def _by_place(values: Sequence[Field], heads: Sequence[Extent]) -> list[Field | None] | None:
    """Each head with the one field that stands under it; null if a number would be left over or shared."""
    if any(f.left is None for f in values):
        return None
    taken: set[int] = set()
    out: list[Field | None] = []
    for head in heads:
        under = [i for i, f in enumerate(values) if f.left <= head.middle < f.right]
        if not under:
            under = [i for i, f in enumerate(values) if head.left <= (f.left + f.right) / 2 < head.right]
        if len(under) > 1 or (under and under[0] in taken):
            return None
        taken.update(under)
        out.append(values[under[0]] if under else None)
    if any(f.text for i, f in enumerate(values) if i not in taken):
        return None
    return out
