"""gongkai store check | repair | compact | backup | restore: what is lost is named, what can be derived comes back."""

import io
from datetime import datetime

import polars as pl
import pytest
from helpers import documents, example, flipped, hours_later, put, read, reports, run

from loaders.ingest.office import put_file
from loaders.ingest.overrides import Override
from loaders.ingest.repair import repair
from loaders.ingest.run import set_population, set_roster
from loaders.ingest.settle import settle
from loaders.ingest.withdrawal import withdraw
from loaders.output.templates.office import drop_template, keep_template, own_template
from loaders.query.exports import export
from loaders.store import writer as writers
from loaders.store.errors import StoreError
from loaders.store.schema import Population, Roster
from loaders.store.sources import sources_of
from loaders.store.upkeep import back_up, check, compact, restore
from loaders.store.versions import MANIFEST, MANIFEST_COPY, open_store

NAMES = "教育 民政 财政 司法".split()


@pytest.fixture
def folder(tmp_path):
    for i, name in enumerate(NAMES):
        cells = {"requests__granted__total": str(i + 3), "requests__granted__business": "若干"}
        put(tmp_path / "in", f"{name}.html", example(2023, f"淮安市洪泽区{name}局", **cells))
    put(tmp_path / "in", "坏.html", "")
    put(
        tmp_path / "in",
        "旧.html",
        example(2023, "淮安市洪泽区教育局", requests__granted__total="9", published="2020-01-01"),
    )
    return tmp_path / "in"


@pytest.fixture
def store(tmp_path, folder, monkeypatch):
    """A store with cubes, two segments of cells, a revision, a rejected and a withdrawn document."""
    monkeypatch.setattr(writers, "MAX_REPORTS_WITHOUT_CUBES", 0)
    read(tmp_path / "store", folder / "教育.html", folder / "坏.html", folder / "旧.html", folder / "民政.html")
    read(tmp_path / "store", folder)
    withdraw(["司法.html"], tmp_path / "store")
    return tmp_path / "store"


def tables(store):
    found = {}
    for table in ("facts", "issues", "documents", "reports"):
        data = io.BytesIO()
        export(open_store(store), table, "zh").write_csv(data)
        found[table] = data.getvalue()
    return found


def without_records(tables: dict[str, bytes]) -> str:
    """The facts but for their records, which say when a document was withdrawn, and that it was so twice."""
    return pl.read_csv(io.BytesIO(tables["facts"]), infer_schema=False).drop("record").write_csv()


def test_what_is_derived_is_made_anew_and_nothing_is_lost(store):
    before = tables(store)
    found = open_store(store).files
    kept = ("documents", "cells", "prose", "notes", "roster", "population", "timeline", "overrides", "withdrawals")
    derived = [t for t in found if found[t] and t not in kept]
    assert len(derived) > 5
    assert {"reports", "issues", "described"} <= set(derived)
    for table in derived:
        for name in found[table]:
            flipped(store / name)
    assert len(check(store).damaged) >= len(derived)
    done = repair(store)
    assert (done.again, done.lost) == ([], [])
    assert check(store).damaged == []
    assert tables(store) == before
    assert run("store", "repair", "--store", store).exit_code == 0


@pytest.mark.parametrize("table", ["cells", "prose", "notes", "documents"])
@pytest.mark.parametrize("gone", [True, False])
def test_what_is_lost_is_listed_and_comes_back_with_the_next_ingest(store, folder, table, gone):
    before = tables(store)
    files = open_store(store).files[table]
    assert open_store(store).read(table).height, "there is something to lose"
    (store / files[0]).unlink() if gone else flipped(store / files[0])
    result = run("store", "repair", "--store", store, "--lang", "en")
    assert result.exit_code == 1
    assert "gongkai ingest" in result.stderr
    assert check(store).damaged == []
    if table == "documents":
        assert "withdraw" in result.stderr
        assert reports(store).height == 0
    read(store, folder)
    withdraw(["司法.html"], store)
    after = tables(store)
    assert without_records(after) == without_records(before)
    assert after["reports"] == before["reports"]
    assert after["issues"] == before["issues"]
    cells = open_store(store).read("cells")
    assert cells.height == cells.unique(["document", "section", "item", "column"]).height


