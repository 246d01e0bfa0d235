"""A batch of files → frames of documents, cells, notes and prose: the work of one worker."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from loaders.ingest.facts import facts_rows
from loaders.ingest.limits import Watch
from loaders.reading.extract import Reading, contained, read_as
from loaders.reading.files import Archives, SourceFile, facts_size, read_bytes
from loaders.reading.formats.detect import FACTS, detect
from loaders.reading.formats.facts import read_facts
from loaders.reading.formats.pictures import quietly
from loaders.reading.rows import cell_rows, document_row, note_rows, prose_rows, to_wide
from loaders.store.schema import WIDE, Cells, Documents, Notes, Prose, Withdrawals, types
from loaders.text.errors import Unreadable

UNREAD = (
    "file_not_readable", "not_a_file", "reader_crashed", "reader_slow",
    "image", "pdf_scan", "pictures_need_ocr", "needs_libreoffice",
)  # fmt: skip
"""The reasons for which a file is opened again by the next run: another disk, limit or program may read it."""
Known = frozenset[tuple[str, str]]
"""Pairs of source and sha256 that the store holds already."""


DOCUMENT = types(Documents)
"""The columns of a batch's `documents`. `seen` counts from the commit to come: 0, less for what facts know as an older version
of a file.
"""


@dataclass(slots=True)
class Batch:
    """The result of a worker as frames of the store's tables; `wide` holds the same cells, one row a document.

    withdrawals: what facts say of their documents. known: how many files the store holds already.
    """

    documents: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=DOCUMENT))
    cells: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=types(Cells)))
    notes: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=types(Notes)))
    prose: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=types(Prose)))
    wide: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=WIDE))
    withdrawals: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=types(Withdrawals)))
    known: int = 0

    def only(self, documents: pl.DataFrame) -> "Batch":
        """The batch with some of its documents alone."""
        return replace(self.with_content_of(set(documents["document"])), documents=documents)

    def with_content_of(self, documents: Collection[str]) -> "Batch":
        """The batch with the cells, notes and prose of some documents alone, and the rows of all."""
        theirs = pl.col("document").is_in(list(documents))
        return replace(self, **{table: getattr(self, table).filter(theirs) for table in OF_CELLS})


OF_CELLS = ("cells", "notes", "prose", "wide")
"""The tables of a batch that say what stands in the documents."""


def joined(batches: Sequence[Batch]) -> Batch:
    """Batches as one; what stands in a document that several have read is that of the first."""
    seen: set[str] = set()
    once: list[Batch] = []
    for batch in batches:
        new = set(batch.wide["document"])
        once.append(batch.with_content_of(new - seen) if new & seen else batch)
        seen |= new
    return Batch(
        pl.concat([b.documents for b in once]),
        pl.concat([b.cells for b in once]),
        pl.concat([b.notes for b in once]),
        pl.concat([b.prose for b in once]),
        pl.concat([b.wide for b in once]),
        pl.concat([b.withdrawals for b in once]),
        sum(b.known for b in once),
    )


@dataclass(slots=True)
class _Read:
    """A file's rows of `documents`, and those of the other tables that it adds."""

    documents: list[dict[str, object]]
    cells: list[tuple[object, ...]] = field(default_factory=list)
    notes: list[tuple[object, ...]] = field(default_factory=list)
    prose: list[tuple[object, ...]] = field(default_factory=list)
    withdrawals: list[tuple[object, ...]] = field(default_factory=list)
    facts: pl.DataFrame | None = None


