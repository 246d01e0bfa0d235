"""Rows of a section → entries: a label and the values after it, in whatever layout the table is printed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from loaders.form.vocabulary import GROUPS
from loaders.reading.formats.document import Field, Row, RowKind
from loaders.reading.sections.labels import Labels, Match, money_caption, residue, without_remarks
from loaders.reading.sections.numbers import is_money_unit, is_number, is_unit, is_value
from loaders.text.asides import is_aside
from loaders.text.normalize import common, label_key

GROUP_IDS = frozenset(g.id for g in GROUPS)
_SUBTOTALS = ("小计", "合计")
_REMARK = re.compile(r"[(（][^()（）]*[)）]\s*$")
LONGEST_LABEL = 60
"""A longer line is running text, in characters."""


@dataclass(slots=True)
class Entry:
    """One printed row: the fields of its label, the fields after it, and the row of the form that the label means.

    doubt: whether the values are only printed near the label, and may be another row's. units: fields that are a unit
    alone and stand between label and numbers or behind them, where these have no places.
    """

    label: list[Field]
    values: list[Field]
    kind: RowKind
    match: Match | None
    doubt: bool = False
    units: Sequence[Field] = ()

    @property
    def own(self) -> list[Field]:
        """The label's fields without those of a merged cell that begins further up."""
        return [f for f in self.label if not f.carried]

    @property
    def page(self) -> int | None:
        """The page on which the row begins."""
        fields = [*self.label, *self.values]
        own = [f for f in fields if not f.carried] or fields
        return own[0].location.page if own else None

    @property
    def empty(self) -> bool:
        """Whether all values are blank."""
        return not any(f.text for f in self.values)

    @property
    def bare(self) -> bool:
        """Whether a row of a page has a label alone; its numbers may stand a little higher or lower on the page.

        In other layouts the blank cells at the end of a row may leave no trace: there such a row is blank.
        """
        return not self.values and self.page is not None

    @property
    def numbers(self) -> bool:
        """Whether any value is a number or a mark for a blank."""
        return any(is_number(f.text) for f in self.values)


def text_of(fields: Iterable[Field]) -> str:
    """The texts of some fields, run together as a label key."""
    return label_key("".join(f.text for f in fields))


def entries(rows: Iterable[Row], labels: Labels) -> list[Entry]:
    """The rows of one section as entries, in order. A header is an entry whose label means no row of the form."""
    reader = _Reader(labels)
    for row in rows:
        if row.kind == "line":
            reader.line(row.fields[0])
        elif len(row.fields) <= 3 and row.kind == "aligned" and is_aside(row.text):
            reader.aside(replace(row.fields[0], text=row.text))
        elif any(f.text and not f.carried for f in row.fields):
            reader.row(row)
    reader.close()
    return reader.entries


def _split(row: Row, labels: Labels) -> Entry:
    """A row with several fields; its label ends at the last known label before the first number, else at that number."""
    first = _first_number(row)
    key, label, end, last = "", None, 0, 0
    ambiguous = False
    for i, f in enumerate(row.fields[:first], 1):
        if f.carried or not label_key(f.text) or is_value(f.text) or is_unit(f.text):
            continue
        key, last = key + label_key(f.text), i
        if match := _ending(key, f, labels):
            label, end, ambiguous = match, i, key in labels.strict
    if label and ambiguous and first == len(row.fields):
        # 总计 without a number heads a column.
        label, end = None, 0
    if label and label.id in GROUP_IDS and end < last:
        # Text between the label of a group and the numbers is the label of a row that the form does not have.
        subtotal = label_key(row.fields[last - 1].text) in _SUBTOTALS
        label, end = (label if subtotal else None), last
    if label is None:
        end = last or next((i for i, f in enumerate(row.fields) if is_number(f.text) and not f.carried), 0)
    if last and (label is None or label.id in GROUP_IDS):
        # So is a label that a merged cell carries on from the row above.
        end = max(end, *(i for i, f in enumerate(row.fields[:first], 1) if f.carried and residue(label_key(f.text))), 0)
    # A group's label that a merged cell carries too far is no value; a number that it carries is one, and is marked.
    values = [f for f in row.fields[end:] if not f.carried or is_number(f.text)]
    units = [f for f in values if is_unit(f.text)]
    # Between the label and the numbers, a unit is no value; in a grid its place tells.
    behind = row.kind != "grid" and len(units) == 1 and next(f for f in values if f.text) is units[0]
    numbers = [f for f in values if f is not units[0]] if behind else values
    return Entry(list(row.fields[:end]), numbers, row.kind, label, units=units)


def _continued(entry: Entry, label: list[Field], match: Match | None) -> Entry:
    """A row whose label begins on the lines before; in separated text the numbers of its fields are no columns then."""
    if entry.kind != "cells":
        return replace(entry, label=label, match=match)
    values = [f for f in entry.values if f.text and not is_unit(f.text)]
    return replace(entry, label=label, match=match, values=values, kind="line")


def _apart(row: Row) -> Row:
    """A row of aligned text, numbers with single spaces between them taken apart."""
    if row.kind != "aligned":
        return row
    fields: list[Field] = []
    for f in row.fields:
        parts = f.text.split()
        # A break parts a digit that may be a note from the number that it stands beside.
        several = len(parts) > 1 and "\n" not in f.text and all(is_number(p) for p in parts)
        fields += [replace(f, text=p, left=None, right=None) for p in parts] if several else [f]
    return replace(row, fields=tuple(fields))


