"""Part 三, 收到和处理政府信息公开申请情况: rows → cells, seven applicants a row."""

from collections.abc import Container, Iterable, Sequence
from decimal import Decimal

from loaders.form.vocabulary import APPLICANTS, members
from loaders.reading.formats.document import Field, Row
from loaders.reading.sections.blocks import Block, FormRow, join_cut_rows, without_repeated_headers
from loaders.reading.sections.cells import Note, Table
from loaders.reading.sections.columns import Heads, apart, extent, stacked
from loaders.reading.sections.entries import Entry, entries, text_of
from loaders.reading.sections.labels import (
    APPLICANT_COLUMNS,
    REQUEST_GROUPS,
    REQUEST_ROWS,
    Match,
    is_side_head,
    residue,
)
from loaders.reading.sections.numbers import read_number
from loaders.reading.sections.reader import Columns, Section
from loaders.text.normalize import label_key

_ORDER = REQUEST_ROWS.order
_LEGAL = frozenset(label_key(t) for t in ("法人或其他组织", "法人或者其他组织", "法人及其他组织"))
_LEAVES = tuple(a.id for a in APPLICANTS if a.group)
_LONGEST_GROUPS = 13
"""The length of the longest group labels before a row's own, as label keys: 三、本年度办理结果（三）不予公开."""
_AHEAD = 8
"""The number of rows after the last one among which an inexact label is looked for."""


def read_requests(rows: Iterable[Row]) -> list[Table]:
    """The tables of part 三 in a document."""
    printed = without_repeated_headers(entries(rows, REQUEST_ROWS))
    return _Requests().read(join_cut_rows(printed, REQUEST_ROWS))


class _Requests(Section):
    id = "requests"
    order = REQUEST_ROWS.order
    one_header = True

    def nearest(self, entry: Entry, last: str | None) -> Match | None:
        """A group's label with numbers of its own, or a label close to one of the rows that may follow the last one."""
        if not entry.values or not entry.own:
            return None
        label = text_of(entry.own)
        if group := REQUEST_GROUPS.whole(label):
            return Match(group, True, "")
        start = _ORDER.index(last) + 1 if last in _ORDER else 0
        return REQUEST_ROWS.nearest(label, _ORDER[start : start + _AHEAD])

    def columns(self, block: Block, before: Columns | None) -> Columns:
        return _columns(block) if block.header or before is None else before

    def note_header(self, table: Table, block: Block) -> None:
        table.unread(self.unknown(block.heads))

    def unknown(self, header: Sequence[Field]) -> Sequence[Field]:
        return _unknown(header)

    def item(self, row: FormRow, items: Container[str]) -> str:
        """3.其他处理 below 2.逾期未缴费 is the third row of its group, not the group."""
        if row.match.id == "other" and "other_other" not in items and any(i in items for i in members("other")):
            return "other_other"
        return row.match.id

    def legible(self, row: FormRow, item: str, columns: Columns) -> bool:
        return not (row.bare or _swallowed(row) or _several(row))

    def exact(self, row: FormRow, item: str) -> bool:
        return row.match.exact and item == row.match.id and not residue(_before(row))

    def superfluous(self, left_over: Field, columns: Columns, fields: Sequence[Field | None]) -> bool:
        """A subtotal of 法人或其他组织 says nothing new if it is the sum of the five."""
        legal = [f for c, f in zip(columns.ids, fields, strict=True) if c in _LEAVES]
        values = [read_number(f.text).value or 0 for f in legal if f]
        return super().superfluous(left_over, columns, fields) or read_number(left_over.text).value == sum(values)

    def finish(self, table: Table) -> None:
        """2021 asks for three rows under （六）其他处理, 2019 for one; later reports print one as well."""
        items = {c.item for c in table.cells}
        table.template = "2021" if items & set(members("other")) else "2019" if "other" in items else None
        table.notes += _group_sums(table)


def _swallowed(row: FormRow) -> bool:
    """Whether an inexact label ends in digits: the row's first number may have run into it."""
    return not row.match.exact and text_of(row.own)[-1:].isdigit()


