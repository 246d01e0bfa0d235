"""A version stays whole for whoever reads it, however many commits come after; a reader that is gone keeps it no longer."""

import gc
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from helpers import example, hold, hours_later, put, read, reports

from loaders.access.limited import limited_to
from loaders.query.exports import export, parts
from loaders.query.snapshot import open_snapshot
from loaders.store import leases
from loaders.store.upkeep import back_up, compact
from loaders.store.versions import Store, open_store


@pytest.fixture
def store(tmp_path):
    for year in (2021, 2022):
        put(tmp_path / "in", f"{year}.html", example(year))
    read(tmp_path / "store", tmp_path / "in")
    return tmp_path / "store"


def commits(store: Path, count: int = 3) -> None:
    """So many commits, each some hours after the one before."""
    for _ in range(count):
        name = f"{len(list((store.parent / 'in').iterdir()))}.html"
        put(store.parent / "in", name, example(2023, f"望溪市第{name.partition('.')[0]}局"))
        read(store, store.parent / "in")
        leases.renew()
        hours_later(store)


def made_of(version: Store) -> set[str]:
    return {name for names in version.files.values() for name in names}


def lie(store: Path) -> list[Path]:
    return list(store.glob(f"{leases.READERS}/*"))


def test_a_long_reader_loses_nothing_and_a_lease_goes_with_its_reader(store):
    before = export(open_store(store), "facts", "zh")
    scanned, taken_out = open_snapshot(open_store(store), low_memory=True), parts(open_store(store), "facts", "zh", 1)
    begun = next(taken_out)
    commits(store)
    compact(store)
    hours_later(store)
    assert reports(scanned.store).height == 2
    assert begun.vstack(next(taken_out)).equals(before)
    assert reports(store).height == 5
    files = made_of(scanned.store) - made_of(open_store(store))
    assert files
    assert all((store / name).exists() for name in files)
    del scanned, taken_out
    gc.collect()
    leases.renew()
    assert lie(store) == []
    commits(store, 1)
    assert not any((store / name).exists() for name in files)


def test_places_of_a_version_are_leased_with_it(store):
    part = limited_to(open_store(store), ("省",))
    snapshot = open_snapshot(part, low_memory=True)
    commits(store)
    assert snapshot.store.read("reports").height == 0


def test_a_store_of_which_the_version_in_force_is_read_holds_no_lease(store):
    snapshot = hold(store)
    leases.renew()
    assert lie(store) == []
    assert snapshot.store.files


def killed(store: Path) -> None:
    """A process that reads a version that was superseded meanwhile, leases it and is killed."""
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from loaders.query.snapshot import open_snapshot; from loaders.store import leases\n"
        "from loaders.store.versions import open_store\n"
        "held = open_snapshot(open_store(Path(sys.argv[1])), low_memory=True)\n"
        "print(flush=True); input(); leases.renew(); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, store], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as reader:
        reader.stdout.readline()
        commits(store, 1)
        reader.communicate("\n")
    assert reader.returncode == -signal.SIGKILL


@pytest.mark.parametrize("hours", [-1, 1], ids=["an-hour-ago", "from-a-clock-that-was-wrong"])
def test_the_lease_of_a_killed_reader_keeps_files_for_a_while_alone(store, hours):
    of_before = made_of(open_store(store))
    killed(store)
    gone = of_before - made_of(open_store(store))
    left = lie(store)
    assert len(left) == 1
    commits(store, 1)
    assert gone
    assert all((store / name).exists() for name in gone)
    when = time.time() + hours * 3600
    os.utime(left[0], (when, when))
    commits(store, 1)
    assert not any((store / name).exists() for name in gone)
    assert lie(store) == []


@pytest.mark.parametrize("content", [b"", b"{", b"7", b'{"a": 1}', b"[1, null]", b'["../../x", "cells"]'])
def test_a_spoilt_lease_is_in_nobodys_way(store, content):
    put(store, f"{leases.READERS}/other.json", content)
    commits(store)
    assert reports(store).height == 5


def test_a_reader_that_may_not_write_reads_on(store):
    snapshot = open_snapshot(open_store(store), low_memory=True)
    put(store, leases.READERS, b"a file where the folder would be")
    commits(store, 1)
    assert snapshot.store.read("reports").height == 2


def test_a_reader_of_a_backup_keeps_what_later_backups_replace(store, tmp_path):
    to = tmp_path / "backup"
    back_up(store, to)
    shown = hold(to)
    for _ in range(3):
        commits(store, 1)
        back_up(store, to)
        leases.renew()
        hours_later(to)
    assert shown.store.read("documents").height == 2
