"""A kill at each step, and a power cut between any two writes: the store opens at a whole version and goes on."""

import hashlib
import os
import random
import shutil
from pathlib import Path

import pytest
from helpers import example, fixed_seed, put, read

from loaders.ingest.repair import repair
from loaders.ingest.withdrawal import withdraw
from loaders.query.exports import export
from loaders.store import writer as writers
from loaders.store.backends import Folder
from loaders.store.sources import sources_of
from loaders.store.upkeep import back_up, compact, restore
from loaders.store.versions import open_store


class Killed(BaseException):
    """As SIGKILL: nothing that the program does about faults may run, and nothing it does counts any more."""


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
    "backup": lambda store, folder: read(store, folder) and back_up(store, folder.parent / "backup"),
    "restore": lambda store, folder: restore(folder.parent / "backup", store, over=True),
    "repair": lambda store, folder: repair(store),
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


def prepared(store: Path, deed: str) -> None:
    if deed == "repair":
        name = open_store(store).files["cells"][0]
        (store / name).write_bytes(b"")


STEPS = [(Folder, "write"), (Folder, "write_ahead"), (Folder, "secure"), (Folder, "remove")]


def killed_at(step: int, monkeypatch, store, folder, deed) -> bool:
    """Whether a deed was killed before that step of its writing; after it, neither write nor removal has any effect."""
    count = 0
    with monkeypatch.context() as patched:
        for owner, name in STEPS:
            original = getattr(owner, name)

            def stepped(self, *arguments, original=original):
                nonlocal count
                count += 1
                if count > step:
                    raise Killed
                return original(self, *arguments)

            patched.setattr(owner, name, stepped)
        try:
            DEEDS[deed](store, folder)
        except Killed:
            return True
    return False


@pytest.mark.parametrize("deed", DEEDS)
def test_a_kill_at_each_step_leaves_a_whole_version_and_the_next_run_completes(
    tmp_path, store, folder, monkeypatch, deed
):
    prepared(store, deed)
    before = None if deed == "repair" else content(store)
    whole = tmp_path / "whole"
    shutil.copytree(tmp_path, whole, ignore=shutil.ignore_patterns("whole"))
    DEEDS[deed](whole / "store", folder)
    after = content(whole / "store")
    steps = 0
    for step in range(200):
        trial = tmp_path / f"trial{step}"
        shutil.copytree(tmp_path, trial, ignore=shutil.ignore_patterns("trial*", "whole"))
        if not killed_at(step, monkeypatch, trial / "store", trial / "in", deed):
            break
        steps += 1
        if before is not None:
            said = content(trial / "store")
            assert said in (before, after), f"after step {step}"
        content(trial / "backup")
        DEEDS[deed](trial / "store", trial / "in")
        last = content(trial / "store")
        assert {t: last[t] for t in ("facts", "reports")} == {t: after[t] for t in ("facts", "reports")}
        assert not list(trial.rglob("*.partial"))
        shutil.rmtree(trial)
    assert steps >= (2 if deed in ("restore", "compact") else 5)


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


@pytest.mark.parametrize("deed", ["ingest", "withdraw", "compact", "restore"])
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
