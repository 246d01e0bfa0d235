"""The layout of a printed table → where each of its boxes stands in a grid of rows and columns."""

from collections.abc import Iterator
from typing import NamedTuple

from loaders.form.paper import Layout, Slot

WIDTHS: dict[str, tuple[float, ...]] = {
    "disclosure": (48, 36, 36, 36),
    "requests": (10, 15, 54, *[11] * 7),
    "reviews": tuple([10.4] * 15),
}
"""The columns of each table in millimetres: 156 in all, between the margins of A4 (GB/T 9704)."""


class Box(NamedTuple):
    """A slot with its first and last row and column, counted from 0."""

    slot: Slot
    top: int
    left: int
    bottom: int
    right: int
    beside: bool
    """Whether cells of the form stand in its first row."""


def boxes(layout: Layout) -> Iterator[Box]:
    """The boxes of a table, row by row."""
    taken: set[tuple[int, int]] = set()
    for top, row in enumerate(layout):
        left, beside = 0, any(slot.cell for slot in row)
        for slot in row:
            while (top, left) in taken:
                left += 1
            bottom, right = top + slot.rowspan - 1, left + slot.colspan - 1
            taken |= {(i, j) for i in range(top, bottom + 1) for j in range(left, right + 1)}
            yield Box(slot, top, left, bottom, right, beside)
            left = right + 1


def head_rows(layout: Layout) -> int:
    """How many rows stand above the first cell of the form."""
    return next(i for i, row in enumerate(layout) if any(slot.cell for slot in row))
