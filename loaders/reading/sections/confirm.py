"""Cells read from a picture → those that two readings or the form's arithmetic confirm; the others become unreadable."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from loaders.form.rules import EQUATIONS, Equation
from loaders.form.vocabulary import APPLICANTS, members
from loaders.reading.formats.document import Location, Sighting
from loaders.reading.sections.cells import Cell, Note, Table

_PROOFS = 2
"""The sums that must hold to confirm a number that only one reading gives: that of its row and one of its column."""
_OTHER = frozenset(f"requests.other.{a.id}" for a in APPLICANTS)
_ITS_ROWS = frozenset(f"requests.{item}.{a.id}" for item in members("other") for a in APPLICANTS)


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
        if seen and whole and (seen.sure or (cell.state == "printed" and _proved(name, values))):
            continue
        _doubt(table, cell, seen)


def _proved(name: str, values: Mapping[str, Decimal]) -> bool:
    """Whether sums over this cell hold, in its row and in its column, and none fails."""
    found = [_holds(e, values) for e in EQUATIONS if name in e.left or name in e.right]
    return found.count(True) >= _PROOFS and False not in found


def _holds(equation: Equation, values: Mapping[str, Decimal]) -> bool | None:
    """Whether a sum holds; None where a cell has no number. （六）其他处理 counts as printed, else as its rows."""
    sides = []
    for names in (equation.left, equation.right):
        skipped = (
            (_ITS_ROWS if any(n in values for n in _OTHER.intersection(names)) else _OTHER) if len(names) > 1 else ()
        )
        found = [values.get(n) for n in names if n not in skipped]
        if None in found:
            return None
        sides.append(sum((v for v in found if v is not None), Decimal(0)))
    return sides[0] == sides[1]


def _doubt(table: Table, cell: Cell, seen: Sighting | None) -> None:
    """Makes a cell unreadable."""
    texts = seen.texts if seen and seen.texts else (cell.text,)
    cell.state, cell.value, cell.text = "unreadable", None, " | ".join(t or "?" for t in texts)
    table.notes.append(Note("unconfirmed", table.section, cell.item, cell.column, cell.text, cell.location))
