"""Rows that share cells → rows of their own: several labels in one cell, a line each; a number that is merged over rows."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from loaders.reading.formats.document import Field, Location, Row
from loaders.reading.sections.labels import Labels, residue
from loaders.reading.sections.numbers import is_number, is_value
from loaders.text.normalize import label_key


def parted(rows: Iterable[Row], labels: Labels) -> list[Row]:
    """The rows, each with one label of the form.

    With as many numbers in a cell as labels, their order decides. Any other number of the row belongs to none of them
    for certain, and is marked as one that a merged cell carries. An empty cell is empty for each. A row without any
    cell of so many numbers stays whole. A number that is merged over several rows with labels belongs to none either.
    """
    out: list[Row] = []
    for row in rows:
        several = row.kind in ("grid", "cells") and any("\n" in f.text for f in row.fields)
        out += _parts(row, labels) if several else (row,)
    for at, (upper, lower) in enumerate(pairwise(out)):
        if shared := _shared(upper, lower):
            fields = (replace(f, carried=f.carried or f.location in shared) for f in upper.fields)
            out[at] = replace(upper, fields=tuple(fields))
    return out


def _shared(upper: Row, lower: Row) -> set[Location]:
    """The places of numbers that go on from a row into the next one, which has a label of its own.

    On a page a rule may be missing, and the place of the number tells whose it is.
    """
    numbers = [f for f in lower.fields if f.carried and f.text[:1].isdecimal() and is_number(f.text)]
    over = {f.location for f in numbers if f.location.page is None}
    if not over:
        return over
    begin = {f.location for f in upper.fields if not f.carried}
    labelled = any(not (f.carried or is_value(f.text)) and label_key(f.text) for f in lower.fields)
    return over & begin if labelled else set()


def _parts(row: Row, labels: Labels) -> Sequence[Row]:
    for at, f in enumerate(row.fields):
        names = _names(f.text, labels) if "\n" in f.text and not f.carried else ()
        if len(names) > 1:
            if not any(_is_shared(g, len(names)) for g in row.fields[at + 1 :]):
                break
            return [replace(row, fields=_fields(row.fields, at, names, i)) for i in range(len(names))]
    return (row,)


def _names(text: str, labels: Labels) -> list[str]:
    """The labels that the lines of a text are, each of one line or several; none unless all lines belong to labels."""
    names: list[str] = []
    ids: list[str] = []
    name = ""
    for line in reversed(text.split("\n")):
        name = line + name
        match = labels.ending(label_key(name))
        # The label of a group, whose rows' ids begin with its own, may stand above its first row.
        if ids and not residue(label_key(name)) and (match is None or ids[-1].startswith(f"{match.id}_")):
            names[-1], name = name + names[-1], ""
        elif match and not residue(match.before) and match.id not in ids:
            ids.append(match.id)
            names.append(name)
            name = ""
    return [] if label_key(name) else names[::-1]


def _fields(fields: Sequence[Field], at: int, names: Sequence[str], part: int) -> tuple[Field, ...]:
    """The fields of one part of a row. at: the index of its label."""
    return tuple(
        replace(f, text=names[part]) if i == at else _part(f, len(names), part, i > at) for i, f in enumerate(fields)
    )


def _part(f: Field, parts: int, part: int, behind: bool) -> Field:
    """A field's share of one part of its row. behind: whether it stands behind the label, where the values are."""
    if _is_shared(f, parts):
        return replace(f, text=f.text.split("\n")[part])
    return replace(f, carried=True) if behind and is_number(f.text) else f


def _is_shared(f: Field, parts: int) -> bool:
    """Whether a field has a value on a line for each part of its row."""
    lines = f.text.split("\n")
    return len(lines) == parts and all(is_value(line) for line in lines) and not f.carried
