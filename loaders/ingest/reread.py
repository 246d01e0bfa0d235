"""Kept bytes of documents → what this version of the reader reads otherwise: listed, and put in force if that is wanted."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass, field

import polars as pl

from loaders.ingest.batch import UNREAD, Batch, joined
from loaders.ingest.commit import commit
from loaders.ingest.limits import Limits
from loaders.ingest.overrides import apply, as_read, in_force
from loaders.ingest.pool import ExecutorPool, OwnPool, Pool
from loaders.reading.extract import READER
from loaders.reading.files import SourceFile
from loaders.reading.formats.detect import FACTS
from loaders.reading.rows import is_older
from loaders.store.backends import Location
from loaders.store.leases import lease
from loaders.store.schema import Cells, Notes, Prose, types
from loaders.store.sources import Sources, is_packed, sources_of
from loaders.store.versions import Store, open_store
from loaders.store.writer import Writer, writing

_OF_READING = (
    "format", "reason", "reason_words", "digest", "agency", "agency_source", "year", "year_source", "scope", "title",
    "published", "url", "mentions", "own", "disclosure_template", "requests_template", "reviews_template",
)  # fmt: skip
"""The columns of a document that reading decides."""
_NAMED = ("reason", "agency", "year", "scope", "title", "published")
"""Those that are listed where they change."""
_CELL = ("document", "section", "item", "column")
CHANGES = {"document": pl.String, "source": pl.String, "what": pl.String, "before": pl.String, "after": pl.String}
"""A change: `what` is a cell's name or a column of `documents`; null where there was or is nothing."""


@dataclass(slots=True)
class Reread:
    """The result of reading again. read: how many documents; without: how many whose bytes are not kept; failed: those that
    could not be read to the end, which stay as they are. changed: documents that would be stored otherwise; changes: what
    differs in them, as of `CHANGES`.
    """

    read: int = 0
    without: int = 0
    failed: int = 0
    changed: int = 0
    changes: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CHANGES))


def reread(
    store: Location,
    *,
    put_in_force: bool = False,
    all_documents: bool = False,
    executor: Executor | None = None,
    workers: int = 1,
    limits: Limits = Limits(),  # noqa: B008, it never changes
    progress: Callable[[int, int], None] | None = None,
) -> Reread:
    """Reads the kept bytes of documents again, those read by an older reader or all; changes the store only if that is wanted.

    Raises StoreError.
    """
    with ExitStack() as held:
        writer = held.enter_context(writing(store)) if put_in_force else None
        opened = writer.store if writer else lease(open_store(store))
        documents = opened.read("documents")
        wanted = documents.filter(~pl.col("format").is_in(FACTS).fill_null(False) if all_documents else is_older())
        kept = sources_of(store)
        items = _items(wanted, kept) if kept else {}
        outcome = Reread(without=wanted["document"].n_unique() - len(items))
        pool: Pool = ExecutorPool(executor) if executor else OwnPool(workers, limits)
        batches: list[Batch] = []
        done_ids: list[str] = []
        for done, batch in pool.read(list(items.values()), {}):
            changed, changes, read = _compared(batch, documents, opened)
            batches.append(batch.only(batch.documents.filter(pl.col("document").is_in(changed.implode()))))
            outcome.changes.vstack(changes, in_place=True)
            outcome.failed += batch.documents.height - read.len()
            done_ids.extend(read)
            if progress:
                progress(done, len(items))
        new = joined(batches) if batches else Batch()
        outcome.read, outcome.changed = len(done_ids), new.documents.height
        outcome.changes = outcome.changes.sort("source", "document", maintain_order=True)
        if writer and done_ids:
            _put(writer, documents, new, done_ids)
    return outcome


def _items(documents: pl.DataFrame, kept: Sources) -> dict[str, SourceFile]:
    """The kept file of each document, once, under one of the names that the document has."""
    items: dict[str, SourceFile] = {}
    for document, source, sha256 in documents.sort("source").select("document", "source", "sha256").iter_rows():
        name = kept.names.get(sha256)
        if name and document == sha256:
            items.setdefault(document, SourceFile("", source, kept.files.url(name), packed=is_packed(name)))
    return items


