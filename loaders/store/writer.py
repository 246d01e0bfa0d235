"""Rows → the files of a new version, put in force by one replaced manifest under a writer lock.

`documents`, `reports`, `issues`, `notes`, `roster`, `population` and `timeline` are written whole, and so are the cubes that are made of
them; `cells` and `prose` are segments that later versions go on using. A list of its own names what a writer has
read and not committed, so that a later writer goes on from there.
"""

import hashlib
import io
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace

import orjson
import polars as pl

from loaders.store.backends import Files, Location, Locked, Unwritable, storage
from loaders.store.checksums import Checksum, checksum, named, whole
from loaders.store.cubes import cubes
from loaders.store.errors import StoreError
from loaders.store.leases import leased
from loaders.store.outages import plain_faults_of_tables
from loaders.store.versions import (
    MANIFEST,
    MANIFEST_COPY,
    SEGMENTED,
    TABLES,
    UNFINISHED,
    WHOLE,
    Store,
    manifest_of,
    open_store,
    open_version,
    read_unfinished,
    scan_files,
)

_ROW_GROUP = 1 << 16
"""Rows that a reader takes or leaves together: sorted rows of one place lie in few groups."""


_CELL_ROW_GROUP = 1 << 14
"""Rows of `cells` so: those of some eighty documents."""


_ORDER = {"documents": "body_id", "cells": "document"}
"""What some tables are sorted by, so that the few rows of one body or document lie together."""


MAX_REPORTS_WITHOUT_CUBES = 20_000
"""Reports of which whoever opens the store makes the cubes in less time than it takes to miss them."""


_SMALL = 1 << 20
"""Bytes of a segment that is small."""


_MANY = 24
"""Small segments of a table that are joined: each query opens them all."""


_UNREAD_AFTER = 3600
"""Seconds after a file was superseded that it is swept: whoever still reads it has leased it by then."""


@contextmanager
def writing(path: Location, repairing: bool = False) -> Iterator["Writer"]:
    """The one writer at a location; StoreError where another one is at work or nothing can be written, and where the
    version in force is damaged, unless it is about to be repaired.
    """
    files = storage(path)
    with locked(path, files):
        writer = Writer(open_version(path, files) if repairing else open_store(path), files)
        try:
            yield writer
        except BaseException:
            writer.abandon()
            raise


@contextmanager
def locked(path: Location, files: Files) -> Iterator[None]:
    """Holds the lock of a location; StoreError where another one does, or nothing can be written."""
    try:
        with ExitStack() as stored:
            stored.enter_context(files.lock())
            stored.enter_context(plain_faults_of_tables())
            yield
    except Locked:
        raise StoreError("store_locked", path=str(path)) from None
    except Unwritable as error:
        raise StoreError("store_not_writable", path=str(path), error=str(error)) from None


def sweepable(superseded: Mapping[str, int], files: Files) -> set[str]:
    """Those of superseded files, each with the Unix time since which it is so, that nobody reads any more."""
    old = {name for name, since in superseded.items() if time.time() - since > _UNREAD_AFTER}
    return old - leased(files) if old else old


