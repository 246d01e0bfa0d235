"""Overrides kept in a store: what a user says of documents counts until it is taken back."""

import polars as pl
import pytest
from helpers import Here, example, put, read, reports, run

from loaders.ingest.bodies_csv import listing, read_overrides
from loaders.ingest.overrides import Override, apply, as_read
from loaders.ingest.run import ingest
from loaders.ingest.settle import NotSettled, settle, take_back, targets
from loaders.ingest.withdrawal import withdraw
from loaders.query.exports import facts
from loaders.store.errors import StoreError
from loaders.store.versions import open_store
from loaders.store.writer import writing

HONGZE = "淮安市洪泽区教育局"


@pytest.fixture
def folder(tmp_path):
    """Two documents whose bodies are not known, one whose body is."""
    folder = tmp_path / "in"
    put(folder, "sub/a.html", example(2023, "教育局"))
    put(folder, "sub/b.html", example(2022, "鼓楼区公安局"))
    put(folder, "c.html", example(2022, "洪泽区财政局"))
    return folder


@pytest.fixture
def store(tmp_path, folder):
    read(tmp_path / "store", folder)
    return tmp_path / "store"


def rows(store, *columns: str) -> list[tuple]:
    return reports(store).sort("document").select("agency", "year", *columns).sort("agency", "year").rows()


def document(store, source: str) -> str:
    return open_store(store).read("documents").filter(pl.col("source") == source)["document"][0]


def said(store, source: str, **values: object) -> pl.DataFrame:
    return settle(store, [Override(document=document(store, source), **values)])


def inferred(store) -> set[str | None]:
    """The bodies whose place an issue says to be inferred."""
    issues = open_store(store).read("issues").filter(pl.col("rule") == "inferred_place")
    return set(issues.join(reports(store), on="report_id")["agency"])


def test_a_place_that_a_user_says_is_not_called_inferred(tmp_path):
    put(tmp_path / "in", "江苏省/淮安市/洪泽区/a.html", example(2023, "教育局"))
    read(tmp_path / "store", tmp_path / "in")
    assert inferred(tmp_path / "store") == {HONGZE}
    said(tmp_path / "store", "江苏省/淮安市/洪泽区/a.html", place="江苏省淮安市洪泽区")
    assert inferred(tmp_path / "store") == set()


def test_every_value_can_be_said_and_taken_back_without_the_file(store, folder):
    before = open_store(store).read("reports")
    for file in folder.rglob("*.html"):
        file.unlink()
    target = Override(document=document(store, "sub/a.html"))
    changed = said(store, "sub/a.html", agency="教育局", place="淮安市洪泽区", year=2021, scope="area", reason="来函")
    assert changed["source"].to_list() == ["sub/a.html"]
    row = reports(store).filter(pl.col("agency") == HONGZE).row(0, named=True)
    assert (row["year"], row["scope"]) == (2021, "area")
    told = open_store(store).read("documents").filter(pl.col("source") == "sub/a.html").row(0, named=True)
    assert (told["read_year"], told["told_reason"]) == (2023, "来函")
    assert told["told_when"] >= "2024"
    take_back(store, [target])
    assert open_store(store).read("reports").equals(before)


def test_a_scope_that_is_unknown_follows_from_the_body_that_is_said(tmp_path):
    put(tmp_path / "in", "a.html", example(2023, ""))
    read(tmp_path / "store", tmp_path / "in")
    said(tmp_path / "store", "a.html", agency="洪泽区人民政府")
    assert rows(tmp_path / "store", "scope") == [("淮安市洪泽区人民政府", 2023, "area")]


def test_what_is_said_in_two_steps_holds_together(store):
    said(store, "sub/a.html", agency="教育局", place="淮安市洪泽区", reason="一")
    said(store, "sub/a.html", year=2020)
    assert (HONGZE, 2020) in rows(store)
    assert open_store(store).read("overrides")["reason"].to_list() == ["一"]


def test_the_same_bytes_come_again_under_another_name_and_in_another_folder(store, tmp_path, folder):
    said(store, "sub/a.html", agency="教育局", place="淮安市洪泽区")
    put(tmp_path / "again", "other.html", (folder / "sub/a.html").read_bytes())
    outcome = read(store, tmp_path / "again")
    same = open_store(store).read("documents").filter(pl.col("told_agency").is_not_null())
    assert set(same["status"]) == {"read", "duplicate"}
    assert outcome.documents["told_agency"].to_list() == ["教育局"]


def test_an_override_waits_for_a_document_that_is_yet_to_come(tmp_path, folder):
    store = tmp_path / "store"
    read(store, folder / "c.html")
    settle(
        store,
        [
            *(
                Override(document=t.document, agency=HONGZE)
                for t in targets(open_store(store), str(folder / "sub/a.html"))
            )
        ],
    )
    read(store, folder)
    assert (HONGZE, 2023) in rows(store)


def test_a_folder_is_settled_and_its_inner_folder_and_documents_before_it(store, folder):
    settle(store, [Override(folder=str(folder), place="徐州市", year=2020)])
    assert ("徐州市鼓楼区公安局", 2020) in rows(store)
    settle(store, [Override(folder=str(folder / "sub"), place="淮安市洪泽区")])
    assert (HONGZE, 2020) in rows(store)
    said(store, "sub/a.html", year=2019)
    assert (HONGZE, 2019) in rows(store)
    assert sorted(year for _, year in rows(store)) == [2019, 2020, 2020]


def test_the_store_outranks_a_bodies_csv_which_counts_again_when_it_is_taken_back(store, folder):
    put(folder, "bodies.csv", "文件,单位,地区\nsub/a.html,教育局,徐州市\n")
    read(store, folder)
    said(store, "sub/a.html", place="淮安市洪泽区")
    assert (HONGZE, 2023) in rows(store)
    read(store, folder)
    assert (HONGZE, 2023) in rows(store)
    take_back(store, [Override(document=document(store, "sub/a.html"))])
    assert ("徐州市教育局", 2023) in rows(store)


