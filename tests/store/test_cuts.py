"""A power cut between any two writes: the store opens at a whole version and goes on. `tests/kills` ends processes."""

import hashlib
import os
import random
import shutil
from pathlib import Path

import pytest
from helpers import example, fixed_seed, put, read

from loaders.ingest.withdrawal import withdraw
from loaders.query.exports import export
from loaders.store import writer as writers
from loaders.store.sources import sources_of
from loaders.store.upkeep import back_up, compact, restore
from loaders.store.versions import open_store


@pytest.fixture
def folder(tmp_path):
    for year in (2021, 2022):
        put(tmp_path / "in", f"{year}.html", example(year))
    return tmp_path / "in"


@pytest.fixture
def store(tmp_path, folder, monkeypatch):
    monkeypatch.setattr(writers, "_UNREAD_AFTER", -1)
    monkeypatch.setattr(writers, "_MANY", 3)
    read(tmp_path / "store", folder / "2021.html")
    read(tmp_path / "store", folder)
    back_up(tmp_path / "store", tmp_path / "backup")
    for year in (2023, 2024):
        put(folder, f"{year}.html", example(year))
    return tmp_path / "store"


DEEDS = {
    "ingest": lambda store, folder: read(store, folder),
    "withdraw": lambda store, folder: withdraw(["2021.html"], store),
    "compact": lambda store, folder: compact(store),
    "restore": lambda store, folder: restore(folder.parent / "backup", store, over=True),
}


def content(store: Path) -> dict[str, str]:
    """What a store says: a hash of the rows of each table, in any order."""
    found, hashes = open_store(store), {}
    for table in ("facts", "documents", "reports", "issues"):
        rows = export(found, table, "zh").write_csv().splitlines()
        hashes[table] = f"{len(rows)} rows, {hashlib.sha256(''.join(sorted(rows)).encode()).hexdigest()[:8]}"
    kept = sources_of(store)
    assert all(kept.read(document) for document in found.read("documents")["sha256"])
    return hashes


class Disk:
    """A disk that keeps what was flushed, and of what was not any part, in any order.

    Names and contents: a file's bytes outlast a cut once they were flushed, its name once its folder was, or by chance.
    """

    def __init__(self, monkeypatch, root: Path):
        self.root, self.events = root, []
        fsync, replace, unlink = os.fsync, Path.replace, Path.unlink

        def note_fsync(number):
            path = Path(os.readlink(f"/proc/self/fd/{number}"))
            self.events.append(("folder", path) if path.is_dir() else ("flush", path, path.read_bytes()))
            fsync(number)

        def note_replace(path, target):
            self.events.append(("rename", path, Path(target), path.read_bytes()))
            return replace(path, target)

        def note_unlink(path, missing_ok=False):
            if path.suffix == ".partial":
                return unlink(path, missing_ok)
            unlink(path, missing_ok)
            self.events.append(("unlink", path))

        monkeypatch.setattr(os, "fsync", note_fsync)
        monkeypatch.setattr(Path, "replace", note_replace)
        monkeypatch.setattr(Path, "unlink", note_unlink)

    def after_cut(self, at: int, start: dict[Path, bytes], rng: random.Random) -> dict[Path, bytes]:
        """The files after a cut before an event: each change of a folder that was not flushed since came or did not."""
        files, open_changes, flushed = dict(start), [], {}
        for event in self.events[:at]:
            if event[0] == "flush":
                flushed[event[1]] = event[2]
            elif event[0] == "folder":
                for change in [c for c in open_changes if c[1].parent == event[1]]:
                    self._apply(files, change, flushed)
                    open_changes.remove(change)
            else:
                _, path, *rest = event
                target = rest[0] if rest else path
                open_changes.append((event[0], target, path, rest[1] if rest else b""))
        for change in rng.sample(open_changes, rng.randint(0, len(open_changes))):
            self._apply(files, change, flushed)
        return files

    def _apply(self, files, change, flushed):
        kind, target, path, data = change
        if kind == "unlink":
            files.pop(target, None)
        else:
            files[target] = data if flushed.get(path) == data else data[: len(data) // 2]


@pytest.mark.parametrize("deed", DEEDS)
def test_a_power_cut_between_any_two_writes_opens_at_a_whole_version(tmp_path, store, folder, monkeypatch, deed):
    rng = random.Random(fixed_seed())
    before = content(store)
    start = {f: f.read_bytes() for f in store.rglob("*") if f.is_file()}
    with monkeypatch.context() as patched:
        disk = Disk(patched, store)
        DEEDS[deed](store, folder)
    after = content(store)
    shutil.rmtree(store)
    assert len(disk.events) > 5
    for at in range(len(disk.events) + 1):
        for _ in range(3):
            shutil.rmtree(store, ignore_errors=True)
            for path, data in disk.after_cut(at, start, rng).items():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            said = content(store)
            assert said in (before, after), f"cut after {at} events, before {disk.events[at][:2]}"
    DEEDS[deed](store, folder)
    assert content(store)["facts"] == after["facts"]
