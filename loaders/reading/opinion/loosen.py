"""A document → the same rows with less of their layout: a second way to read them, by order where the first goes by place."""

from dataclasses import replace

from loaders.reading.formats.document import Document, Row, RowKind

_LOOSER: dict[RowKind, RowKind] = {"grid": "cells", "aligned": "line"}


def loosened(document: Document) -> Document | None:
    """The document without the places of its fields; None if it has none."""
    if not any(row.kind in _LOOSER for row in document.rows):
        return None
    return replace(document, rows=[_loosened(row) for row in document.rows])


def _loosened(row: Row) -> Row:
    """A row of a table as fields in their order, a line with gaps as words."""
    if row.kind == "grid":
        fields = tuple(replace(f, left=None, right=None) for f in row.fields if not f.carried)
        return replace(row, fields=fields or row.fields, kind="cells")
    if row.kind == "aligned":
        return replace(row, fields=(replace(row.fields[0], text=row.text, left=None, right=None),), kind="line")
    return row
