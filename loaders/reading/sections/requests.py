"""Part 三, 收到和处理政府信息公开申请情况: entries → cells, seven applicants a row."""

from collections.abc import Sequence
from decimal import Decimal

from loaders.form.vocabulary import APPLICANTS, members
from loaders.reading.formats.document import Field, RowKind
from loaders.reading.sections.cells import Note, Table
from loaders.reading.sections.columns import Heads, Line, Ruler, apart, extent, learn, stacked
from loaders.reading.sections.labels import APPLICANT_COLUMNS, REQUEST_GROUPS, REQUEST_ROWS, Match, residue
from loaders.reading.sections.rows import Block, Entry, blocks, join_cut_rows, text_of, without_repeated_headers
from loaders.text.normalize import label_key

SECTION = "requests"
_ORDER = REQUEST_ROWS.order
_LEGAL = frozenset(label_key(t) for t in ("法人或其他组织", "法人或者其他组织", "法人及其他组织"))
_LEAVES = tuple(a.id for a in APPLICANTS if a.group)
_LONGEST_GROUPS = 13
"""No group labels before a row's own are longer, folded: 三、本年度办理结果（三）不予公开."""
_AHEAD = 8
"""How many rows of the form may be missing between two that follow each other."""


def read(entries: Sequence[Entry]) -> list[Table]:
    """The tables of part 三 in a document: one, unless a row of the form comes back."""
    tables = [Table(SECTION)]
    columns, heads = _columns(Block([]))
    found = blocks(join_cut_rows(without_repeated_headers(entries), REQUEST_ROWS), _nearest)
    lines: dict[RowKind, list[Line]] = {}
    for entry in (e for b in found for e in b.rows):
        lines.setdefault(entry.kind, []).append(Line(entry.label, entry.values))
    rulers: dict[RowKind, Ruler] = {}
    seen: set[str] = set()
    for block in found:
        for stray in block.strays:
            tables[-1].unread([*stray.own, *stray.values])
        if block.header:
            tables[-1].unread(_unknown(block.heads))
        if block.header and block.rows:
            columns, heads = _columns(block)
        if block.rows and (block.header or not rulers):
            rulers = {kind: learn(alike, len(columns), kind, heads) for kind, alike in lines.items()}
        for entry in block.rows:
            item = _item(entry, tables[-1])
            if entry.bare or _swallowed(entry) or _several(entry):
                tables[-1].unread([*entry.own, *entry.values], item=item)
                continue
            if item in seen:
                tables.append(Table(SECTION))
                seen.clear()
            seen.add(item)
            _add(tables[-1], item, entry, columns, rulers[entry.kind])
            if not entry.match.exact or item != entry.match.id or residue(_before(entry)):
                tables[-1].unread(entry.own, "inexact_label", item)
    for table in tables:
        table.template = _template(table)
        table.notes += _group_sums(table)
    return [t for t in tables if t.cells or t.notes]


def _nearest(entry: Entry, last: str | None) -> Match | None:
    """A group's label with numbers of its own, or a label close to one of the rows that may follow the last one."""
    if not entry.values or not entry.own:
        return None
    own = text_of(entry.own)
    if group := REQUEST_GROUPS.whole(own):
        return Match(group, True, "")
    at = _ORDER.index(last) + 1 if last in _ORDER else 0
    return REQUEST_ROWS.nearest(own, _ORDER[at : at + _AHEAD])


def _item(entry: Entry, table: Table) -> str:
    """The row of the form; 3.其他处理 below 2.逾期未缴费 is the third row of its group, not the group."""
    if entry.match.id != "other":
        return entry.match.id
    parts = {c.item for c in table.cells}
    return "other_other" if "other_other" not in parts and parts & set(members("other")) else "other"


def _swallowed(entry: Entry) -> bool:
    """Whether a label that is not quite the form's ends in digits: its first number may have run into it."""
    return not entry.match.exact and text_of(entry.own)[-1:].isdigit()


def _several(entry: Entry) -> bool:
    """Whether the label's own field holds labels of further rows: their numbers cannot be told apart."""
    before = _before(entry)
    return len(before) > _LONGEST_GROUPS and any(key in before for key in REQUEST_ROWS.keys if len(key) > 4)


def _before(entry: Entry) -> str:
    """What stands in front of the row's label in its own field, folded: a number as a rule."""
    match = REQUEST_ROWS.ending(text_of(entry.own))
    return match.before if match else ""


def _add(table: Table, item: str, entry: Entry, columns: Sequence[str], ruler: Ruler) -> None:
    found = ruler.fit(entry.values) if columns else None
    if found is None:
        table.unclear(item, columns or APPLICANT_COLUMNS.order, entry.label, entry.values)
        return
    table.unread(found.rest, item=item)
    table.row(item, zip(columns, found.fields, strict=True), entry.label)


def _columns(block: Block) -> tuple[list[str], Heads]:
    """The applicants that a header names in their order, and what it tells of where they stand.

    The order is the printed one where every applicant is named once, the form's where the header is broken up or
    lost. A grid's heads count only where they stand side by side in that order.
    """
    header = block.header
    flat = [f for row in header for f in row if f.text and not f.carried]
    named: dict[str, Field] = {}
    printed: list[str] = []
    unknown: list[tuple[str, Field]] = []
    for f in stacked(flat, lambda f: bool(APPLICANT_COLUMNS.whole(label_key(f.text)))):
        key = label_key(f.text)
        if key in _LEGAL:
            printed.append("legal")
        elif found := APPLICANT_COLUMNS.whole(residue(key) or key):
            printed.append(found)
            named.setdefault(found, f)
        elif residue(key):
            unknown.append((residue(key), f))
    foreign = []
    for key, f in unknown:
        missing = tuple(c for c in APPLICANT_COLUMNS.order if c not in named)
        if found := APPLICANT_COLUMNS.nearest(key, missing):
            named[found.id] = f
        elif e := extent(f):
            foreign.append(e)
    order = _printed_order(printed) or [c for c in APPLICANT_COLUMNS.order if c in named or unknown or not named]
    heads = [e for c in order if c in named and (e := extent(named[c]))]
    if len(heads) == len(order) and apart(heads):
        return order, Heads(heads, foreign, block.right, bool(foreign))
    complete = len(named) == len(order)
    more = complete and bool(unknown)
    return order if complete else list(APPLICANT_COLUMNS.order), Heads(None, foreign, block.right, more)


def _printed_order(printed: Sequence[str]) -> list[str] | None:
    """The columns as the header prints them, 法人或其他组织 standing for the five below it; null if any is missing or twice."""
    if "legal" in printed:
        upper = [c for c in printed if c not in _LEAVES]
        leaves = [c for c in printed if c in _LEAVES]
        order = [c for u in upper for c in (leaves if u == "legal" else [u])]
    else:
        order = list(printed)
    return order if sorted(order) == sorted(APPLICANT_COLUMNS.order) else None


def _unknown(header: Sequence[Field]) -> list[Field]:
    """The header's fields that name no column; the pieces of labels broken over lines do."""
    rest = residue(text_of(header))
    for key in sorted(APPLICANT_COLUMNS.keys, key=len, reverse=True):
        rest = rest.replace(key, "")
    if not residue(rest):
        return []
    labels = "".join(APPLICANT_COLUMNS.keys)
    return [f for f in header if (key := residue(label_key(f.text))) and key not in labels]


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
