"""A store → what is damaged in it, and its copies: check, compact, back up and restore."""

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

import orjson

from loaders.store.backends import Files, Location, storage
from loaders.store.checksums import Damaged, verify_content
from loaders.store.errors import StoreError
from loaders.store.leases import lease
from loaders.store.sources import Sources, sources_of
from loaders.store.versions import (
    MANIFEST,
    MANIFEST_COPY,
    TABLES,
    UNFINISHED,
    Store,
    manifest_of,
    open_version,
)
from loaders.store.writer import Writer, locked, sweepable, writing

TEMPLATES_FOLDER = "templates"
"""The folder of a store for the office's own Word templates, which are no part of its versions."""
_BACKUP = "backup"
"""The key of a manifest that says that the folder is a backup, which the next one may replace."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a store holds. files, length: of the version in force, in bytes. others: files beside it, of versions that readers
    may still read or of a run that was broken off. sources: documents whose bytes are kept.
    """

    files: int
    length: int
    others: int
    damaged: list[Damaged]
    sources: int = 0


def check(path: Location) -> Condition:
    """Reads every byte of the version in force; raises StoreError where that cannot be known."""
    files = storage(path)
    store = lease(open_version(path, files))
    names = in_force(store)
    there = {name for table in TABLES for name in files.list(table)}
    damaged = list(faults(store, files))
    lost = {fault.name for fault in damaged if fault.reason == "store_file_lost"}
    length = sum(files.length(name) for name in names - lost)
    kept = sources_of(path)
    if kept:
        damaged += [Damaged(name, "source_damaged") for name in kept.damaged()]
    return Condition(len(names), length, len(there - names), damaged, len(kept.names) if kept else 0)


def in_force(store: Store) -> set[str]:
    """The files that a version is made of."""
    return {name for names in store.files.values() for name in names}


def faults(store: Store, files: Files) -> Iterator[Damaged]:
    """The files of a version that are damaged, by reading them."""
    for name in sorted(in_force(store)):
        try:
            verify_content(files, name, store.checksums.get(name))
        except Damaged as fault:
            yield fault
        except FileNotFoundError:
            yield Damaged(name, "store_file_lost")
        except OSError as error:
            yield Damaged(name, "store_file_unreadable", error=error.strerror or str(error))


def compact(path: Location) -> tuple[int, int]:
    """Joins small segments and removes what nobody reads any more; the number of files in force before and after."""
    with writing(path) as writer:
        before = len(in_force(writer.store))
        writer.commit({}, compact=True)
        writer.resume()
        remove_unnamed(writer)
        return before, len(in_force(writer.store))


def remove_unnamed(writer: Writer) -> None:
    """Removes the bytes of documents that the store does not know, as a run that was broken off leaves them."""
    kept = sources_of(writer.store.path)
    if kept is None or not kept.beside:
        return
    named = {*writer.store.read("documents")["sha256"], *writer.unfinished("documents")["sha256"]}
    for sha256 in kept.names.keys() - named:
        kept.remove(kept.names[sha256])


def back_up(path: Location, to: Location) -> Store:
    """Copies the version in force, with the bytes of documents and the office's templates, to another folder or bucket,
    which holds nothing or an earlier backup; files that are there already are not copied again. Raises StoreError, also for a
    file that is damaged.
    """
    files, target = storage(path), storage(to)
    store = lease(open_version(path, files))
    _sound_or_raise(store, files)
    with locked(to, target):
        earlier = _earlier(to, target)
        _begin(to, target, {_BACKUP: True})
        _copy(store, files, target)
        _copy_sources(sources_of(path), Sources(target, beside=True))
        _copy_templates(files, target)
        superseded = {name: earlier.superseded.get(name, since) for name, since in _others(store, target).items()}
        unread = sweepable(superseded, target)
        kept = {name: since for name, since in superseded.items() if name not in unread}
        content = {**manifest_of(replace(store, superseded=kept)), _BACKUP: True}
        target.write(MANIFEST, orjson.dumps(content, option=orjson.OPT_INDENT_2))
        for name in unread:
            target.remove(name)
    return store


