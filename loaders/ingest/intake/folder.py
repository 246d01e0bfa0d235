"""A folder beside the store for files that were handed in at once: their bytes by hash, how far they are read, what was read.

`handed.json` names the files, `progress.json` says how far reading is, `adding.json` how far the last commit is and
`wanted.json` of which documents, `done.json` which are committed or left out, `overrides.json` what a user said of them. Names
are data: no path is made of them.
"""

import hashlib
import re
import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import orjson
import polars as pl
from filelock import FileLock, Timeout
from platformdirs import user_data_path

from loaders.ingest.batch import Batch, joined
from loaders.reading.files import IgnoredFile, OverridesFile, SourceFile, files_in
from loaders.store.backends import Folder, Location

ROOT = "incoming"
"""The root of all documents that were handed in: a file handed in again under its name is a newer version of it."""
KEPT_DAYS = {"committed": 1, "": 30}
"""Days after which a folder is removed, by its stage; the second is for all other stages."""
_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{6}")
_FEW = 3
"""Documents from which on a rate can be told."""
_TABLES = ("documents", "cells", "notes", "prose", "wide", "withdrawals")


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that was handed in. name: its path below `ROOT`; size: in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far reading is. stage: `waiting`, `reading`, `ready`, `cancelled`, `interrupted`, `failed` or `committed`.

    read, of: documents; known: those of them that the store held; parts: the numbers under which what was read is kept.
    first, seconds: how many were read when reading was begun last, and how long it took since. reason, words: why it failed.
    """

    stage: str = "waiting"
    read: int = 0
    of: int = 0
    known: int = 0
    parts: tuple[int, ...] = ()
    first: int = 0
    seconds: float = 0.0
    reason: str | None = None
    words: dict[str, object] | None = None

    @property
    def rate(self) -> float | None:
        """Documents a second; None while too few are read to tell."""
        done = self.read - self.first
        return done / self.seconds if done >= _FEW and self.seconds else None

    @property
    def left(self) -> float | None:
        """Seconds until all are read at that rate."""
        return (self.of - self.read) / self.rate if self.rate else None


@dataclass(frozen=True, slots=True)
class Done:
    """What became of documents, each named by its content and its source."""

    committed: frozenset[tuple[str, str]] = frozenset()
    left_out: frozenset[tuple[str, str]] = frozenset()


def incoming(store: Location) -> Path:
    """Where files for a store are handed in: a folder beside it, or one of the user's where the store is a bucket."""
    if isinstance(store, str):
        return user_data_path("gongkai", appauthor=False) / "incoming" / hashlib.sha256(store.encode()).hexdigest()[:16]
    return store.with_name(f"{store.name}.incoming")


