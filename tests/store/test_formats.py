"""Stores that earlier programs wrote: read as they are, written on in today's format, and what users said of them kept.

`stores/format1.zip` is a backup by the last program of format 1: four reports of two years and two templates, a revision, a withdrawn
document, a bodies.csv, a roster. A new format gets a file of its own here, before it is raised.
"""

import zipfile
from pathlib import Path

import orjson
import polars as pl
import pytest
from helpers import documents, example, put, read, reports

from loaders.ingest.overrides import Override
from loaders.ingest.reread import reread
from loaders.ingest.settle import settle, take_back
from loaders.ingest.withdrawal import withdraw
from loaders.query import about
from loaders.query.exports import TABLES, export
from loaders.query.snapshot import open_snapshot
from loaders.store.upkeep import back_up, check, compact, restore
from loaders.store.versions import FORMAT, MANIFEST, open_store

STORES = Path(__file__).with_name("stores")
HONGZE = "淮安市洪泽区教育局"


@pytest.fixture
def store(tmp_path):
    with zipfile.ZipFile(STORES / "format1.zip") as archive:
        archive.extractall(tmp_path / "store")
    return tmp_path / "store"


def rows(store) -> list[tuple]:
    columns = ("agency", "year", "requests.granted.total", "disclosure_template")
    return sorted(reports(store).select(pl.col(c).cast(pl.String) for c in columns).fill_null("").rows())


READ = [
    ("淮安市洪泽区教育局", "2023", "3", "2021"),
    ("淮安市洪泽区财政局", "2019", "3", "2019"),
    ("淮安市洪泽区财政局", "2022", "3", "2021"),
    ("鼓楼区公安局", "2022", "3", "2021"),
]


def format_of(store) -> int:
    return orjson.loads((store / MANIFEST).read_bytes())["format"]


def test_it_opens_as_it_is_and_nothing_is_written(store):
    before = {f: f.read_bytes() for f in store.rglob("*") if f.is_file()}
    assert rows(store) == READ
    assert documents(store)["d.html"] == ("superseded", None)
    assert documents(store)["e.html"] == ("rejected", "withdrawn")
    assert open_store(store).read("roster").height == 2
    assert all(export(open_store(store), table, "zh").height for table in TABLES)
    assert about.documents(open_snapshot(open_store(store))).older == 6
    assert check(store).damaged == []
    assert {f: f.read_bytes() for f in store.rglob("*") if f.is_file()} == before


@pytest.mark.parametrize(
    "deed",
    [
        lambda store, folder: read(store, put(folder, "f.html", example(2020, "洪泽区财政局", template="2019"))),
        lambda store, folder: withdraw(["e.html"], store, undo=True),
        lambda store, folder: settle(store, [Override(document="0" * 64, year=2020)]),
        lambda store, folder: compact(store),
    ],
    ids=["ingest", "withdraw", "settle", "compact"],
)
def test_whatever_is_done_to_it_first_writes_todays_format_and_keeps_all(store, tmp_path, deed):
    deed(store, tmp_path / "in")
    assert format_of(store) == FORMAT
    assert set(READ) <= set(rows(store))
    assert check(store).damaged == []
    back_up(store, tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "again")
    assert rows(tmp_path / "again") == rows(store)


def test_what_a_bodies_csv_said_counts_on_and_can_be_outranked(store):
    found = open_store(store).read("documents")
    document = found.filter(pl.col("source") == "sub/a.html")["document"][0]
    settle(store, [Override(document=document, place="徐州市", year=2021)])
    assert ("徐州市教育局", "2021", "3", "2021") in rows(store)
    take_back(store, [Override(document=document)])
    assert rows(store) == READ


def test_reading_again_says_that_no_bytes_were_kept_then(store):
    found = reread(store, put_in_force=True)
    assert (found.read, found.without) == (0, 6)
    assert rows(store) == READ
