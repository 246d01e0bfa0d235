"""Files → a new version of the store: the only loop over files, on a concurrent.futures.Executor."""

import hashlib
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import polars as pl

from loaders import checks
from loaders.areas import area_sums
from loaders.batch import Batch, guard, read_batch
from loaders.bodies import describe
from loaders.files import Ignored, Item, Listing, find_files
from loaders.listing import Fault
from loaders.reading import Reading
from loaders.resolve import resolve, revisions
from loaders.schema import Documents, Issues, Notes, Reports, Roster, types
from loaders.settle import Settled, apply, read_settled
from loaders.store import Writer, writing
from loaders.tabulate import VALUES, document_row, reports_of, widen

_BATCH = 40
"""Documents a task: enough to pay for the way to another process, few enough for a lively progress bar."""
_FLUSH = 4000
"""Documents after which what was read goes to disk, so that memory stays flat."""

Progress = Callable[[int, int], None]
"""Called with the documents done and the documents in all."""


@dataclass(slots=True)
class Outcome:
    """What an ingest did: the documents that are new, with their final status, and what it passed over.

    faults: what is wrong with a bodies.csv, by file; such a file settles nothing.
    """

    documents: pl.DataFrame
    known: int = 0
    ignored: int = 0
    reports: int = 0
    issues: int = 0
    build: str = ""
    faults: list[tuple[str, Fault]] = field(default_factory=list)


@dataclass(slots=True)
class _Buffer:
    """Frames of finished batches until they are flushed; wide rows and notes are kept for the commit.

    stored: the documents whose cells are held already; the same bytes under another name add none.
    """

    stored: set[str] = field(default_factory=set)
    documents: list[dict[str, object]] = field(default_factory=list)
    cells: list[pl.DataFrame] = field(default_factory=list)
    prose: list[pl.DataFrame] = field(default_factory=list)
    notes: list[pl.DataFrame] = field(default_factory=list)
    wide: list[pl.DataFrame] = field(default_factory=list)
    waiting: int = 0

    def take(self, batch: Batch, writer: Writer) -> None:
        """Adds a batch; flushes once enough have come."""
        self.documents += batch.documents
        new = set(batch.cells["document"].unique()) - self.stored
        fresh = pl.col("document").is_in(new)
        self.cells.append(batch.cells.filter(fresh))
        self.prose.append(batch.prose.filter(fresh))
        self.notes.append(batch.notes.filter(fresh))
        self.stored |= new
        self.waiting += len(batch.documents)
        if self.waiting >= _FLUSH:
            self.flush(writer)

    def flush(self, writer: Writer) -> None:
        """Writes cells and prose as segments, and keeps the wide rows."""
        if self.cells:
            self.wide.append(widen(pl.concat(self.cells)))
        for table, frames in (("cells", self.cells), ("prose", self.prose)):
            if frames:
                writer.segment(table, pl.concat(frames))
            frames.clear()
        self.waiting = 0


