"""The cells of a sheet as a reader sees them → rows, without hidden rows and columns."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from loaders.reading.formats.document import Field, Location, Row


@dataclass(slots=True)
class Sheet:
    """A sheet: the texts that are seen, by row and column from 0; merged: first and last row, first and last column."""

    name: str
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def rows_of(sheet: Sheet, number: int) -> Iterator[Row]:
    """The rows of a sheet that have a text; a cell covered from above is carried into each row it covers.

    Locations count hidden rows and columns as Excel does; the places of fields are those of the columns that are seen.
    """
    shown = {at: text for at, text in sheet.cells.items() if text}
    last_row = max((row for row, _ in shown), default=-1)
    ranges = [m for m in sheet.merged if m[0] <= last_row]
    width = max((column for _, column in shown), default=-1) + 1
    width = max([width, *(m[3] + 1 for m in ranges if (m[0], m[2]) in shown and m[3] < width + _MOST_BEYOND)])
    columns = [c for c in range(width) if c not in sheet.hidden_columns]
    covering: dict[int, list[tuple[int, int, int, int]]] = {}
    for merged in ranges:
        for row in range(merged[0], min(merged[1], last_row) + 1):
            covering.setdefault(row, []).append(merged)
    filled = {row for row, _ in shown}
    begun: set[tuple[int, int]] = set()
    for row in range(last_row + 1):
        if row in sheet.hidden_rows or (row not in filled and row not in covering):
            continue
        fields = tuple(_fields(row, columns, covering.get(row, []), shown, begun, number))
        if any(f.text for f in fields):
            yield Row(fields, "grid", number)


_MOST_BEYOND = 200
"""The number of columns that a merged cell may reach beyond the last text."""


def _fields(
    row: int,
    columns: list[int],
    merged: list[tuple[int, int, int, int]],
    shown: dict[tuple[int, int], str],
    begun: set[tuple[int, int]],
    number: int,
) -> Iterator[Field]:
    """begun: the merged cells that came in a row above; this row's are added."""
    covered = {c: m for m in merged for c in range(m[2], min(m[3], columns[-1] if columns else -1) + 1)}
    place = 0
    while place < len(columns):
        column = columns[place]
        range_ = covered.get(column)
        if range_ is None:
            yield Field(
                shown.get((row, column), ""), Location(None, number, row + 1, None, column + 1), place, place + 1
            )
            place += 1
            continue
        end = place
        while end < len(columns) and columns[end] <= range_[3]:
            end += 1
        anchor = range_[0], range_[2]
        location = Location(None, number, anchor[0] + 1, None, anchor[1] + 1)
        yield Field(shown.get(anchor, ""), location, place, end, anchor in begun)
        begun.add(anchor)
        place = end
