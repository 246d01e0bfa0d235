"""A folder → a prepared store with documents and a backup beside it; what may be done to it; what it says."""

import hashlib
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from loaders.ingest import run
from loaders.ingest.overrides import Override
from loaders.ingest.repair import repair
from loaders.ingest.roster import read_roster
from loaders.ingest.run import set_roster
from loaders.ingest.settle import settle
from loaders.ingest.withdrawal import withdraw
from loaders.store import writer
from loaders.store.sources import sources_of
from loaders.store.upkeep import back_up, compact, restore
from loaders.store.versions import MANIFEST, StoreError, open_store
from tests.helpers import example, put, read

FORMAT1 = Path(__file__).parents[1] / "store/stores/format1.zip"
TABLES = ("cells", "documents", "reports", "issues", "notes", "prose", "roster", "overrides")
_OF_THE_TRIAL = ("root", "when", "told_when")
"""Columns that say where and when something was done."""
Content = dict[str, str]
"""A hash of the rows of each table."""


class Place(NamedTuple):
    """The folders that a deed works on: documents, store and backup, below one folder that is copied for each trial."""

    root: Path

    @property
    def documents(self) -> Path:
        return self.root / "in"

    @property
    def store(self) -> Path:
        return self.root / "store"

    @property
    def backup(self) -> Path:
        return self.root / "backup"

    def copy(self, to: Path) -> "Place":
        shutil.copytree(self.root, to)
        return Place(to)


@contextmanager
def small() -> Iterator[None]:
    """While this lasts, this process joins, sweeps, flushes and sums up early: a few documents go all ways that many would."""
    early = {"_UNREAD_AFTER": -1, "_MANY": 3, "MAX_REPORTS_WITHOUT_CUBES": 0}
    with patch.multiple(writer, **early), patch.object(run, "_FLUSH", 1):
        yield


def prepare(root: Path) -> Place:
    """A store of two reports in several segments, a backup of it, and two documents more that it does not know."""
    place = Place(root)
    for year in (2021, 2022):
        put(place.documents, f"{year}.html", example(year))
    read(place.store, place.documents / "2021.html")
    read(place.store, place.documents)
    back_up(place.store, place.backup)
    for year in (2023, 2024):
        put(place.documents, f"{year}.html", example(year))
    return place


def _damaged(root: Path) -> Place:
    place = prepare(root)
    (place.store / open_store(place.store).files["cells"][0]).write_bytes(b"")
    return place


def _lost_manifest(root: Path) -> Place:
    place = prepare(root)
    (place.store / MANIFEST).write_bytes(b"")
    return place


def _older(root: Path) -> Place:
    """A store as the last program of format 1 wrote it."""
    place = prepare(root)
    shutil.rmtree(place.store)
    with zipfile.ZipFile(FORMAT1) as archive:
        archive.extractall(place.store)
    return place


def _roster(place: Place) -> None:
    known = frozenset(open_store(place.store).read("reports")["body_id"])
    rows, faults = read_roster("单位\n望溪市青禾区教育局\n".encode(), known)
    assert not faults
    set_roster(place.store, rows)


class Deed(NamedTuple):
    """prepare: the place before it. do: the deed. opens: whether the store can be read before and during it."""

    do: Callable[[Place], object]
    prepare: Callable[[Path], Place] = prepare
    opens: bool = True


DEEDS = {
    "ingest": Deed(lambda p: read(p.store, p.documents)),
    "first ingest": Deed(lambda p: read(p.root / "new", p.documents)),
    "withdraw": Deed(lambda p: withdraw(["2021.html"], p.store)),
    "settle": Deed(lambda p: settle(p.store, [Override(document="2021.html", year=2020)])),
    "roster": Deed(_roster),
    "compact": Deed(lambda p: compact(p.store)),
    "backup": Deed(lambda p: back_up(p.store, p.root / "other")),
    "backup again": Deed(lambda p: (read(p.store, p.documents), back_up(p.store, p.backup))),
    "restore": Deed(lambda p: restore(p.backup, p.store, over=True)),
    "restore elsewhere": Deed(lambda p: restore(p.backup, p.root / "new", over=True)),
    "repair": Deed(lambda p: repair(p.store), _damaged, opens=False),
    "repair of the manifest": Deed(lambda p: repair(p.store), _lost_manifest, opens=False),
    "migrate": Deed(lambda p: read(p.store, p.documents), _older),
    "migrate by compaction": Deed(lambda p: compact(p.store), _older),
}
"""Everything that writes to a store."""


def content(store: Path) -> Content:
    """What a store says; raises StoreError where it cannot be opened, and AssertionError where kept bytes are lost."""
    opened, hashes = open_store(store), {}
    if opened.empty:
        return {"store": "empty"}
    for table in TABLES:
        rows = opened.read(table).drop(_OF_THE_TRIAL, strict=False)
        content = "".join(sorted(rows.write_ndjson().splitlines())).encode()
        hashes[table] = f"{rows.height} rows, {hashlib.sha256(content).hexdigest()[:8]}"
    kept = sources_of(store)
    if any(kept.names):
        there = opened.read("documents")["sha256"]
        assert all(kept.read(document) for document in there if kept.has(document)), "kept bytes are damaged"
    return hashes


def contents(place: Place) -> dict[str, Content]:
    """What each store of a place says, by its folder."""
    found = {}
    for folder in ("store", "new", "backup", "other"):
        try:
            found[folder] = content(place.root / folder)
        except StoreError as fault:
            found[folder] = {"fault": fault.reason}
    return found
