"""Part 二, 主动公开政府信息情况: entries → cells, the template told block by block from the column labels."""

import re
from collections.abc import Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache

from loaders.form.templates import DISCLOSURE_BLOCKS
from loaders.form.templates import Block as Form
from loaders.form.vocabulary import CELL_BY_NAME
from loaders.reading.formats.document import Field, RowKind
from loaders.reading.sections.cells import Table
from loaders.reading.sections.columns import Extent, Heads, Line, Ruler, extent, learn
from loaders.reading.sections.labels import DISCLOSURE_COLUMNS, DISCLOSURE_ROWS, Match, residue
from loaders.reading.sections.rows import Block, Entry, blocks, text_of
from loaders.text.normalize import label_key

SECTION = "disclosure"
_CLOSE_HEADER = 0.6
_UNIT = re.compile(r"(亿元|千万元|百万元|万元|千元|百元|元)")
_SCALES = {
    "亿元": Decimal(10000), "千万元": Decimal(1000), "百万元": Decimal(100), "万元": Decimal(1), "千元": Decimal("0.1"),
    "百元": Decimal("0.01"), "元": Decimal("0.0001"),
}  # fmt: skip


def read(entries: Sequence[Entry]) -> list[Table]:
    """The tables of part 二 in a document: one, unless a row of the form comes back."""
    tables = [Table(SECTION)]
    caption = ""
    for block in blocks(entries, _nearest):
        caption = next((f.text for f in block.heads if label_key(f.text).startswith("单位")), caption)
        for stray in block.strays:
            tables[-1].unread([*stray.own, *stray.values])
        if not block.rows:
            tables[-1].unread(f for f in block.heads if residue(label_key(f.text)))
            continue
        first = block.rows[0].match.id
        form = _form(first, text_of(block.heads))
        rulers = _rulers(form, block) if form else {}
        for entry in block.rows:
            item = entry.match.id
            if any(c.item == item for c in tables[-1].cells):
                tables.append(Table(SECTION))
            if form is None or not _allows(form, item):
                tables[-1].unread([*entry.own, *entry.values], item=item)
                continue
            if entry.bare:
                tables[-1].unread(entry.own, item=item)
                continue
            _add(tables[-1], entry, form, rulers[entry.kind], block, caption)
            if not entry.match.exact:
                tables[-1].unread(entry.own, "inexact_label", item)
        if form:
            _note_header(tables[-1], first, form, block)
    for table in tables:
        found = {c.template for c in table.cells}
        table.template = found.pop() if len(found) == 1 else "mixed" if found else None
    return [t for t in tables if t.cells or t.notes]


def _nearest(entry: Entry, last: str | None) -> Match | None:
    return DISCLOSURE_ROWS.nearest(text_of(entry.own), DISCLOSURE_ROWS.order) if entry.values and entry.own else None


@lru_cache(maxsize=1 << 12)
def _form(item: str, header: str) -> Form | None:
    """The head of the form whose column labels, run together, come closest to a folded header."""
    text = residue(header)
    scored = [
        (1.0 if _single(form, text) else SequenceMatcher(None, text, _labels(form), autojunk=False).ratio(), i)
        for i, form in enumerate(DISCLOSURE_BLOCKS)
        if _allows(form, item)
    ]
    named = _known(text)
    # A column beside the form's own leaves the labels further apart than their names are: the names then decide.
    scored += [(1.0, i) for i, f in enumerate(DISCLOSURE_BLOCKS) if _allows(f, item) and _all_in(f, named, text)]
    best = max(scored, default=(0.0, 0))
    return DISCLOSURE_BLOCKS[best[1]] if best[0] >= _CLOSE_HEADER else None


def _known(text: str) -> frozenset[str]:
    return frozenset(c for k, c in DISCLOSURE_COLUMNS.keys.items() if len(k) >= 5 and k in text)


def _all_in(form: Form, named: frozenset[str], text: str) -> bool:
    """Whether a header names all columns of a head of the form, and those of no other head that is longer."""
    mine = {c for c, _ in form.columns}
    return len(mine) > 1 and mine <= named


def _single(form: Form, text: str) -> bool:
    return len(form.columns) == 1 and DISCLOSURE_COLUMNS.whole(text) == form.columns[0][0]


