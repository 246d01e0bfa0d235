"""Entries of a section → blocks: the rows of the form under the header that they share."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from loaders.form.vocabulary import members
from loaders.reading.formats.document import Field
from loaders.reading.sections.entries import GROUP_IDS, Entry, text_of
from loaders.reading.sections.labels import NUMERALS, REQUEST_GROUPS, Labels, Match, residue, without_remarks
from loaders.reading.sections.loose import Unknown, tie
from loaders.text.normalize import label_key

_FAIR, _LONG = 4, 5
"""The letters of a label from which on it is one within an inexact label, and wherever it stands in a text."""
_HEADS = 3
"""The number of heads from which on lines before a number are a header, and the number is a row's: its serial number."""


@dataclass(slots=True)
class FormRow(Entry):
    """An entry that is a row of the form; its label is without the header or the groups printed before it."""

    match: Match


@dataclass(slots=True)
class Block:
    """Rows under one header. header: its fields, row by row. strays: rows of numbers without a known label."""

    header: list[list[Field]]
    rows: list[FormRow] = field(default_factory=list)
    strays: list[Entry] = field(default_factory=list)

    @property
    def heads(self) -> list[Field]:
        """The header's fields in one list, each merged cell once."""
        out: list[Field] = []
        for row in self.header:
            own = [f for f in row if f.text and not f.carried]
            out += [f for i, f in enumerate(own) if i == 0 or own[i - 1].text != f.text]
        return out

    @property
    def right(self) -> float:
        """The right edge of the header, blank cells included."""
        return max((f.right or 0 for row in self.header for f in row), default=0)


Nearest = Callable[[Entry, str | None], Match | None]


def without_repeated_headers(entries: Sequence[Entry]) -> list[Entry]:
    """The entries of a table that repeats its header on each page, without the repetitions."""
    out: list[Entry] = []
    seen: set[str] = set()
    begun = False
    for entry in entries:
        begun = begun or entry.match is not None
        if entry.match is None and not entry.numbers:
            key = text_of(f for f in [*entry.label, *entry.values] if not f.carried)
            if begun and key in seen:
                continue
            seen.add(key)
        out.append(entry)
    return out


def join_cut_rows(entries: Sequence[Entry], labels: Labels) -> list[Entry]:
    """Joins a row that the end of a page cuts in two: the halves have one label together, which begins in the first."""
    out: list[Entry] = []
    for entry in entries:
        before = out[-1] if out else None
        if before and entry.page != before.page and _halves(before, entry):
            label = [*before.label, *entry.own]
            match = labels.ending(text_of(f for f in label if not f.carried))
            if match and (before.match is None or len(match.before) <= len(before.match.before)):
                values = entry.values if before.empty else before.values
                out[-1] = replace(before, label=label, values=values, match=match)
                continue
        out.append(entry)
    return out


def names_two(row: FormRow, labels: Labels) -> bool:
    """Whether a label stands over two rows, or its field names another row before its own: their numbers are mixed then."""
    if row.kind == "grid" and row.label and row.label[-1].carried and not REQUEST_GROUPS.whole(text_of(row.label[-1:])):
        return True
    # A remark may say the label again.
    text = label_key(without_remarks("".join(f.text for f in row.own))) or text_of(row.own)
    match = labels.ending(text)
    if match is None:
        text = residue(text)
        own = [key for key, id_ in labels.keys.items() if id_ == row.match.id]
        others = (key for key, id_ in labels.keys.items() if id_ != row.match.id and key in text)
        return any((len(k) >= _FAIR or text.startswith(k)) and not any(k in key for key in own) for k in others)
    other = labels.ending(match.before.rstrip(NUMERALS))
    if other and other.id != match.id and match.id not in members(other.id):
        return True
    before = residue(match.before)
    if not before:
        return False
    if labels.nearest(before, labels.order):
        return True
    return any(key in before for key in labels.keys if len(key) >= _LONG)


def rows_named(row: FormRow, labels: Labels) -> list[str]:
    """The ids of the rows whose labels make up a label, one after the other; groups and numbering may stand between."""
    ids: list[str] = []
    key = text_of(row.own)
    while match := labels.ending(residue(key) or key):
        if match.id in ids or match.id in GROUP_IDS:
            break
        ids.append(match.id)
        key = match.before
    return [] if residue(key) else ids[::-1]


def _halves(first: Entry, second: Entry) -> bool:
    return bool(first.label and second.label) and (first.empty != second.empty)


def blocks(entries: Sequence[Entry], nearest: Nearest, order: Sequence[str], unknown: Unknown) -> list[Block]:
    """The entries under their headers: a header is all that lies between two rows of the form and is no row itself.

    nearest(entry, last) recognises an inexact label, given the id of the last row recognised. order, unknown: as for
    `tie`. A header without rows comes last, as a block of its own.
    """
    entries = tie(_matched(entries, nearest), order, unknown)
    out = [Block([])]
    header: list[list[Field]] = []
    for entry in entries:
        match = entry.match
        if match is None:
            fields = [*entry.label, *entry.values]
            if entry.numbers:
                whole_header = entry.kind == "line" and len(entry.own) >= _HEADS and not unknown(entry.own)
                if whole_header:
                    header.append(entry.label)
                    entry = replace(entry, label=[])
                out[-1].strays.append(entry)
            elif residue(text_of(f for f in fields if not f.carried)):
                header.append(fields)
            continue
        own = _own_label(entry, match)
        above = [f for f in entry.label[: len(entry.label) - len(own)] if not f.carried]
        if residue(text_of(above)):
            header.extend([f] for f in above)
        if header:
            out.append(Block(header))
            header = []
        out[-1].rows.append(FormRow(own, entry.values, entry.kind, match, entry.doubt, entry.units))
    if header and entries[-1].kind != "line":
        out.append(Block(header))
    return [b for b in out if b.header or b.rows or b.strays]


def _matched(entries: Iterable[Entry], nearest: Nearest) -> list[Entry]:
    """The entries, inexact labels recognised."""
    out: list[Entry] = []
    last: str | None = None
    for entry in entries:
        match = entry.match or (nearest(entry, last) if entry.label else None)
        out.append(entry if match is entry.match else replace(entry, match=match))
        last = match.id if match else last
    return out


def _own_label(entry: Entry, match: Match) -> list[Field]:
    """The fields of the label itself, without the header or group before it."""
    rest = len(match.before)
    for i, f in enumerate(entry.label):
        if f.carried:
            continue
        if rest < (length := len(label_key(f.text))) or rest == 0:
            return entry.label[i:]
        rest -= length
    return entry.label[-1:] if match.exact else entry.label