@pytest.mark.parametrize("content", [None, b"", b"{", b"null"])
def test_a_manifest_that_is_lost_comes_back_from_its_copy(store, content):
    before = tables(store)
    (store / MANIFEST).unlink() if content is None else (store / MANIFEST).write_bytes(content)
    done = repair(store)
    assert (done.manifest, done.damaged, done.again) == (True, [], [])
    assert tables(store) == before


def test_a_manifest_that_names_files_which_are_not_there_is_replaced_by_its_copy(store):
    before = tables(store)
    (store / MANIFEST).write_bytes((store / MANIFEST).read_bytes().replace(b'"cells/', b'"cells/0'))
    assert repair(store).manifest
    assert tables(store) == before


def test_without_manifest_and_copy_a_store_is_beyond_repair_and_untouched(store):
    left = sorted(store.rglob("*.parquet"))
    for name in (MANIFEST, MANIFEST_COPY):
        (store / name).write_bytes(b"")
    with pytest.raises(StoreError) as fault:
        repair(store)
    assert fault.value.reason == "store_beyond_repair"
    assert sorted(store.rglob("*.parquet")) == left


def test_what_users_settled_stays_with_the_documents_where_the_table_of_it_is_lost(store):
    document = open_store(store).read("documents").filter(pl.col("source") == "民政.html")["document"][0]
    settle(store, [Override(document=document, year=2021, reason="来函", when="2025-03-01T09:00:00+00:00")])
    before = tables(store)["reports"]
    assert 2021 in reports(store)["year"]
    lose(store, "overrides", "settle --import")
    assert tables(store)["reports"] == before
    assert open_store(store).read("overrides")["year"].to_list() == [2021]


def test_why_a_document_was_withdrawn_may_be_lost_and_it_stays_withdrawn(store):
    before = tables(store)["reports"]
    lose(store, "withdrawals", "理由")
    assert tables(store)["reports"] == before
    assert documents(store)["司法.html"] == ("rejected", "withdrawn")


def lose(store, table: str, said: str) -> None:
    """Damages a table that only people can give again, and has the store repaired, which says so."""
    flipped(store / open_store(store).files[table][0])
    result = run("store", "repair", "--store", store, "--lang", "zh")
    assert said in result.stderr
    assert "没有丢失" not in result.output
    assert result.exit_code == 1
    assert check(store).damaged == []


def test_a_roster_that_is_lost_is_said(store):
    row = dict.fromkeys(Roster.columns()) | {"body_id": "a", "agency": "望溪市教育局"}
    set_roster(store, Roster.validate(pl.DataFrame([row]), cast=True))
    lose(store, "roster", "roster set")
    assert reports(store).height == 3


def test_a_population_that_is_lost_is_said(store):
    row = {"division": "320813", "place": "江苏省淮安市洪泽区", "year": 2023, "residents": 331200}
    set_population(store, Population.validate(pl.DataFrame([row]), cast=True))
    lose(store, "population", "population set")
    assert reports(store).height == 3


def test_a_backup_is_a_store_and_a_later_one_copies_what_is_new(store, folder, tmp_path):
    before = tables(store)
    back_up(store, tmp_path / "backup")
    assert tables(tmp_path / "backup") == before
    kept = {f.name: f.stat().st_mtime_ns for f in (tmp_path / "backup").rglob("cells/*.parquet")}
    put(folder, "水利.html", example(2023, "淮安市洪泽区水利局"))
    read(store, folder)
    back_up(store, tmp_path / "backup")
    assert tables(tmp_path / "backup") == tables(store) != before
    now = {f.name: f.stat().st_mtime_ns for f in (tmp_path / "backup").rglob("cells/*.parquet")}
    assert kept.items() <= now.items()
    assert open_store(tmp_path / "backup").superseded
    hours_later(tmp_path / "backup")
    back_up(store, tmp_path / "backup")
    assert check(tmp_path / "backup").others == 0


