"""Numbers whose digits are printed apart → numbers, where the form's own sums prove that they are one."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from loaders.form.bounds import possible
from loaders.form.rules import EQUATIONS
from loaders.form.vocabulary import CELL_BY_NAME
from loaders.reading.sections.cells import Cell, Table
from loaders.text.normalize import common, strip_space

_APART = re.compile(r"[1-9]\d*(?:\s\d+)+")
_SPACED = re.compile(r"\d(?: \d)+")
_ENOUGH = 3
"""The number of spaced numbers that sums prove from which on the others of a document are taken to be spaced as well."""


def join_digits(tables: Iterable[Table]) -> None:
    """Reads 8 4 as 84 in the cells where sums over them hold with 84; the others stay unreadable.

    Two numbers in each cell would keep their sums run together. So a sum proves something only with a number in it
    that is not apart, and a sum that fails refutes all numbers in it.
    """
    tables = list(tables)
    apart = {c.name: Decimal(strip_space(common(c.text))) for t in tables for c in t.cells if _apart(c)}
    if not apart:
        return
    cells = {c.name: c for t in tables for c in t.cells}
    proved, refuted = _judged(cells, apart)
    proved -= refuted
    # Spaces between all digits are a style; a break may also be before a raised mark.
    spaced = all(_SPACED.fullmatch(common(cells[name].text)) for name in apart)
    accepted = set(apart) if spaced and len(proved) >= _ENOUGH and not refuted else proved
    for table in tables:
        for c in table.cells:
            if c.name in accepted and possible(c.name, apart[c.name]):
                c.state, c.value = "printed", apart[c.name]
                table.notes = [n for n in table.notes if (n.rule, n.item, n.column) != ("unreadable", c.item, c.column)]


def _apart(c: Cell) -> bool:
    if c.state != "unreadable" or len(c.text) >= 12 or _APART.fullmatch(common(c.text)) is None:
        return False
    form = CELL_BY_NAME.get(c.name)
    return form is not None and form.kind == "count"


def _judged(cells: Mapping[str, Cell], apart: Mapping[str, Decimal]) -> tuple[set[str], set[str]]:
    """The names of the cells that a sum over them proves, and of those that one refutes."""
    proved: set[str] = set()
    refuted: set[str] = set()
    whole = {name: c.value for name, c in cells.items() if c.value is not None}
    for e in EQUATIONS:
        names = (*e.left, *e.right)
        inside = {n for n in names if n in apart}
        if not inside or not all(n in apart or n in whole for n in names):
            continue
        values = {n: apart.get(n) or whole.get(n, Decimal(0)) for n in names}
        if sum(values[n] for n in e.left) != sum(values[n] for n in e.right):
            refuted |= inside
        elif any(whole.get(n) for n in names):
            proved |= inside
    return proved, refuted
