"""A folder of immutable Parquet files and one manifest that names those in force: the only module that knows paths.

A commit writes new files beside the old ones and replaces the manifest in one step, under a writer lock. A reader
keeps the version that it opened. `documents`, `reports`, `issues`, `notes` and `roster` are written anew, each as one
file or several, and so are the cubes that are made of them; `cells` and `prose` are segments that later versions go on
using. What a writer has read and not committed is named by a list of its own, so that a later writer goes on from there.

The manifest is written before any other file: where files of tables lie without one, it was lost.
"""

import hashlib
import io
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import polars as pl
from platformdirs import user_data_path

from loaders import settings
from loaders.bodies.describe import COLUMNS
from loaders.resources import shipped_path
from loaders.store.backends import Files, Location, Locked, Unreachable, Unwritable, location, named, storage, whole
from loaders.store.cubes import CUBES, EDITION, cubes
from loaders.store.schema import REPORTS, WIDE, Cells, Documents, Issues, Notes, Prose, Roster, types

MANIFEST = "manifest.json"
FORMAT = 1
WHOLE = ("documents", "described", "reports", "issues", "notes", "roster")
SEGMENTED = ("cells", "prose")
UNFINISHED = "unfinished.json"
DESCRIBED = ("document", "source", "told_agency", "told_place", "rules", *COLUMNS)
"""The columns of `described`: what is known of each document's body, by which rules; what a commit need not seek again."""
_SCHEMAS = {
    "documents": types(Documents),
    "described": dict.fromkeys(DESCRIBED, pl.String),
    "reports": REPORTS,
    "issues": types(Issues),
    "notes": types(Notes),
    "roster": types(Roster),
    "cells": types(Cells),
    "prose": types(Prose),
    "wide": WIDE,
}
_TABLES = (*_SCHEMAS, *CUBES)
"""Every table, each in a folder of its own."""
_ROW_GROUP = 1 << 16
"""Rows that a reader takes or leaves together: sorted rows of one place lie in few groups."""
_OF_CELLS = 1 << 14
"""Rows of `cells` so: those of some eighty documents."""
_ORDER = {"documents": "body_id", "cells": "document"}
"""What some tables are sorted by, so that the few rows of one body or document lie together."""
FEW = 20_000
"""Reports of which whoever opens the store makes the cubes in less time than it takes to miss them."""
_UNREAD_AFTER = 3600
"""Seconds after a file was superseded that it is swept: a reader of the version before has moved on by then."""


class StoreError(Exception):
    """A store that cannot be opened or written: a reason id of the catalogue and the words that fill it."""

    def __init__(self, reason: str, **words: object):
        super().__init__(reason, words)
        self.reason = reason
        self.words = words


@dataclass(frozen=True)
class Store:
    """One version of a store, as its manifest stood when it was opened.

    superseded: the files that this version is not made of, each with the Unix time at which a commit first found it so.
    """

    path: Location
    build: str = "empty"
    label: str | None = None
    created: str | None = None
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    superseded: Mapping[str, int] = field(default_factory=dict)

    @property
    def synthetic(self) -> bool:
        """Whether the store says of itself that it holds invented reports."""
        return self.label == "demo"

    @property
    def empty(self) -> bool:
        """Whether nothing was ever committed."""
        return not self.files

    def scan(self, table: str) -> pl.LazyFrame:
        """A table, lazily; without rows where the store has none."""
        return _scan(self.path, table, self.files.get(table, ()))

    def read(self, table: str) -> pl.DataFrame:
        """A table, whole."""
        return self.scan(table).collect()


def _scan(path: Location, table: str, names: Iterable[str]) -> pl.LazyFrame:
    files = [storage(path).url(name) for name in names]
    return pl.scan_parquet(files) if files else pl.LazyFrame(schema=_SCHEMAS[table])


def default_path() -> Location:
    """Where a user's store is unless they say otherwise: $GONGKAI_STORE, then the user's data directory."""
    given = location(settings.store())
    if isinstance(given, str):
        return given
    return given.expanduser() if given.name else user_data_path("gongkai", appauthor=False) / "store"


