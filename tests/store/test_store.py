"""Versions of a store: what a reader opened stays, what nobody reads goes, and what was lost is said."""

import os
import subprocess
import sys
import time
from pathlib import Path

import orjson
import polars as pl
import polars.selectors as cs
import pytest
from helpers import example, hours_later, put, read, reports

from loaders.form.vocabulary import STATES
from loaders.ingest.run import ingest
from loaders.ingest.withdrawal import withdraw
from loaders.query.exports import TABLES, export
from loaders.store.checksums import named
from loaders.store.errors import StoreError
from loaders.store.versions import MANIFEST, UNFINISHED, exists, open_store
from loaders.store.writer import writing


@pytest.fixture
def store(tmp_path):
    """A store of one report whose files were written two days ago."""
    put(tmp_path / "in", "a.html", example(2022))
    read(tmp_path / "store", tmp_path / "in")
    return grown_old(tmp_path / "store")


def grown_old(store: Path) -> Path:
    days = time.time() - 2 * 86400
    for file in store.rglob("*.parquet"):
        os.utime(file, (days, days))
    return store


def names(store: Path) -> set[str]:
    return {file.relative_to(store).as_posix() for file in store.rglob("*.parquet")}


def made_of(store: Path) -> set[str]:
    return {name for files in open_store(store).files.values() for name in files}


def test_a_reader_keeps_the_version_it_opened_however_old_its_files_are(store):
    before = open_store(store)
    assert withdraw(["a.html"], store).height == 1
    assert (before.read("reports").height, before.read("documents").height) == (1, 1)
    assert reports(store).height == 0


def test_a_version_goes_once_it_was_superseded_for_longer_than_anybody_reads(store):
    put(store.parent / "in", "b.html", example(2023))
    before = made_of(store)
    read(store, store.parent / "in")
    gone = before - made_of(store)
    assert gone
    hours_later(store)
    assert gone <= names(store)
    newer = made_of(store)
    withdraw(["a.html"], store)
    assert not gone & names(store)
    assert newer <= names(store), "the version before is superseded only now"
    assert not gone & open_store(store).superseded.keys()


def test_a_file_that_is_written_again_is_not_swept_for_having_been_superseded(store):
    first = made_of(store)
    withdraw(["a.html"], store)
    hours_later(store)
    withdraw(["a.html"], store, undo=True)
    assert made_of(store) & first
    assert made_of(store) <= names(store)
    assert reports(store).height == 1


def test_a_store_of_before_opens_and_its_files_are_superseded_from_now_on(store):
    manifest = orjson.loads((store / MANIFEST).read_bytes())
    del manifest["superseded"]
    (store / MANIFEST).write_bytes(orjson.dumps(manifest))
    before = open_store(store)
    withdraw(["a.html"], store)
    assert before.read("reports").height == 1
    hours_later(store)
    withdraw(["a.html"], store, undo=True)
    assert made_of(store) <= names(store)
    assert reports(store).height == 1


def test_what_was_never_committed_goes_in_the_end(store):
    put(store, "cells/0000.parquet", b"left behind")
    put(store, "cells/.0000.parquet.77.partial", b"left beh")
    grown_old(store)
    withdraw(["a.html"], store)
    assert "cells/0000.parquet" in names(store)
    hours_later(store)
    withdraw(["a.html"], store, undo=True)
    assert [file.name for file in (store / "cells").iterdir() if "0000" in file.name] == []


def test_what_an_unfinished_run_keeps_is_not_swept(store, tmp_path):
    put(tmp_path / "in", "b.html", example(2023))
    interrupted(store, tmp_path / "in")
    withdraw(["a.html"], store)
    hours_later(store)
    withdraw(["a.html"], store, undo=True)
    assert read(store, tmp_path / "in").known == 2
    assert reports(store).height == 2


def interrupted(store: Path, folder: Path) -> None:
    from helpers import Here

    def stop(done: int, total: int) -> None:
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest([folder], store, executor=Here(), progress=stop)


