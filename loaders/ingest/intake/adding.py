"""Documents of an intake → a new version of the store, by the way that `gongkai ingest` takes as well, in a thread that outlasts the page."""

import logging
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace

import polars as pl
from filelock import FileLock, Timeout

from loaders.ingest.batch import Batch
from loaders.ingest.intake.folder import Intake
from loaders.ingest.intake.preview import KEY, pending_documents
from loaders.ingest.overrides import said_of
from loaders.ingest.run import Outcome, add
from loaders.store.backends import Location, Unwritable
from loaders.store.errors import StoreError
from loaders.store.versions import open_store

Pairs = frozenset[tuple[str, str]]
"""Documents, each named by its content and its source."""
RUNNING = ("waiting", "keeping", "counting")
_PATIENCE = 600.0
"""Seconds to wait for another writer."""
_PAUSE = 0.2
_PARTS = 16
"""Parts that are taken at a time: each is some ten documents, and costs as much as they do where it is taken alone."""
_OWN_WORDS = {"store_locked": "commit_busy", "store_not_writable": "commit_failed"}
"""Reasons that are worded for the command line → those for the page."""
_LOCK_PATIENCE = 5.0
"""Seconds for the lock: whoever asks whether somebody commits holds it for a moment."""


@dataclass(frozen=True, slots=True)
class Adding:
    """How far a commit is. stage: `none`, `waiting` for another writer, `keeping` bytes, `counting`, which cannot be cancelled
    any more, `done`, `cancelled`, `interrupted` or `failed`.

    done, of: documents; reports: how many the store has then. reason, words: why it failed.
    """

    stage: str = "none"
    done: int = 0
    of: int = 0
    reports: int = 0
    reason: str | None = None
    words: dict[str, object] | None = None


class Cancelled(Exception):
    """A commit that was cancelled; nothing of it is in the store."""


def start(intake: Intake, store: Location, wanted: Collection[tuple[str, str]]) -> threading.Thread:
    """Begins to commit documents; does nothing where the intake is being committed already.

    Raises OSError or Unwritable where the disk takes not even the note of it.
    """
    begun = threading.Event()
    failed: list[Exception] = []
    thread = threading.Thread(
        target=_run, args=(intake, store, frozenset(wanted), begun, failed), name=f"commit {intake.id}", daemon=True
    )
    thread.start()
    begun.wait(1.0)
    if failed:
        raise failed[0]
    return thread


def cancel(intake: Intake) -> None:
    """Asks a commit to stop; too late once it counts."""
    _mark(intake, True)


def adding(intake: Intake, store: Location) -> Adding:
    """How far the last commit of an intake is; one whose server was stopped is done if the store has it, else interrupted."""
    found = _written(intake)
    if found.stage not in RUNNING:
        return found
    try:
        with _lock(intake).acquire(timeout=0):
            found = _written(intake)
            if found.stage in RUNNING:
                found = _left(intake, store, found)
                _note(intake, found)
            return found
    except Timeout:
        return found


def commit(intake: Intake, store: Location, wanted: Collection[tuple[str, str]]) -> Outcome:
    """Commits documents; the others stay as they are.

    Raises Cancelled, and StoreError where the store cannot be written or another writer is at work for too long; then nothing of it
    counts.
    """
    wanted = frozenset(wanted)
    at = Adding("waiting", of=len(wanted))
    _note(intake, at)
    documents = _of(intake, wanted)
    said = said_of(documents)
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            outcome = add(_batches(intake, documents, at), store, said, intake.items()[0])
            break
        except StoreError as fault:
            if fault.reason != "store_locked" or time.monotonic() > end:
                raise
            _check(intake)
            time.sleep(_PAUSE)
    _close(intake, wanted)
    reports = outcome.reports or open_store(store).scan("reports").select(pl.len()).collect().item()
    _note(intake, replace(at, stage="done", done=len(wanted), reports=reports))
    return outcome


def leave_out(intake: Intake, documents: Collection[tuple[str, str]]) -> None:
    """Leaves documents out: they are neither shown nor committed."""
    done = intake.done()
    intake.mark(replace(done, left_out=done.left_out | set(documents)))
    _end(intake)


def _run(intake: Intake, store: Location, wanted: Pairs, begun: threading.Event, failed: list[Exception]) -> None:
    """failed: where the fault goes by which nothing could be noted."""
    try:
        with _lock(intake).acquire(timeout=_LOCK_PATIENCE):
            _mark(intake, False)
            intake.save("wanted", sorted(wanted))
            _note(intake, Adding("waiting", of=len(wanted)))
            begun.set()
            _commit(intake, store, wanted)
    except Timeout:
        pass  # it is being committed
    except (OSError, Unwritable) as fault:
        failed.append(fault)
    finally:
        begun.set()


