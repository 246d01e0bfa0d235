"""Tables → the same, rows unreadable whose numbers are run together: 3000003 in the first cell and nothing in the others."""

from collections import defaultdict
from collections.abc import Iterable

from loaders.reading.sections.cells import Cell, Note, Table

_SHORT = 5
"""The columns below which one such row may be a large number and blanks."""


def part_glued(tables: Iterable[Table]) -> None:
    """Makes each row unreadable whose first cell alone has a number, with at least a digit for each cell of the row."""
    rows = [(table, row) for table in tables for row in _rows(table) if _glued(row)]
    for table, row in rows:
        if len(rows) < 2 and len(row) < _SHORT:
            continue
        for cell in row:
            cell.state, cell.value, cell.text = "unreadable", None, row[0].text
        first = row[0]
        table.notes.append(Note("unclear_columns", table.section, first.item, None, first.text, first.location))


def _rows(table: Table) -> Iterable[list[Cell]]:
    rows: dict[str, list[Cell]] = defaultdict(list)
    for cell in table.cells:
        rows[cell.item].append(cell)
    return rows.values()


def _glued(row: list[Cell]) -> bool:
    first, *others = row
    text = first.text.strip()
    alone = all(c.state == "blank" and not c.text.strip() for c in others)
    return len(row) > 2 and text.isdigit() and len(text) >= len(row) and alone
