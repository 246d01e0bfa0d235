"""Cells read from a picture → those that two readings or the form's arithmetic confirm; the others become unreadable."""

from collections.abc import Iterable, Mapping

from loaders.reading.formats.document import Location, Sighting
from loaders.reading.opinion.judge import fits, proved
from loaders.reading.sections.cells import Cell, Note, Table


def confirm(tables: Iterable[Table], sightings: Mapping[Location, Sighting], pages: Iterable[int]) -> None:
    """Makes each cell on these pages unreadable that nothing confirms; its text lists what was seen."""
    pictured = set(pages)
    cells = {c.name: (table, c) for table in tables for c in table.cells}
    values = {name: c.value for name, (_, c) in cells.items() if c.value is not None}
    for name, (table, cell) in cells.items():
        if cell.location.page not in pictured or cell.state == "unreadable":
            continue
        seen = sightings.get(cell.location)
        # A text that was put together from several cells was seen in none.
        whole = seen is not None and "".join(cell.text.split()) in (seen.texts or ("",))
        sure = seen is not None and seen.sure and (cell.location.table is not None or fits(name, values))
        if whole and (sure or (cell.state == "printed" and proved(name, values))):
            continue
        _doubt(table, cell, seen)


def _doubt(table: Table, cell: Cell, seen: Sighting | None) -> None:
    """Makes a cell unreadable."""
    texts = seen.texts if seen and seen.texts else (cell.text,)
    cell.state, cell.value, cell.text = "unreadable", None, " | ".join(t or "?" for t in texts)
    table.notes.append(Note("unconfirmed", table.section, cell.item, cell.column, cell.text, cell.location))
