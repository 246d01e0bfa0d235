"""The package of all data: read back equal, described column by column, labelled where the data are invented."""

import csv
import io
import re
import zipfile
from datetime import date
from pathlib import Path

import orjson
import polars as pl
import pytest
from helpers import example, put, read, run
from polars.testing import assert_frame_equal

from loaders.form.vocabulary import STATES
from loaders.ingest.population import read_population
from loaders.ingest.roster import read_roster
from loaders.output.package.package import TABLES, write_package
from loaders.query.exports import export
from loaders.reading.files import IgnoredFile, SourceFile, find_files
from loaders.store.versions import Store, open_store, shipped
from loaders.synthetic.store import write_demo

DAY = date(2024, 5, 6)
CODED = ("section", "item", "column", "state", "template", "scope", "level", "kind", "status", "severity", "rule")


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    """A few reports with a revision, a duplicate, an unreadable cell and a text that Excel would run; a roster, residents."""
    folder = tmp_path_factory.mktemp("package")
    documents = {
        "教育.html": example(2022, "徐州市教育局", "2021", "2023-01-20"),
        "教育改.html": example(2022, "徐州市教育局", "2021", "2023-02-20", requests__granted__total="4"),
        "公安.html": example(2022, "徐州市公安局", "2021", None, requests__granted__total="=1+1"),
        "旧.html": example(2020, "徐州市公安局", "2019", None),
    }
    for name, content in documents.items():
        put(folder / "in", name, content)
    put(folder / "in", "再.html", documents["公安.html"])
    put(folder / "in", "空.html", "<html><body>没有表</body></html>")
    read(folder / "store", folder / "in")
    roster = put(folder, "名册.csv", "单位,起始年,联系人\n徐州市教育局,2020,张\n徐州市财政局,,\n")
    residents = put(folder, "人口.csv", "地区,年份,常住人口\n徐州市,2022,9015000\n")
    for command, file in (("roster", roster), ("population", residents)):
        assert run(command, "set", file, "--store", folder / "store").exit_code == 0
    return folder / "store"


def packed(store: Store) -> zipfile.ZipFile:
    out = io.BytesIO()
    write_package(store, out, "zh", DAY)
    return zipfile.ZipFile(out)


def rows(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))


def whole(store: Store, table: str) -> pl.DataFrame:
    return store.read(table) if table in ("roster", "population") else export(store, table, "zh")


def test_ingest_reads_a_package_back_to_equal_facts(store, tmp_path):
    file = tmp_path / "全部.zip"
    assert run("package", "--store", store, "--out", file).exit_code == 0
    read(tmp_path / "second", file)
    first, second = open_store(store), open_store(tmp_path / "second")
    for table in ("documents", "facts", "reports", "issues"):
        assert_frame_equal(export(second, table, "zh"), export(first, table, "zh"))
    again = read(tmp_path / "second", file)
    assert again.documents.height == 0


def test_a_package_is_one_file_to_read_in_whatever_folder_of_the_archive(store, tmp_path):
    archive = packed(open_store(store))
    names = archive.namelist()
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as other:
        for name in names:
            other.writestr(f"数据/{name}", archive.read(name))
    assert [(f.source, type(f)) for f in find_files([tmp_path / "a.zip"])] == [("a.zip/数据/facts.parquet", SourceFile)]
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as other:
        for name in set(names) - {"dictionary.csv"}:
            other.writestr(name, archive.read(name))
    assert {f.source for f in find_files([tmp_path / "b.zip"]) if not isinstance(f, IgnoredFile)} > {"b.zip/facts.csv"}


@pytest.mark.parametrize("table", TABLES)
def test_tables_are_there_whole_in_both_formats(table, store):
    opened = open_store(store)
    archive, expected = packed(opened), whole(opened, table)
    assert expected.height
    assert_frame_equal(pl.read_parquet(io.BytesIO(archive.read(f"{table}.parquet"))), expected)
    found = rows(archive, f"{table}.csv")
    assert len(found) == expected.height
    key = "report_id" if "report_id" in expected.columns else expected.columns[0]
    assert [r[key] for r in found] == [str(v or "") for v in expected[key]]


def test_no_cell_of_a_csv_runs_as_a_formula(store):
    texts = [r["text"] for r in rows(packed(open_store(store)), "facts.csv")]
    assert "'=1+1" in texts
    assert not [t for t in texts if t.startswith("=")]