def _once(row: Row, labels: Labels) -> Row:
    """A row in which a merged cell's label, repeated in each of its columns, is there once."""
    kept: list[Field] = []
    for f in row.fields:
        before = kept[-1] if kept else None
        if before and f.text and f.text == before.text and not (f.carried or before.carried):
            key = label_key(without_remarks(f.text))
            if len(key) > 1 and (labels.ending(key) or not residue(key)) and not is_value(f.text):
                kept[-1] = replace(before, right=f.right)
                continue
        kept.append(f)
    return row if len(kept) == len(row.fields) else replace(row, fields=tuple(kept))


def _first_number(row: Row) -> int:
    """The index of the first number after a text of the row; a serial number before it does not count."""
    text = False
    for i, f in enumerate(row.fields):
        if f.carried or not f.text:
            continue
        if not is_value(f.text):
            text = True
        elif text:
            return i
    return len(row.fields) if text else 0


def _ending(key: str, f: Field, labels: Labels) -> Match | None:
    """The label at the end of a label key, without a remark in brackets at the end of its last field."""
    if match := labels.ending(key):
        return match
    bare = label_key(_REMARK.sub("", common(f.text)))
    return labels.ending(key[: len(key) - len(label_key(f.text))] + bare) if bare else None


@dataclass(slots=True)
class _Reader:
    """Gathers rows into entries; of lines with one cell each, label lines up to the numbers, numbers up to a label."""

    labels: Labels
    entries: list[Entry] = field(default_factory=list)
    label: list[Field] = field(default_factory=list)
    values: list[Field] = field(default_factory=list)
    asides: list[Field] = field(default_factory=list)
    units: list[Field] = field(default_factory=list)

    def row(self, row: Row) -> None:
        """Takes a row with several fields; its label may begin on the lines before."""
        entry = _split(_once(_apart(row), self.labels), self.labels)
        # Numbers without a label of their own may be those of any label before them; on a page, they stand beside it.
        beside = bool(entry.own) or entry.page is not None
        if self.label and not self.values and entry.numbers and entry.match is None and beside:
            label = [*self.label, *entry.own]
            match = self.labels.ending(text_of(label))
            if not entry.own or (match and len(match.before) < len(text_of(self.label))):
                self.entries.append(_continued(entry, label, match))
                self.label = []
                return
        self.close()
        self.entries.append(entry)

    def line(self, f: Field) -> None:
        """Takes a line with a single field."""
        if is_aside(f.text) and not money_caption(f.text):
            self.aside(f)
        elif not f.text or is_number(f.text) or (is_value(f.text) and (self.values or self._match())):
            self.values.append(f)
        elif self.values and is_money_unit(f.text):
            self.units.append(f)
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

    def aside(self, f: Field) -> None:
        """Takes a line that interrupts the table; what comes after a label might still be its content."""
        if self.label and not self.values:
            self.asides.append(f)

    def close(self) -> None:
        """Ends the entry of the lines so far."""
        if self.label or self.values:
            match = self._match()
            doubt = bool(match and not self.values and self.asides)
            values = self.asides if doubt else self.values
            self.entries.append(Entry(self.label, values, "line", match, doubt, self.units))
        self.label, self.values, self.asides, self.units = [], [], [], []

    def _match(self) -> Match | None:
        """The label so far, if it is one; 其他处理 is that of a row as well as of a group."""
        return _ending(text_of(self.label), self.label[-1], self.labels) if self.label else None

    def _complete(self, following: Field) -> bool:
        """Whether the label so far is complete, so that the next line begins another row."""
        key, match = text_of(self.label), self._match()
        if match is None or match.id in GROUP_IDS:
            return False
        longer = self.labels.ending(key + label_key(following.text))
        return not (longer and len(longer.before) < len(key))

    def _spaced(self, f: Field) -> Entry | None:
        """A row on one line with single spaces between its cells: a label and numbers, or numbers alone."""
        parts = f.text.split()
        numbers = next((i for i, p in enumerate(reversed(parts)) if not is_value(p)), len(parts))
        units = [replace(f, text=p) for p in parts[-numbers - 1 : -numbers] if numbers and is_unit(p)]
        if units and len(parts) > numbers + 1:
            del parts[-numbers - 1]
        label_alone = "".join(parts[: len(parts) - numbers])
        any_number = any(is_number(p) for p in parts[len(parts) - numbers :])
        if len(parts) == 1 or not numbers or not (any_number or self.labels.ending(label_key(label_alone))):
            return None
        label = [replace(f, text=" ".join(parts[:-numbers]))] if numbers < len(parts) else []
        if label and (self.values or self._complete(label[0])):
            self.close()
        match = _ending(text_of([*self.label, *label]), label[-1], self.labels) if label else self._match()
        if label and match is None and (match := _ending(text_of(label), label[-1], self.labels)):
            self.close()
        if label and match is None:
            return None
        label, self.label = [*self.label, *label], []
        return Entry(label, [replace(f, text=p) for p in parts[-numbers:]], "line", match, units=units)
