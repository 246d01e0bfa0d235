"""Part 三, 收到和处理政府信息公开申请情况: entries → cells, seven applicants a row."""

from collections.abc import Sequence
from decimal import Decimal

from loaders.fold import fold
from loaders.formats.document import Field
from loaders.sections.cells import Note, Table
from loaders.sections.columns import Extent, apart, extent, fit, heads_of, stacked, usual_shift
from loaders.sections.labels import APPLICANT_COLUMNS, REQUEST_GROUPS, REQUEST_ROWS, Match, residue
from loaders.sections.rows import Entry, headed, text_of
from loaders.vocabulary import members

SECTION = "requests"
_ORDER = REQUEST_ROWS.order
_AHEAD = 8
"""How many rows of the form may be missing between two that follow each other."""


def read(entries: Sequence[Entry]) -> list[Table]:
    """The tables of part 三 in a document: one, unless a row of the form comes back."""
    tables = [Table(SECTION)]
    columns, heads = _columns([])
    for entry, header, new in headed(entries, _nearest):
        table = tables[-1]
        if entry.match is None:
            table.unread([*entry.label, *entry.values])
            continue
        if new:
            columns, heads = _columns(header)
            table.unread(_unknown(header))
        item = entry.match.id
        if any(c.item == item for c in table.cells):
            tables.append(table := Table(SECTION))
        _add(table, entry, columns, heads, entries)
        if not entry.match.exact or residue(_before(entry)):
            table.unread(entry.label, "inexact_label", item)
    for table in tables:
        table.template = _template(table)
        table.notes += _group_sums(table)
    return [t for t in tables if t.cells or t.notes]


def _nearest(entry: Entry, last: str | None) -> Match | None:
    """A group's label with numbers of its own, or a label close to one of the rows that may follow the last one."""
    if not entry.values:
        return None
    own = text_of(entry.label)
    if group := REQUEST_GROUPS.whole(own):
        return Match(group, True, "")
    at = _ORDER.index(last) + 1 if last in _ORDER else 0
    return REQUEST_ROWS.nearest(own, _ORDER[at : at + _AHEAD])


def _before(entry: Entry) -> str:
    """What stands in front of the row's label in its own field, folded: a number as a rule."""
    match = REQUEST_ROWS.ending(text_of(entry.label))
    return match.before if match else ""


def _add(table: Table, entry: Entry, columns: list[str], heads: list[Extent] | None, entries: Sequence[Entry]) -> None:
    n = len(columns)
    alike = [e.values for e in entries if e.match and e.kind == entry.kind]
    if entry.kind == "aligned":
        heads = heads_of(alike, n) or heads
    fields = fit(entry.values, n, heads, usual_shift(entry.values, alike, n)) if columns else None
    if fields is None:
        table.unclear(entry.match.id, columns or APPLICANT_COLUMNS.order, entry.label, entry.values)
        return
    table.unread((f for f in entry.values if f not in fields), item=entry.match.id)
    for column, field in zip(columns, fields, strict=True):
        table.add(entry.match.id, column, field, entry.label)


def _columns(header: Sequence[Field]) -> tuple[list[str], list[Extent] | None]:
    """The applicants that a header names, left to right, and where they stand if the layout tells.

    All seven in the order of the form where the header is broken up or lost, or where it lost its merged cells, so
    that its heads overlap. A header in another order than the form's is not believed: then no column is certain.
    """
    named: dict[str, Field] = {}
    unknown = []
    for f in stacked([f for f in header if not f.carried], lambda f: bool(APPLICANT_COLUMNS.whole(fold(f.text)))):
        key = residue(fold(f.text))
        if not key:
            continue
        if found := APPLICANT_COLUMNS.whole(key):
            named.setdefault(found, f)
        else:
            unknown.append((key, f))
    for key, f in unknown:
        missing = tuple(c for c in APPLICANT_COLUMNS.order if c not in named)
        if found := APPLICANT_COLUMNS.nearest(key, missing):
            named[found.id] = f
    order = [c for c in APPLICANT_COLUMNS.order if c in named]
    heads = [e for c in order if (e := extent(named[c]))]
    if len(heads) == len(named) and named and (len(named) == len(APPLICANT_COLUMNS.order) or not unknown):
        if apart(heads):
            return order, heads
        if apart(sorted(heads)):
            return [], None
    return list(APPLICANT_COLUMNS.order), None


def _unknown(header: Sequence[Field]) -> list[Field]:
    """The header's fields that name no column; the pieces of labels broken over lines do."""
    rest = residue(text_of(header))
    for key in sorted(APPLICANT_COLUMNS.keys, key=len, reverse=True):
        rest = rest.replace(key, "")
    if not residue(rest):
        return []
    labels = "".join(APPLICANT_COLUMNS.keys)
    return [f for f in header if not f.carried and (key := residue(fold(f.text))) and key not in labels]


def _group_sums(table: Table) -> list[Note]:
    """Figures printed in the row of a group itself against the sum of its rows: a check, never an addition."""
    cells = {(c.item, c.column): c for c in table.cells}
    notes = []
    for group in REQUEST_GROUPS.order:
        for column in APPLICANT_COLUMNS.order:
            own = cells.get((group, column))
            if own is None or own.value is None:
                continue
            parts = [cells[m, column].value if (m, column) in cells else None for m in members(group)]
            known = sum((p for p in parts if p is not None), Decimal(0))
            partial = None in parts
            if known > own.value or (known < own.value and not partial):
                note = Note("group", SECTION, group, column, own.text, own.place, known, own.value, partial)
                notes.append(note)
    return notes


def _template(table: Table) -> str | None:
    """2021 asks for three rows under （六）其他处理, 2019 for one; later reports print one as well."""
    items = {c.item for c in table.cells}
    if items & set(members("other")):
        return "2021"
    return "2019" if "other" in items else None
