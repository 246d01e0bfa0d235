"""Files into the store: incremental, idempotent, with duplicates, revisions and withdrawals on record."""

import io
import zipfile
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import active_children, get_context

import polars as pl
import pytest
from helpers import documents, example, put, read, reports

from loaders.ingest.run import ingest
from loaders.ingest.withdrawal import withdraw
from loaders.query.exports import export
from loaders.store.versions import MANIFEST, open_store
from loaders.synthetic.documents import html, tabs


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "in"


@pytest.fixture
def store(tmp_path):
    return tmp_path / "store"


def test_reading_again_changes_nothing(folder, store):
    put(folder, "a.html", example())
    first = read(store, folder)
    manifest = (store / MANIFEST).read_bytes()
    again = read(store, folder)
    assert (store / MANIFEST).read_bytes() == manifest, "no new version: what pages remember stays valid"
    assert (again.known, again.documents.height, again.build) == (1, 0, first.build)
    assert reports(store).height == 1


def test_only_new_files_are_read(folder, store):
    put(folder, "a.html", example())
    read(store, folder)
    put(folder, "b.html", example(2022))
    outcome = read(store, folder)
    assert outcome.known == 1
    assert outcome.documents["source"].to_list() == ["b.html"]
    assert set(reports(store)["year"]) == {2022, 2023}


def test_the_same_bytes_under_another_name_are_a_duplicate(folder, store):
    put(folder, "a.html", example())
    put(folder, "b.html", example())
    read(store, folder)
    assert documents(store) == {"a.html": ("read", None), "b.html": ("duplicate", None)}
    assert reports(store).height == 1
    put(folder, "c.html", example())
    read(store, folder)
    cells = open_store(store).scan("cells").collect()
    assert cells.height == cells.unique(["document", "section", "item", "column"]).height


def test_the_same_cells_in_another_format_are_a_duplicate(folder, store):
    put(folder, "a.html", example())
    put(folder, "b.txt", tabs(example()))
    read(store, folder)
    assert {s for s, _ in documents(store).values()} == {"read", "duplicate"}


def page(published: str, granted: str, host: str | None = None) -> str:
    text = html(example(published=published, requests__granted__total=granted))
    link = f'<link rel="canonical" href="https://{host}/a.html">' if host else ""
    return text.replace("<head>", "<head>" + link)


@pytest.mark.parametrize("order", [("a.html", "b.html"), ("b.html", "a.html")])
def test_the_later_publication_supersedes_whatever_came_first(folder, store, order):
    put(folder, "a.html", page("2024-01-10", "3"))
    put(folder, "b.html", page("2024-02-20", "4"))
    for name in order:
        read(store, folder / name)
    assert documents(store) == {"a.html": ("superseded", None), "b.html": ("read", None)}
    row = reports(store).row(0, named=True)
    assert (row["requests.granted.total"], row["published"]) == (4, date(2024, 2, 20))


def test_an_official_host_comes_before_a_later_mirror(folder, store):
    put(folder, "a.html", page("2024-01-10", "3", "www.qinghe.gov.cn"))
    put(folder, "b.html", page("2024-02-20", "4", "mirror.example.com"))
    read(store, folder)
    assert documents(store)["a.html"][0] == "read"


def test_a_revision_lists_the_cells_that_changed(folder, store):
    put(folder, "a.html", page("2024-01-10", "3"))
    put(folder, "b.html", page("2024-02-20", "4"))
    read(store, folder)
    found = open_store(store).read("issues").filter(pl.col("rule") == "revision")
    assert found.select("item", "column", "left", "right").rows() == [("granted", "total", 3.0, 4.0)]


def test_a_file_replaced_in_its_folder_speaks_in_its_new_version(folder, store):
    put(folder, "a.html", page("2024-01-10", "3"))
    read(store, folder)
    put(folder, "a.html", page("2024-01-10", "5"))
    read(store, folder)
    assert reports(store)["requests.granted.total"].to_list() == [5]


def test_a_broken_new_version_takes_nothing_away(folder, store):
    put(folder, "a.html", example())
    read(store, folder)
    put(folder, "a.html", "")
    read(store, folder)
    assert reports(store)["requests.granted.total"].to_list() == [3]


