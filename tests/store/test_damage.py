"""Damage to a store is said in one sentence that names the file and what to do, on every command and page."""

import errno
import hashlib
import os
import sys

import orjson
import pytest
from helpers import example, flipped, put, read, reports

from loaders.cli import commands
from loaders.query.exports import export
from loaders.store import writer as writers
from loaders.store.checksums import Checksum
from loaders.store.errors import StoreError
from loaders.store.versions import (
    FORMAT,
    MANIFEST,
    OFFICE,
    OLDEST,
    SEGMENTED,
    TABLES,
    UNFINISHED,
    open_store,
    shipped,
)


@pytest.fixture
def folder(tmp_path):
    for year in (2021, 2022, 2023):
        put(tmp_path / "in", f"{year}.html", example(year))
    return tmp_path / "in"


@pytest.fixture
def store(tmp_path, folder, monkeypatch):
    """A small store that has cubes like a large one."""
    monkeypatch.setattr(writers, "MAX_REPORTS_WITHOUT_CUBES", 0)
    read(tmp_path / "store", folder)
    return tmp_path / "store"


DAMAGES = {
    "gone": lambda file: file.unlink(),
    "flipped": flipped,
    "cut": lambda file: file.write_bytes(file.read_bytes()[:-7]),
    "empty": lambda file: file.write_bytes(b""),
    "a folder": lambda file: file.unlink() or file.mkdir(),
}
COMMANDS = {
    "ingest": ["ingest", "{folder}"],
    "withdraw": ["withdraw", "2021.html"],
    "check": ["check"],
    "export": ["export", "facts"],
    "briefing": ["briefing", "--out", "{folder}/a.html"],
    "roster": ["roster", "show"],
    "population": ["population", "show"],
    "notes": ["notes", "show"],
    "serve": ["serve"],
    "demo": ["demo"],
}


def said(monkeypatch, capfd, *arguments) -> tuple[int, str]:
    """The exit code of `gongkai`, and what it says of its fault."""
    monkeypatch.setattr(sys, "argv", ["gongkai", *map(str, arguments)])
    with pytest.raises(SystemExit) as end:
        commands.main()
    return end.value.code, capfd.readouterr().err.strip()


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("table", TABLES)
def test_each_damage_to_each_file_is_said_by_its_name(store, monkeypatch, capfd, table, damage):
    files = open_store(store).files.get(table)
    if not files:
        assert table in (
            "wide",
            "described",
            "roster",
            "population",
            "timeline",
            "notes",
            "prose",
            "withdrawals",
            *OFFICE,
        ), "tables that this store may not have"
        return
    DAMAGES[damage](store / files[0])
    code, sentence = said(monkeypatch, capfd, "check", "--store", store)
    assert code == 2
    assert len(sentence.splitlines()) == 1
    assert files[0] in sentence
    assert "gongkai store repair" in sentence


@pytest.mark.parametrize("damage", ["manifest gone", "manifest empty", "manifest flipped", "file flipped"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_that_the_store_is_damaged(store, folder, monkeypatch, capfd, command, damage):
    name = MANIFEST if "manifest" in damage else open_store(store).files["reports"][0]
    if damage == "manifest flipped":
        (store / name).write_bytes((store / name).read_bytes().replace(b'"reports/', b'"reports/0'))
    else:
        DAMAGES[damage.split()[1]](store / name)
    before = {f: f.stat().st_mtime_ns for f in store.rglob("*.parquet")}
    arguments = [a.format(folder=folder) for a in COMMANDS[command]]
    code, sentence = said(monkeypatch, capfd, *arguments, "--store", store)
    assert code == 2
    assert len(sentence.splitlines()) == 1
    assert str(store) in sentence
    assert "gongkai store repair" in sentence
    assert {f: f.stat().st_mtime_ns for f in store.rglob("*.parquet")} == before


def test_what_is_damaged_while_it_is_open_is_noticed(store):
    held = open_store(store)
    assert held.read("reports").height == 3
    flipped(store / held.files["reports"][0])
    with pytest.raises(StoreError) as fault:
        held.read("reports")
    assert fault.value.words["file"] == held.files["reports"][0]


def test_a_store_of_an_earlier_program_is_verified_by_names_and_gets_checksums_with_the_next_commit(store, folder):
    manifest = orjson.loads((store / MANIFEST).read_bytes())
    assert set(manifest.pop("checksums")) == {name for names in manifest["tables"].values() for name in names}
    (store / MANIFEST).write_bytes(orjson.dumps(manifest))
    assert reports(store).height == 3
    put(folder, "2020.html", example(2020, template="2019"))
    read(store, folder)
    found = open_store(store)
    assert set(found.checksums) == {name for names in found.files.values() for name in names}
    assert found.checksums[found.files["cells"][0]].length == (store / found.files["cells"][0]).stat().st_size
    manifest = orjson.loads((store / MANIFEST).read_bytes())
    del manifest["checksums"]
    (store / MANIFEST).write_bytes(orjson.dumps(manifest))
    flipped(store / found.files["cells"][0])
    with pytest.raises(StoreError) as fault:
        open_store(store)
    assert fault.value.reason == "store_file_damaged"


def test_the_stores_that_were_shipped_before_checksums_open():
    for name in ("demo", "sample"):
        assert open_store(shipped(name)).read("reports").height


@pytest.mark.parametrize(("format", "reason"), [(FORMAT + 1, "store_newer"), (OLDEST - 1, "store_other_version")])
def test_a_store_of_another_format_says_which(store, format, reason):
    manifest = orjson.loads((store / MANIFEST).read_bytes())
    (store / MANIFEST).write_bytes(orjson.dumps(manifest | {"format": format}))
    with pytest.raises(StoreError) as fault:
        open_store(store)
    assert fault.value.reason == reason


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"3", b'{"cells": 3}', b'{"cells": ["cells/none.parquet"]}'])
def test_a_list_of_parts_that_is_damaged_stops_nothing(store, folder, content):
    (store / UNFINISHED).write_bytes(content)
    put(folder, "2020.html", example(2020, template="2019"))
    assert read(store, folder).reports == 4


