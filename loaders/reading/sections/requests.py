"""Part 三, 收到和处理政府信息公开申请情况: rows → cells, seven applicants a row."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from loaders.form.vocabulary import APPLICANTS, members
from loaders.reading.formats.document import Field, Row
from loaders.reading.sections.blocks import (
    Block,
    FormRow,
    join_cut_rows,
    names_two,
    rows_named,
    without_repeated_headers,
)
from loaders.reading.sections.cells import SUBTOTAL, Note, Table
from loaders.reading.sections.columns import Heads
from loaders.reading.sections.entries import Entry, entries, text_of
from loaders.reading.sections.extents import Extent, apart, extent, stacked
from loaders.reading.sections.labels import (
    APPLICANT_COLUMNS,
    REQUEST_GROUPS,
    REQUEST_ROWS,
    Match,
    is_serial_head,
    is_side_head,
    residue,
    without_remarks,
)
from loaders.reading.sections.parted import parted
from loaders.reading.sections.reader import Columns, Section
from loaders.reading.sections.square import squared, upright
from loaders.text.normalize import label_key

_ORDER = REQUEST_ROWS.order
_LEGAL = frozenset(label_key(t) for t in ("法人或其他组织", "法人或者其他组织", "法人及其他组织"))
_SUBTOTALS = ("小计", "法人小计", "法人或其他组织小计")
_LEAVES = tuple(a.id for a in APPLICANTS if a.group)
_AHEAD = 8
"""The number of rows after the last one among which an inexact label is looked for."""


def read_requests(rows: Iterable[Row]) -> list[Table]:
    """The tables of part 三 in a document."""
    standing, lost = upright(list(rows), REQUEST_ROWS)
    placed = squared(parted(standing, REQUEST_ROWS), APPLICANT_COLUMNS)
    printed = without_repeated_headers(entries(placed, REQUEST_ROWS))
    tables = _Requests().read(join_cut_rows(printed, REQUEST_ROWS))
    if lost:
        tables = tables or [Table("requests")]
        tables[0].unread(f for row in lost for f in row.fields)
    return tables


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
        """Words that name no applicant are no header: what the columns are stays as it was."""
        return _columns(block) if before is None or _names_any(block) else before

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
        return not (row.bare or _swallowed(row) or names_two(row, REQUEST_ROWS))

    def named(self, row: FormRow) -> Sequence[str]:
        return rows_named(row, REQUEST_ROWS)

    def exact(self, row: FormRow, item: str) -> bool:
        return row.match.exact and item == row.match.id and not residue(_before(row))

    def finish(self, table: Table) -> None:
        """2021 asks for three rows under （六）其他处理, 2019 for one; later reports print one as well."""
        items = {c.item for c in table.cells}
        table.template = "2021" if items & set(members("other")) else "2019" if "other" in items else None
        table.notes += _group_sums(table)


def _swallowed(row: FormRow) -> bool:
    """Whether an inexact label ends in digits: the row's first number may have run into it."""
    return not row.match.exact and text_of(row.own)[-1:].isdigit()


def _before(row: FormRow) -> str:
    """The label key before the row's label in its own field: a number as a rule."""
    match = REQUEST_ROWS.ending(text_of(row.own))
    return match.before if match else ""


def _columns(block: Block) -> Columns:
    """The applicants that a header names.

    The order is that of the heads' places, if these lie side by side; else the printed one, if every applicant is named
    once; else the form's, as the header is broken up or lost.
    """
    fields = [g for row in block.header for f in row if f.text and not f.carried for g in _words(f)]
    named: dict[str, Field] = {}
    printed: list[str] = []
    unknown: list[tuple[str, Field]] = []
    for f in stacked(fields, lambda f: bool(APPLICANT_COLUMNS.named(f.text))):
        key = label_key(f.text)
        if key in _LEGAL or label_key(without_remarks(f.text)) in _LEGAL:
            printed.append("legal")
        elif column := SUBTOTAL if key in _SUBTOTALS else APPLICANT_COLUMNS.named(f.text):
            printed.append(column)
            named.setdefault(column, f)
        elif residue(key):
            unknown.append((residue(key), f))
    others: list[Field] = []
    for key, f in unknown:
        missing = tuple(c for c in APPLICANT_COLUMNS.order if c not in named)
        if match := APPLICANT_COLUMNS.nearest(key, missing):
            named[match.id] = f
        else:
            others.append(f)
    complete = all(c in named for c in APPLICANT_COLUMNS.order)
    foreign = [e for f in others if (e := extent(f))]
    more = bool(others)
    serial = any(is_serial_head(f) for f in others)
    if complete and (placed := _side_by_side(named)):
        order = [c for c, _ in placed]
        return Columns(order, Heads([e for _, e in placed], foreign, block.right, more, serial))
    in_order = _printed_order(printed)
    more = complete and (more or (in_order is None and SUBTOTAL in named))
    return Columns(in_order or APPLICANT_COLUMNS.order, Heads(None, foreign, block.right, more, serial))


def _words(f: Field) -> list[Field]:
    """A field of the header, or its words if they are heads with single spaces between them."""
    words = f.text.split(" ")
    heads = len(words) > 1 and not APPLICANT_COLUMNS.named(f.text) and any(APPLICANT_COLUMNS.named(w) for w in words)
    return [replace(f, text=w, left=None, right=None) for w in words] if heads else [f]


def _names_any(block: Block) -> bool:
    return any(APPLICANT_COLUMNS.named(g.text) for f in block.heads for g in _words(f))


def _side_by_side(named: Mapping[str, Field]) -> list[tuple[str, Extent]] | None:
    """The columns with their extents from left to right; None if their layout does not show them all."""
    placed = [(c, e) for c, f in named.items() if (e := extent(f))]
    placed.sort(key=lambda column: column[1].left)
    return placed if len(placed) == len(named) and apart([e for _, e in placed]) else None


def _printed_order(printed: Sequence[str]) -> list[str] | None:
    """The columns as printed, 法人或其他组织 replaced by the five below it; None if any is missing or there twice."""
    if "legal" in printed:
        first = next((i for i, c in enumerate(printed) if c in _LEAVES), len(printed))
        leaves = [c for i, c in enumerate(printed) if c in _LEAVES or (c == SUBTOTAL and i > first)]
        upper = [c for c in printed if c not in leaves]
        order = [c for u in upper for c in (leaves if u == "legal" else [u])]
    else:
        order = list(printed)
    return order if sorted(c for c in order if c != SUBTOTAL) == sorted(APPLICANT_COLUMNS.order) else None


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
