"""A batch of files → frames of documents, cells, notes and prose: the work of one worker, without state."""

import faulthandler
import gc
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import polars as pl

from loaders.reading.extract import Reading, contained, read_as
from loaders.reading.files import SourceFile, read_bytes
from loaders.reading.formats.detect import FACTS, detect
from loaders.reading.formats.facts import Facts, document_id, read_facts
from loaders.reading.identity.identify import Identity
from loaders.reading.rows import cell_rows, digest, document_row, note_rows, prose_rows, to_wide
from loaders.store.schema import WIDE, Cells, Documents, Notes, Prose, types
from loaders.text.errors import Unreadable

Known = frozenset[tuple[str, str]]
"""Pairs of source and sha256 that the store holds already."""
_PATIENCE = 60.0
"""Seconds that one file may take."""


DOCUMENT = pl.Schema({name: dtype for name, dtype in types(Documents).items() if name != "seen"})
"""The columns of `documents` that a reader can fill."""


@dataclass(slots=True)
class Batch:
    """The result of a worker as frames of the store's tables; `wide` holds the same cells, one row a document.

    known: how many files the store holds already.
    """

    documents: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=DOCUMENT))
    cells: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=types(Cells)))
    notes: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=types(Notes)))
    prose: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=types(Prose)))
    wide: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=WIDE))
    known: int = 0


_guarded: TextIO | None = None


def guard() -> None:
    """Makes this process end itself over a file that takes longer than `_PATIENCE`; called once in each worker."""
    global _guarded
    # Loaded modules stay for good: the collector need not look through them with every document.
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    _guarded = Path(os.devnull).open("w")  # noqa: SIM115, it stays open as long as the process


@contextmanager
def _patience() -> Iterator[None]:
    """Ends a guarded process if the block takes too long, even where a library holds it in native code."""
    if _guarded is None:
        yield
        return
    faulthandler.dump_traceback_later(_PATIENCE, exit=True, file=_guarded)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def guarded_read(items: list[SourceFile], known: Known) -> Batch:
    """`read_batch` in a worker, which may end over a file."""
    if _guarded is None:
        guard()
    return read_batch(items, known)


def read_batch(items: list[SourceFile], known: Known) -> Batch:
    """Reads the files that are not known yet; a fault of a file is a row of `documents`, never an exception."""
    known_files = 0
    documents: list[dict[str, object]] = []
    rows: dict[str, list[tuple[object, ...]]] = {"cells": [], "notes": [], "prose": []}
    frames: list[pl.DataFrame] = []
    done: set[str] = set()
    for item in items:
        try:
            with contained():
                data = read_bytes(item)
        except Unreadable as fault:
            sha256 = hashlib.sha256(f"{item.root}|{item.source}".encode()).hexdigest()
            documents.append(_row(_rejection(fault), item, sha256, sha256))
            continue
        sha256 = hashlib.sha256(data).hexdigest()
        if (item.source, sha256) in known:
            known_files += 1
            continue
        format = None
        try:
            with contained():
                format = detect(data, item.source)
                facts = _facts(read_facts(data, format), format, item, sha256) if format in FACTS else None
        except Unreadable as fault:
            documents.append(_row(_rejection(fault, format), item, sha256, sha256))
            continue
        if facts:
            documents += facts[0]
            frames.append(facts[1])
            continue
        with _patience():
            reading = read_as(format, data)
        documents.append(_row(reading, item, sha256, sha256))
        if reading.reason is None and sha256 not in done:
            done.add(sha256)
            rows["cells"] += cell_rows(reading, sha256)
            rows["notes"] += note_rows(reading, sha256)
            rows["prose"] += prose_rows(reading, sha256)
    cells = pl.concat([_frame(rows["cells"], types(Cells)), *frames])
    return Batch(
        pl.DataFrame(documents, schema=DOCUMENT),
        cells,
        _frame(rows["notes"], types(Notes)),
        _frame(rows["prose"], types(Prose)),
        to_wide(cells),
        known_files,
    )


def unread(reading: Reading, item: SourceFile, sha256: str) -> Batch:
    """A batch of one file that could not be read."""
    return Batch(pl.DataFrame([_row(reading, item, sha256, sha256)], schema=DOCUMENT))


def _frame(rows: list[tuple[object, ...]], schema: pl.Schema) -> pl.DataFrame:
    """Rows as a frame; column by column, which takes half the time."""
    return pl.DataFrame(dict(zip(schema, zip(*rows, strict=True), strict=True)) if rows else None, schema=schema)


def _rejection(fault: Unreadable, format: str | None = None) -> Reading:
    return Reading(format, fault.reason, fault.words)


def _row(reading: Reading, item: SourceFile, document: str, sha256: str) -> dict[str, object]:
    return document_row(reading, document=document, source=item.source, sha256=sha256, root=item.root)


def _facts(facts: Facts, format: str, item: SourceFile, sha256: str) -> tuple[list[dict[str, object]], pl.DataFrame]:
    """A file of exported facts as rows of `documents`, one a report, and their cells."""
    rows, ids = [], []
    named = facts.cells.partition_by("source", "report_id", as_dict=True, maintain_order=True)
    for report in facts.reports.iter_rows(named=True):
        identity = Identity(agency=report["agency"], year=report["year"], scope=report["scope"] or "unknown")
        cells = named[report["source"], report["report_id"]]
        document = document_id(sha256, report["source"], report["report_id"])
        row = document_row(Reading(format=format, identity=identity), document=document, source=report["source"],
                           sha256=sha256, root=f"{item.root}/{item.source}")  # fmt: skip
        named_cells = pl.concat_str(pl.col("section", "item", "column").cast(pl.String), separator=".")
        row["digest"] = digest(cells.select(named_cells, "state", "value").iter_rows())
        row["given_id"] = report["report_id"]
        for section in ("disclosure", "requests", "reviews"):
            found = cells.filter(pl.col("section") == section)["template"].drop_nulls().unique().to_list()
            row[f"{section}_template"] = found[0] if len(found) == 1 else "mixed" if found else None
        rows.append(row)
        ids.append({"source": report["source"], "report_id": report["report_id"], "document": document})
    link = pl.DataFrame(ids)
    cells = facts.cells.join(link, on=["source", "report_id"]).select(list(types(Cells)))
    return rows, cells
