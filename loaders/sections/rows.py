"""Rows of a document → entries: a label and the values behind it, whatever the layout kept of the table."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from loaders.fold import fold
from loaders.formats.document import Field, Row, RowKind
from loaders.sections.labels import Labels, Match, residue
from loaders.sections.numbers import read_number
from loaders.vocabulary import GROUPS

_GROUPS = frozenset(g.id for g in GROUPS)
LONGEST_LABEL = 60
"""A longer line is running text, in characters."""


@dataclass(slots=True)
class Entry:
    """A row of the form: the fields of its label, the fields behind it, and what the label was recognised as."""

    label: list[Field]
    values: list[Field]
    kind: RowKind
    match: Match | None = None

    @property
    def key(self) -> str:
        return fold("".join(f.text for f in self.label))

    @property
    def page(self) -> int | None:
        fields = [*self.label, *self.values]
        own = [f for f in fields if not f.carried] or fields
        return own[0].place.page if own else None

    @property
    def empty(self) -> bool:
        return not any(f.text for f in self.values)


Nearest = Callable[["Entry", str | None], Match | None]


def is_number(text: str) -> bool:
    """Whether a number or a mark for a blank stands there (an empty text is neither)."""
    return bool(text.strip()) and read_number(text, "money").state != "unreadable"


def entries(rows: Iterable[Row], labels: Labels) -> list[Entry]:
    """The rows of one section as entries, in order; headers are entries without values."""
    reader = _Reader(labels)
    for row in rows:
        if row.kind == "line":
            reader.line(row.fields[0])
        else:
            reader.close()
            reader.entries.append(_split(row, labels))
    reader.close()
    return _join_cut_rows(reader.entries, labels)


def _split(row: Row, labels: Labels) -> Entry:
    """A row with fields: its label ends where the text so far ends with a known one, else before the first number."""
    key, found, end = "", None, 0
    for i, f in enumerate(row.fields, 1):
        if is_number(f.text):
            if found:
                break
            continue
        key += fold(f.text)
        if f.text and (match := labels.ending(key)):
            found, end = match, i
    if found is None:
        end = next((i for i, f in enumerate(row.fields) if is_number(f.text)), len(row.fields))
    return Entry(list(row.fields[:end]), list(row.fields[end:]), row.kind, found)


@dataclass(slots=True)
class _Reader:
    """Folds lines of one cell each into entries: label lines until numbers come, numbers until a label comes."""

    labels: Labels
    entries: list[Entry] = field(default_factory=list)
    label: list[Field] = field(default_factory=list)
    values: list[Field] = field(default_factory=list)

    def close(self) -> None:
        if self.label or self.values:
            key = fold("".join(f.text for f in self.label))
            self.entries.append(Entry(self.label, self.values, "line", self.labels.ending(key)))
        self.label, self.values = [], []

    def line(self, f: Field) -> None:
        if not f.text or is_number(f.text):
            self.values.append(f)
        elif spaced := self._spaced(f):
            self.close()
            self.entries.append(spaced)
        elif len(f.text) > LONGEST_LABEL:
            if not self.values and not self.labels.ending(fold("".join(x.text for x in self.label))):
                self.label = []
            self.close()
        else:
            if self.values or self._complete(f):
                self.close()
            self.label.append(f)

    def _complete(self, following: Field) -> bool:
        """Whether the label so far is whole, so that a row without numbers ends before the following text."""
        key = fold("".join(f.text for f in self.label))
        match = self.labels.ending(key)
        if match is None or match.id in _GROUPS:
            return False
        longer = self.labels.ending(key + fold(following.text))
        return not (longer and len(longer.before) < len(key) - len(match.before))

    def _spaced(self, f: Field) -> Entry | None:
        """A whole row on one line, apart by single spaces: a label and numbers, or numbers alone."""
        parts = f.text.split()
        numbers = next((i for i, p in enumerate(reversed(parts)) if not is_number(p)), len(parts))
        if not numbers or len(parts) == 1:
            return None
        text = " ".join(parts[:-numbers])
        match = self.labels.ending(fold("".join(x.text for x in self.label) + text))
        if text and not match:
            return None
        label, self.label = [*self.label, replace(f, text=text)] if text else self.label, []
        return Entry(label, [replace(f, text=p) for p in parts[-numbers:]], "line", match)


def _join_cut_rows(found: list[Entry], labels: Labels) -> list[Entry]:
    """Joins a row that the end of a page cuts in two: neither half has a label of its own, both together have."""
    out: list[Entry] = []
    for entry in found:
        before = out[-1] if out else None
        if before and entry.page != before.page and not (entry.match and before.match) and _halves(before, entry):
            label = [*before.label, *(f for f in entry.label if not f.carried)]
            match = labels.ending(fold("".join(f.text for f in label)))
            if match and (before.match is None or len(match.before) <= len(before.match.before)):
                out[-1] = replace(
                    before, label=label, values=entry.values if before.empty else before.values, match=match
                )
                continue
        out.append(entry)
    return out


def _halves(first: Entry, second: Entry) -> bool:
    return bool(first.label and second.label) and (first.empty != second.empty)


def text_of(fields: Sequence[Field]) -> str:
    """The folded text of some fields, carried ones left out."""
    return fold("".join(f.text for f in fields if not f.carried))


def headed(found: Sequence[Entry], nearest: Nearest) -> Iterator[tuple[Entry, list[Field], bool]]:
    """Each entry with the header above it: what stood without a label of its own since the last row that had one.

    nearest(entry, last) recognises a label that is not printed as the form has it, given the last row recognised.
    Rows without any recognised label come with match null; the flag tells whether the header is new.
    """
    header: list[Field] = []
    used, last = True, None
    for entry in found:
        match = entry.match or (nearest(entry, last) if entry.label else None)
        if match is None:
            fields = [*entry.label, *entry.values]
            if any(is_number(f.text) for f in entry.values):
                yield entry, header, False
            elif residue(text_of(fields)):
                header = [*([] if used else header), *fields]
                used = False
            continue
        own = _own_label(entry, match)
        above = entry.label[: len(entry.label) - len(own)]
        if residue(text_of(above)):
            header, used = [*([] if used else header), *above], False
        yield replace(entry, label=own, match=match), header, not used
        used, last = True, match.id
    if not used and found[-1].kind != "line":
        yield Entry(header, [], found[-1].kind), [], False


def _own_label(entry: Entry, match: Match) -> list[Field]:
    """The fields that print the label itself, without the header or group that stands before it."""
    rest = len(match.before)
    for i, f in enumerate(entry.label):
        if rest <= 0:
            return entry.label[i:]
        rest -= len(fold(f.text))
    return entry.label[-1:] if match.exact else entry.label
