"""Part 四, 政府信息公开行政复议、行政诉讼情况: rows → cells, three routes of five results each.

The form prints all fifteen cells in one row, so that the header alone names them: unlike parts 二 and 三 it has no row
labels to find entries by. Real reports also print a row for each route, or for each result.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from loaders.form.templates import item_labels
from loaders.reading.formats.document import Field, Row, RowKind
from loaders.reading.sections.cells import Table
from loaders.reading.sections.columns import Heads, learn
from loaders.reading.sections.entries import LONGEST_LABEL, text_of
from loaders.reading.sections.extents import Extent, Line, apart, extent, stacked
from loaders.reading.sections.labels import REVIEW_COLUMNS, REVIEW_ROWS, Labels, residue
from loaders.reading.sections.numbers import is_number, is_value
from loaders.reading.sections.parted import parted
from loaders.text.asides import is_aside
from loaders.text.normalize import label_key

SECTION = "reviews"
_LITIGATION = "litigation"
_ROWS = Labels({**item_labels(SECTION), _LITIGATION: ("行政诉讼",)})
"""The labels of rows; a report may also have both routes of litigation in one row, which is none of the form's."""
Pair = tuple[str, str]
_RESULTS = len(REVIEW_COLUMNS.order)
FORM: list[Pair] = [(route, result) for route in REVIEW_ROWS.order for result in REVIEW_COLUMNS.order]
"""The fifteen cells in the order of the form."""


def read_reviews(rows: Iterable[Row]) -> list[Table]:
    """The tables of part 四 in a document: one, unless a cell is printed again."""
    reader = _Reader()
    for row in parted(rows, _ROWS):
        if row.kind == "line":
            reader.line(row.fields[0])
        else:
            reader.row(row)
    reader.close()
    return [t for t in reader.tables if t.cells or t.notes]