class Intake:
    """Files that were handed in at once, in a folder of their own."""

    def __init__(self, path: Path):
        self.path = path
        self._files = Folder(path)

    @property
    def id(self) -> str:
        return self.path.name

    @property
    def created(self) -> float:
        """When the files were handed in, as Unix time."""
        return float(self.load("handed")["created"])

    @property
    def handed(self) -> list[Handed]:
        return [Handed(*row) for row in self.load("handed")["files"]]

    def items(self) -> tuple[list[SourceFile], list[OverridesFile], list[IgnoredFile]]:
        """The files to read, those of an archive one by one; the overrides beside them; and what is not read."""
        found: list[SourceFile | IgnoredFile | OverridesFile] = []
        for file in self.handed:
            found += files_in(self.content_path(file.sha256), ROOT, file.name)
        return (
            [f for f in found if isinstance(f, SourceFile)],
            [f for f in found if isinstance(f, OverridesFile)],
            [f for f in found if isinstance(f, IgnoredFile)],
        )

    def content_path(self, sha256: str) -> str:
        """The path of a file's content."""
        return str(self.path / "files" / sha256)

    def progress(self) -> Progress:
        """How far reading is, as last written; a reader that is gone has left it `interrupted`."""
        found = self.written_progress()
        if found.stage in ("waiting", "reading"):
            if (self.path / "cancel").exists():
                return _at(found, "cancelled")
            return found if self._busy() else _at(self.written_progress(), "interrupted", only=("waiting", "reading"))
        return found

    def written_progress(self) -> Progress:
        """How far reading is, whether or not somebody reads on."""
        with suppress(FileNotFoundError):
            found = self.load("progress")
            return Progress(**{**found, "parts": tuple(found["parts"])})
        return Progress()

    def note(self, progress: Progress) -> None:
        """Writes how far reading is."""
        self.save("progress", asdict(progress))

    def cancel(self) -> None:
        """Asks whoever reads to stop; what was read by then stays."""
        self._files.write("cancel", b"")

    def cancelled(self) -> bool:
        return (self.path / "cancel").exists()

    def reading_lock(self) -> FileLock:
        """The lock that whoever reads holds; the system gives it back whatever becomes of the process."""
        return FileLock(self.path / ".reading")

    def go_on(self) -> None:
        """Takes a cancellation back."""
        self._files.remove("cancel")

    def keep(self, number: int, batch: Batch) -> None:
        """Keeps what was read as the part with a number."""
        folder = self.path / "read"
        folder.mkdir(exist_ok=True)
        for table in _TABLES:
            getattr(batch, table).write_parquet(folder / f"{number:06}.{table}.parquet", compression="lz4")

    def batch(self, parts: Collection[int]) -> Batch:
        """What was read as the parts with some numbers; what stands in a document once, though several parts have it."""
        if not parts:
            return Batch()
        documents, cells, notes, prose, wide, withdrawals = (self._table(parts, name) for name in _TABLES)
        if len(parts) > 1 and wide["document"].is_duplicated().any():
            return joined([self.batch((part,)) for part in parts])
        return Batch(documents, cells, notes, prose, wide, withdrawals)

    def documents(self, parts: Collection[int]) -> pl.DataFrame:
        """The table `documents` of what was read as some parts."""
        return self._table(parts, "documents") if parts else Batch().documents

    def cells(self, parts: Collection[int], document: str) -> pl.DataFrame:
        """The table `cells` of a document, as it was read first."""
        for number in parts:
            found = self._table((number,), "cells").filter(pl.col("document") == document)
            if found.height:
                return found
        return Batch().cells

    def _table(self, parts: Collection[int], name: str) -> pl.DataFrame:
        paths = [self.path / "read" / f"{number:06}.{name}.parquet" for number in parts]
        if name == "withdrawals":
            # An earlier program kept none.
            paths = [path for path in paths if path.exists()]
        return pl.read_parquet(paths) if paths else Batch().withdrawals

    def done(self) -> Done:
        """What became of documents."""
        with suppress(FileNotFoundError):
            found = self.load("done")
            return Done(*(frozenset((d, s) for d, s in found[name]) for name in ("committed", "left_out")))
        return Done()

    def mark(self, done: Done) -> None:
        """Writes what became of documents."""
        self.save("done", {"committed": sorted(done.committed), "left_out": sorted(done.left_out)})

    def overrides(self) -> list[dict[str, Any]]:
        """What a user said of the documents: `source` (a file or folder) and the values of an `Override`."""
        with suppress(FileNotFoundError):
            return list(self.load("overrides")["rows"])
        return []

    def set_overrides(self, rows: list[dict[str, Any]]) -> None:
        self.save("overrides", {"rows": rows})

    def remove(self) -> None:
        """Removes the folder with all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)

    def _busy(self) -> bool:
        lock = self.reading_lock()
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return True
        lock.release()
        return False

    def load(self, name: str) -> Any:
        """What was saved under a name; FileNotFoundError where nothing was."""
        return orjson.loads(self._files.read(f"{name}.json"))

    def save(self, name: str, content: object) -> None:
        """Saves what JSON can say under a name, in one step."""
        self._files.write(f"{name}.json", orjson.dumps(content))


def open_intakes(folder: Path) -> Iterator[Intake]:
    """Those that are there, the newest first."""
    names = sorted((p.name for p in folder.glob("*") if _ID.fullmatch(p.name)), reverse=True)
    for name in names:
        if (folder / name / "handed.json").exists():
            yield Intake(folder / name)


def find_intake(folder: Path, id_: str) -> Intake | None:
    """The one of an id, None where there is none."""
    found = Intake(folder / id_) if _ID.fullmatch(id_) else None
    return found if found and (found.path / "handed.json").exists() else None


def sweep(folder: Path) -> None:
    """Removes folders that are old and that nobody reads."""
    for path in folder.glob("*"):
        if not _ID.fullmatch(path.name):
            continue
        intake = Intake(path)
        with suppress(OSError, orjson.JSONDecodeError, KeyError):
            stage = intake.progress().stage
            days = KEPT_DAYS.get(stage, KEPT_DAYS[""])
            if stage not in ("waiting", "reading") and time.time() - path.stat().st_mtime > days * 86400:
                intake.remove()


def _at(progress: Progress, stage: str, only: tuple[str, ...] = ()) -> Progress:
    return replace(progress, stage=stage) if not only or progress.stage in only else progress
