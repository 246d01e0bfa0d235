"""Rows of a table → the same rows with the places of their cells; rows printed side by side one below the other."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from loaders.reading.formats.document import Field, Row
from loaders.reading.sections.labels import Labels
from loaders.reading.sections.numbers import is_number
from loaders.text.asides import is_aside
from loaders.text.normalize import label_key

_SIDE_BY_SIDE = 3
"""The number of labels of rows in one printed row from which on the table is transposed."""
_LONG = 4
"""The length from which on a label of a row is none of a column."""


def squared(rows: Sequence[Row], columns: Labels) -> list[Row]:
    """The rows of separated text with places, if one row names all columns and each row of numbers is as long as it.

    Then no field was lost, and the number of a field is its column.
    """
    cells = [row for row in rows if row.kind == "cells"]
    heads = next((row for row in cells if _names_all(row, columns)), None)
    if heads is None:
        return list(rows)
    width = len(heads.fields)
    if any(len(row.fields) != width for row in cells if sum(is_number(f.text) for f in row.fields) > 1):
        return list(rows)
    return [_placed(row) if row.kind == "cells" and len(row.fields) == width else row for row in rows]


def squared_blocks(rows: Sequence[Row], columns: Labels) -> list[Row]:
    """The same for a table of several blocks, each under a header of its own."""
    out: list[Row] = []
    block: list[Row] = []
    for row in rows:
        if row.kind == "cells" and any(columns.named(f.text) for f in row.fields if f.text):
            out += _squared_block(block)
            block = []
        block.append(row)
    return out + _squared_block(block)


def _squared_block(block: Sequence[Row]) -> list[Row]:
    """A header and the rows below it, with places if those with numbers are as long as the header."""
    width = len(block[0].fields) if block else 0
    filled = [row for row in block[1:] if row.kind == "cells" and any(is_number(f.text) for f in row.fields)]
    if not filled or block[0].kind != "cells" or any(len(row.fields) != width for row in filled):
        return list(block)
    return [_placed(row) if row.kind == "cells" and len(row.fields) == width else row for row in block]


def _names_all(row: Row, columns: Labels) -> bool:
    named = [c for f in row.fields if f.text and (c := columns.named(f.text))]
    return len(named) == len(set(named)) == len(columns.order)


def _placed(row: Row) -> Row:
    fields = tuple(replace(f, left=i, right=i + 1) for i, f in enumerate(row.fields))
    return replace(row, fields=fields, kind="grid")


def upright(rows: Sequence[Row], labels: Labels) -> tuple[list[Row], list[Row]]:
    """The rows of a section, transposed tables turned; and those of transposed tables that have lost cells.

    In these nothing says which label a number stands below.
    """
    out: list[Row] = []
    lost: list[Row] = []
    whole = [row for row in rows if row.kind != "line" or not is_aside(row.text)]
    if not any(_is_transposed(row, labels) for row in whole):
        return list(rows), []
    for _, group in groupby(whole, lambda r: (r.kind, r.table) if r.kind != "line" else None):
        table = list(group)
        top = next((i for i, row in enumerate(table) if row.kind != "line" and _is_transposed(row, labels)), None)
        if top is None:
            # A line beside a transposed table is a head, and no row.
            out += [row for row in table if row.kind != "line"]
        elif table[0].kind != "grid" and len({len(row.fields) for row in table}) > 1:
            lost += table
        else:
            out += _turned(table)
    return out, lost


def _is_transposed(row: Row, labels: Labels) -> bool:
    if len(row.fields) <= _SIDE_BY_SIDE:
        return False
    keys = {label_key(f.text) for f in row.fields if f.text and not f.carried}
    ids = {m.id for k in keys if len(k) >= _LONG and (m := labels.ending(k)) and len(m.before) < _LONG}
    return len(ids) >= _SIDE_BY_SIDE


def _turned(table: Sequence[Row]) -> list[Row]:
    """Rows and columns exchanged; cells that reach over several rows reach over several columns, and the reverse."""
    if table[0].kind != "grid":
        table = [_placed(row) for row in table]
    boxes: dict[tuple[object, float], tuple[Field, int, int]] = {}
    for at, row in enumerate(table):
        for f in row.fields:
            key = (f.location, f.left or 0)
            first = boxes[key][1] if f.carried and key in boxes else at
            boxes[key] = (f, first, at + 1)
    placed = sorted(boxes.values(), key=lambda box: box[1])
    width = int(max((f.right or 0 for f, _, _ in placed), default=0))
    out = []
    for column in range(width):
        fields = [
            replace(f, left=top, right=bottom, carried=column > (f.left or 0))
            for f, top, bottom in placed
            if (f.left or 0) <= column < (f.right or 0)
        ]
        out.append(Row(tuple(fields), "grid", table[0].table))
    return out