def _commit(intake: Intake, store: Location, wanted: Pairs) -> None:
    try:
        commit(intake, store, wanted)
    except Cancelled:
        _note(intake, Adding("cancelled", of=len(wanted)))
    except StoreError as fault:
        reason = _OWN_WORDS.get(fault.reason, fault.reason)
        _note(intake, Adding("failed", of=len(wanted), reason=reason, words=_plain(fault.words)))
    except (Unwritable, OSError) as fault:
        _note(intake, Adding("failed", of=len(wanted), reason="commit_failed", words={"error": str(fault)[:200]}))
    except Exception as fault:
        logging.getLogger("gongkai").exception("committing %s failed", intake.id)
        error = f"{type(fault).__name__}: {fault}"[:200]
        _note(intake, Adding("failed", of=len(wanted), reason="commit_failed", words={"error": error}))


def _batches(intake: Intake, documents: pl.DataFrame, at: Adding) -> Iterator[Batch]:
    """The documents some parts at a time, with how far they are kept noted between. What stands in one is in the part in which
    its bytes were read first, under whatever name.
    """
    done, names = 0, set(documents["document"])
    _note(intake, replace(at, stage="keeping"))
    parts = intake.progress().parts
    for first in range(0, len(parts), _PARTS):
        _check(intake)
        batch = intake.batch(parts[first : first + _PARTS])
        if not names.issuperset(batch.wide["document"]):
            batch = batch.with_content_of(names)
        batch.documents = documents.join(batch.documents, on=KEY, how="semi", maintain_order="left")
        yield batch
        done += batch.documents.height
        _note(intake, replace(at, stage="keeping", done=done))
    _check(intake)
    _note(intake, replace(at, stage="counting", done=done))


def _of(intake: Intake, wanted: Pairs) -> pl.DataFrame:
    """Those of the documents that are wanted, as they were read and settled."""
    documents = pending_documents(intake, intake.progress().parts)
    of = [pair in wanted for pair in documents.select(KEY).iter_rows()]
    return documents.filter(pl.Series(of, dtype=pl.Boolean))


def _left(intake: Intake, store: Location, found: Adding) -> Adding:
    """What became of a commit whose server was stopped: a version is in force whole or not at all."""
    wanted = wanted_before(intake)
    opened = open_store(store)
    there = set(opened.scan("documents").select("document", "source").collect().iter_rows())
    if not wanted or not wanted <= there:
        return replace(found, stage="interrupted", done=0)
    _close(intake, wanted)
    reports = opened.scan("reports").select(pl.len()).collect().item()
    return replace(found, stage="done", done=len(wanted), reports=reports)


def _close(intake: Intake, wanted: Pairs) -> None:
    """Notes that documents are committed."""
    done = intake.done()
    intake.mark(replace(done, committed=done.committed | wanted))
    _end(intake)


def _end(intake: Intake) -> None:
    """Notes that nothing of an intake is left to be committed."""
    progress = intake.progress()
    if progress.stage == "ready" and not pending_documents(intake, progress.parts).height:
        intake.note(replace(progress, stage="committed"))


def _check(intake: Intake) -> None:
    if (intake.path / "cancel_commit").exists():
        raise Cancelled


def _mark(intake: Intake, cancelled: bool) -> None:
    flag = intake.path / "cancel_commit"
    if cancelled:
        flag.touch()
    else:
        flag.unlink(missing_ok=True)


def _note(intake: Intake, state: Adding) -> None:
    intake.save("adding", asdict(state))


def _written(intake: Intake) -> Adding:
    with suppress(FileNotFoundError):
        return Adding(**intake.load("adding"))
    return Adding()


def wanted_before(intake: Intake) -> Pairs:
    """The documents of the last commit, whatever became of it."""
    with suppress(FileNotFoundError):
        return frozenset((document, source) for document, source in intake.load("wanted"))
    return frozenset()


def _lock(intake: Intake) -> FileLock:
    """The lock that whoever commits holds; the system gives it back whatever becomes of the process."""
    return FileLock(intake.path / ".committing")


def _plain(words: dict[str, object]) -> dict[str, object]:
    return {name: value if isinstance(value, int) else str(value) for name, value in words.items()}
