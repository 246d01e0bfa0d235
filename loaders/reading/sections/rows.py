"""Rows of a document → entries: a label and the values behind it, whatever the layout kept of the table."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from loaders.form.vocabulary import GROUPS
from loaders.reading.formats.document import Field, Row, RowKind
from loaders.reading.sections.labels import Labels, Match, residue
from loaders.reading.sections.numbers import read_number
from loaders.text.normalize import common, label_key

_GROUPS = frozenset(g.id for g in GROUPS)
_SUBTOTALS = ("小计", "合计")
_REMARK = re.compile(r"[(（][^()（）]*[)）]\s*$")
LONGEST_LABEL = 60
"""A longer line is running text, in characters."""


@dataclass(slots=True)
class Entry:
    """A row of the form: the fields of its label, the fields behind it, and what the label was recognised as."""

    label: list[Field]
    values: list[Field]
    kind: RowKind
    match: Match | None

    @property
    def own(self) -> list[Field]:
        """The label's fields without those that a merged cell above carries into the row."""
        return [f for f in self.label if not f.carried]

    @property
    def page(self) -> int | None:
        """The page on which the row begins."""
        fields = [*self.label, *self.values]
        own = [f for f in fields if not f.carried] or fields
        return own[0].location.page if own else None

    @property
    def empty(self) -> bool:
        """Whether nothing stands behind the label."""
        return not any(f.text for f in self.values)

    @property
    def bare(self) -> bool:
        """Whether no cell stands behind the label on a page, where its numbers may stand a little higher or lower.

        In other layouts blank cells at the end of a row may leave nothing behind: there the row is blank.
        """
        return not self.values and self.page is not None

    @property
    def numbers(self) -> bool:
        """Whether a number or a mark for a blank stands behind the label."""
        return any(is_number(f.text) for f in self.values)


@dataclass(slots=True)
class FormRow(Entry):
    """An entry whose label stands for a row of the form; `label` is without the header or groups before it."""

    match: Match


@dataclass(slots=True)
class Block:
    """Rows under one header. `header` holds the header row by row; `strays` are rows of numbers without a known label."""

    header: list[list[Field]]
    rows: list[FormRow] = field(default_factory=list)
    strays: list[Entry] = field(default_factory=list)

    @property
    def heads(self) -> list[Field]:
        """The header's fields, flat, without what merged cells carry or a merged cell taken apart repeats."""
        out: list[Field] = []
        for row in self.header:
            own = [f for f in row if f.text and not f.carried]
            out += [f for i, f in enumerate(own) if i == 0 or own[i - 1].text != f.text]
        return out

    @property
    def right(self) -> float:
        """How far the header reaches, blank cells included."""
        return max((f.right or 0 for row in self.header for f in row), default=0)


Nearest = Callable[[Entry, str | None], Match | None]


def is_number(text: str) -> bool:
    """Whether a number or a mark for a blank stands there (an empty text is neither)."""
    return bool(text.strip()) and any(read_number(text, kind).state != "unreadable" for kind in ("count", "money"))


def text_of(fields: Iterable[Field]) -> str:
    """The folded text of some fields."""
    return label_key("".join(f.text for f in fields))


def entries(rows: Iterable[Row], labels: Labels) -> list[Entry]:
    """The rows of one section as entries, in order; headers are entries without values."""
    reader = _Reader(labels)
    for row in rows:
        if row.kind == "line":
            reader.line(row.fields[0])
        elif any(f.text and not f.carried for f in row.fields):
            reader.row(row)
    reader.close()
    return reader.entries


def _split(row: Row, labels: Labels) -> Entry:
    """A row with fields: its own label ends where its text so far ends with a known one, else before the first number."""
    first = _first_number(row)
    key, found, end, last = "", None, 0, 0
    ambiguous = False
    for i, f in enumerate(row.fields[:first], 1):
        if f.carried or not f.text or is_number(f.text):
            continue
        key, last = key + label_key(f.text), i
        if match := _ending(key, f, labels):
            found, end, ambiguous = match, i, key in labels.strict
    if found and ambiguous and first == len(row.fields):
        # 总计 without a number heads a column.
        found, end = None, 0
    if found and found.id in _GROUPS and end < last:
        # Text between the label of a group and the numbers is the label of a row that the form does not have.
        subtotal = label_key(row.fields[last - 1].text) in _SUBTOTALS
        found, end = (found if subtotal else None), last
    if found is None:
        end = last or next((i for i, f in enumerate(row.fields) if is_number(f.text) and not f.carried), 0)
    # A group's label that a merged cell carries too far is no value; a number that it carries is one, and is marked.
    values = [f for f in row.fields[end:] if not f.carried or is_number(f.text)]
    return Entry(list(row.fields[:end]), values, row.kind, found)


def _apart(row: Row) -> Row:
    """A row of aligned text with each number a field of its own, where single spaces stand between them."""
    if row.kind != "aligned":
        return row
    fields: list[Field] = []
    for f in row.fields:
        parts = f.text.split()
        several = len(parts) > 1 and all(is_number(p) for p in parts)
        fields += [replace(f, text=p, left=None, right=None) for p in parts] if several else [f]
    return replace(row, fields=tuple(fields))


def _once(row: Row) -> Row:
    """A row of separated text without the repetitions of a label that a merged cell leaves in each of its columns."""
    if row.kind != "cells":
        return row
    pairs = zip([None, *row.fields], row.fields, strict=False)
    kept = (f for before, f in pairs if not (before and f.text == before.text and f.text and not is_number(f.text)))
    return replace(row, fields=tuple(kept))


