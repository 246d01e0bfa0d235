"""A folder of immutable Parquet files and one manifest that names those in force: the only module that knows paths.

A commit writes new files beside the old ones and replaces the manifest in one step, under a writer lock. A reader
keeps the version that it opened. `documents`, `reports`, `issues`, `notes` and `roster` are written anew, each as one
file or several, and so are the cubes that are made of them; `cells` and `prose` are segments that later versions go on
using.
"""

import hashlib
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import polars as pl
from filelock import FileLock, Timeout
from platformdirs import user_data_path

from loaders.cubes import CUBES, cubes
from loaders.schema import REPORTS, Cells, Documents, Issues, Notes, Prose, Roster, types

MANIFEST = "manifest.json"
FORMAT = 1
WHOLE = ("documents", "reports", "issues", "notes", "roster")
SEGMENTED = ("cells", "prose")
_SCHEMAS = {
    "documents": types(Documents),
    "reports": REPORTS,
    "issues": types(Issues),
    "notes": types(Notes),
    "roster": types(Roster),
    "cells": types(Cells),
    "prose": types(Prose),
}
_ROW_GROUP = 1 << 16
"""Rows that a reader takes or leaves together: sorted rows of one place lie in few groups."""
FEW = 20_000
"""Reports of which whoever opens the store makes the cubes in less time than it takes to miss them."""
_UNREAD_AFTER = 3600.0
"""Seconds after which files that no manifest names are swept: a reader that opened them has moved on by then."""


class StoreError(Exception):
    """A store that cannot be opened or written: a reason id of the catalogue and the words that fill it."""

    def __init__(self, reason: str, **words: object):
        super().__init__(reason, words)
        self.reason = reason
        self.words = words


@dataclass(frozen=True)
class Store:
    """One version of a store, as its manifest stood when it was opened."""

    path: Path
    build: str = "empty"
    label: str | None = None
    created: str | None = None
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

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


def default_path() -> Path:
    """Where a user's store is unless they say otherwise: $GONGKAI_STORE, then the user's data directory."""
    given = os.environ.get("GONGKAI_STORE")
    return Path(given).expanduser() if given else user_data_path("gongkai", appauthor=False) / "store"


def shipped(name: str) -> Path:
    """One of the stores that come with the program: `demo` or `sample`. They are read-only."""
    here = Path(__file__).resolve().parent
    for folder in (here / "data", here.parent / "data"):
        if (folder / name).is_dir():
            return folder / name
    return here.parent / "data" / name


def open_store(path: Path) -> Store:
    """The version in force in a folder, empty where the folder has none; StoreError where it is no store."""
    manifest = path / MANIFEST
    try:
        content = orjson.loads(manifest.read_bytes())
    except FileNotFoundError:
        return Store(path)
    except (OSError, orjson.JSONDecodeError):
        raise StoreError("store_broken", path=str(path)) from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise StoreError("store_other_version", path=str(path))
    files = {table: tuple(names) for table, names in content["tables"].items()}
    return Store(path, content["build"], content.get("label"), content.get("created"), files)


@contextmanager
def writing(path: Path) -> Iterator["Writer"]:
    """The one writer of a folder; StoreError where another one is at work or the folder cannot be written."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path / ".lock", timeout=0)
        lock.acquire()
    except Timeout:
        raise StoreError("store_locked", path=str(path)) from None
    except OSError as error:
        raise StoreError("store_not_writable", path=str(path), error=error.strerror or str(error)) from None
    try:
        yield Writer(open_store(path))
    finally:
        lock.release()


class Writer:
    """Writes segments as they come, and commits them with whole tables as a new version."""

    def __init__(self, store: Store):
        self.store = store
        self._segments: dict[str, list[str]] = {table: [] for table in SEGMENTED}
        self._parts: dict[str, list[str]] = {}

    def segment(self, table: str, frame: pl.DataFrame) -> None:
        """Writes rows of `cells` or `prose` beside what is there; they count from the next commit on."""
        if frame.height:
            self._segments[table].append(self._write(table, frame))

    def part(self, table: str, frame: pl.DataFrame) -> None:
        """Writes some rows of a whole table that is too large to be held at once; the next commit puts all parts given
        until then in force, in their order.
        """
        self._parts.setdefault(table, []).append(self._write(table, frame))

    def pending(self, table: str) -> pl.LazyFrame:
        """A segmented table as it will stand after the commit."""
        return _scan(self.store.path, table, [*self.store.files.get(table, ()), *self._segments[table]])

    def commit(self, tables: Mapping[str, pl.DataFrame], label: str | None = None, created: str | None = None) -> Store:
        """Puts a new version in force: the whole tables given, the others as they were, and all segments written."""
        files = {table: list(self.store.files.get(table, ())) for table in WHOLE}
        files |= self._parts | {table: [self._write(table, frame)] for table, frame in tables.items()}
        of = [_scan(self.store.path, table, files[table]) for table in ("reports", "documents", "issues", "roster")]
        if of[0].select(pl.len()).collect().item() > FEW:
            files |= {table: [self._write(table, frame)] for table, frame in cubes(*of).items()}
        for table in SEGMENTED:
            files[table] = [*self.store.files.get(table, ()), *self._segments[table]]
        build = hashlib.sha256("".join(n for names in files.values() for n in names).encode()).hexdigest()[:16]
        manifest = {
            "format": FORMAT,
            "build": build,
            "label": label or self.store.label,
            "created": created or time.strftime("%Y-%m-%dT%H:%M:%S%z"),
            "tables": files,
        }
        self._replace(MANIFEST, orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
        self.store = open_store(self.store.path)
        self._segments, self._parts = {table: [] for table in SEGMENTED}, {}
        self._sweep()
        return self.store

    def _write(self, table: str, frame: pl.DataFrame) -> str:
        """A frame as a file named by its content, so that the same rows are written once."""
        folder = self.store.path / table
        folder.mkdir(exist_ok=True)
        partial = folder / f".{os.getpid()}.partial"
        frame.write_parquet(
            partial, compression="zstd", compression_level=9, statistics=True, row_group_size=_ROW_GROUP
        )
        with partial.open("rb") as f:
            name = f"{table}/{hashlib.file_digest(f, 'sha256').hexdigest()[:16]}.parquet"
        _sync(partial)
        partial.replace(self.store.path / name)
        return name

    def _replace(self, name: str, content: bytes) -> None:
        partial = self.store.path / f".{name}.partial"
        partial.write_bytes(content)
        _sync(partial)
        partial.replace(self.store.path / name)

    def _sweep(self) -> None:
        """Removes files that no manifest names once nobody can be reading them any more."""
        named = {n for names in self.store.files.values() for n in names}
        for table in (*WHOLE, *SEGMENTED, *CUBES):
            for file in (self.store.path / table).glob("*"):
                old = time.time() - file.stat().st_mtime > _UNREAD_AFTER
                if f"{table}/{file.name}" not in named and old:
                    file.unlink(missing_ok=True)


def _scan(path: Path, table: str, names: Sequence[str]) -> pl.LazyFrame:
    if not names:
        return pl.LazyFrame(schema=_SCHEMAS[table])
    return pl.scan_parquet([path / name for name in names])


def _sync(path: Path) -> None:
    with path.open("rb+") as f:
        os.fsync(f.fileno())