def _allows(form: Form, item: str) -> bool:
    return all(f"{SECTION}.{item}.{column}" in CELL_BY_NAME for column, _ in form.columns)


def _rulers(form: Form, block: Block) -> dict[RowKind, Ruler]:
    columns = _printed_order(form, block)
    heads = _heads(columns, block)
    kinds = {e.kind for e in block.rows}
    lines = {kind: [Line(e.label, e.values) for e in block.rows if e.kind == kind] for kind in kinds}
    return {kind: learn(alike, len(columns), kind, heads) for kind, alike in lines.items()}


def _add(table: Table, entry: Entry, form: Form, ruler: Ruler, block: Block, caption: str) -> None:
    item, columns = entry.match.id, _printed_order(form, block)
    found = ruler.fit(entry.values)
    if found is None:
        table.unclear(item, columns, entry.label, entry.values, form.template)
        return
    table.unread(found.rest, item=item)
    cells = list(zip(columns, found.fields, strict=True))
    scales = {c: _scale(field, entry, block, caption) for c, field in cells if c == "amount_wan_yuan"}
    table.row(item, cells, entry.label, form.template, scales)


def _scale(field: Field | None, entry: Entry, block: Block, caption: str) -> Decimal:
    """What turns an amount into 万元: the unit in its cell, else of the row's label, the header, the table's caption."""
    if field and _UNIT.search(label_key(field.text)):
        return Decimal(1)
    for text in (
        "".join(f.text for f in entry.own),
        "".join(
            f.text for f in block.heads if DISCLOSURE_COLUMNS.whole(residue(label_key(f.text))) == "amount_wan_yuan"
        ),
        "".join(f.text for f in block.heads),
        caption,
    ):
        if unit := _UNIT.search(label_key(text)):
            return _SCALES[unit[1]]
    return Decimal(1)


def _labels(form: Form) -> str:
    return "".join(residue(label_key(label)) for _, label in form.columns)


def _named(heads: Sequence[Field]) -> dict[str, list[Field]]:
    """The header's fields by the column that each names; a merged cell taken apart names its column twice."""
    named: dict[str, list[Field]] = {}
    for f in heads:
        if column := DISCLOSURE_COLUMNS.whole(residue(label_key(f.text))):
            named.setdefault(column, []).append(f)
    return named


def _printed_order(form: Form, block: Block) -> list[str]:
    """The head's columns in the order in which they are printed, if each is named; else in that of the form."""
    form_order = [c for c, _ in form.columns]
    printed = [c for c in _named(block.heads) if c in form_order]
    return printed if len(printed) == len(form_order) else form_order


def _heads(columns: Sequence[str], block: Block) -> Heads:
    """Where the head's columns stand, if their labels tell, and where labels stand that are none of them."""
    every = [f for row in block.header for f in row if f.text and not f.carried]
    named = _named(every)
    mine = set(columns)
    foreign = [
        e
        for f in every
        if (e := extent(f)) and residue(label_key(f.text)) and not any(f in named.get(c, ()) for c in mine)
    ]
    extents = [_union(named[c]) for c in columns if c in named]
    whole = len(extents) == len(columns) and all(extents)
    others = [f for f in every if (key := residue(label_key(f.text))) and DISCLOSURE_COLUMNS.whole(key) not in mine]
    return Heads(
        [e for e in extents if e] if whole else None, foreign, block.right, bool(others) and len(named) >= len(columns)
    )


def _union(fields: Sequence[Field]) -> Extent | None:
    found = [e for f in fields if (e := extent(f))]
    return Extent(min(e.left for e in found), max(e.right for e in found)) if found else None


def _note_header(table: Table, item: str, form: Form, block: Block) -> None:
    """Notes a header whose labels are not those of the form, and whatever in it names no column."""
    if residue(text_of(block.heads)) == _labels(form):
        return
    named = _named(block.heads)
    exact = all(c in named for c, _ in form.columns)
    rest = [f for f in block.heads if not DISCLOSURE_COLUMNS.whole(key := residue(label_key(f.text))) and key]
    table.unread(rest, "unread" if exact else "inexact_label", item)