class BatchReader:
    """Reads files that are not known yet; a fault of a file is a row of `documents`; Unreachable for a bucket that is away.

    archives: those that are open. watch: limits the time of each file; None in a process that must not end.
    """

    def __init__(self, known: Known, archives: Archives, watch: Watch | None = None):
        self._known, self._archives, self._watch = known, archives, watch
        self._read: list[_Read] = []
        self._known_files = 0
        self._done: set[str] = set()

    def read(self, item: SourceFile) -> None:
        """Reads a file, unless it is known."""
        if self._watch:
            self._watch.opening(facts_size(item))
        try:
            self._take(item)
        finally:
            if self._watch:
                self._watch.done()

    def reject(self, item: SourceFile, reason: str) -> None:
        """Enters a file that cannot be read, for a reason of the catalogue."""
        self._read.append(_Read([_row(Reading(reason=reason), item, unread_id(item))]))

    def batch(self) -> Batch:
        """What was read since the last call."""
        read, known = self._read, self._known_files
        self._read, self._known_files = [], 0
        if self._watch:
            self._watch.sent()
        try:
            with contained():
                return _batch(read, known)
        except Unreadable:
            return _batch([_storable(r) for r in read], known)

    def _take(self, item: SourceFile) -> None:
        sha256, format = unread_id(item), None
        try:
            with contained():
                data = read_bytes(item, self._archives)
                sha256 = hashlib.sha256(data).hexdigest()
                if (item.source, sha256) in self._known:
                    self._known_files += 1
                    return
                format = detect(data, item.source)
                if self._watch:
                    self._watch.reading(len(data), format in FACTS)
                facts = format in FACTS
                self._read.append(
                    _facts(data, format, item, sha256, self._done)
                    if facts
                    else self._document(data, format, item, sha256)
                )
        except Unreadable as fault:
            self._read.append(_Read([_row(Reading(format, fault.reason, fault.words), item, sha256)]))

    def _document(self, data: bytes, format: str, item: SourceFile, sha256: str) -> _Read:
        reading = read_as(format, data, announce=self._watch.pictures if self._watch else quietly)
        if reading.reason in UNREAD:
            sha256 = unread_id(item)
        read = _Read([_row(reading, item, sha256)])
        if reading.reason is None and sha256 not in self._done:
            self._done.add(sha256)
            read.cells = list(cell_rows(reading, sha256))
            read.notes = list(note_rows(reading, sha256))
            read.prose = list(prose_rows(reading, sha256))
        return read


def _batch(read: list[_Read], known: int = 0) -> Batch:
    cells = _frame([row for r in read for row in r.cells], types(Cells))
    cells = pl.concat([cells, *(r.facts for r in read if r.facts is not None)])
    return Batch(
        pl.DataFrame([row for r in read for row in r.documents], schema=DOCUMENT),
        cells,
        _frame([row for r in read for row in r.notes], types(Notes)),
        _frame([row for r in read for row in r.prose], types(Prose)),
        to_wide(cells),
        _frame([row for r in read for row in r.withdrawals], types(Withdrawals)),
        known,
    )


def _storable(read: _Read) -> _Read:
    """What was read of a file; a rejection where a table does not take it, as text that is no Unicode."""
    try:
        with contained():
            _batch([read])
        return read
    except Unreadable as fault:
        rejected = document_row(Reading(None, fault.reason, fault.words), document="", source="", sha256="", root="")
        kept = {name: read.documents[0][name] for name in ("document", "source", "sha256", "root")}
        return _Read([rejected | kept])


def read_batch(items: list[SourceFile], known: Known) -> Batch:
    """Reads the files in this process, without limits."""
    archives = Archives()
    reader = BatchReader(known, archives)
    for item in items:
        reader.read(item)
    archives.close()
    return reader.batch()


def unread_id(item: SourceFile) -> str:
    """What stands for the hash of a file whose content is not known."""
    return hashlib.sha256(f"{item.root}|{item.source}".encode()).hexdigest()


def _frame(rows: list[tuple[object, ...]], schema: pl.Schema) -> pl.DataFrame:
    """Rows as a frame; column by column, which takes half the time."""
    return pl.DataFrame(dict(zip(schema, zip(*rows, strict=True), strict=True)) if rows else None, schema=schema)


def _row(reading: Reading, item: SourceFile, sha256: str) -> dict[str, object]:
    return document_row(reading, document=sha256, source=item.source, sha256=sha256, root=item.root)


def _facts(data: bytes, format: str, item: SourceFile, sha256: str, done: set[str]) -> _Read:
    rows = facts_rows(read_facts(data, format), format, item, sha256, done)
    return _Read(rows.documents, rows.other_cells, rows.notes, withdrawals=rows.withdrawals, facts=rows.cells)