def test_reading_one_file_of_a_folder_leaves_what_its_bodies_csv_said(store, folder):
    put(folder, "bodies.csv", "文件,单位,地区\nsub/a.html,教育局,淮安市洪泽区\n")
    read(store, folder)
    put(folder, "d.html", example(2021, "洪泽区财政局"))
    read(store, folder / "d.html")
    assert (HONGZE, 2023) in rows(store)


def test_the_same_folder_again_and_the_same_words_again_change_nothing(store, folder):
    said(store, "sub/a.html", agency="教育局", place="淮安市洪泽区")
    build = open_store(store).build
    read(store, folder)
    assert open_store(store).build == build
    take_back(store, [Override(document="0" * 64)])
    assert open_store(store).build == build


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, "nothing"), ({"place": "无此地"}, "place"), ({"agency": "鼓楼区公安局"}, "unknown"), ({"year": 1997}, "year"),
        ({"year": 2199}, "year"), ({"agency": "南京市鼓楼区公安局", "place": "徐州市"}, "elsewhere"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_changes_nothing(store, values, reason):
    build = open_store(store).build
    with pytest.raises(NotSettled) as refused:
        said(store, "sub/a.html", **values)
    assert refused.value.fault.reason == reason
    assert open_store(store).build == build


def test_what_was_said_is_in_the_facts_and_comes_back_with_them(store, tmp_path):
    said(store, "sub/a.html", agency="教育局", place="淮安市洪泽区", year=2021, scope="area", reason="来函")
    before = facts(open_store(store))
    file = tmp_path / "facts.parquet"
    before.write_parquet(file)
    again = tmp_path / "again"
    ingest([file], again, executor=Here())
    assert facts(open_store(again)).equals(before)
    wanted = open_store(store).read("overrides")
    assert open_store(again).read("overrides").equals(wanted)
    take_back(again, [Override(document=wanted["document"][0])])
    assert reports(again).filter(pl.col("agency") == HONGZE).height == 0


def test_an_exported_bodies_csv_settles_a_new_store_alike(store, tmp_path, folder):
    said(store, "sub/a.html", agency="教育局", place="淮安市洪泽区", year=2021, reason="函，“特急”")
    settle(store, [Override(folder=str(folder / "sub"), place="徐州市")])
    opened = open_store(store)
    sources = opened.read("documents").select("document", "source")
    rows_out = listing(opened.read("overrides"), sources, str(folder))
    put(folder, "bodies.csv", rows_out.write_csv(include_bom=True))
    outcome = read(tmp_path / "again", folder)
    assert outcome.faults == []
    assert rows(tmp_path / "again") == rows(store)
    taken, faults = read_overrides(rows_out.write_csv().encode(), "bodies.csv", str(folder), None)
    assert faults == []
    assert settle(tmp_path / "empty", taken).height == 0
    read(tmp_path / "empty", folder / "sub/a.html")
    assert rows(tmp_path / "empty") == [(HONGZE, 2021)]


def test_while_another_writes_nothing_is_settled_and_nothing_lost(store):
    with writing(store), pytest.raises(StoreError) as fault:
        said(store, "sub/a.html", agency="教育局", place="淮安市洪泽区")
    assert fault.value.reason == "store_locked"
    said(store, "sub/a.html", agency="教育局", place="淮安市洪泽区")
    said(store, "sub/b.html", place="徐州市")
    assert open_store(store).read("overrides").height == 2


def test_a_withdrawn_document_keeps_what_was_said_of_it(store):
    said(store, "sub/a.html", agency="教育局", place="淮安市洪泽区")
    withdraw(["sub/a.html"], store)
    withdraw(["sub/a.html"], store, undo=True)
    assert (HONGZE, 2023) in rows(store)


def test_overrides_are_a_function_of_what_was_read_and_said(store, folder):
    settle(store, [Override(folder=str(folder), year=2020, scope="area", published=None, place="徐州市")])
    stored = open_store(store).read("documents")
    found = as_read(stored)
    assert found["year"].to_list() != stored["year"].to_list()
    assert as_read(apply(found, open_store(store).read("overrides"))).equals(found)


def test_the_command_settles_lists_exports_imports_and_takes_back(store, tmp_path, folder):
    page = folder / "sub/a.html"
    result = run("settle", page, "--body", "教育局", "--place", "淮安市洪泽区", "--reason", "来函", "--store", store)
    assert result.exit_code == 0, result.output
    assert HONGZE in result.output
    report = reports(store).filter(pl.col("agency") == HONGZE)["report_id"][0]
    assert run("settle", report, "--date", "2024-01-20", "--store", store).exit_code == 0
    assert "来函" in run("settle", "--list", "--store", store).output
    out = tmp_path / "bodies.csv"
    assert run("settle", "--export", out, "--store", store).exit_code == 0
    assert (
        out.read_text(encoding="utf-8-sig")
        .splitlines()[1]
        .startswith("sub/a.html,教育局,淮安市洪泽区,,,2024-01-20,来函,")
    )
    assert run("settle", page, "--undo", "--store", store).exit_code == 0
    assert not open_store(store).read("overrides").height
    assert run("settle", "--import", out, "--store", store).exit_code == 0
    assert str(reports(store).filter(pl.col("agency") == HONGZE)["published"][0]) == "2024-01-20"
    assert run("settle", "nothing.html", "--year", "2020", "--store", store).exit_code == 2
    assert run("settle", page, "--scope", "alle", "--store", store).exit_code == 2