def shipped(name: str) -> Path:
    """One of the stores that come with the program: `demo` or `sample`. They are read-only."""
    return shipped_path(name)


def exists(path: Location) -> bool:
    """Whether a store with data is at a location, be it one that cannot be opened."""
    try:
        return not open_store(path).empty
    except StoreError:
        return True


def open_store(path: Location) -> Store:
    """The version in force at a location, empty where nothing was committed; StoreError where it cannot be opened."""
    return _open(path, storage(path))


def _open(path: Location, files: Files) -> Store:
    try:
        content = _manifest(path, files)
    except Unreachable as error:
        raise StoreError("store_unreachable", path=str(path), error=str(error)) from None
    except (OSError, orjson.JSONDecodeError):
        raise StoreError("store_broken", path=str(path)) from None
    if content is None:
        return Store(path)
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise StoreError("store_other_version", path=str(path))
    try:
        # Cubes made by other rules would add up what these leave out: they are made anew from the reports.
        old = CUBES if content.get("cubes") != EDITION else ()
        tables = {table: tuple(names) for table, names in content["tables"].items() if table not in old}
        superseded = dict(content.get("superseded", {}))
        return Store(path, content["build"], content.get("label"), content.get("created"), tables, superseded)
    except (KeyError, AttributeError, TypeError, ValueError):
        raise StoreError("store_broken", path=str(path)) from None


def _manifest(path: Location, files: Files) -> object:
    """What the manifest says, None where no store ever was; StoreError where it was lost."""
    try:
        return orjson.loads(files.read(MANIFEST)) or {}
    except FileNotFoundError:
        # An earlier program wrote the parts of its first run before any manifest; its list names them.
        committed = set(_TABLES) - _read_unfinished(files).keys()
        if any(name.endswith(".parquet") for table in committed for name in files.list(table)):
            raise StoreError("store_manifest_lost", path=str(path), manifest=MANIFEST) from None
        return None


def _read_unfinished(files: Files) -> dict[str, list[str]]:
    """The files of each table that a writer kept and did not commit."""
    try:
        return orjson.loads(files.read(UNFINISHED))
    except (FileNotFoundError, orjson.JSONDecodeError):
        return {}


@contextmanager
def writing(path: Location) -> Iterator["Writer"]:
    """The one writer at a location; StoreError where another one is at work or nothing can be written."""
    files = storage(path)
    try:
        with ExitStack() as held:
            try:
                held.enter_context(files.lock())
            except Unreachable as error:
                raise StoreError("store_unreachable", path=str(path), error=str(error)) from None
            yield Writer(_open(path, files), files)
    except Locked:
        raise StoreError("store_locked", path=str(path)) from None
    except Unwritable as error:
        raise StoreError("store_not_writable", path=str(path), error=str(error)) from None