def test_reports_of_unknown_body_supersede_nothing(folder, store):
    anonymous = html(example()).replace("望溪市青禾区教育局", "我局")
    put(folder, "a.html", anonymous)
    put(folder, "b.html", anonymous.replace("<td>3</td>", "<td>4</td>"))
    read(store, folder)
    assert [s for s, _ in documents(store).values()] == ["read", "read"]
    assert open_store(store).read("issues").filter(pl.col("rule") == "unassigned").height == 2


def test_withdrawing_takes_a_document_out_on_record_and_the_loser_speaks_again(folder, store):
    put(folder, "a.html", page("2024-01-10", "3"))
    put(folder, "b.html", page("2024-02-20", "4"))
    read(store, folder)
    assert withdraw(["b.html"], store)["source"].to_list() == ["b.html"]
    assert documents(store) == {"a.html": ("read", None), "b.html": ("rejected", "withdrawn")}
    assert reports(store)["requests.granted.total"].to_list() == [3]
    read(store, folder)
    assert documents(store)["b.html"] == ("rejected", "withdrawn")
    withdraw(["b.html"], store, undo=True)
    assert reports(store)["requests.granted.total"].to_list() == [4]
    assert documents(store)["b.html"] == ("read", None)


def test_a_zip_is_a_folder(folder, store):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("2023/教育局.html", html(example()))
        archive.writestr("2023/读我.css", "body{}")
        archive.writestr("2022/坏.html", "")
    put(folder, "all.zip", data.getvalue())
    outcome = read(store, folder)
    assert documents(store) == {
        "all.zip/2022/坏.html": ("rejected", "empty"),
        "all.zip/2023/教育局.html": ("read", None),
    }
    assert outcome.ignored == 1


def test_names_that_chinese_windows_packs_in_gbk(folder, store):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        info = zipfile.ZipInfo("教育局.html".encode("gbk").decode("cp437"))
        archive.writestr(info, html(example()))
    raw = bytearray(data.getvalue())
    put(folder, "a.zip", bytes(raw))
    read(store, folder)
    assert len(documents(store)) == 1


def test_files_of_other_types_are_counted_and_ignored(folder, store):
    put(folder, "a.html", example())
    put(folder, "style.css", "body{}")
    put(folder, "~$a.docx", "x")
    put(folder, "film.mp4", b"\x00\x00\x00\x18ftypmp42")
    outcome = read(store, folder)
    assert (outcome.documents.height, outcome.ignored) == (1, 2)


def test_processes_read_what_one_process_reads(folder, tmp_path):
    for i, year in enumerate(range(2019, 2025)):
        put(folder, f"{i}.html", example(year, template="2019" if year < 2021 else "2021"))
    read(tmp_path / "one", folder)
    ingest([folder], tmp_path / "two", workers=2)
    for table in ("facts", "issues", "documents", "reports"):
        a, b = (export(open_store(tmp_path / s), table, "zh") for s in ("one", "two"))
        assert a.height or table == "issues", table
        assert a.equals(b), table


def test_an_executor_of_the_users_own(folder, store):
    put(folder, "a.html", example())
    # Not forked: Polars' threads do not survive that.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert ingest([folder], store, executor=pool).reports == 1
        assert pool.submit(len, "ab").result() == 2, "whoever handed it in uses it further"


def test_no_process_outlives_a_run(folder, store):
    before = active_children()
    put(folder, "a.html", example())
    assert ingest([folder], store, workers=1).reports == 1
    assert set(active_children()) <= set(before)


def test_a_row_that_nobody_knows_is_an_issue_of_no_row_of_the_form(folder, store):
    row = "<tr><td colspan=3>另有三件</td>" + "<td>3</td>" * 7 + "</tr>"
    page = html(example())
    end = page.index("</table>", page.index("三、收到和处理"))
    put(folder, "a.html", page[:end] + row + page[end:])
    assert read(store, folder).reports == 1
    found = open_store(store).read("issues").filter(pl.col("item").is_null(), pl.col("section") == "requests")
    assert any("另有三件" in text for text in found["text"])


def test_a_path_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "store", tmp_path / "nothing")
