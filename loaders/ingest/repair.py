"""A damaged store → a sound one: what can be derived is made anew, what cannot is to be read again."""

from dataclasses import dataclass

import polars as pl

from loaders.ingest.commit import commit
from loaders.ingest.overrides import with_those_of
from loaders.store.backends import Files, Location, storage
from loaders.store.errors import StoreError
from loaders.store.sources import sources_of
from loaders.store.upkeep import faults, in_force
from loaders.store.versions import MANIFEST, MANIFEST_COPY, OFFICE, Store, open_version
from loaders.store.writer import Writer, locked, writing

_LOST_MANIFEST = ("store_broken", "store_manifest_lost")
_GIVEN = ("documents", "roster", "population", "timeline", "overrides", "withdrawals", *OFFICE)
"""The tables that neither documents nor other tables bring back: what people did and said, and the files of the office."""


@dataclass(frozen=True, slots=True)
class Repair:
    """What was done. manifest: whether its copy took its place. damaged: the files that were. again: the sources that
    `gongkai ingest` has to read again. lost: the tables of `_GIVEN` that were; with `documents` even the names of the
    sources are.
    """

    manifest: bool
    damaged: list[str]
    again: list[str]
    lost: list[str]


def repair(path: Location) -> Repair:
    """Makes a store sound; raises StoreError where neither its manifest nor the copy of it can be read."""
    files = storage(path)
    with locked(path, files):
        taken = _take_copy(path, files)
    with writing(path, repairing=True) as writer:
        damaged = {fault.name for fault in faults(writer.store, files)}
        hit = {table for table, names in writer.store.files.items() if damaged & set(names)}
        again = _make_anew(writer, damaged) if damaged else []
    kept = sources_of(path)
    # The next ingest of a file keeps its bytes again.
    damaged |= kept.remove_damaged() if kept else set()
    return Repair(taken, sorted(damaged), again, [table for table in _GIVEN if table in hit])


def _take_copy(path: Location, files: Files) -> bool:
    """Puts the copy of the manifest in its place where it is lost, or names files that are."""
    try:
        store = open_version(path, files)
        if not any(fault.reason == "store_file_lost" for fault in faults(store, files)):
            return False
    except StoreError as fault:
        if fault.reason not in _LOST_MANIFEST:
            raise
        store = None
    copy = _copy_of(path, files)
    if copy is None:
        if store is None:
            raise StoreError("store_beyond_repair", path=str(path))
        return False
    if store is not None and (in_force(copy) == in_force(store) or list(faults(copy, files))):
        return False
    files.write(MANIFEST, files.read(MANIFEST_COPY))
    return True


def _copy_of(path: Location, files: Files) -> Store | None:
    try:
        copy = open_version(path, files, MANIFEST_COPY)
    except StoreError:
        return None
    return None if copy.empty else copy


def _make_anew(writer: Writer, damaged: set[str]) -> list[str]:
    """Commits what is sound and what can be derived from it; the sources of the documents that were lost with the rest."""
    hit = {table for table, names in writer.store.files.items() if damaged & set(names)}
    before = [] if "documents" in hit else writer.store.read("documents")["source"].to_list()
    writer.without(damaged)
    documents = writer.store.read("documents")
    lost = pl.col("document").is_in(_lost(writer, documents, hit).implode())
    if "documents" in hit or documents.filter(lost).height:
        for table in ("cells", "prose"):
            rows = writer.store.read(table)
            writer.replace(table, rows.clear() if "documents" in hit else rows.filter(~lost))
    notes = writer.store.read("notes").filter(~lost)
    kept = documents.filter(~lost)
    said = with_those_of(writer.store.read("overrides"), kept) if "overrides" in hit else None
    commit(writer, kept, [], notes.clear() if "documents" in hit else notes, overrides=said)
    return sorted(set(before) - set(kept["source"]))


def _lost(writer: Writer, documents: pl.DataFrame, hit: set[str]) -> pl.Series:
    """The documents of which something is lost that only reading them again brings back."""
    read = documents.filter(pl.col("digest").is_not_null())["document"]
    if "notes" in hit:
        return read
    lost = read.clear()
    for table in ("cells", "prose"):
        if table in hit or (table == "cells" and "reports" in hit):
            there = writer.store.scan(table).select(pl.col("document").unique()).collect()["document"]
            lost = lost.append(read.filter(~read.is_in(there.implode())))
    return lost.unique()
