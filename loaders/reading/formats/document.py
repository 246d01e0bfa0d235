"""A document of any format: rows of fields in reading order, each with its location, without meaning yet.

Locations, fields and rows are never changed. They are not frozen because a report has two thousand of them and a frozen
one takes three times as long to make.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from loaders.text.errors import Unreadable

_MOST_ROWS = 50_000
_MOST_FIELDS = 2_000_000
"""Limits far above any annual report; a larger file would only delay the batch."""


@dataclass(slots=True, unsafe_hash=True)
class Location:
    """The spot of a text in its document, counted from 1; None for what the format does not have.

    Written as `p3 t2 r5 c4` (page, table, row, column) or `l57 c2` (line, column).
    """

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

    left, right: its extent, in grid columns in a grid, in display columns or points in aligned text, None if only the
    order is known. carried: whether it is a merged cell from above, with the same text and location.
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

    kind: `grid`, with laid out columns; `cells`, with separators between the fields, blank ones included; `aligned`,
    with mere gaps between them; `line`, running text or a single cell.
    """

    fields: tuple[Field, ...]
    kind: RowKind
    table: int | None = None

    @property
    def own(self) -> list[Field]:
        """The fields with a text that begin here; one text repeated in each cell, as of a merged cell undone, is once."""
        own = [f for f in self.fields if f.text and not f.carried]
        once = len(own) > 1 and own[0].text == own[-1].text and all(f.text == own[0].text for f in own)
        return own[:1] if once else own

    @property
    def text(self) -> str:
        return " ".join(f.text for f in self.fields if not f.carried)


@dataclass(frozen=True, slots=True)
class Sighting:
    """What was seen in a cell of a picture: each text that a reading gave, none if no ink is there.

    sure: whether all readings say the same and are certain of it.
    """

    texts: tuple[str, ...]
    sure: bool


@dataclass(slots=True)
class Document:
    """A file as rows. meta: the metadata in a page's head by lower-case name, the first of each.

    pictured: the numbers of the pages that were read from pictures; sightings: what was seen in the cells of their tables.
    unread_pages: the numbers of pages that are pictures and were not read.
    """

    format: str
    rows: list[Row] = field(default_factory=list)
    title: str | None = None
    url: str | None = None
    meta: dict[str, str] = field(default_factory=dict)
    pictured: list[int] = field(default_factory=list)
    sightings: dict[Location, Sighting] = field(default_factory=dict)
    unread_pages: list[int] = field(default_factory=list)


def collect(rows: Iterable[Row]) -> list[Row]:
    """The rows of a reader as a list; raises Unreadable if there are more than any report has."""
    out: list[Row] = []
    fields = 0
    for row in rows:
        out.append(row)
        fields += len(row.fields)
        if len(out) > _MOST_ROWS or fields > _MOST_FIELDS:
            raise Unreadable("too_many_rows", most=_MOST_ROWS)
    return out