def _first_number(row: Row) -> int:
    """The index of the first number behind a text of the row's own; a serial number in front does not count."""
    text = False
    for i, f in enumerate(row.fields):
        if f.carried or not f.text:
            continue
        if not is_number(f.text):
            text = True
        elif text:
            return i
    return len(row.fields) if text else 0


def _ending(key: str, f: Field, labels: Labels) -> Match | None:
    """The label that ends a folded text, a remark in brackets behind it aside."""
    if match := labels.ending(key):
        return match
    bare = label_key(_REMARK.sub("", common(f.text)))
    return labels.ending(key[: len(key) - len(label_key(f.text))] + bare) if bare else None


@dataclass(slots=True)
class _Reader:
    """Folds lines of one cell each into entries: label lines until numbers come, numbers until a label comes."""

    labels: Labels
    entries: list[Entry] = field(default_factory=list)
    label: list[Field] = field(default_factory=list)
    values: list[Field] = field(default_factory=list)

    def row(self, row: Row) -> None:
        """A row with several fields; its label, or the beginning of it, may stand on the lines before."""
        entry = _split(_once(_apart(row)), self.labels)
        if self.label and not self.values and entry.numbers and entry.match is None:
            label = [*self.label, *entry.own]
            match = self.labels.ending(text_of(label))
            if not entry.own or (match and len(match.before) < len(text_of(self.label))):
                self.entries.append(replace(entry, label=label, match=match))
                self.label = []
                return
        self.close()
        self.entries.append(entry)

    def line(self, f: Field) -> None:
        """A line with a single field."""
        if not f.text or is_number(f.text):
            self.values.append(f)
        elif spaced := self._spaced(f):
            self.close()
            self.entries.append(spaced)
        elif len(f.text) > LONGEST_LABEL:
            if not self.values and not self.labels.ending(text_of(self.label)):
                self.label = []
            self.close()
        else:
            if self.values or self._complete(f):
                self.close()
            self.label.append(f)

    def close(self) -> None:
        """Ends the row that the lines so far make."""
        if self.label or self.values:
            self.entries.append(Entry(self.label, self.values, "line", self.labels.ending(text_of(self.label))))
        self.label, self.values = [], []

    def _complete(self, following: Field) -> bool:
        """Whether the label so far is whole, so that a row without numbers ends before the following text."""
        key = text_of(self.label)
        match = self.labels.ending(key)
        if match is None or match.id in _GROUPS:
            return False
        longer = self.labels.ending(key + label_key(following.text))
        return not (longer and len(longer.before) < len(key))

    def _spaced(self, f: Field) -> Entry | None:
        """A whole row on one line, apart by single spaces: a label and numbers, or numbers alone."""
        parts = f.text.split()
        numbers = next((i for i, p in enumerate(reversed(parts)) if not is_number(p)), len(parts))
        if not numbers or len(parts) == 1:
            return None
        label = [replace(f, text=" ".join(parts[:-numbers]))] if numbers < len(parts) else []
        if label and (self.values or self._complete(label[0])):
            self.close()
        match = self.labels.ending(text_of([*self.label, *label]))
        if label and match is None and (match := self.labels.ending(text_of(label))):
            self.close()
        if label and match is None:
            return None
        label, self.label = [*self.label, *label], []
        return Entry(label, [replace(f, text=p) for p in parts[-numbers:]], "line", match)


def without_repeated_headers(found: Sequence[Entry]) -> list[Entry]:
    """The entries of a table whose header comes back at the top of each page, that header but the first left out."""
    out: list[Entry] = []
    seen: set[str] = set()
    begun = False
    for entry in found:
        begun = begun or entry.match is not None
        if entry.match is None and not entry.numbers:
            key = text_of(f for f in [*entry.label, *entry.values] if not f.carried)
            if begun and key in seen:
                continue
            seen.add(key)
        out.append(entry)
    return out


def join_cut_rows(found: Sequence[Entry], labels: Labels) -> list[Entry]:
    """Joins a row that the end of a page cuts in two: both halves together have a label, and it begins in the first."""
    out: list[Entry] = []
    for entry in found:
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


def _halves(first: Entry, second: Entry) -> bool:
    return bool(first.label and second.label) and (first.empty != second.empty)


def blocks(found: Sequence[Entry], nearest: Nearest) -> list[Block]:
    """The entries under their headers: a header is what stands without a label of its own since the last row that had one.

    nearest(entry, last) recognises a label that is not printed as the form has it, given the last row recognised.
    A header that no row follows comes last, as a block of its own.
    """
    out = [Block([])]
    header: list[list[Field]] = []
    last: str | None = None
    for entry in found:
        match = entry.match or (nearest(entry, last) if entry.label else None)
        if match is None:
            fields = [*entry.label, *entry.values]
            if entry.numbers:
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
        out[-1].rows.append(FormRow(own, entry.values, entry.kind, match))
        last = match.id
    if header and found[-1].kind != "line":
        out.append(Block(header))
    return [b for b in out if b.header or b.rows or b.strays]


def _own_label(entry: Entry, match: Match) -> list[Field]:
    """The fields that print the label itself, without the header or group that stands before it."""
    rest = len(match.before)
    for i, f in enumerate(entry.label):
        if f.carried:
            continue
        if rest < (length := len(label_key(f.text))) or rest == 0:
            return entry.label[i:]
        rest -= length
    return entry.label[-1:] if match.exact else entry.label