class Writer:
    """Writes rows as they are read, and commits them with whole tables as a new version."""

    def __init__(self, store: Store, files: Files):
        self.store = store
        self._files = files
        self._unfinished: dict[str, list[str]] = {}
        self._parts: dict[str, list[str]] = {}
        self._begun = not store.empty

    def resume(self) -> None:
        """Takes up what an earlier writer kept and did not commit; nothing where a part of it is damaged or gone."""
        left = self._left_behind()
        if all(whole(self._files, name) for names in left.values() for name in names):
            self._unfinished = left

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

    def unfinished(self, table: str) -> pl.DataFrame:
        """The rows of a table that are kept and not committed."""
        return _scan(self.store.path, table, self._unfinished.get(table, ())).collect()

    def part(self, table: str, frame: pl.DataFrame) -> None:
        """Writes some rows of a whole table that is too large to be held at once; the next commit puts all parts given
        until then in force, in their order.
        """
        self._parts.setdefault(table, []).append(self._write(table, frame))

    def pending(self, table: str) -> pl.LazyFrame:
        """A segmented table as it will stand after the commit."""
        return _scan(self.store.path, table, self._segments(table))

    def commit(self, tables: Mapping[str, pl.DataFrame], label: str | None = None, created: str | None = None) -> Store:
        """Puts a new version in force: the whole tables given, the others as they were, and all segments kept."""
        files = {table: list(self.store.files.get(table, ())) for table in WHOLE}
        self._parts |= {table: [self._joined(table)] for table in _ORDER if len(self._parts.get(table, ())) > 1}
        files |= self._parts | {table: [self._write(table, frame)] for table, frame in tables.items()}
        of = [_scan(self.store.path, table, files[table]) for table in ("reports", "documents", "issues", "roster")]
        if of[0].select(pl.len()).collect().item() > FEW:
            files |= {table: [self._write(table, frame)] for table, frame in cubes(*of).items()}
        files |= {table: self._segments(table) for table in SEGMENTED}
        build = hashlib.sha256("".join(n for names in files.values() for n in names).encode()).hexdigest()[:16]
        version = {table: tuple(names) for table, names in files.items()}
        superseded = self._superseded(version)
        unread = {name for name, since in superseded.items() if time.time() - since > _UNREAD_AFTER}
        readable = {name: since for name, since in superseded.items() if name not in unread}
        label, created = label or self.store.label, created or time.strftime("%Y-%m-%dT%H:%M:%S%z")
        self._put_in_force(Store(self.store.path, build, label, created, version, readable))
        if self._unfinished:
            self._files.remove(UNFINISHED)
        self._unfinished, self._parts = {}, {}
        for name in unread:
            self._files.remove(name)
        return self.store

    def _put_in_force(self, store: Store) -> None:
        """Replaces the manifest by that of another version."""
        manifest = {
            "format": FORMAT,
            "build": store.build,
            "cubes": EDITION,
            "label": store.label,
            "created": store.created,
            "tables": store.files,
            "superseded": store.superseded,
        }
        self._files.write(MANIFEST, orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
        self.store = _open(self.store.path, self._files)
        self._begun = True

    def _superseded(self, files: Mapping[str, Iterable[str]]) -> dict[str, int]:
        """The files that neither the coming version nor an unfinished run is made of, each with the time since which.

        What no commit has found so before, in a store of before or left by a run that was killed, is so from now on.
        """
        now = int(time.time())
        unfinished = {} if self._unfinished else self._left_behind()
        used = {name for tables in (files, unfinished) for names in tables.values() for name in names}
        there = (name for table in _TABLES for name in self._files.list(table))
        return {name: self.store.superseded.get(name, now) for name in there if name not in used}

    def _joined(self, table: str) -> str:
        """The parts of a table whose rows stand in an order as one file, in their stead."""
        parts = self._parts[table]
        name = self._write(table, _scan(self.store.path, table, parts).collect())
        for part in set(parts) - set(self.store.files.get(table, ())) - set(self.store.superseded):
            self._files.remove(part)
        return name

    def _segments(self, table: str) -> list[str]:
        return [*self.store.files.get(table, ()), *self._unfinished.get(table, ())]

    def _left_behind(self) -> dict[str, list[str]]:
        """What an earlier writer kept and did not commit; not what it did commit before it could strike it off."""
        held = {name for names in self.store.files.values() for name in names}
        return {table: [n for n in names if n not in held] for table, names in _read_unfinished(self._files).items()}

    def _write(self, table: str, frame: pl.DataFrame) -> str:
        """A frame as a file named by its content, so that the same rows are written once."""
        if not self._begun:
            # Before any other file, so that one that is missing later was lost.
            self._put_in_force(self.store)
        out = io.BytesIO()
        if table in _ORDER:
            frame = frame.sort(_ORDER[table], maintain_order=True)
        group = _OF_CELLS if table == "cells" else _ROW_GROUP
        frame.write_parquet(out, compression="zstd", compression_level=9, statistics=True, row_group_size=group)
        content = out.getvalue()
        name = named(table, content)
        self._files.write(name, content)
        return name