@pytest.mark.parametrize(
    ("after", "error"), [*((n, errno.ENOSPC) for n in range(12)), (0, errno.EROFS), (3, errno.EDQUOT)]
)
def test_a_disk_that_is_full_leaves_nothing_behind_and_loses_nothing(store, folder, monkeypatch, after, error):
    """The disk takes so many files more, and then no other."""
    put(folder, "2020.html", example(2020, template="2019"))
    before = {f.relative_to(store): f.read_bytes() for f in store.rglob("*") if f.is_file()}
    build = open_store(store).build
    fsync, left = os.fsync, [after]

    def full(number):
        if os.readlink(f"/proc/self/fd/{number}").endswith(".partial"):
            left[0] -= 1
            if left[0] < 0:
                raise OSError(error, os.strerror(error))
        fsync(number)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(StoreError) as fault:
            read(store, folder)
    assert (fault.value.reason, fault.value.words["error"]) == ("store_not_writable", os.strerror(error))
    assert open_store(store).build == build
    listed = (store / UNFINISHED).exists()
    now = {f.relative_to(store): f.read_bytes() for f in store.rglob("*") if f.is_file()}
    # Bytes of documents are whole or not there; the next run takes those that stayed, and compaction what nothing names.
    new = {
        f
        for f in now
        if f not in before and f.name not in (UNFINISHED, "manifest.copy.json") and f.parts[0] != "sources"
    }
    assert {f: now[f] for f in before if f.name != "manifest.copy.json"} == {
        f: c for f, c in before.items() if f.name != "manifest.copy.json"
    }
    parts = orjson.loads((store / UNFINISHED).read_bytes()) if listed else {}
    assert {f.as_posix() for f in new} == {name for names in parts.values() for name in names}
    assert read(store, folder).reports == 4


def test_a_template_on_a_disk_that_is_read_only_stays_and_that_is_said(store, monkeypatch, capfd):
    def full(number: int) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        code, sentence = said(patched, capfd, "template", "clear", "notice", "--store", store)
    assert code == 2
    assert sentence.count("\n") == 0
    assert str(store) in sentence


def test_small_segments_are_joined(store, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(writers, "_MANY", 4)
    for year in range(2014, 2021):
        put(folder, f"{year}.html", example(year, template="2019"))
        read(store, folder)
        assert all(len(open_store(store).files[table]) <= 4 for table in SEGMENTED)
    assert len(open_store(store).files["cells"]) < 4
    read(tmp_path / "one", folder)
    for table in ("facts", "reports", "issues"):
        assert export(open_store(store), table, "zh").equals(export(open_store(tmp_path / "one"), table, "zh"))


def test_a_checksum_is_of_all_bytes(store):
    found = open_store(store)
    for name, expected in found.checksums.items():
        data = (store / name).read_bytes()
        assert expected == Checksum(hashlib.sha256(data).hexdigest(), len(data))