def test_a_backup_never_takes_the_place_of_a_store_nor_copies_damage(store, folder, tmp_path):
    read(tmp_path / "other", folder)
    with pytest.raises(StoreError) as fault:
        back_up(store, tmp_path / "other")
    assert fault.value.reason == "store_no_backup"
    name = open_store(store).files["cells"][0]
    flipped(store / name)
    with pytest.raises(StoreError) as fault:
        back_up(store, tmp_path / "backup")
    assert (fault.value.reason, fault.value.words["file"]) == ("store_file_damaged", name)
    assert open_store(tmp_path / "backup").empty
    with pytest.raises(StoreError) as fault:
        back_up(tmp_path / "nothing", tmp_path / "backup")
    assert fault.value.reason == "store_nothing"


@pytest.mark.parametrize("damage", ["none", "manifest", "file", "all"])
def test_a_backup_is_restored_over_what_is_damaged_and_over_data_only_when_told(store, folder, tmp_path, damage):
    before = tables(store)
    back_up(store, tmp_path / "backup")
    put(folder, "水利.html", example(2023, "淮安市洪泽区水利局"))
    read(store, folder)
    if damage == "none":
        with pytest.raises(StoreError) as fault:
            restore(tmp_path / "backup", store)
        assert fault.value.reason == "store_holds_data"
        assert reports(store).height == 4
    elif damage == "manifest":
        (store / MANIFEST).unlink()
    elif damage == "file":
        flipped(store / open_store(store).files["documents"][0])
    else:
        for file in store.rglob("*.*"):
            file.write_bytes(b"")
    restore(tmp_path / "backup", store, over=damage == "none")
    assert tables(store) == before
    assert check(store).damaged == []
    read(store, folder)
    assert reports(store).height == 4


def test_a_backup_holds_whatever_the_office_has_beside_its_reports(store, folder, tmp_path):
    """Roster, population, notes, corrections, boundaries, the bytes of documents and templates come back in an empty place."""
    files = {
        "roster": "单位,起始年\n淮安市洪泽区教育局,2020\n", "population": "地区,年份,常住人口\n洪泽区,2023,280000\n",
        "notes": "日期,说明\n2022-07-01,条例施行\n",
    }  # fmt: skip
    for command, text in files.items():
        assert run(command, "set", put(tmp_path, f"{command}.csv", text), "--store", store).exit_code == 0
    put(folder, "bodies.csv", "source,agency\n坏.html,淮安市洪泽区审计局\n")
    read(store, folder)
    put_file(store, "boundaries", "界.geojson", b"{}", datetime(2024, 5, 6))
    keep_template(store, "notice", b"first")
    keep_template(store, "circular", b"ours")

    def held(at):
        opened = open_store(at)
        kept = {t: opened.read(t).rows() for t in ("roster", "population", "timeline", "overrides", "office_files")}
        sources = {name: (at / name).read_bytes() for name in sources_of(at).names.values()}
        return tables(at), kept, sources, {n: own_template(at, n) for n in ("notice", "circular")}

    back_up(store, tmp_path / "backup")
    keep_template(store, "notice", b"second")
    drop_template(store, "circular")
    back_up(store, tmp_path / "backup")
    before = held(store)
    assert all(before[1].values())
    assert before[2]
    assert before[3] == {"notice": b"second", "circular": None}
    restore(tmp_path / "backup", tmp_path / "elsewhere")
    assert held(tmp_path / "elsewhere") == before
    keep_template(tmp_path / "elsewhere", "circular", b"later")
    restore(tmp_path / "backup", tmp_path / "elsewhere", over=True)
    assert held(tmp_path / "elsewhere") == before


def test_a_damaged_backup_is_not_restored(store, tmp_path):
    back_up(store, tmp_path / "backup")
    name = open_store(tmp_path / "backup").files["reports"][0]
    flipped(tmp_path / "backup" / name)
    before = tables(store)
    with pytest.raises(StoreError) as fault:
        restore(tmp_path / "backup", store, over=True)
    assert fault.value.words["file"] == name
    assert tables(store) == before


def test_compacting_joins_segments_and_changes_no_figure(store):
    before = tables(store)
    assert len(open_store(store).files["cells"]) > 1
    was, now = compact(store)
    assert now < was
    assert len(open_store(store).files["cells"]) == 1
    assert tables(store) == before
