"""Part 四, 政府信息公开行政复议、行政诉讼情况: rows → cells, three routes of five results."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from loaders.fold import fold
from loaders.formats.document import Field, Row
from loaders.sections.cells import Table
from loaders.sections.columns import Extent, apart, extent, fit, stacked
from loaders.sections.labels import REVIEW_COLUMNS, REVIEW_ROWS, residue
from loaders.sections.rows import LONGEST_LABEL, is_number

SECTION = "reviews"
Pair = tuple[str, str]
FORM: list[Pair] = [(route, result) for route in REVIEW_ROWS.order for result in REVIEW_COLUMNS.order]
"""The fifteen cells in the order in which the form prints them, in one row."""


def read(rows: Iterable[Row]) -> list[Table]:
    """The tables of part 四 in a document: one, unless its numbers come back."""
    reader = _Reader()
    for row in rows:
        if row.kind == "line":
            reader.line(row.fields[0])
        else:
            reader.row(row)
    reader.close()
    return [t for t in reader.tables if t.cells or t.notes]


class _Reader:
    """Collects the header until numbers come, and the numbers that stand one to a line."""

    def __init__(self) -> None:
        self.tables = [Table(SECTION)]
        self.header: list[Field] = []
        self.used = False
        self.numbers: list[Field] = []
        self.blank: tuple[Field, ...] | None = None

    def line(self, f: Field) -> None:
        parts = f.text.split()
        if all(is_number(p) for p in parts):
            self.numbers.extend(replace(f, text=p) for p in parts or [""])
            return
        self._flush()
        if len(f.text) <= LONGEST_LABEL:
            self._head([f])

    def row(self, row: Row) -> None:
        self._flush()
        texts = [f for f in row.fields if f.text]
        first = next((i for i, f in enumerate(row.fields) if is_number(f.text)), None)
        if first is None:
            if texts:
                self._head(row.fields)
            elif self.header and not self.used:
                self.blank = row.fields
            return
        label = [f for f in row.fields[:first] if f.text]
        route = REVIEW_ROWS.ending(fold("".join(f.text for f in label))) if label else None
        if route:
            self._take([(route.id, c) for c in REVIEW_COLUMNS.order], None, row.fields[first:])
        elif any(REVIEW_COLUMNS.whole(fold(f.text)) for f in label):
            self._head(row.fields)
        else:
            self._take(*self._columns(), row.fields)

    def close(self) -> None:
        """Ends the section: numbers still held are taken, and a blank row under a header is the row of results."""
        self._flush()
        if self.blank and not self.tables[0].cells:
            self._take(*self._columns(), self.blank)

    def _head(self, fields: Iterable[Field]) -> None:
        if self.used:
            self.header, self.used = [], False
        self.header.extend(f for f in fields if f.text and not f.carried)

    def _flush(self) -> None:
        if self.numbers:
            values, self.numbers = self.numbers, []
            route = REVIEW_ROWS.whole(fold(self.header[-1].text)) if self.header else None
            if self.used and len(values) not in (len(FORM), len(REVIEW_COLUMNS.order)):
                self.tables[-1].unread(values)
            elif route and len(values) == len(REVIEW_COLUMNS.order):
                self._take([(route, c) for c in REVIEW_COLUMNS.order], None, values)
            else:
                self._take(*self._columns(), values)

    def _columns(self) -> tuple[list[Pair], list[Extent] | None]:
        """The cells that the header names, left to right, and where they stand; the form's fifteen if it is broken."""
        header = stacked(self.header, lambda f: bool(_label(f)))
        routes = [(r, e) for f in header if (r := REVIEW_ROWS.whole(fold(f.text))) and (e := extent(f))]
        leaves = [(e, c) for f in header if (c := REVIEW_COLUMNS.whole(fold(f.text))) and (e := extent(f))]
        leaves.sort(key=lambda x: x[0].left)
        heads = [e for e, _ in leaves]
        if apart(heads):
            named = [(_route_over(e, routes), c) for e, c in leaves]
            present = {r for r, _ in named}
            if named and named == [(r, c) for r, c in FORM if r in present]:
                return named, heads
            if [c for _, c in leaves] == [c for _, c in FORM]:
                return FORM, heads
        return FORM, None

    def _take(self, pairs: list[Pair], heads: list[Extent] | None, values: Sequence[Field]) -> None:
        table = self.tables[-1]
        if any((c.item, c.column) in pairs for c in table.cells):
            self.tables.append(table := Table(SECTION))
        if not self.used:
            table.unread(_unknown(self.header))
        self.used = True
        fields = fit(values, len(pairs), heads)
        if fields is None:
            for route in dict.fromkeys(r for r, _ in pairs):
                table.unclear(route, [c for r, c in pairs if r == route], (), values)
            return
        table.unread(f for f in values if f not in fields)
        for (route, result), field in zip(pairs, fields, strict=True):
            table.add(route, result, field, ())


def _label(f: Field) -> str | None:
    key = fold(f.text)
    return REVIEW_ROWS.whole(key) or REVIEW_COLUMNS.whole(key)


def _route_over(leaf: Extent, routes: Sequence[tuple[str, Extent]]) -> str | None:
    """The route whose head reaches over a column; the narrowest where heads lie on each other."""
    over = [(e.right - e.left, r) for r, e in routes if e.left <= leaf.middle < e.right]
    return min(over)[1] if over else None


def _unknown(header: Sequence[Field]) -> list[Field]:
    """The header's fields that name neither route nor result; the pieces of labels broken over lines do."""
    labels = "".join((*REVIEW_ROWS.keys, *REVIEW_COLUMNS.keys))
    return [f for f in header if any((key := residue(fold(t))) and key not in labels for t in f.text.split())]