def ingest(
    paths: list[Path],
    store: Path,
    *,
    executor: Executor | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> Outcome:
    """Reads every file below the paths that the store does not hold yet, and commits them as one new version.

    executor: where to read, a pool of spawned processes of our own if none is given; it must not fork.
    Raises FileNotFoundError for a path that is not there and StoreError where the store cannot be written; a file
    that cannot be read becomes a rejected document and stops nothing.
    """
    found = list(find_files(paths))
    items = [f for f in found if isinstance(f, Item)]
    settled, faults = _settled([f for f in found if isinstance(f, Listing)])
    with writing(store) as writer:
        held = writer.store.read("documents")
        buffer = _Buffer(stored=set(held.filter(pl.col("digest").is_not_null())["document"]))
        skipped = 0
        for done, batch in _read(items, held, executor, workers):
            buffer.take(batch, writer)
            skipped += batch.known
            if progress:
                progress(done, len(items))
        buffer.flush(writer)
        roots = {i.root for i in items}
        outcome = _commit(writer, held, buffer, lambda documents: apply(documents, roots, settled))
    outcome.faults = faults
    outcome.known, outcome.ignored = skipped, sum(isinstance(f, Ignored) for f in found)
    return outcome


def withdraw(sources: list[str], store: Path, *, undo: bool = False) -> pl.DataFrame:
    """Takes documents back out of the store by their source, or puts them back; the rows that changed."""
    with writing(store) as writer:
        held = writer.store.read("documents")
        chosen = (
            pl.col("source").is_in(sources) & (pl.col("withdrawn") == pl.lit(undo)) & pl.col("digest").is_not_null()
        )
        changed = held.filter(chosen)
        if changed.height:
            held = held.with_columns(withdrawn=pl.when(chosen).then(pl.lit(not undo)).otherwise("withdrawn"))
            _write(writer, held, [], writer.store.read("notes"))
    return changed


def set_roster(store: Path, roster: pl.DataFrame) -> None:
    """Puts a roster in force, in place of the one before; an empty one leaves who ought to file to be inferred."""
    with writing(store) as writer:
        issues = writer.store.read("issues").filter(pl.col("rule") != "area_sum")
        areas = area_sums(writer.store.read("reports"), roster, checks.RULE["area_sum"].severity)
        writer.commit(
            {"roster": Roster.validate(roster), "issues": Issues.validate(_sorted(pl.concat([issues, areas])))}
        )


def _read(
    items: list[Item], held: pl.DataFrame, executor: Executor | None, workers: int
) -> Iterator[tuple[int, Batch]]:
    """The batches as they finish, each with how many documents are done."""
    known: dict[str, set[str]] = {}
    for source, sha256 in held.select("source", "sha256").iter_rows():
        known.setdefault(source, set()).add(sha256)
    size = max(1, min(_BATCH, len(items) // (workers * 4)))
    queue = iter([items[i : i + size] for i in range(0, len(items), size)])
    done = 0
    with _Pool(executor, workers) as pool:
        waiting: dict[Future[Batch], list[Item]] = {}

        def fill() -> None:
            for batch in islice(queue, workers * 4 - len(waiting)):
                waiting[pool.submit(batch, known)] = batch

        fill()
        while waiting:
            future = next(iter(waiting))
            batch = waiting.pop(future)
            try:
                results = [(len(batch), future.result())]
            except BrokenProcessPool:
                # A reader crashed or hung and took its process along. What was on its way is read again file by file,
                # so that only the culprit is rejected.
                lost = [batch, *waiting.values()]
                waiting.clear()
                results = [(1, pool.alone(item, known)) for part in lost for item in part]
            for count, result in results:
                done += count
                yield done, result
            fill()


class _Pool:
    """An executor of our own, made anew when a process dies, or one that was handed in."""

    def __init__(self, executor: Executor | None, workers: int):
        self._given, self._workers = executor, workers
        self._executor: Executor | None = executor

    def __enter__(self) -> "_Pool":
        return self

    def __exit__(self, *_: object) -> None:
        if self._given is None and self._executor is not None:
            self._executor.shutdown(cancel_futures=True)

    def submit(self, batch: list[Item], known: dict[str, set[str]]) -> "Future[Batch]":
        if self._executor is None:
            context = multiprocessing.get_context("spawn")
            self._executor = ProcessPoolExecutor(self._workers, mp_context=context, initializer=guard)
        pairs = frozenset((i.source, sha256) for i in batch for sha256 in known.get(i.source, ()))
        return self._executor.submit(read_batch, batch, pairs)

    def alone(self, item: Item, known: dict[str, set[str]]) -> Batch:
        """One file in a pool that may die over it."""
        for _ in range(2):
            try:
                return self.submit([item], known).result()
            except BrokenProcessPool:
                if self._executor is not None:
                    self._executor.shutdown(wait=False)
                self._executor = self._given
        reading = Reading(reason="reader_crashed")
        sha256 = hashlib.sha256(f"{item.root}|{item.source}".encode()).hexdigest()
        row = document_row(reading, document=sha256, source=item.source, sha256=sha256, root=item.root)
        return Batch(documents=[row])


def _settled(listings: list[Listing]) -> tuple[list[Settled], list[tuple[str, Fault]]]:
    """What the bodies.csv of the ingested folders settle, and their faults by file."""
    rows: list[Settled] = []
    faults: list[tuple[str, Fault]] = []
    for listing in listings:
        root = Path(listing.root).resolve()
        taken, wrong = read_settled(Path(listing.path).resolve(), root)
        rows += taken
        faults += [(listing.path, fault) for fault in wrong]
    return rows, faults


def _commit(
    writer: Writer, held: pl.DataFrame, buffer: _Buffer, settle: Callable[[pl.DataFrame], pl.DataFrame]
) -> Outcome:
    seen = (held["seen"].max() or 0) + 1
    schema = types(Documents)
    rows = [{"seen": seen, **row} for row in buffer.documents]
    new = pl.DataFrame(rows, schema=schema).unique(["source", "document"], keep="first", maintain_order=True)
    new = new.join(held, on=["source", "document"], how="anti")
    documents = settle(pl.concat([held, new]))
    if not new.height and documents.equals(held):
        return Outcome(new, build=writer.store.build)
    notes = pl.concat([writer.store.read("notes"), *buffer.notes]).unique(maintain_order=True)
    documents = _write(writer, documents, buffer.wide, notes)
    settled = documents.join(new.select("source", "document"), on=["source", "document"], how="semi")
    store = writer.store
    return Outcome(
        settled,
        reports=store.scan("reports").select(pl.len()).collect().item(),
        issues=store.scan("issues").select(pl.len()).collect().item(),
        build=store.build,
    )


def _write(writer: Writer, documents: pl.DataFrame, wide: list[pl.DataFrame], notes: pl.DataFrame) -> pl.DataFrame:
    """Settles the status of all documents, derives `reports` and `issues` from them, and commits."""
    described = resolve(describe(documents))
    documents = Documents.validate(described.select(list(types(Documents))))
    speaking = described.filter(pl.col("status") == "read")
    values = pl.concat([writer.store.read("reports").select("document", *VALUES), *wide]).unique(
        "document", keep="first"
    )
    # A document that was superseded until now has no wide row any more: its cells are still there.
    missing = speaking.join(values, on="document", how="anti")["document"].implode()
    values = pl.concat([values, widen(writer.pending("cells").filter(pl.col("document").is_in(missing)).collect())])
    reports = Reports.validate(reports_of(speaking, values))
    areas = area_sums(reports, writer.store.read("roster"), checks.RULE["area_sum"].severity)
    found = pl.concat(
        [
            checks.check(reports),
            checks.noted(notes, speaking),
            checks.identified(speaking),
            areas,
            _revised(writer, documents),
        ]
    )
    tables = {
        "documents": documents,
        "reports": reports,
        "issues": Issues.validate(_sorted(found)),
        "notes": Notes.validate(notes),
    }
    writer.commit(tables)
    return documents


def _sorted(found: pl.DataFrame) -> pl.DataFrame:
    return found.sort("report_id", checks.severity_order(), "rule", "section", "item", "column", "where")


def _revised(writer: Writer, documents: pl.DataFrame) -> pl.DataFrame:
    """The cells in which a superseded document differs from the one that won: `left` its figure, `right` the winner's."""
    pairs = revisions(documents)
    if not pairs.height:
        return checks.issues([])
    wanted = pl.concat([pairs["document"], pairs["winner"]]).unique().implode()
    cells = writer.pending("cells").filter(pl.col("document").is_in(wanted)).collect()
    key = ["section", "item", "column"]
    lost = pairs.join(cells, on="document").select(
        "report_id", "winner", *key, "state", "value", "text", lost="document"
    )
    won = pairs.join(cells, left_on="winner", right_on="document")
    won = won.select("report_id", "winner", *key, "state", "value", "text", lost="document")
    both = lost.join(
        won, on=["report_id", "winner", "lost", *key], how="full", coalesce=True, suffix="_won", nulls_equal=True
    )
    changed = ~pl.col("value").eq_missing(pl.col("value_won")) | ~pl.col("state").eq_missing(pl.col("state_won"))
    rows = both.filter(changed).with_columns(
        rule=pl.lit("revision"), severity=pl.lit(checks.RULE["revision"].severity), left="value", right="value_won",
        partial=pl.lit(False), other_report="lost", text=pl.col("text").fill_null(""), where=pl.lit(""),
    )  # fmt: skip
    return rows.select(pl.col(c).cast(t) for c, t in types(Issues).items())