def test_every_column_is_described_and_every_code_has_a_meaning(store):
    opened = open_store(store)
    archive = packed(opened)
    described = {(r["table"], r["column"]): r for r in rows(archive, "dictionary.csv")}
    frames = {table: whole(opened, table) for table in TABLES}
    assert list(described) == [(t, c) for t, frame in frames.items() for c in frame.columns]
    texts = ("type", "meaning_zh", "meaning_en", "source_zh", "source_en")
    assert all(row[c] for row in described.values() for c in texts)
    fees = described["reports", "disclosure.fees.amount_wan_yuan"]
    assert (fees["unit_zh"], fees["type"]) == ("万元", "number")
    assert "2021" in fees["source_zh"]
    assert "2019" not in fees["source_zh"]
    assert {("state", s) for s in STATES} <= {(r["column"], r["code"]) for r in rows(archive, "codes.csv")}
    known = {(r["column"], r["code"]) for r in rows(archive, "codes.csv")}
    used = {
        (c, str(v)) for frame in frames.values() for c in CODED if c in frame.columns for v in frame[c].drop_nulls()
    }
    assert used
    assert used <= known
    resources = orjson.loads(archive.read("datapackage.json"))["resources"]
    fields = {r["name"]: [f["name"] for f in r["schema"]["fields"]] for r in resources if r["format"] == "csv"}
    assert fields == {f"{t}-csv": frame.columns for t, frame in frames.items()}
    assert {r["path"] for r in resources} < set(archive.namelist())


def test_roster_and_population_can_be_set_from_a_package(store):
    opened = open_store(store)
    archive = packed(opened)
    roster, wrong = read_roster(archive.read("roster.csv"), frozenset(opened.read("reports")["body_id"]))
    assert not wrong
    assert_frame_equal(roster, opened.read("roster"))
    population, wrong = read_population(archive.read("population.csv"))
    assert not wrong
    assert_frame_equal(population, opened.read("population"))


def test_invented_data_say_so_in_every_file():
    archive = packed(open_store(shipped("demo")))
    assert orjson.loads(archive.read("datapackage.json"))["synthetic"] is True
    assert all("synthetic" in n for n in archive.namelist() if n.endswith(".parquet") or n.split("_")[0] in TABLES)
    note = archive.read("README.txt").decode("utf-8-sig")
    assert note.startswith("【合成数据】")
    assert "[SYNTHETIC DATA]" in note
    facts = archive.read("facts_synthetic.parquet")
    assert "synthetic" in pl.read_parquet_metadata(io.BytesIO(facts))


@pytest.mark.parametrize("unzipped", [False, True])
def test_invented_data_stay_invented_where_their_package_is_read(tmp_path, unzipped):
    """Also from a package of that store, and from one that was unzipped: of its files the facts alone are read."""
    write_demo(tmp_path / "store0", 60, 3)
    for n in (1, 2):
        before = open_store(tmp_path / f"store{n - 1}")
        folder = tmp_path / f"in{n}"
        folder.mkdir()
        with (folder / "data.zip").open("wb") as file:
            write_package(before, file, "zh", DAY)
        if unzipped:
            with zipfile.ZipFile(folder / "data.zip") as archive:
                archive.extractall(folder / "data")
            (folder / "data.zip").unlink()
        read(tmp_path / f"store{n}", folder)
        after = open_store(tmp_path / f"store{n}")
        assert after.synthetic
        rejected = [s.read("documents").filter(pl.col("status") == "rejected") for s in (before, after)]
        assert rejected[0]["source"].sort().to_list() == rejected[1]["source"].sort().to_list()
        columns = ("agency", "year", "scope", "section", "item", "column", "state", "value")
        cells = [export(s, "facts", "zh").select(columns).sort(columns[:6]) for s in (before, after)]
        assert_frame_equal(*cells)


def test_a_package_of_real_data_makes_no_store_synthetic(store, tmp_path):
    with put(tmp_path / "in", "data.zip", b"").open("wb") as file:
        write_package(open_store(store), file, "zh", DAY)
    read(tmp_path / "store", tmp_path / "in")
    assert not open_store(tmp_path / "store").synthetic


def test_what_a_package_carries_as_rejected_is_no_fault_of_reading_it(tmp_path):
    for name, content in (("2022.html", example(2022)), ("2023.html", example(2023)), ("none.txt", "nothing")):
        put(tmp_path / "in", name, content)
    assert run("ingest", tmp_path / "in", "--store", tmp_path / "a").exit_code == 1
    assert run("withdraw", "2022.html", "--store", tmp_path / "a").exit_code == 0
    (tmp_path / "out").mkdir()
    with (tmp_path / "out" / "all.zip").open("wb") as file:
        write_package(open_store(tmp_path / "a"), file, "zh", DAY)
    taken = run("ingest", tmp_path / "out" / "all.zip", "--store", tmp_path / "b", "--lang", "en")
    assert (taken.exit_code, "none.txt" in taken.output) == (0, False)
    assert re.search(r"carried in facts +2\b", taken.output)
    statuses = open_store(tmp_path / "b").read("documents").select("source", "status").rows()
    assert sorted(statuses) == [("2022.html", "rejected"), ("2023.html", "read"), ("none.txt", "rejected")]
    put(tmp_path / "out", "other.txt", "nothing")
    mixed = run("ingest", tmp_path / "out", "--store", tmp_path / "c", "--lang", "en")
    assert (mixed.exit_code, "other.txt" in mixed.output) == (1, True)


def test_an_empty_store_is_not_packed(tmp_path):
    done = run("package", "--store", tmp_path / "none", "--out", tmp_path / "a.zip")
    assert done.exit_code == 2
    assert not (tmp_path / "a.zip").exists()
