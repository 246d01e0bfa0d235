"""A report's documents ↔ the text that facts carry of them: whatever else a store holds of them than the cells in force.

The text lies in the column `record` on the first row of a report, what is longer than a cell of Excel on the next ones. With
it, facts are read back as the documents they came from; without it, or where somebody changed what it describes, as facts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson

from loaders.form.vocabulary import ALL_SECTIONS, COLUMN_IDS, ITEM_IDS, SCOPES, STATES, TEMPLATE_IDS

PIECE = 30_000
"""Characters of a piece: a cell of Excel holds 32,767."""
PRINTED = ("section", "item", "column", "template", "state", "value", "text", "where", "label")
"""What a cell of a document has in a record, in this order."""
NOTED = ("rule", "section", "item", "column", "left", "right", "partial", "text", "where")
"""What a note of reading has in a record, in this order."""
WITHDRAWN = ("undone", "reason", "who", "when")
"""What a record holds of each time that a document was withdrawn or put back, in this order."""
_OF_DOCUMENT: dict[str, type | tuple[str, ...]] = {
    "document": str, "source": str, "sha256": str, "format": str, "reason": str, "reason_words": str, "reader": int, "given_id": str, "digest": str, "withdrawn": bool,
    "agency": str, "agency_source": str, "year": int, "year_source": str, "scope": SCOPES, "title": str, "published": date,
    "url": str, "mentions": str, "own": str, "told_agency": str, "told_place": str, "told_year": int, "told_scope": SCOPES,
    "told_published": date, "told_reason": str, "told_who": str, "told_when": str, "read_year": int, "read_scope": SCOPES,
    "read_published": date, "folder": str, "age": int,
    "disclosure_template": TEMPLATE_IDS, "requests_template": TEMPLATE_IDS, "reviews_template": TEMPLATE_IDS,
}  # fmt: skip
"""What a record holds of a document. folder: a number of the folder that it was read from; age: how many newer versions of
its file that folder held.
"""
_NEEDED = ("document", "source", "sha256", "scope")
_OF_LINE: dict[str, type | tuple[str, ...]] = {
    "section": ALL_SECTIONS, "item": ITEM_IDS, "column": COLUMN_IDS, "template": TEMPLATE_IDS, "state": STATES, "value": float,
    "text": str, "where": str, "label": str, "rule": str, "left": float, "right": float, "partial": bool,
    "undone": bool, "reason": str, "who": str, "when": str,
}  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """A document: its row by `_OF_DOCUMENT`, what reading noted, but for the one in force its cells, and each time that it was
    withdrawn or put back.
    """

    row: Mapping[str, Any]
    notes: Sequence[Sequence[Any]] = ()
    cells: Sequence[Sequence[Any]] = ()
    withdrawals: Sequence[Sequence[Any]] = ()


@dataclass(frozen=True)
class Record:
    """Whose report it is, as facts print it, and its documents, the one in force first; others: documents that stand for no
    report, which it carries for want of facts of their own. A report that was never printed on a document has none.
    """

    agency: str | None
    division_code: str | None
    documents: list[Kept] = field(default_factory=list)
    others: list[Kept] = field(default_factory=list)


def to_text(record: Record) -> str:
    """A record as a text; what is null is left out."""
    rest: dict[str, Any] = {"agency": record.agency, "division_code": record.division_code}
    rest["documents"] = [_as_dict(kept) for kept in record.documents]
    if record.others:
        rest["others"] = [_as_dict(kept) for kept in record.others]
    return orjson.dumps(rest).decode()


def _as_dict(kept: Kept) -> dict[str, Any]:
    row = {c: v for c in _OF_DOCUMENT if (v := kept.row.get(c)) is not None}
    withdrawals = {"withdrawals": kept.withdrawals} if kept.withdrawals else {}
    return {"row": row, "notes": kept.notes, "cells": kept.cells, **withdrawals}


def pieces(text: str, rows: int) -> list[str]:
    """A text for the first of so many rows, all of the rest in the last of them."""
    cut = [text[i : i + PIECE] for i in range(0, len(text), PIECE)]
    return cut if len(cut) <= rows else [*cut[: rows - 1], "".join(cut[rows - 1 :])]


def from_text(text: str) -> Record | None:
    """The record of a text; None where it is none, as where rows were sorted otherwise or a program cut it."""
    try:
        found = orjson.loads(text)
        documents, others = ([_kept(d) for d in found.get(name, ())] for name in ("documents", "others"))
        if (not documents and not others) or any(kept.row["digest"] is None for kept in documents):
            return None
        return Record(_typed(found["agency"], str), _typed(found["division_code"], str), documents, others)
    except (orjson.JSONDecodeError, AttributeError, KeyError, TypeError, ValueError):
        return None


def _kept(given: Mapping[str, Any]) -> Kept:
    withdrawals = _lines(given.get("withdrawals", ()), WITHDRAWN)
    if any(undone is None or when is None for undone, _, _, when in withdrawals):
        raise ValueError
    return Kept(_row(given["row"]), _lines(given["notes"], NOTED), _lines(given["cells"], PRINTED), withdrawals)


def _row(given: Mapping[str, Any]) -> dict[str, Any]:
    row = {name: _typed(given.get(name), sort) for name, sort in _OF_DOCUMENT.items()}
    if any(row[name] is None for name in _NEEDED):
        raise ValueError
    return row


def _lines(lines: Iterable[Sequence[Any]], names: Sequence[str]) -> list[list[Any]]:
    return [[_typed(v, _OF_LINE[n]) for n, v in zip(names, line, strict=True)] for line in lines]


def _typed(value: Any, sort: type | tuple[str, ...]) -> Any:
    """A value of a sort or of some words, else a ValueError; null is of any."""
    if value is None:
        return None
    if isinstance(sort, tuple):
        if value in sort:
            return value
        raise ValueError
    if sort is date:
        return date.fromisoformat(value)
    if sort is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, sort) or (sort is int and isinstance(value, bool)):
        raise ValueError
    return value