@pytest.mark.parametrize(
    "content", [None, b"", b"{", b"null", b"[]", b"{}", b'{"format": 1}', b'{"format": 1, "tables": 3}']
)
def test_a_store_without_a_sound_manifest_is_damaged_not_empty(store, content):
    (store / MANIFEST).unlink() if content is None else (store / MANIFEST).write_bytes(content)
    left = names(store)
    assert exists(store)
    with pytest.raises(StoreError) as fault:
        open_store(store)
    assert fault.value.words["path"] == str(store)
    with pytest.raises(StoreError), writing(store):
        pass
    assert names(store) == left


@pytest.mark.parametrize(("lang", "said"), [("zh", "不见了"), ("en", "is gone")])
def test_commands_say_that_the_manifest_is_lost(store, lang, said):
    (store / MANIFEST).unlink()
    command = [sys.executable, "-m", "loaders.cli", "check", "--store", str(store), "--lang", lang]
    result = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert (result.returncode, len(result.stderr.strip().splitlines())) == (2, 1)
    assert str(store) in result.stderr
    assert said in result.stderr


def test_where_no_store_ever_was_is_empty(tmp_path):
    put(tmp_path / "other", "documents/letter.docx", b"x")
    (tmp_path / "bare").mkdir()
    for where in ("none", "bare", "other"):
        assert open_store(tmp_path / where).empty
        assert not exists(tmp_path / where)


def test_a_store_is_made_with_the_folders_above_it(tmp_path):
    put(tmp_path / "in", "a.html", example())
    read(tmp_path / "data" / "2024" / "store", tmp_path / "in")
    assert reports(tmp_path / "data" / "2024" / "store").height == 1


def test_a_first_run_that_was_broken_off_while_it_committed_leaves_an_empty_store(tmp_path, store):
    fresh = tmp_path / "fresh"
    with writing(fresh) as writer:
        writer.part("reports", reports(store))
    assert open_store(fresh).empty
    assert not exists(fresh)
    assert read(fresh, tmp_path / "in").reports == 1


def test_a_first_run_of_an_earlier_program_is_taken_up_again(tmp_path):
    """It wrote no manifest before its first commit."""
    put(tmp_path / "in", "a.html", example())
    interrupted(tmp_path / "store", tmp_path / "in")
    (tmp_path / "store" / MANIFEST).unlink()
    assert (tmp_path / "store" / UNFINISHED).exists()
    assert open_store(tmp_path / "store").empty
    outcome = read(tmp_path / "store", tmp_path / "in")
    assert (outcome.known, outcome.reports) == (1, 1)


def as_of_before(store: Path) -> None:
    """A store as the program of before wrote it: no state `not_applicable`, no words for it, and an older format."""
    manifest = orjson.loads((store / MANIFEST).read_bytes()) | {"format": 1}
    del manifest["checksums"]
    changes = {
        "cells": pl.all().exclude("state"), "reports": ~cs.starts_with("not_applicable_"),
    }  # fmt: skip
    state = pl.col("state").cast(pl.String).cast(pl.Enum(STATES[:3]))
    for table, columns in changes.items():
        for i, name in enumerate(manifest["tables"][table]):
            rows = pl.read_parquet(store / name).select(columns, *([state] if table == "cells" else []))
            rows.write_parquet(store / "rows")
            manifest["tables"][table][i] = named(table, (store / "rows").read_bytes())
            (store / "rows").rename(store / manifest["tables"][table][i])
    (store / MANIFEST).write_bytes(orjson.dumps(manifest))


def test_a_store_of_the_format_before_is_read_and_written_on(tmp_path):
    store, folder = tmp_path / "store", tmp_path / "in"
    put(folder, "a.html", example(2022, disclosure__permits__decisions="", requests__granted__business="若干"))
    read(store, folder)
    before = {table: export(open_store(store), table, "zh") for table in TABLES}
    as_of_before(store)
    assert all(export(open_store(store), table, "zh").equals(before[table]) for table in TABLES)
    put(folder, "b.html", example(2023, disclosure__permits__decisions="不适用"))
    read(store, folder)
    cells = open_store(store).read("cells").filter(pl.col("item") == "permits")
    assert cells["state"].cast(pl.String).sort().to_list() == ["blank", "not_applicable"]
    assert orjson.loads((store / MANIFEST).read_bytes())["format"] > 1
