"""What a user says of documents → a new version of the store in which it counts, until it is taken back."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from loaders.ingest.commit import commit
from loaders.ingest.overrides import Fault, Override, apply, fault, frame, in_force, merged, with_said
from loaders.reading.files import address
from loaders.store.backends import Location
from loaders.store.errors import StoreError
from loaders.store.inputs import content
from loaders.store.versions import Store
from loaders.store.writer import Writer, writing

_FEW_DIGITS = 8
"""Characters of a document's id that stand for all of it, if no other begins so."""


class NotSettled(Exception):
    """An override that cannot be taken."""

    def __init__(self, wrong: Fault):
        super().__init__(wrong)
        self.fault = wrong


def settle(store: Location, said: Sequence[Override], *, anew: bool = False) -> pl.DataFrame:
    """Puts overrides in force; a value that is None stays as it was said of the same document or folder before, or, with
    `anew`, is said no more. Returns the rows of `documents` that changed. Raises NotSettled and StoreError; then nothing
    changes.
    """
    for override in said:
        wrong = fault(override)
        if wrong:
            raise NotSettled(wrong)
    with writing(store) as writer:
        new = frame([replace(o, listing=None) for o in said])
        before = in_force(writer)
        return _put(writer, with_said(_without(before, new) if anew else before, new))


def take_back(store: Location, targets: Sequence[Override]) -> pl.DataFrame:
    """Removes what was said in the store of some documents and folders: what they say of themselves counts again, or what
    a bodies.csv says. Returns the rows of `documents` that changed.
    """
    with writing(store) as writer:
        return _put(writer, _without(in_force(writer), frame(targets)))


def _without(overrides: pl.DataFrame, targets: pl.DataFrame) -> pl.DataFrame:
    """The overrides without what is said in the store of the documents and folders that others are about."""
    stored = pl.col("listing").is_null()
    said = overrides.filter(stored).join(targets, on=["document", "folder"], how="anti", nulls_equal=True)
    return merged(said, overrides.filter(~stored))


def _put(writer: Writer, overrides: pl.DataFrame) -> pl.DataFrame:
    """Commits the overrides and what follows from them; the rows of `documents` that changed, as they are then."""
    stored = writer.store.read("documents")
    documents = apply(stored, overrides)
    changed = documents.filter(pl.any_horizontal(~documents[c].eq_missing(stored[c]) for c in documents.columns))
    if overrides.equals(in_force(writer)):
        return changed.clear()
    after = commit(writer, documents, [], writer.store.read("notes"), overrides=overrides)
    return after.join(changed.select("document", "source"), on=["document", "source"], how="semi")


def targets(store: Store, name: str) -> list[Override]:
    """What a user means by a name: a file (its bytes), a folder or archive, the path or id of a document in the store, or a report's id
    (its documents with the same cells). Empty where there is nothing of that name; `StoreError` where it means several.
    """
    path = Path(name)
    if path.is_dir() or (path.is_file() and path.suffix.lower() == ".zip"):
        return [Override(folder=address(path))]
    if path.is_file():
        return [Override(document=hashlib.sha256(content(name)).hexdigest())]
    rows = store.scan("documents")
    there = pl.col("report_id") == name, pl.col("status").is_in(["read", "duplicate"])
    found = rows.filter(*there).select("document").collect()
    if not found.height:
        found = rows.filter((pl.col("source") == name) | (pl.col("document") == name)).select("document").collect()
    if not found.height and len(name) >= _FEW_DIGITS:
        found = rows.filter(pl.col("document").str.starts_with(name)).select("document").unique().collect()
        if found.height > 1:
            raise StoreError("settle_several", name=name)
    return [Override(document=document) for document in sorted(set(found["document"]))]
