"""Part 二, 主动公开政府信息情况: each block's template from the column labels above it, its amounts in 万元."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import takewhile

from loaders.form.templates import DISCLOSURE_BLOCKS
from loaders.form.templates import Block as FormBlock
from loaders.form.vocabulary import CELL_BY_NAME
from loaders.reading.formats.document import Field, Row
from loaders.reading.sections.blocks import Block, FormRow, names_two, rows_named
from loaders.reading.sections.cells import NO_SCALES, Table
from loaders.reading.sections.columns import Heads
from loaders.reading.sections.entries import Entry, entries, text_of
from loaders.reading.sections.extents import Extent, extent
from loaders.reading.sections.labels import (
    DISCLOSURE_COLUMNS,
    DISCLOSURE_ROWS,
    MONEY,
    Match,
    is_side_head,
    money_caption,
    residue,
    without_remarks,
)
from loaders.reading.sections.parted import parted
from loaders.reading.sections.reader import Columns, Section
from loaders.reading.sections.square import squared_blocks
from loaders.text.normalize import label_key

_CLOSE_HEADER = 0.6
_MONEY = "amount_wan_yuan"
_UNIT = re.compile(MONEY)
_SCALES = {
    "亿元": Decimal(10000), "千万元": Decimal(1000), "百万元": Decimal(100), "万元": Decimal(1), "千元": Decimal("0.1"),
    "百元": Decimal("0.01"), "元": Decimal("0.0001"),
}  # fmt: skip


def read_disclosure(rows: Iterable[Row]) -> list[Table]:
    """The tables of part 二 in a document."""
    placed = squared_blocks(parted(rows, DISCLOSURE_ROWS), DISCLOSURE_COLUMNS)
    listed = entries(placed, DISCLOSURE_ROWS)
    return _Disclosure(_caption_below(listed)).read(listed)


def _caption_below(listed: Sequence[Entry]) -> str:
    """The unit that stands below the last row of the tables."""
    behind = list(takewhile(lambda e: not (e.match or e.numbers), reversed(listed)))
    return money_caption("".join(f.text for e in reversed(behind) for f in e.label)) or ""


class _Disclosure(Section):
    """below: the unit that stands below the tables; it counts where none stands above an amount or beside it."""

    id = "disclosure"
    order = DISCLOSURE_ROWS.order
    one_header = False

    def __init__(self, below: str) -> None:
        self.below = below

    def nearest(self, entry: Entry, last: str | None) -> Match | None:
        if not entry.values or not entry.own:
            return None
        return DISCLOSURE_ROWS.nearest(text_of(entry.own), DISCLOSURE_ROWS.order)

    def columns(self, block: Block, before: Columns | None) -> Columns:
        own = money_caption("".join(f.text for f in block.heads))
        caption = own or (before.units[-1] if before else "")
        form = _form_block(block)
        if form is None:
            return Columns((), units=(caption,))
        ids = _printed_order(form, block)
        amounts = "".join(f.text for f in block.heads if _column(f) == _MONEY or "金额" in label_key(f.text))
        alone = "".join(f.text for f in block.heads if label_key(f.text) in _SCALES)
        return Columns(ids, _heads(ids, block), form.template, (amounts, alone, caption))

    def legible(self, row: FormRow, item: str, columns: Columns) -> bool:
        mixed = row.bare or names_two(row, DISCLOSURE_ROWS)
        return bool(columns.ids) and _has_cells(item, columns.ids) and not mixed

    def named(self, row: FormRow) -> Sequence[str]:
        return rows_named(row, DISCLOSURE_ROWS)

    def scales(self, row: FormRow, columns: Columns, fields: Sequence[Field | None]) -> Mapping[str, Decimal]:
        """The unit in the amount's own cell counts, else that of a column of units, of the row's label, its header, the caption."""
        if _MONEY not in columns.ids:
            return NO_SCALES
        amount = fields[columns.ids.index(_MONEY)]
        if amount and _UNIT.search(label_key(amount.text)):
            return NO_SCALES
        texts = (*(f.text for f in row.units), "".join(f.text for f in row.own), *columns.units, self.below)
        units = (_UNIT.search(label_key(text)) for text in texts)
        return next(({_MONEY: _SCALES[unit[1]]} for unit in units if unit), NO_SCALES)

    def unknown(self, header: Sequence[Field]) -> Sequence[Field]:
        return [f for f in header if residue(label_key(f.text)) and not (_column(f) or is_side_head(f))]

    def note_header(self, table: Table, block: Block) -> None:
        """A header with labels that are not the form's is inexact if it misses one of the form's columns."""
        words = [f for f in block.heads if residue(label_key(f.text)) and not is_side_head(f)]
        if not block.rows:
            table.unread(words)
        elif (form := _form_block(block)) and _header(block) != _labels(form):
            exact = {c for c, _ in form.columns} <= _by_column(block.heads).keys()
            unknown = [f for f in words if not _column(f)]
            table.unread(unknown, "unread" if exact else "inexact_label", block.rows[0].match.id)

    def finish(self, table: Table) -> None:
        templates = {c.template for c in table.cells}
        table.template = templates.pop() if len(templates) == 1 else "mixed" if templates else None


def _form_block(block: Block) -> FormBlock | None:
    """The block of the form that a printed block is."""
    return _closest(block.rows[0].match.id, _header(block))


@lru_cache(maxsize=1 << 12)
def _closest(item: str, header: str) -> FormBlock | None:
    """The block of the form with a row for the item whose column labels, run together, come closest to a header."""
    named = {c for k, c in DISCLOSURE_COLUMNS.keys.items() if len(k) >= 5 and k in header}
    scored = []
    for i, form in enumerate(DISCLOSURE_BLOCKS):
        ids = [c for c, _ in form.columns]
        if not _has_cells(item, ids):
            continue
        # A column beside the form's own makes the texts differ more than the names of its columns do.
        certain = named.issuperset(ids) if len(ids) > 1 else DISCLOSURE_COLUMNS.whole(header) == ids[0]
        scored.append((1.0 if certain else SequenceMatcher(None, header, _labels(form), autojunk=False).ratio(), i))
    best = max(scored, default=(0.0, 0))
    return DISCLOSURE_BLOCKS[best[1]] if best[0] >= _CLOSE_HEADER else None


def _has_cells(item: str, columns: Iterable[str]) -> bool:
    return all(f"disclosure.{item}.{column}" in CELL_BY_NAME for column in columns)


def _labels(form: FormBlock) -> str:
    return "".join(residue(label_key(label)) for _, label in form.columns)


def _column(f: Field) -> str | None:
    """The column that a field of the header names."""
    return DISCLOSURE_COLUMNS.named(f.text)


def _header(block: Block) -> str:
    """The header's words as one label key, without remarks behind the names of columns."""
    heads = block.heads
    remarked = (f for f in heads if _column(f) and not DISCLOSURE_COLUMNS.whole(residue(label_key(f.text))))
    bare = {id(f) for f in remarked}
    return residue(label_key("".join(without_remarks(f.text) if id(f) in bare else f.text for f in heads)))