class _Reader:
    """Collects the header up to the numbers, and numbers that are printed one to a line."""

    def __init__(self) -> None:
        self.tables = [Table(SECTION)]
        self.header: list[Field] = []
        self.right = 0.0
        self.used = False
        self.numbers: list[Field] = []
        self.blank: Row | None = None
        self.route: str | None = None
        self.litigation: list[Sequence[Field]] = []

    def line(self, f: Field) -> None:
        """Takes a line with a single field: a number, several numbers with spaces between them, or words of the header."""
        if is_aside(f.text):
            return
        parts = f.text.split()
        several = len(parts) > 1 and any(is_number(p) for p in parts)
        if all(is_number(p) or (several and is_value(p)) for p in parts):
            if parts or self.header:
                self.numbers.extend(replace(f, text=p) for p in parts or [""])
            return
        if self.numbers and is_value(f.text):
            self.numbers.append(f)
            return
        self._flush()
        if len(f.text) <= LONGEST_LABEL:
            self._head([f])

    def row(self, row: Row) -> None:
        """Takes a row of a table: all results, one route or one result with its label, or a row of the header."""
        self._flush()
        own = [f for f in row.fields if f.text and not f.carried]
        first = _first_number(row.fields)
        if first is None:
            if own and len(row.fields) == len(FORM) and self._complete():
                self._take(*self._columns(), row.fields, row.kind)
            elif own:
                self._head(row.fields)
            elif self.header and not self.used and any(not f.carried for f in row.fields):
                self.blank = row
            return
        end = max((i for i, f in enumerate(row.fields[:first], 1) if f.text), default=0)
        label, values = [f for f in row.fields[:end] if f.text], row.fields[end:]
        key = label_key("".join(f.text for f in label))
        if _ROWS.whole(key) == _LITIGATION and REVIEW_ROWS.whole(key) is None:
            self.tables[-1].unread(own)
            self.litigation.append(values)
        elif route := REVIEW_ROWS.ending(key):
            self._take([(route.id, c) for c in REVIEW_COLUMNS.order], None, values, row.kind)
        elif len([f for f in values if f.text]) == 1 and (result := REVIEW_COLUMNS.ending(key)):
            self.route = next((r for k, r in REVIEW_ROWS.keys.items() if k in key), self.route)
            if self.route:
                self._take([(self.route, result.id)], None, values, row.kind)
        elif len([f for f in values if f.text]) < _RESULTS and any(REVIEW_COLUMNS.named(f.text) for f in label):
            self._head(row.fields)
        elif label and self._complete() and len(values) == len(FORM):
            self.tables[-1].unread(f for f in label if REVIEW_COLUMNS.named(f.text) is None)
            self._take(*self._columns(), values, row.kind)
        else:
            self._take(*self._columns(), row.fields, row.kind)

    def close(self) -> None:
        """Ends the section: takes numbers on lines; a blank row under a header is the row of results if no other is."""
        self._flush()
        if self.blank and not self.tables[0].cells:
            self._take(*self._columns(), self.blank.fields, self.blank.kind)
        there = {c.item for t in self.tables for c in t.cells}
        for route in (r for r in REVIEW_ROWS.order if self.litigation and r != "review" and r not in there):
            self.tables[-1].unclear(route, REVIEW_COLUMNS.order, (), self.litigation[0])

    def _head(self, fields: Iterable[Field]) -> None:
        if self.used:
            self.header, self.right, self.used = [], 0.0, False
        fields = list(fields)
        self.right = max([self.right, *(f.right or 0 for f in fields)])
        self.header.extend(f for f in fields if f.text and not f.carried)
        for f in self.header:
            self.route = REVIEW_ROWS.named(f.text) or self.route

    def _flush(self) -> None:
        if not self.numbers:
            return
        values, self.numbers = self.numbers, []
        if len(values) < _RESULTS and not any(v.text for v in values):
            return  # blank lines of the header
        route = REVIEW_ROWS.whole(label_key(self.header[-1].text)) if self.header else None
        if route and len(values) == _RESULTS:
            self._take([(route, c) for c in REVIEW_COLUMNS.order], None, values, "line")
        elif self.used or not any(k in text_of(self.header) for k in REVIEW_COLUMNS.keys if len(k) > 2):
            self.tables[-1].unread(values)
        else:
            self._take(*self._columns(), values, "line")

    def _complete(self) -> bool:
        """Whether the header names each result of each route."""
        return sum(bool(REVIEW_COLUMNS.named(f.text)) for f in self.header) == len(FORM)

    def _columns(self) -> tuple[list[Pair] | None, list[Extent] | None]:
        """The cells that the header names, in its order, and their extents.

        The form's fifteen if the header is broken up or lost; None if it names routes in an order that its layout does
        not explain.
        """
        header = stacked(self.header, lambda f: bool(_label(f)))
        routes = [(r, e) for f in header if (r := REVIEW_ROWS.named(f.text)) and (e := extent(f))]
        leaves = [(e, c) for f in header if (c := REVIEW_COLUMNS.named(f.text)) and (e := extent(f))]
        leaves.sort(key=lambda x: x[0].left)
        heads = [e for e, _ in leaves]
        if heads and apart(heads):
            named = [(_route_over(e, routes), c) for e, c in leaves]
            full = {r: sum(n == r for n, _ in named) for r, _ in named}
            complete = all(n == _RESULTS for n in full.values()) and set(full) == {r for r, _ in routes}
            if len(set(named)) == len(named) and complete:
                return [(r, c) for r, c in named if r], heads
        order = [r for f in header if (r := REVIEW_ROWS.named(f.text))]
        results = [c for f in header if (c := REVIEW_COLUMNS.named(f.text))]
        swapped = len(order) == len(set(order)) and [r for r in REVIEW_ROWS.order if r in order] != order
        if swapped:
            return None, None
        in_order = results == [c for _, c in FORM] and len(heads) == len(FORM) and apart(heads)
        return FORM, heads if in_order else None

    def _take(
        self, pairs: list[Pair] | None, heads: list[Extent] | None, values: Sequence[Field], kind: RowKind
    ) -> None:
        if [f.text for f in values if f.text] == [str(i) for i in range(1, len(FORM) + 1)]:
            return  # the row only numbers the columns
        table = self.tables[-1]
        cells = pairs or FORM
        if any((c.item, c.column) in cells for c in table.cells):
            self.tables.append(table := Table(SECTION))
        if not self.used:
            table.unread(_unknown(self.header))
        self.used = True
        # Without a label before it, a line that lost blanks may have lost them at either end.
        short = kind == "cells" and len(values) < len(cells) and any(f.text for f in values)
        header = Heads(heads, right=self.right)
        fit = learn([Line((), values)], len(cells), kind, header).fit(values) if pairs and not short else None
        if fit is None:
            for route in dict.fromkeys(r for r, _ in cells):
                table.unclear(route, [c for r, c in cells if r == route], (), values)
            return
        table.unread(fit.rest)
        for (route, result), field in zip(cells, fit.fields, strict=True):
            table.row(route, [(result, field)], ())


def _first_number(fields: Sequence[Field]) -> int | None:
    """The index of the first number; behind a route's label, of the first text that stands for one."""
    labelled = False
    for i, f in enumerate(fields):
        if not f.text:
            continue
        if is_number(f.text) and (labelled or not f.carried):
            return i
        if labelled and is_value(f.text):
            return i
        labelled = labelled or (not f.carried and _ROWS.ending(label_key(f.text)) is not None)
    return None


def _label(f: Field) -> str | None:
    key = label_key(f.text)
    return REVIEW_ROWS.whole(key) or REVIEW_COLUMNS.whole(key)


def _route_over(leaf: Extent, routes: Sequence[tuple[str, Extent]]) -> str | None:
    """The route whose label spans a column; the narrowest if labels overlap."""
    over = [(e.right - e.left, r) for r, e in routes if e.left <= leaf.middle < e.right]
    return min(over)[1] if over else None


def _unknown(header: Sequence[Field]) -> list[Field]:
    """The header's fields that are neither labels of routes or results nor pieces of labels broken over lines."""
    labels = "".join((*REVIEW_ROWS.keys, *REVIEW_COLUMNS.keys))
    return [f for f in header if any((key := residue(label_key(t))) and key not in labels for t in f.text.split())]
