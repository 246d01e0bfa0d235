"""Files → a new version of the store: the only loop over files, on a concurrent.futures.Executor."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace

import dataframely as dy
import polars as pl

from loaders.checks.areas import area_sums
from loaders.form.rules import RULE
from loaders.ingest.batch import OF_CELLS, UNREAD, Batch
from loaders.ingest.bodies_csv import read_overrides
from loaders.ingest.commit import Mapper, commit, in_order, map_here
from loaders.ingest.csv_input import InputError
from loaders.ingest.dask import cluster
from loaders.ingest.keeping import Keeper
from loaders.ingest.limits import Limits
from loaders.ingest.overrides import Override, apply, in_force, relisted, with_said, with_those_of
from loaders.ingest.pool import ExecutorPool, OwnPool, Pool
from loaders.ingest.withdrawal import with_carried
from loaders.reading.files import IgnoredFile, OverridesFile, SourceFile, find_files, roots_of
from loaders.store.backends import Location
from loaders.store.inputs import content
from loaders.store.schema import Documents, Issues, Population, Roster, Timeline, types
from loaders.store.sources import sources_of
from loaders.store.upkeep import remove_unnamed
from loaders.store.writer import Writer, writing

_FLUSH = 4000
"""Documents after which what was read goes to disk: so many are read again, at most, after a run that was killed."""
_FACTS = (".json", ".csv", ".parquet", ".xlsx")
"""What the names of files of facts end with."""
Progress = Callable[[int, int], None]
"""Called with the documents done and the documents in all."""


@dataclass(slots=True)
class Outcome:
    """The result of an ingest.

    documents: the new rows of `documents`, with their final status. known: files, and documents of facts, that the store holds already. ignored:
    files of no format that is read. reports, issues: how many the new version has. faults: the errors in a bodies.csv,
    by file; such a file is not applied. carried: the roots of documents that came in files of facts, as rejected ones of another store may.
    """

    documents: pl.DataFrame
    known: int = 0
    ignored: int = 0
    reports: int = 0
    issues: int = 0
    build: str = ""
    faults: list[tuple[str, InputError]] = field(default_factory=list)
    carried: frozenset[str] = frozenset()


class _Buffer:
    """Batches that are read and not committed: in memory until they are flushed, then on disk, where a lost run leaves them."""

    def __init__(self, writer: Writer, keeper: Keeper):
        self.writer, self.keeper = writer, keeper
        documents = pl.concat([writer.store.read("documents"), writer.unfinished("documents")])
        self.sources: dict[str, set[str]] = {}
        for source, sha256 in documents.select("source", "sha256").iter_rows():
            self.sources.setdefault(source, set()).add(sha256)
        # Documents whose cells are stored already: the same bytes under another name add no cells.
        self.stored = set(documents.filter(pl.col("digest").is_not_null())["document"])
        seen: Iterable[int] = writer.store.read("documents")["seen"].to_list()
        self.commit_no = max(seen, default=0) + 1
        self.waiting: list[Batch] = []
        self.count = 0

    def take(self, batch: Batch) -> None:
        """Adds a batch; flushes once enough have come."""
        self.keeper.take(batch.documents)
        new = set(batch.wide["document"])
        if new & self.stored:
            batch = batch.with_content_of(new - self.stored)
        self.stored |= new
        self.waiting.append(batch)
        self.count += batch.documents.height
        if self.count >= _FLUSH:
            self.flush()

    def flush(self) -> None:
        """Writes the waiting batches to disk: memory stays flat, and a lost run loses little."""
        self.keeper.secure()
        if self.count:
            tables = ("documents", "withdrawals", *OF_CELLS)
            parts = {t: pl.concat([getattr(b, t) for b in self.waiting]) for t in tables}
            documents = parts["documents"].with_columns(pl.col("seen") + self.commit_no)
            self.writer.keep(parts | {"documents": documents.select(list(types(Documents)))})
        self.waiting.clear()
        self.count = 0


def ingest(
    paths: Sequence[Location],
    store: Location,
    *,
    executor: Executor | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    limits: Limits = Limits(),  # noqa: B008, it never changes
    progress: Progress | None = None,
    sources: bool = True,
) -> Outcome:
    """Reads every file below the paths that the store does not hold yet, and commits them as one new version.

    executor: where to read, processes of our own if none is given; it must not fork. scheduler: the address of a Dask
    cluster to read on instead. limits: what reading a file may cost; an executor that was handed in knows none.
    sources: whether the bytes of the documents are kept, where the settings allow it.
    Raises FileNotFoundError for a path that is not there and StoreError where the store cannot be written; a file
    that cannot be read becomes a rejected document and stops nothing. A run that is broken off leaves the version in
    force as it was; the next one goes on from what was read by then.
    """
    found = list(find_files(paths))
    items = [f for f in found if isinstance(f, SourceFile)]
    listed, faults = overrides_among(found)
    roots = roots_of(paths)
    kept = sources_of(store) if sources else None
    with (
        writing(store) as writer,
        closing(Keeper(kept, items)) as keeper,
        _pool(workers, executor, scheduler, limits) as pool,
    ):
        writer.resume()
        if sources:
            remove_unnamed(writer)
        buffer = _Buffer(writer, keeper)
        skipped = 0
        try:
            for done, batch in pool.read(items, buffer.sources):
                buffer.take(batch)
                skipped += batch.known
                if progress:
                    progress(done, len(items))
            keeper.take_known(buffer.sources)
        finally:
            buffer.flush()
        overrides = relisted(in_force(writer), roots, listed)
        outcome = _commit(writer, overrides, lambda w, p: list(pool.over(w, p)))
    outcome.faults = faults
    outcome.carried = _carried(outcome.documents["root"], items)
    outcome.known += skipped
    outcome.ignored = sum(isinstance(f, IgnoredFile) for f in found)
    return outcome


def add(batches: Iterable[Batch], store: Location, said: pl.DataFrame, items: Iterable[SourceFile] = ()) -> Outcome:
    """Commits what was read before as one new version, as `ingest` does with what it reads.

    said: overrides that are put in force with it. items: the files that were read, whose bytes are kept. Raises StoreError,
    and whatever the batches raise; then the store is as it was.
    """
    with writing(store) as writer, closing(Keeper(sources_of(store), items)) as keeper:
        writer.resume()
        remove_unnamed(writer)
        buffer = _Buffer(writer, keeper)
        known = 0
        try:
            for batch in batches:
                fresh = _not_held(batch, buffer.sources)
                known += batch.documents.height - fresh.documents.height
                buffer.take(fresh)
            buffer.flush()
        except BaseException:
            # Whoever read it still has it; a later writer must not commit it.
            writer.forget()
            raise
        outcome = _commit(writer, with_said(in_force(writer), said), map_here)
    outcome.known += known
    return outcome


def _not_held(batch: Batch, held: dict[str, set[str]]) -> Batch:
    """A batch without the files that the store holds under the same name."""
    fresh = [
        sha256 not in held.get(source, ()) for source, sha256 in batch.documents.select("source", "sha256").iter_rows()
    ]
    return replace(batch, documents=batch.documents.filter(pl.Series(fresh, dtype=pl.Boolean)))


@contextmanager
def _pool(workers: int, executor: Executor | None, scheduler: str | None, limits: Limits) -> Iterator[Pool]:
    if scheduler:
        with cluster(scheduler, limits) as pool:
            yield pool
    else:
        yield OwnPool(workers, limits) if executor is None else ExecutorPool(executor)


def set_roster(store: Location, roster: pl.DataFrame, instead_of: pl.DataFrame | None = None) -> None:
    """Puts a roster in force, in place of the one before, which is kept; an empty one leaves who ought to file to be inferred.

    instead_of: the roster that it was made from; raises Changed where another is in force by now.
    """
    with writing(store) as writer:
        before = _before(writer, "roster", instead_of)
        issues = writer.store.read("issues").filter(pl.col("rule") != "area_sum")
        areas = area_sums(writer.store.read("reports"), roster, RULE["area_sum"].severity)
        tables = {"roster": Roster.validate(roster), "issues": Issues.validate(in_order(pl.concat([issues, areas])))}
        writer.commit(tables | before)


def set_population(store: Location, population: pl.DataFrame, instead_of: pl.DataFrame | None = None) -> None:
    """Puts a population in force, in place of the one before, which is kept; an empty one takes it away. As `set_roster`."""
    with writing(store) as writer:
        before = _before(writer, "population", instead_of)
        writer.commit({"population": Population.validate(population), **before})


_OF_THE_OFFICE: dict[str, type[dy.Schema]] = {"roster": Roster, "population": Population, "timeline": Timeline}


class Changed(Exception):
    """Somebody else has changed a table since it was looked at; nothing was written."""


def _before(writer: Writer, table: str, expected: pl.DataFrame | None) -> dict[str, pl.DataFrame]:
    """The table in force, as the one before what is about to be; raises Changed where it is not what was expected."""
    there = writer.store.read(table)
    if expected is not None and not there.equals(expected):
        raise Changed(table)
    # A roster of an older store has fewer columns.
    schema = types(_OF_THE_OFFICE[table])
    columns = [pl.col(c) if c in there.columns else pl.lit(None, dtype=t).alias(c) for c, t in schema.items()]
    return {f"{table}_before": there.select(columns)}


def set_timeline(store: Location, timeline: pl.DataFrame, instead_of: pl.DataFrame | None = None) -> None:
    """Puts the notes on the time axis in force, in place of those before, which are kept; an empty table takes them away. As
    `set_roster`.
    """
    with writing(store) as writer:
        before = _before(writer, "timeline", instead_of)
        writer.commit({"timeline": Timeline.validate(timeline), **before})


def overrides_among(
    found: Sequence[SourceFile | IgnoredFile | OverridesFile],
) -> tuple[list[Override], list[tuple[str, InputError]]]:
    """The overrides in the bodies.csv of the ingested folders, and the errors in them by file."""
    rows: list[Override] = []
    faults: list[tuple[str, InputError]] = []
    listings = [f for f in found if isinstance(f, OverridesFile)]
    sources = [f.source for f in found] if listings else []
    there = {"/".join(parts[:n]) for parts in (s.split("/") for s in sources) for n in range(1, len(parts) + 1)}
    for listing in listings:
        try:
            data = content(listing.path)
        except OSError as error:
            faults.append((listing.path, InputError(0, "file_not_readable", {"error": error.strerror or str(error)})))
            continue
        taken, wrong = read_overrides(data, listing.source, listing.root, there)
        rows += taken
        faults += [(listing.path, fault) for fault in wrong]
    return rows, faults


def _carried(roots: pl.Series, items: Sequence[SourceFile]) -> frozenset[str]:
    """The roots that lie in a file which was read: `FactsRows` puts its documents there."""
    files = {f"{item.root}/{item.source}/" for item in items if item.source.lower().endswith(_FACTS)}
    return frozenset(r for r in roots.unique().drop_nulls() if any(r.startswith(file) for file in files))


def _without_attempts(stored: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """The documents without those that could not be opened or read to the end, and now have been."""
    unread = pl.col("reason").is_in(UNREAD) & pl.col("digest").is_null()
    return stored.filter(~(unread.fill_null(False) & pl.col("source").is_in(new["source"].implode())))


def _commit(writer: Writer, overrides: pl.DataFrame, over: Mapper) -> Outcome:
    """Commits what was read as a new version, with the overrides to be in force; changes nothing where nothing is new."""
    stored = writer.store.read("documents")
    new = writer.unfinished("documents").unique(["source", "document"], keep="first", maintain_order=True)
    read = new.height
    new = new.join(stored, on=["source", "document"], how="anti")
    known = read - new.height
    overrides = with_those_of(overrides, new)
    documents = apply(pl.concat([_without_attempts(stored, new), new]), overrides)
    if not new.height and documents.equals(stored) and overrides.equals(in_force(writer)):
        return Outcome(new, known, build=writer.store.build)
    notes = pl.concat([writer.store.read("notes"), writer.unfinished("notes")]).unique(maintain_order=True)
    withdrawals = with_carried(writer.store.read("withdrawals"), writer.unfinished("withdrawals"), new)
    documents = commit(writer, documents, [writer.unfinished("wide")], notes, over, overrides, withdrawals)
    settled = documents.join(new.select("source", "document"), on=["source", "document"], how="semi")
    store = writer.store
    return Outcome(
        settled,
        known,
        reports=store.scan("reports").select(pl.len()).collect().item(),
        issues=store.scan("issues").select(pl.len()).collect().item(),
        build=store.build,
    )
