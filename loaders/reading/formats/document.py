"""What every format becomes: rows of fields in reading order, each with its location; no meaning yet.

Locations, fields and rows are values that nothing changes. They are not frozen because a report has two thousand of them
and a frozen one takes three times as long to make.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from loaders.text.errors import Unreadable

_MOST_ROWS = 50_000
_MOST_FIELDS = 2_000_000
"""No annual report comes near; a file with more would only keep the batch waiting."""


@dataclass(slots=True, unsafe_hash=True)
class Location:
    """Where a text stands, counted from 1; null where the format has no such thing. Shown as `p3 t2 r5 c4` or `l57 c2`."""

    page: int | None = None
    table: int | None = None
    row: int | None = None
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        if None not in (grid := (self.table, self.row, self.column)) and self.line is None:
            text = "t{} r{} c{}".format(*grid)
            return text if self.page is None else f"p{self.page} {text}"
        parts = (("p", self.page), ("t", self.table), ("r", self.row), ("l", self.line), ("c", self.column))
        return " ".join(f"{k}{v}" for k, v in parts if v is not None)

    @classmethod
    def parse(cls, text: str) -> "Location":
        """The location that a text like `p3 t2 r5 c4` names; ValueError for any other text."""
        names = {"p": "page", "t": "table", "r": "row", "l": "line", "c": "column"}
        if not re.fullmatch(r"(?:[ptrlc]\d+(?: (?=\S)|$))*", text):
            raise ValueError(text)
        return cls(**{names[part[0]]: int(part[1:]) for part in text.split()})


@dataclass(slots=True, unsafe_hash=True)
class Field:
    """One cell of a table, or one stretch of a line.

    `left` and `right` are its extent: grid columns in a grid, display columns or points in aligned text, null where
    only the order is known. `carried` marks a cell that a merged one above it covers: same text, same location.
    """

    text: str
    location: Location
    left: float | None = None
    right: float | None = None
    carried: bool = False


RowKind = Literal["grid", "cells", "aligned", "line"]


@dataclass(slots=True, unsafe_hash=True)
class Row:
    """A row of a table or a line of text.

    kind says how far its fields can be trusted: `grid`, columns are laid out; `cells`, separators stand between the
    fields, blank ones included; `aligned`, only gaps tell them apart; `line`, running text or a single cell.
    """

    fields: tuple[Field, ...]
    kind: RowKind
    table: int | None = None

    @property
    def text(self) -> str:
        return " ".join(f.text for f in self.fields if not f.carried)


@dataclass(slots=True)
class Document:
    """A file as rows. `meta` holds what the page's head says of itself: names lower-cased, first value wins."""

    format: str
    rows: list[Row] = field(default_factory=list)
    title: str | None = None
    url: str | None = None
    meta: dict[str, str] = field(default_factory=dict)


def collect(rows: Iterable[Row]) -> list[Row]:
    """The rows that a reader makes; raises Unreadable where there are more than any report has."""
    out: list[Row] = []
    fields = 0
    for row in rows:
        out.append(row)
        fields += len(row.fields)
        if len(out) > _MOST_ROWS or fields > _MOST_FIELDS:
            raise Unreadable("too_many_rows", most=_MOST_ROWS)
    return out
