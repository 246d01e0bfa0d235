"""Files that were handed in → what the limited workers read of them, in a thread that outlasts the page.

Workers yield the processor to whoever looks at pages meanwhile.
"""

import logging
import os
import threading
import time
from dataclasses import replace

from filelock import Timeout

from loaders.ingest.batch import Batch, joined
from loaders.ingest.intake.folder import Intake, Progress
from loaders.ingest.limits import Limits
from loaders.ingest.pool import OwnPool, Pool
from loaders.ingest.processes import NoWorkers, Spares
from loaders.places.gazetteer import gazetteer
from loaders.reading.files import SourceFile
from loaders.reading.formats.detect import PICTURE_SUFFIXES
from loaders.store.backends import Location, Unwritable
from loaders.store.errors import StoreError
from loaders.store.versions import open_store

_KEEP_AFTER = 0.5
"""Seconds after which what was read is kept: no more than that is lost with the server."""
_WORKERS = os.cpu_count() or 1
_LIMITS = Limits(nice=10)
SPARES = Spares(_WORKERS, _LIMITS)
"""Workers that wait for what is handed in next."""
_SLOW = PICTURE_SUFFIXES | {"pdf", "ofd", "doc", "wps", "rtf", "odt", "et", "ods", "xls", "xlsb"}
"""Endings of files that may take seconds each."""
_AT_ONCE = threading.Semaphore(2)
"""How many intakes are read at a time; the others wait."""
_PATIENCE = 10.0
"""Seconds for the lock: whoever asks whether somebody reads holds it for a moment."""


def prepare() -> None:
    """Starts workers and loads the table of places, which the first preview takes, while a user finds files."""
    SPARES.fill()
    threading.Thread(target=gazetteer, name="gazetteer", daemon=True).start()


def start(intake: Intake, store: Location) -> threading.Thread:
    """Begins or goes on to read what was handed in for a store."""
    intake.go_on()
    started = threading.Event()
    thread = threading.Thread(target=_run, args=(intake, store, started), name=f"read {intake.id}", daemon=True)
    thread.start()
    started.wait(1.0)
    return thread


def _run(intake: Intake, store: Location, started: threading.Event) -> None:
    try:
        with intake.reading_lock().acquire(timeout=_PATIENCE):
            started.set()
            with _AT_ONCE:
                read(intake, store, OwnPool(_WORKERS, _LIMITS, SPARES))
    except Timeout:
        pass  # somebody else reads it
    except Exception as error:
        logging.getLogger("gongkai").exception("reading %s failed", intake.id)
        _fail(intake, "intake_failed", error=f"{type(error).__name__}: {error}"[:200])
    finally:
        started.set()


def read(intake: Intake, store: Location, pool: Pool) -> None:
    """Reads what is not read yet, and notes how far it is; a fault ends it with the reason noted."""
    items = quick_first(intake.items()[0])
    before = intake.written_progress()
    progress = replace(before, stage="reading", of=len(items), first=before.read, seconds=0.0, reason=None)
    intake.note(progress)
    try:
        _read(intake, items, _held(store, items), pool, progress)
    except NoWorkers as error:
        _fail(intake, "intake_no_workers", code=error.args[0])
    except Unwritable as error:
        _fail(intake, "intake_failed", error=str(error))
    except OSError as error:
        _fail(intake, "intake_failed", error=error.strerror or str(error))


def quick_first(items: list[SourceFile]) -> list[SourceFile]:
    """The files in the order in which they are read: those that may take seconds stand behind the others, so that there is
    something to look at soon.
    """
    return sorted(items, key=lambda item: item.source.rpartition(".")[2].lower() in _SLOW)


def _read(intake: Intake, items: list[SourceFile], known: dict[str, set[str]], pool: Pool, progress: Progress) -> None:
    first, since, began = progress.read, 0.0, time.monotonic()
    waiting: list[Batch] = []

    def keep(done: int, stage: str) -> None:
        nonlocal progress, since
        if waiting:
            batch = joined(waiting)
            if batch.documents.height:
                intake.keep(progress.read, batch)
                progress = replace(progress, parts=(*progress.parts, progress.read))
            progress = replace(progress, known=progress.known + batch.known)
        progress = replace(progress, read=done, stage=stage, seconds=time.monotonic() - began)
        intake.note(progress)
        waiting.clear()
        since = time.monotonic()

    done = first
    for count, batch in pool.read(items[first:], known):
        waiting.append(batch)
        done = first + count
        if intake.cancelled():
            keep(done, "cancelled")
            return
        if time.monotonic() - since > _KEEP_AFTER:
            keep(done, "reading")
    keep(done, "ready")


def _held(store: Location, items: list[SourceFile]) -> dict[str, set[str]]:
    """The hashes that the store holds of each source; none of a store that cannot be opened, which is said elsewhere."""
    try:
        documents = open_store(store).scan("documents").select("source", "sha256").collect()
    except StoreError:
        return {}
    wanted = {item.source for item in items}
    found: dict[str, set[str]] = {}
    for source, sha256 in documents.iter_rows():
        if source in wanted:
            found.setdefault(source, set()).add(sha256)
    return found


def _fail(intake: Intake, reason: str, **words: object) -> None:
    try:
        intake.note(replace(intake.written_progress(), stage="failed", reason=reason, words=words))
    except Unwritable:
        logging.getLogger("gongkai").error("%s cannot be written", intake.path)