def _by_column(fields: Iterable[Field]) -> dict[str, list[Field]]:
    """The header's fields by the column that each names; a merged cell taken apart names its column twice."""
    named: dict[str, list[Field]] = {}
    for f in fields:
        if column := _column(f):
            named.setdefault(column, []).append(f)
    return named


def _printed_order(form: FormBlock, block: Block) -> list[str]:
    """The block's columns in the order in which they are printed, if each is named; else in that of the form."""
    form_order = [c for c, _ in form.columns]
    printed = [c for c in _by_column(block.heads) if c in form_order]
    return printed if len(printed) == len(form_order) else form_order


def _heads(columns: Sequence[str], block: Block) -> Heads:
    """The extents of the form's columns, if the labels of all are recognised, and those of other labels."""
    fields = [f for row in block.header for f in row if f.text and not f.carried]
    named = _by_column(fields)
    others = [f for f in fields if residue(label_key(f.text)) and _column(f) not in columns]
    extents = [e for c in columns if (e := _union(named.get(c, ())))]
    return Heads(
        extents if len(extents) == len(columns) else None,
        [e for f in others if (e := extent(f))],
        block.right,
        bool(others) and len(named) >= len(columns),
    )


def _union(fields: Iterable[Field]) -> Extent | None:
    extents = [e for f in fields if (e := extent(f))]
    return Extent(min(e.left for e in extents), max(e.right for e in extents)) if extents else None
