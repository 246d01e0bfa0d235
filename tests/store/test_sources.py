"""The bytes of documents: kept beside a store, given out, checked, copied, and left out where an office forbids it."""

import gzip
import io
import shutil
import zipfile
from urllib.parse import urlencode

import polars as pl
import pytest
from helpers import Here, documents, example, flipped, put, read, run
from starlette.requests import Request

from loaders.ingest.run import ingest
from loaders.ingest.settle import targets
from loaders.query.exports import facts
from loaders.query.kept import file_name, kept_bytes
from loaders.store.sources import FOLDER, sources_of
from loaders.store.upkeep import back_up, check, compact, restore
from loaders.store.versions import open_store
from loaders.synthetic.documents import html
from pages.reports import sources as route


@pytest.fixture
def folder(tmp_path):
    """A page, an archive with one, a file that is no report, and one of facts."""
    folder = tmp_path / "in"
    put(folder, "a.html", example(2023))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("b.html", html(example(2022)))
    put(folder, "all.zip", archive.getvalue())
    put(folder, "notice.html", "<h1>通知</h1>")
    return folder


@pytest.fixture
def store(tmp_path, folder):
    read(tmp_path / "store", folder)
    return tmp_path / "store"


def by_source(store) -> dict[str, bytes | None]:
    opened = open_store(store)
    kept = {}
    for source, document in opened.read("documents").select("source", "document").iter_rows():
        found = kept_bytes(opened, document)
        kept[source] = found and found.data
    return kept


def test_the_bytes_of_every_document_are_kept_once_and_come_back_as_they_were(store, folder):
    kept = by_source(store)
    assert kept["a.html"] == (folder / "a.html").read_bytes()
    assert kept["all.zip/b.html"] == html(example(2022)).encode()
    assert kept["notice.html"] == (folder / "notice.html").read_bytes()
    put(folder, "again/a.html", (folder / "a.html").read_bytes())
    read(store, folder)
    assert len(list((store / FOLDER).iterdir())) == 3


def test_the_same_folder_again_changes_nothing_and_fills_in_what_was_not_kept(store, folder):
    build = open_store(store).build
    shutil.rmtree(store / FOLDER)
    assert set(by_source(store).values()) == {None}
    read(store, folder)
    assert open_store(store).build == build
    assert None not in by_source(store).values()
    times = {f: f.stat().st_mtime_ns for f in (store / FOLDER).iterdir()}
    read(store, folder)
    assert times == {f: f.stat().st_mtime_ns for f in (store / FOLDER).iterdir()}


def test_nothing_is_kept_where_it_is_forbidden_and_the_store_works(tmp_path, folder, monkeypatch):
    monkeypatch.setenv("GONGKAI_SOURCES", "0")
    read(tmp_path / "one", folder)
    assert not (tmp_path / "one" / FOLDER).exists()
    assert documents(tmp_path / "one")["a.html"] == ("read", None)
    assert set(by_source(tmp_path / "one").values()) == {None}
    back_up(tmp_path / "one", tmp_path / "backup")
    monkeypatch.delenv("GONGKAI_SOURCES")
    ingest([folder], tmp_path / "two", executor=Here(), sources=False)
    assert not (tmp_path / "two" / FOLDER).exists()


def test_they_lie_elsewhere_where_the_office_says_so(tmp_path, folder, monkeypatch):
    monkeypatch.setenv("GONGKAI_SOURCES", str(tmp_path / "shelf"))
    read(tmp_path / "store", folder)
    assert not (tmp_path / "store" / FOLDER).exists()
    assert by_source(tmp_path / "store")["a.html"] == (folder / "a.html").read_bytes()
    compact(tmp_path / "store")
    assert len(list((tmp_path / "shelf" / FOLDER).iterdir())) == 3


def test_facts_are_no_documents_and_keep_none(store, tmp_path):
    facts(open_store(store)).write_parquet(tmp_path / "facts.parquet")
    read(tmp_path / "again", tmp_path / "facts.parquet")
    assert set(by_source(tmp_path / "again").values()) == {None}


def test_a_backup_has_them_and_a_restored_store_too(store, tmp_path):
    before = by_source(store)
    back_up(store, tmp_path / "backup")
    assert by_source(tmp_path / "backup") == before
    restore(tmp_path / "backup", tmp_path / "new")
    assert by_source(tmp_path / "new") == before


def test_damage_is_found_removed_and_filled_in_again(store, folder):
    assert check(store).sources == 3
    flipped(next((store / FOLDER).iterdir()))
    assert [d.reason for d in check(store).damaged] == ["source_damaged"]
    result = run("store", "check", "--store", store, "--lang", "en")
    assert result.exit_code == 1
    assert "gongkai store repair" in result.output
    assert None in by_source(store).values()
    assert run("store", "repair", "--store", store).exit_code == 0
    assert check(store).damaged == []
    read(store, folder)
    assert None not in by_source(store).values()


def test_what_a_broken_off_run_left_is_removed_when_the_store_is_compacted(store):
    put(store, f"{FOLDER}/{'0' * 64}.gz", gzip.compress(b"x"))
    compact(store)
    assert len(list((store / FOLDER).iterdir())) == 3


def test_the_command_writes_them_and_replaces_only_a_file_that_is_named(store, folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("source", "a.html", "--store", store).exit_code == 0
    assert (tmp_path / "a.html").read_bytes() == (folder / "a.html").read_bytes()
    assert run("source", "a.html", "--store", store).exit_code == 2
    assert run("source", "notice.html", "--out", tmp_path / "a.html", "--store", store).exit_code == 0
    assert (tmp_path / "a.html").read_bytes() == (folder / "notice.html").read_bytes()
    assert run("source", "nothing", "--store", store).exit_code == 2
    shutil.rmtree(store / FOLDER)
    assert run("source", "a.html", "--out", tmp_path / "b.html", "--store", store).exit_code == 2
    assert not (tmp_path / "b.html").exists()


def asked(**query: str):
    return route.answer(Request({"type": "http", "query_string": urlencode(query).encode(), "headers": []}))


def test_the_server_gives_them_out_as_files_and_never_as_pages(store, folder, monkeypatch):
    monkeypatch.setenv("GONGKAI_STORE", str(store))
    document = targets(open_store(store), "a.html")[0].document
    answer = asked(data="own", document=document)
    assert answer.body == (folder / "a.html").read_bytes()
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert asked(data="own", document="../../manifest.json").status_code == 404
    assert asked(data="own").status_code == 404
    assert asked(data="theirs", document=document).status_code == 400


def test_a_digest_that_facts_invent_is_no_path(store):
    kept = sources_of(store)
    assert kept.read("../manifest.json") is None
    assert not kept.has("../manifest.json")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("2024/某局.html", "某局.html"),
        ("..", "document"),
        ("a/<b>:c\n.html", "_b__c_.html"),
        ("x\u202elmth.exe", "x_lmth.exe"),
    ],
)
def test_a_name_is_fit_for_every_system(source, name):
    assert file_name(source) == name


def test_a_file_that_changed_while_it_was_read_is_not_kept_under_the_old_name(tmp_path, folder, monkeypatch):
    import loaders.ingest.keeping as keeping

    monkeypatch.setattr(keeping, "read_bytes", lambda item, archives: b"another")
    read(tmp_path / "store", folder)
    assert pl.Series(list(by_source(tmp_path / "store").values())).null_count() == 3
