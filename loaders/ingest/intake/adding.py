"""Documents of an intake → a new version of the store, by the way that `gongkai ingest` takes as well."""

import time
from collections.abc import Collection
from dataclasses import replace

import polars as pl

from loaders.ingest.intake.folder import Intake
from loaders.ingest.intake.preview import pending
from loaders.ingest.overrides import said_of
from loaders.ingest.run import Outcome, add
from loaders.store.backends import Location
from loaders.store.versions import StoreError

_PATIENCE = 30.0
"""Seconds to wait for another writer."""


def commit(intake: Intake, store: Location, wanted: Collection[tuple[str, str]]) -> Outcome:
    """Commits the documents that are named by their content and source; the others stay as they are.

    Raises StoreError where the store cannot be written, or another writer is at work for half a minute.
    """
    batch = pending(intake, intake.progress().parts)
    of = [pair in wanted for pair in batch.documents.select("document", "source").iter_rows()]
    batch = batch.only(batch.documents.filter(pl.Series(of, dtype=pl.Boolean)))
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            outcome = add([batch], store, said_of(batch.documents), intake.items()[0])
            break
        except StoreError as fault:
            if fault.reason != "store_locked" or time.monotonic() > end:
                raise
            time.sleep(0.2)
    done = intake.done()
    intake.mark(replace(done, committed=done.committed | set(wanted)))
    _close(intake)
    return outcome


def leave_out(intake: Intake, documents: Collection[tuple[str, str]]) -> None:
    """Leaves documents out: they are neither shown nor committed."""
    done = intake.done()
    intake.mark(replace(done, left_out=done.left_out | set(documents)))
    _close(intake)


def _close(intake: Intake) -> None:
    """Notes that nothing of an intake is left to be committed."""
    progress = intake.progress()
    if progress.stage == "ready" and not pending(intake, progress.parts).documents.height:
        intake.note(replace(progress, stage="committed"))