def _several(row: FormRow) -> bool:
    """Whether the field of the label contains the labels of further rows, so that their numbers are mixed."""
    before = _before(row)
    return len(before) > _LONGEST_GROUPS and any(key in before for key in REQUEST_ROWS.keys if len(key) > 4)


def _before(row: FormRow) -> str:
    """The label key before the row's label in its own field: a number as a rule."""
    match = REQUEST_ROWS.ending(text_of(row.own))
    return match.before if match else ""


def _columns(block: Block) -> Columns:
    """The applicants that a header names.

    The order is the printed one if every applicant is named once, the form's if the header is broken up or lost. A
    grid's extents count only if the columns lie side by side in that order.
    """
    fields = [f for row in block.header for f in row if f.text and not f.carried]
    named: dict[str, Field] = {}
    printed: list[str] = []
    unknown: list[tuple[str, Field]] = []
    for f in stacked(fields, lambda f: bool(APPLICANT_COLUMNS.named(f.text))):
        key = label_key(f.text)
        if key in _LEGAL:
            printed.append("legal")
        elif applicant := APPLICANT_COLUMNS.named(f.text):
            printed.append(applicant)
            named.setdefault(applicant, f)
        elif residue(key):
            unknown.append((residue(key), f))
    foreign = []
    for key, f in unknown:
        missing = tuple(c for c in APPLICANT_COLUMNS.order if c not in named)
        if match := APPLICANT_COLUMNS.nearest(key, missing):
            named[match.id] = f
        elif e := extent(f):
            foreign.append(e)
    order = _printed_order(printed) or [c for c in APPLICANT_COLUMNS.order if c in named or unknown or not named]
    extents = [e for c in order if c in named and (e := extent(named[c]))]
    if len(extents) == len(order) and apart(extents):
        return Columns(order, Heads(extents, foreign, block.right, bool(foreign)))
    complete = len(named) == len(order)
    heads = Heads(None, foreign, block.right, complete and bool(unknown))
    return Columns(order if complete else APPLICANT_COLUMNS.order, heads)


def _printed_order(printed: Sequence[str]) -> list[str] | None:
    """The columns as printed, 法人或其他组织 replaced by the five below it; None if any is missing or there twice."""
    if "legal" in printed:
        upper = [c for c in printed if c not in _LEAVES]
        leaves = [c for c in printed if c in _LEAVES]
        order = [c for u in upper for c in (leaves if u == "legal" else [u])]
    else:
        order = list(printed)
    return order if sorted(order) == sorted(APPLICANT_COLUMNS.order) else None


def _unknown(header: Sequence[Field]) -> list[Field]:
    """The header's fields that are neither column labels nor pieces of labels broken over lines."""
    header = [f for f in header if not (APPLICANT_COLUMNS.named(f.text) or is_side_head(f))]
    rest = residue(text_of(header))
    for key in sorted(APPLICANT_COLUMNS.keys, key=len, reverse=True):
        rest = rest.replace(key, "")
    if not residue(rest):
        return []
    labels = "".join(APPLICANT_COLUMNS.keys)
    return [f for f in header if (key := residue(label_key(f.text))) and key not in labels]


def _group_sums(table: Table) -> list[Note]:
    """Notes where the figure in a group's own row is not the sum of its rows."""
    cells = {(c.item, c.column): c for c in table.cells}
    notes = []
    for group in REQUEST_GROUPS.order:
        for column in APPLICANT_COLUMNS.order:
            own = cells.get((group, column))
            if own is None or own.value is None:
                continue
            parts = [cells[m, column].value if (m, column) in cells else None for m in members(group)]
            subtotal = sum((p for p in parts if p is not None), Decimal(0))
            partial = None in parts
            if subtotal > own.value or (subtotal < own.value and not partial):
                note = Note("group", table.section, group, column, own.text, own.location, subtotal, own.value, partial)
                notes.append(note)
    return notes