def restore(backup: Location, path: Location, over: bool = False) -> Store:
    """Puts the version of a backup and its templates in force at a location, which holds no sound store unless `over` allows it to be
    replaced. Raises StoreError.
    """
    files, target = storage(backup), storage(path)
    store = open_version(backup, files)
    _sound_or_raise(store, files)
    with locked(path, target):
        if not over and _holds_data(path, target):
            raise StoreError("store_holds_data", path=str(path))
        _begin(path, target, {})
        _copy(store, files, target)
        kept = sources_of(path)
        if kept:
            kept.remove_damaged()
        _copy_sources(Sources(files, beside=True), kept)
        _copy_templates(files, target)
        superseded = _others(store, target)
        content = orjson.dumps(manifest_of(replace(store, superseded=superseded)), option=orjson.OPT_INDENT_2)
        target.write(MANIFEST_COPY, content)
        target.write(MANIFEST, content)
        target.remove(UNFINISHED)
    return store


def _sound_or_raise(store: Store, files: Files) -> None:
    """Raises StoreError for a store without data or with a damaged file."""
    if store.empty:
        raise StoreError("store_nothing", path=str(store.path))
    for fault in faults(store, files):
        raise StoreError(fault.reason, path=str(store.path), file=fault.name, **fault.words)


def _holds_data(path: Location, files: Files) -> bool:
    """Whether a sound store with data is at a location."""
    try:
        store = open_version(path, files)
    except StoreError:
        return False
    return not store.empty and not list(faults(store, files))


def _others(store: Store, target: Files) -> dict[str, int]:
    """The files of tables at a location that a version is not made of, superseded from now on."""
    there = {name for table in TABLES for name in target.list(table)}
    return dict.fromkeys(there - in_force(store), int(time.time()))


def _earlier(to: Location, target: Files) -> Store:
    """An earlier backup, empty where there is none; StoreError for a store that is no backup."""
    try:
        manifest = orjson.loads(target.read(MANIFEST))
    except FileNotFoundError:
        return Store(to)
    except orjson.JSONDecodeError:
        manifest = {}
    if not isinstance(manifest, dict) or not manifest.get(_BACKUP):
        raise StoreError("store_no_backup", path=str(to))
    return open_version(to, target)


def _begin(path: Location, target: Files, mark: dict[str, object]) -> None:
    """Writes the manifest of an empty store where there is none, before any other file: what is broken off is no lost store."""
    try:
        target.read(MANIFEST)
    except FileNotFoundError:
        target.write(MANIFEST, orjson.dumps({**manifest_of(Store(path)), **mark}, option=orjson.OPT_INDENT_2))


def _copy(store: Store, files: Files, target: Files) -> None:
    for name in sorted(in_force(store)):
        with suppress(Damaged, OSError):
            verify_content(target, name, store.checksums.get(name))
            continue
        target.write(name, files.read(name))


def _copy_templates(files: Files, target: Files) -> None:
    """Makes the office's templates at a location the same as those at another."""
    ours, theirs = (
        {n for n in at.list(TEMPLATES_FOLDER) if not n.startswith(f"{TEMPLATES_FOLDER}/.")} for at in (files, target)
    )
    for name in sorted(ours):
        target.write(name, files.read(name))
    for name in theirs - ours:
        target.remove(name)


def _copy_sources(sources: Sources | None, target: Sources | None) -> None:
    """Copies the bytes of documents that a location lacks; what is damaged stays behind."""
    if sources is None or target is None:
        return
    for sha256 in sources.names.keys() - target.names.keys():
        data = sources.read(sha256)
        if data is not None:
            target.keep(sha256, data)
    target.secure()