class Writer:
    """Writes rows as they are read, and commits them with whole tables as a new version."""

    def __init__(self, store: Store, files: Files):
        self.store = store
        self._files = files
        self._unfinished: dict[str, list[str]] = {}
        self._resumed: dict[str, list[str]] = {}
        self._parts: dict[str, list[str]] = {}
        self._checksums: dict[str, Checksum] = dict(store.checksums)
        self._loose: set[str] = set()
        self._begun = not store.empty

    def resume(self) -> None:
        """Takes up what an earlier writer kept and did not commit; nothing where a part of it is damaged or gone."""
        left = self._left_behind()
        if all(whole(self._files, name) for names in left.values() for name in names):
            self._unfinished = left
            self._resumed = {table: list(names) for table, names in left.items()}

    def segment(self, table: str, frame: pl.DataFrame) -> None:
        """Writes rows of `cells` or `prose` beside what is there; they count from the next commit on."""
        if frame.height:
            self._unfinished.setdefault(table, []).append(self._write(table, frame))

    def keep(self, parts: Mapping[str, pl.DataFrame]) -> None:
        """Writes parts of tables beside what is in force; they count from the next commit on, whichever writer makes it.

        Parts of `documents`, `notes` and `wide` wait to be made into whole tables; those of `cells` and `prose` stay.
        """
        for table, frame in parts.items():
            self.segment(table, frame)
        self._files.write(UNFINISHED, orjson.dumps(self._unfinished, option=orjson.OPT_INDENT_2))
        self._loose.clear()

    def forget(self) -> None:
        """Goes back to what was kept before this writer, so that no later one commits what this one has kept."""
        if self._unfinished != self._resumed:
            self._files.write(UNFINISHED, orjson.dumps(self._resumed, option=orjson.OPT_INDENT_2))
            self._unfinished = {table: list(names) for table, names in self._resumed.items()}

    def abandon(self) -> None:
        """Removes what was written and neither kept nor committed: a run that fails, as on a full disk, leaves nothing."""
        try:
            version = open_version(self.store.path, self._files)
        except (StoreError, OSError):
            return
        used = {*version.superseded, *(name for names in version.files.values() for name in names)}
        for name in self._loose - used:
            self._files.remove(name)

    def unfinished(self, table: str) -> pl.DataFrame:
        """The rows of a table that are kept and not committed."""
        return scan_files(self.store.path, table, self._unfinished.get(table, ())).collect()

    def part(self, table: str, frame: pl.DataFrame) -> None:
        """Writes some rows of a whole table that is too large to be held at once; the next commit puts all parts given
        until then in force, in their order.
        """
        self._parts.setdefault(table, []).append(self._write(table, frame))

    def pending(self, table: str) -> pl.LazyFrame:
        """A segmented table as it will stand after the commit."""
        return scan_files(self.store.path, table, self._segments(table))

    def without(self, names: set[str]) -> None:
        """Goes on from the version in force without some of its files; whole tables and cubes go with any of theirs."""
        kept = {
            table: tuple(n for n in found if n not in names)
            for table, found in self.store.files.items()
            if table in SEGMENTED or not names & set(found)
        }
        self.store = replace(self.store, files=kept)

    def drop(self, table: str, documents: Collection[str]) -> None:
        """Leaves the rows of some documents out of a segmented table, from the next commit on."""
        theirs = pl.col("document").is_in(list(documents))
        names: list[str] = []
        for name in self.store.files.get(table, ()):
            rows = scan_files(self.store.path, table, (name,), self._checksums)
            if not rows.filter(theirs).head(1).collect().height:
                names.append(name)
                continue
            rest = rows.filter(~theirs).collect()
            names += [self._write(table, rest)] if rest.height else []
        self.store = replace(self.store, files={**self.store.files, table: tuple(names)})

    def replace(self, table: str, frame: pl.DataFrame) -> None:
        """Puts these rows in the place of all segments of a table, from the next commit on."""
        names = (self._write(table, frame),) if frame.height else ()
        self.store = replace(self.store, files={**self.store.files, table: names})

    def commit(
        self,
        tables: Mapping[str, pl.DataFrame],
        label: str | None = None,
        created: str | None = None,
        compact: bool = False,
    ) -> Store:
        """Puts a new version in force: the whole tables given, the others as they were, and all segments kept.

        compact: whether to join small segments however few.
        """
        files = {table: list(self.store.files.get(table, ())) for table in WHOLE}
        self._parts |= {table: [self._joined(table)] for table in _ORDER if len(self._parts.get(table, ())) > 1}
        files |= self._parts | {table: [self._write(table, frame)] for table, frame in tables.items()}
        of = [
            scan_files(self.store.path, table, files[table]) for table in ("reports", "documents", "issues", "roster")
        ]
        if of[0].select(pl.len()).collect().item() > MAX_REPORTS_WITHOUT_CUBES:
            files |= {table: [self._write(table, frame)] for table, frame in cubes(*of).items()}
        files |= {table: self._few(table, 2 if compact else _MANY) for table in SEGMENTED}
        build = hashlib.sha256("".join(n for names in files.values() for n in names).encode()).hexdigest()[:16]
        version = {table: tuple(names) for table, names in files.items()}
        superseded = self._superseded(version)
        unread = sweepable(superseded, self._files)
        readable = {name: since for name, since in superseded.items() if name not in unread}
        label, created = label or self.store.label, created or time.strftime("%Y-%m-%dT%H:%M:%S%z")
        commits = self._commits(of[1], created)
        self._put_in_force(Store(self.store.path, build, label, created, version, readable, commits=commits))
        if self._unfinished:
            self._files.remove(UNFINISHED)
        self._unfinished, self._parts = {}, {}
        self._loose.clear()
        for name in unread:
            self._files.remove(name)
        return self.store

    def _commits(self, documents: pl.LazyFrame, created: str) -> dict[str, str]:
        """The days on which documents were first committed; with that of the coming version where it has new ones."""
        stored = scan_files(self.store.path, "documents", self.store.files.get("documents", ()))
        latest, before = (rows.select(pl.col("seen").max()).collect().item() or 0 for rows in (documents, stored))
        return {**self.store.commits, **({str(latest): created[:10]} if latest > before else {})}

    def _put_in_force(self, store: Store) -> None:
        """Replaces the manifest by that of another version."""
        manifest = manifest_of(replace(store, checksums=self._checksums_of(store)))
        content = orjson.dumps(manifest, option=orjson.OPT_INDENT_2)
        self._files.write(MANIFEST_COPY, content)
        self._files.write(MANIFEST, content)
        self.store = open_version(self.store.path, self._files)
        self._begun = True

    def _superseded(self, files: Mapping[str, Iterable[str]]) -> dict[str, int]:
        """The files that neither the coming version nor an unfinished run is made of, each with the time since which.

        What no commit has found so before, in a store of before or left by a run that was killed, is so from now on.
        """
        now = int(time.time())
        unfinished = {} if self._unfinished else self._left_behind()
        used = {name for tables in (files, unfinished) for names in tables.values() for name in names}
        there = (name for table in TABLES for name in self._files.list(table))
        return {name: self.store.superseded.get(name, now) for name in there if name not in used}

    def _joined(self, table: str) -> str:
        """The parts of a table whose rows stand in an order as one file, in their stead."""
        parts = self._parts[table]
        name = self._write(table, scan_files(self.store.path, table, parts).collect())
        for part in set(parts) - set(self.store.files.get(table, ())) - set(self.store.superseded):
            self._files.remove(part)
        return name

    def _checksums_of(self, store: Store) -> dict[str, Checksum]:
        """The checksums of a version's files; those that an earlier program wrote get theirs if they are sound."""
        names = {name for names in store.files.values() for name in names}
        for name in names - self._checksums.keys():
            if whole(self._files, name):
                self._checksums[name] = Checksum(self._files.sha256(name), self._files.length(name))
        return {name: self._checksums[name] for name in sorted(names & self._checksums.keys())}

    def _few(self, table: str, many: int) -> list[str]:
        """The segments of a table, those of many small runs joined."""
        segments = self._segments(table)
        small = [name for name in segments if self._files.length(name) < _SMALL]
        if len(small) < many:
            return segments
        joined = scan_files(self.store.path, table, small, self._checksums).collect()
        return [*(name for name in segments if name not in small), self._write(table, joined)]

    def _segments(self, table: str) -> list[str]:
        return [*self.store.files.get(table, ()), *self._unfinished.get(table, ())]

    def _left_behind(self) -> dict[str, list[str]]:
        """What an earlier writer kept and did not commit; not what it did commit before it could strike it off."""
        stored = {name for names in self.store.files.values() for name in names}
        return {table: [n for n in names if n not in stored] for table, names in read_unfinished(self._files).items()}

    def _write(self, table: str, frame: pl.DataFrame) -> str:
        """A frame as a file named by its content, so that the same rows are written once."""
        if not self._begun:
            # Before any other file, so that one that is missing later was lost.
            self._put_in_force(self.store)
        out = io.BytesIO()
        if table in _ORDER:
            frame = frame.sort(_ORDER[table], maintain_order=True)
        group = _CELL_ROW_GROUP if table == "cells" else _ROW_GROUP
        frame.write_parquet(out, compression="zstd", compression_level=9, statistics=True, row_group_size=group)
        content = out.getvalue()
        name = named(table, content)
        self._loose.add(name)
        self._checksums[name] = checksum(content)
        self._files.write(name, content)
        return name
