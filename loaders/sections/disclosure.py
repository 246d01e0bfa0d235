"""Part 二, 主动公开政府信息情况: entries → cells, the template told block by block from the column labels."""

from collections.abc import Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache

from loaders.fold import fold
from loaders.formats.document import Field
from loaders.sections.cells import Table
from loaders.sections.columns import Extent, extent, fit, heads_of, usual_shift
from loaders.sections.labels import DISCLOSURE_COLUMNS, DISCLOSURE_ROWS, Match, residue
from loaders.sections.rows import Entry, headed, text_of
from loaders.templates import DISCLOSURE_BLOCKS, Block
from loaders.vocabulary import CELL_BY_NAME

SECTION = "disclosure"
_CLOSE_HEADER = 0.6
_YUAN = Decimal("0.0001")


def read(entries: Sequence[Entry]) -> list[Table]:
    """The tables of part 二 in a document: one, unless a row of the form comes back."""
    tables = [Table(SECTION)]
    block: Block | None = None
    for entry, header, new in headed(entries, _nearest):
        table = tables[-1]
        if entry.match is None:
            table.unread([*entry.label, *entry.values])
            continue
        item = entry.match.id
        if any(c.item == item for c in table.cells):
            tables.append(table := Table(SECTION))
        if new or block is None:
            block = _block(item, text_of(header))
        if block is None or not _allows(block, item):
            table.unread([*entry.label, *entry.values], item=item)
            continue
        _add(table, item, entry, block, header, entries)
        if new:
            _note_header(table, item, block, header)
        if not entry.match.exact:
            table.unread(entry.label, "inexact_label", item)
    for table in tables:
        found = {c.template for c in table.cells}
        table.template = found.pop() if len(found) == 1 else "mixed" if found else None
    return [t for t in tables if t.cells or t.notes]


def _nearest(entry: Entry, last: str | None) -> Match | None:
    return DISCLOSURE_ROWS.nearest(entry.key, DISCLOSURE_ROWS.order) if entry.values else None


@lru_cache(maxsize=1 << 12)
def _block(item: str, header: str) -> Block | None:
    """The block whose column labels, run together, come closest to a folded header."""
    text = residue(header)
    scored = [
        (1.0 if _single(block, text) else SequenceMatcher(None, text, _labels(block), autojunk=False).ratio(), i)
        for i, block in enumerate(DISCLOSURE_BLOCKS)
        if _allows(block, item)
    ]
    best = max(scored, default=(0.0, 0))
    return DISCLOSURE_BLOCKS[best[1]] if best[0] >= _CLOSE_HEADER else None


def _single(block: Block, text: str) -> bool:
    return len(block.columns) == 1 and DISCLOSURE_COLUMNS.whole(text) == block.columns[0][0]


def _allows(block: Block, item: str) -> bool:
    return all(f"{SECTION}.{item}.{column}" in CELL_BY_NAME for column, _ in block.columns)


def _add(table: Table, item: str, entry: Entry, block: Block, header: list[Field], entries: Sequence[Entry]) -> None:
    columns = [column for column, _ in block.columns]
    alike = [e.values for e in entries if e.match and e.kind == entry.kind]
    heads = _heads(block, header)
    if entry.kind == "aligned":
        heads = heads_of(alike, len(columns)) or heads
    fields = fit(entry.values, len(columns), heads, usual_shift(entry.values, alike, len(columns)))
    if fields is None:
        table.unclear(item, columns, entry.label, entry.values, block.template)
        return
    table.unread((f for f in entry.values if f not in fields), item=item)
    text = text_of(header)
    yuan = "单位元" in text and "万元" not in text
    for column, field in zip(columns, fields, strict=True):
        scale = _YUAN if yuan and column == "amount_wan_yuan" else Decimal(1)
        table.add(item, column, field, entry.label, block.template, scale)


def _labels(block: Block) -> str:
    return "".join(residue(fold(label)) for _, label in block.columns)


def _named(header: Sequence[Field]) -> dict[str, Field]:
    """The header's fields by the column that each names."""
    return {c: f for f in header if (c := DISCLOSURE_COLUMNS.whole(residue(fold(f.text))))}


def _heads(block: Block, header: Sequence[Field]) -> list[Extent] | None:
    """Where the block's columns stand, if their labels tell."""
    named = _named(header)
    heads = [extent(named[c]) for c, _ in block.columns if c in named]
    return heads if len(heads) == len(block.columns) and all(heads) else None


def _note_header(table: Table, item: str, block: Block, header: Sequence[Field]) -> None:
    """Notes a header whose labels are not those of the form, and whatever in it names no column."""
    named = _named(header)
    if residue(text_of(header)) == _labels(block):
        return
    exact = all(c in named for c, _ in block.columns)
    rest = [f for f in header if f not in named.values() and residue(fold(f.text))]
    table.unread(rest, "unread" if exact else "inexact_label", item)
