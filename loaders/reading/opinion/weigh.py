"""A document and its cells → the cells that stand: the one way that each reading passes, whatever its format."""

from collections.abc import Iterable
from decimal import Decimal

from loaders.reading.formats.document import Document
from loaders.reading.opinion.confirm import confirm
from loaders.reading.opinion.glued import part_glued
from loaders.reading.opinion.judge import Verdict, judge, proved
from loaders.reading.opinion.loosen import loosened
from loaders.reading.opinion.split_digits import join_digits
from loaders.reading.sections.cells import Cell, Note, Table
from loaders.reading.sections.read import Sections, read_sections


def weigh(document: Document, sections: Sections) -> None:
    """Joins digits that sums prove to be one number, parts numbers that are run together; confirms what was read from a picture; else hears a second reading.

    The second reading goes by the order of the document's fields, where the first goes by their places. It is made where
    sums fail or cells are unreadable, and heard where sums bear it out.
    """
    join_digits(sections.tables.values())
    part_glued(sections.tables.values())
    if document.pictured:
        confirm(sections.tables.values(), document.sightings, document.pictured)
        return
    verdict = judge(_values(sections.cells))
    if not verdict.broken and all(c.state != "unreadable" for c in sections.cells):
        return
    looser = loosened(document)
    if looser is not None:
        second, _ = read_sections(looser)
        join_digits(second.tables.values())
        part_glued(second.tables.values())
        _settle(sections, second, verdict)


def _values(cells: Iterable[Cell]) -> dict[str, Decimal]:
    return {c.name: c.value for c in cells if c.value is not None}


def _settle(first: Sections, second: Sections, verdict: Verdict) -> None:
    """Takes from the second reading what sums prove; makes unreadable what it refutes and nothing proves."""
    cells = {c.name: c for c in first.cells}
    others = {c.name: c for c in second.cells if c.name in cells and c.value is not None}
    values = {name: c.value for name, c in others.items() if c.value is not None}
    # A sum that fails in the first reading and holds in the second refutes the numbers in which they differ.
    refuting = verdict.broken & judge(values).kept
    refuted = {name for e in refuting for name in (*e.left, *e.right) if name in others}
    refuted = {name for name in refuted if cells[name].value != others[name].value}
    unread = {name for name in others if cells[name].state == "unreadable"}
    mixed = _values(first.cells) | {name: values[name] for name in refuted | unread}
    for name in sorted(refuted | unread):
        table = first.tables[cells[name].section]
        if proved(name, mixed):
            _take(table, cells[name], others[name])
        elif name in refuted:
            _doubt(table, cells[name], others[name])


def _take(table: Table, cell: Cell, other: Cell) -> None:
    """Puts what the second reading says in the place of what the first says."""
    cell.state, cell.value, cell.text, cell.location = other.state, other.value, other.text, other.location
    table.notes = [n for n in table.notes if (n.rule, n.item, n.column) != ("unreadable", cell.item, cell.column)]
    unclear = any(c.item == cell.item and c.state == "unreadable" for c in table.cells)
    if not unclear:
        table.notes = [n for n in table.notes if (n.rule, n.item) != ("unclear_columns", cell.item)]


def _doubt(table: Table, cell: Cell, other: Cell) -> None:
    """Makes a cell unreadable; its text lists what each reading says."""
    cell.state, cell.value, cell.text = "unreadable", None, f"{cell.text or '?'} | {other.text or '?'}"
    table.notes.append(Note("doubtful", table.section, cell.item, cell.column, cell.text, cell.location))
