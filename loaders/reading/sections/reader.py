"""Entries of a section → its tables: the one reader of parts 二 and 三, which each say what their labels and headers mean."""

from abc import ABC, abstractmethod
from collections.abc import Container, Mapping, Sequence
from decimal import Decimal
from typing import ClassVar, NamedTuple

from loaders.reading.formats.document import Field, RowKind
from loaders.reading.sections.blocks import Block, FormRow, blocks
from loaders.reading.sections.cells import NO_SCALES, Table
from loaders.reading.sections.columns import NO_HEADS, Heads, Ruler, learn
from loaders.reading.sections.entries import Entry
from loaders.reading.sections.extents import Line
from loaders.reading.sections.labels import Match
from loaders.reading.sections.numbers import is_unit


class Columns(NamedTuple):
    """The columns of a table as its header names them.

    ids: the form's columns as printed, from left to right; none where the header is not one of the form's.
    units: texts that may name the unit of an amount, nearest first, the table's caption last.
    """

    ids: Sequence[str]
    heads: Heads = NO_HEADS
    template: str | None = None
    units: Sequence[str] = ()


class Section(ABC):
    """One table section of the form. Subclasses say what its labels and headers mean; `read` does the rest."""

    id: ClassVar[str]
    order: ClassVar[Sequence[str]]
    """The ids of the section's rows in the order of the form."""
    one_header: ClassVar[bool]
    """Whether all rows stand under one header (which pages may repeat), so that all tell where the columns stand."""

    @abstractmethod
    def nearest(self, entry: Entry, last: str | None) -> Match | None:
        """The row of the form that an inexact label stands for, given the last row recognised."""

    @abstractmethod
    def columns(self, block: Block, before: Columns | None) -> Columns:
        """The columns of a block with rows; before: those of the block above it."""

    @abstractmethod
    def unknown(self, header: Sequence[Field]) -> Sequence[Field]:
        """The fields of a header that the form does not have."""

    @abstractmethod
    def note_header(self, table: Table, block: Block) -> None:
        """Notes the words of a block's header that the form does not have."""

    @abstractmethod
    def finish(self, table: Table) -> None:
        """Sets the template of a table whose rows are all read, and notes what its figures contradict."""

    def item(self, row: FormRow, items: Container[str]) -> str:
        """The id of a row, given those of the rows above it in its table."""
        return row.match.id

    def legible(self, row: FormRow, item: str, columns: Columns) -> bool:
        """Whether a row's numbers can be read at all."""
        return not row.bare

    @abstractmethod
    def named(self, row: FormRow) -> Sequence[str]:
        """The ids of the form's rows that a label names one after the other."""

    def exact(self, row: FormRow, item: str) -> bool:
        """Whether the label is the form's own or a known variant."""
        return row.match.exact

    def scales(self, row: FormRow, columns: Columns, fields: Sequence[Field | None]) -> Mapping[str, Decimal]:
        """By column, the factors that turn a row's figures into the form's units, where they are not 1."""
        return NO_SCALES

    def superfluous(self, left_over: Field, columns: Columns, fields: Sequence[Field | None]) -> bool:
        """Whether a field beside the form's columns says nothing new, given those of the columns: a unit alone."""
        return is_unit(left_over.text)

    def read(self, entries: Sequence[Entry]) -> list[Table]:
        """The tables of the section in a document: one, unless a row of the form is printed again."""
        tables, items = [Table(self.id)], set[str]()
        columns: Columns | None = None
        rulers: dict[RowKind, Ruler] = {}
        mixed: list[tuple[FormRow, Columns]] = []
        all_blocks = blocks(entries, self.nearest, self.order, self.unknown)
        for block in all_blocks:
            for stray in block.strays:
                tables[-1].unread([*stray.own, *stray.values])
            self.note_header(tables[-1], block)
            if block.rows:
                columns = self.columns(block, columns)
            if columns and (block.header or not rulers):
                rulers = _rulers(columns, all_blocks if self.one_header else [block])
            for row in block.rows:
                item = self.item(row, items)
                if columns is None or not self.legible(row, item, columns):
                    tables[-1].unread([*row.own, *row.values], item=item)
                    if columns and columns.ids and not row.empty and len(self.named(row)) > 1:
                        mixed.append((row, columns))
                    continue
                if item in items:
                    tables.append(Table(self.id))
                    items.clear()
                items.add(item)
                self._put(tables[-1], item, row, columns, rulers[row.kind])
        self._put_mixed(tables, mixed)
        for table in tables:
            self.finish(table)
        return [t for t in tables if t.cells or t.notes]

    def _put_mixed(self, tables: Sequence[Table], mixed: Sequence[tuple[FormRow, Columns]]) -> None:
        """Adds each row that several labels share to each of them as unclear, unless it is printed elsewhere as well."""
        there = {c.item for t in tables for c in t.cells}
        for row, columns in mixed:
            for item in self.named(row):
                if item not in there:
                    there.add(item)
                    tables[-1].unclear(item, columns.ids, row.label, row.values, columns.template)

    def _put(self, table: Table, item: str, row: FormRow, columns: Columns, ruler: Ruler) -> None:
        fit = None if row.doubt else ruler.fit(row.values)
        if fit is None:
            table.unclear(item, columns.ids, row.label, row.values, columns.template)
        else:
            table.unread((f for f in fit.rest if not self.superfluous(f, columns, fit.fields)), item=item)
            scales = self.scales(row, columns, fit.fields)
            table.row(item, zip(columns.ids, fit.fields, strict=True), row.label, columns.template, scales)
        if not self.exact(row, item):
            table.unread(row.own, "inexact_label", item)


def _rulers(columns: Columns, under: Sequence[Block]) -> dict[RowKind, Ruler]:
    """A ruler for each kind of row among the blocks under one header; none without columns."""
    if not columns.ids:
        return {}
    lines: dict[RowKind, list[Line]] = {}
    for row in (r for block in under for r in block.rows):
        lines.setdefault(row.kind, []).append(Line(row.label, row.values))
    return {kind: learn(alike, len(columns.ids), kind, columns.heads) for kind, alike in lines.items()}