def _compared(batch: Batch, documents: pl.DataFrame, store: Store) -> tuple[pl.Series, pl.DataFrame, pl.Series]:
    """The documents of a batch that are read otherwise than they are stored, what differs, and all that were read."""
    new = batch.documents.filter(~pl.col("reason").is_in(UNREAD).fill_null(False))
    ids = new["document"]
    theirs = pl.col("document").is_in(ids.implode())
    old = as_read(documents.filter(theirs)).unique("document", keep="first", maintain_order=True)
    # A withdrawn document bears that as its reason.
    old = old.with_columns(
        pl.when("withdrawn").then(None).otherwise(pl.col(c)).alias(c) for c in ("reason", "reason_words")
    )
    rows = new.join(old.select("document", *_OF_READING, name="source"), on="document", suffix="_before")
    differs = pl.any_horizontal(~pl.col(c).eq_missing(pl.col(f"{c}_before")) for c in _OF_READING)
    cells = _changed_cells(batch.cells.filter(theirs), store.scan("cells").filter(theirs).collect())
    changed = [rows.filter(differs)["document"], cells["document"]]
    for table, columns in (("cells", types(Cells)), ("notes", types(Notes)), ("prose", types(Prose))):
        changed.append(
            _different(getattr(batch, table).filter(theirs), store.scan(table).filter(theirs).collect(), list(columns))
        )
    names = rows.select("document", source="name")
    listed = pl.concat([*(_named(rows, c) for c in _NAMED), cells]).join(names, on="document", maintain_order="left")
    return pl.concat(changed).unique(), listed.select(list(CHANGES)), ids


def _named(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """document, what, before, after: the documents in which a column differs."""
    before = pl.col(f"{column}_before")
    return rows.filter(~pl.col(column).eq_missing(before)).select(
        "document", what=pl.lit(column), before=before.cast(pl.String), after=pl.col(column).cast(pl.String)
    )


def _changed_cells(new: pl.DataFrame, old: pl.DataFrame) -> pl.DataFrame:
    """document, what, before, after: the cells whose state, number or text differ."""
    both = old.join(new, on=_CELL, how="full", coalesce=True, suffix="_after")
    differs = pl.any_horizontal(~pl.col(c).eq_missing(pl.col(f"{c}_after")) for c in ("state", "value", "text"))
    name = pl.concat_str(pl.col(*_CELL[1:]).cast(pl.String), separator=".")
    return (
        both.filter(differs)
        .sort(_CELL)
        .select("document", what=name, before=_shown("state", "text"), after=_shown("state_after", "text_after"))
    )


def _shown(state: str, text: str) -> pl.Expr:
    """A cell as printed, with its state where that is not plain."""
    plain = pl.col(state) == "printed"
    return (
        pl.when(plain).then(pl.col(text)).otherwise(pl.format("{} ({})", pl.col(text), pl.col(state).cast(pl.String)))
    )


def _different(new: pl.DataFrame, old: pl.DataFrame, columns: list[str]) -> pl.Series:
    """The documents with rows that only one of two tables has."""
    counts = [rows.group_by(columns).len() for rows in (new, old)]
    only = [a.join(b, on=[*columns, "len"], how="anti", nulls_equal=True)["document"] for a, b in _pairs(counts)]
    return pl.concat(only).unique()


def _pairs(of: list[pl.DataFrame]) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    yield of[0], of[1]
    yield of[1], of[0]


def _put(writer: Writer, documents: pl.DataFrame, new: Batch, read: list[str]) -> None:
    """Commits what was read again in the place of what was stored."""
    overrides = in_force(writer)
    changed = new.documents["document"]
    rows = as_read(documents).join(
        new.documents.select("document", *_OF_READING), on="document", how="left", suffix="_now", maintain_order="left"
    )
    again = pl.col("document").is_in(changed.implode())
    rows = rows.with_columns(
        *(pl.when(again).then(pl.col(f"{c}_now")).otherwise(pl.col(c)).alias(c) for c in _OF_READING),
        reader=pl.when(pl.col("document").is_in(read)).then(pl.lit(READER, dtype=pl.Int16)).otherwise("reader"),
    ).select(documents.columns)
    theirs = pl.col("document").is_in(changed.implode())
    for table in ("cells", "prose"):
        writer.drop(table, changed)
        writer.segment(table, getattr(new, table))
    notes = pl.concat([writer.store.read("notes").filter(~theirs), new.notes])
    writer.replace("described", writer.store.read("described").filter(~theirs))
    # Issues on revisions are taken over from the version in force: with what was read anew, they are made anew.
    writer.without(set(writer.store.files.get("issues", ())))
    commit(writer, apply(rows, overrides), [new.wide], notes, overrides=overrides)
