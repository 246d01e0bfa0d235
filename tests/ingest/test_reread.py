"""Kept bytes read again by another version of the reader: listed first, put in force when that is wanted."""

import shutil
from dataclasses import replace

import polars as pl
import pytest
from helpers import Here, example, put, read, reports, run

from loaders.ingest import batch
from loaders.ingest.overrides import Override
from loaders.ingest.reread import reread
from loaders.ingest.settle import settle
from loaders.ingest.withdrawal import withdraw
from loaders.query import about
from loaders.query.exports import export
from loaders.query.snapshot import open_snapshot
from loaders.reading import rows
from loaders.reading.extract import READER
from loaders.store.backends import Folder
from loaders.store.sources import FOLDER
from loaders.store.versions import open_store

CELL = "requests.granted.natural_person"
GRANTED = ("requests", "granted", "natural_person")


@pytest.fixture
def folder(tmp_path):
    """A report and a revision of it, one that an older reader rejects, and one of another year."""
    put(tmp_path / "in", "a.html", example(2023, published="2024-01-20"))
    put(tmp_path / "in", "b.html", example(2023, published="2024-01-10", requests__denied_law_prohibits__total="1"))
    put(tmp_path / "in", "c.html", example(2022))
    put(tmp_path / "in", "d.html", example(2021, "望溪市水利局"))
    return tmp_path / "in"


@pytest.fixture
def store(tmp_path, folder, monkeypatch):
    """A store that an older reader filled: it took a figure of each report for another, a year for the next, and one report for none."""
    now = batch.read_as

    def older(format, data, **rest):
        reading = now(format, data, **rest)
        if "水利局" in (reading.identity.agency or ""):
            return replace(reading, reason="no_tables", cells=[])
        cells = [
            replace(c, value=c.value + 4, text="7") if (c.section, c.item, c.column) == GRANTED else c
            for c in reading.cells
        ]
        return replace(reading, cells=cells)

    with monkeypatch.context() as patched:
        patched.setattr(batch, "read_as", older)
        patched.setattr(rows, "READER", READER - 1)
        read(tmp_path / "store", folder)
    return tmp_path / "store"


def again(store, **options):
    return reread(store, executor=Here(), **options)


def tables(store) -> dict[str, list[str]]:
    return {
        t: sorted(export(open_store(store), t, "zh").write_csv().splitlines())
        for t in ("facts", "reports", "issues", "documents")
    }


def test_what_would_change_is_listed_and_nothing_changes(store):
    build = open_store(store).build
    found = again(store)
    assert (found.read, found.changed, found.without, found.failed) == (4, 4, 0, 0)
    lines = found.changes.filter(pl.col("what") == CELL).select("source", "before", "after").rows()
    assert lines == [("a.html", "7", "3"), ("b.html", "7", "3"), ("c.html", "7", "3"), ("d.html", None, "3")]
    assert ("d.html", "reason", "no_tables", None) in found.changes.drop("document").rows()
    assert open_store(store).build == build


def test_committed_it_is_as_if_the_newer_reader_had_read_all(store, folder, tmp_path):
    read(tmp_path / "fresh", folder)
    again(store, put_in_force=True)
    assert tables(store) == tables(tmp_path / "fresh")
    build = open_store(store).build
    assert again(store, put_in_force=True).read == 0
    assert open_store(store).build == build
    assert again(store, all_documents=True).changed == 0
    read(store, folder)
    assert open_store(store).build == build


def test_what_users_said_and_withdrew_outlasts_it(store):
    documents = open_store(store).read("documents")
    of = dict(documents.select("source", "document").iter_rows())
    settle(store, [Override(document=of["c.html"], year=2020, reason="来函")])
    withdraw(["a.html"], store)
    again(store, put_in_force=True)
    rows = open_store(store).read("documents")
    assert rows.filter(pl.col("source") == "a.html")["status"].to_list() == ["rejected"]
    assert rows.filter(pl.col("source") == "c.html").select("year", "read_year", "told_reason").row(0) == (
        2020,
        2022,
        "来函",
    )
    assert reports(store).filter(pl.col("year") == 2020).height == 1
    withdraw(["a.html"], store, undo=True)
    values = reports(store)[CELL].to_list()
    assert values == [3] * len(values)


class Killed(BaseException):
    """As SIGKILL: nothing that the program does about faults may run."""


def test_a_kill_at_each_write_leaves_one_reading_or_the_other_whole(store, tmp_path, monkeypatch):
    before = tables(store)
    shutil.copytree(store, tmp_path / "whole")
    again(tmp_path / "whole", put_in_force=True)
    after = tables(tmp_path / "whole")
    assert before != after
    write, steps = Folder.write, 0
    for last in range(100):
        trial = tmp_path / f"trial{last}"
        shutil.copytree(store, trial)
        count = 0

        def stepped(self, name, content, last=last):
            nonlocal count
            count += 1
            if count > last:
                raise Killed
            write(self, name, content)

        with monkeypatch.context() as patched:
            patched.setattr(Folder, "write", stepped)
            patched.setattr(Folder, "remove", lambda self, name: None)
            try:
                again(trial, put_in_force=True)
                break
            except Killed:
                steps += 1
        assert tables(trial) in (before, after)
        again(trial, put_in_force=True)
        assert tables(trial) == after
        shutil.rmtree(trial)
    assert steps > 5


def test_a_store_without_the_bytes_says_how_many_it_cannot_read(store):
    shutil.rmtree(store / FOLDER)
    found = again(store, put_in_force=True)
    assert (found.read, found.without) == (0, 4)


def test_a_document_that_cannot_be_read_to_the_end_stays_as_it_is(store, monkeypatch):
    from loaders.text.errors import Unreadable

    def slow(format, data, **rest):
        raise Unreadable("reader_slow")

    before = tables(store)
    monkeypatch.setattr(batch, "read_as", slow)
    found = again(store, put_in_force=True)
    assert (found.failed, found.changed) == (4, 0)
    assert tables(store) == before


def test_the_page_and_the_command_say_what_an_older_reader_read(store):
    assert about.documents(open_snapshot(open_store(store))).older == 4
    shown = run("reread", "--store", store, "--workers", 1, "--lang", "en", "--limit", 2)
    assert shown.exit_code == 0, shown.output
    assert "Nothing was written" in shown.output
    assert "more; --out" in shown.output
    out = store.parent / "changes.csv"
    assert run("reread", "--commit", "--store", store, "--workers", 1, "--out", out).exit_code == 0
    assert CELL in out.read_text(encoding="utf-8-sig")
    assert about.documents(open_snapshot(open_store(store))).older == 0
