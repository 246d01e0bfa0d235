"""What a store keeps, loses and makes anew when a run breaks off, a disk fails or the rules change."""

import errno
import os

import polars as pl
import pytest
from helpers import Here, documents, example, figures, put, read, reports

from loaders.bodies.describe import COLUMNS, describe
from loaders.form.paper import TITLES
from loaders.ingest import commit as committing
from loaders.ingest.run import ingest, set_roster
from loaders.query.exports import export
from loaders.store import writer
from loaders.store.errors import StoreError
from loaders.store.schema import Roster, types
from loaders.store.versions import MANIFEST, UNFINISHED, open_store
from loaders.synthetic.documents import Example, html

NAMES = "教育 民政 财政 司法 水利 审计".split()


@pytest.fixture
def folder(tmp_path):
    for name in NAMES:
        put(tmp_path / "in", f"{name}.html", example(2023, f"淮安市洪泽区{name}局"))
    return tmp_path / "in"


@pytest.fixture
def store(tmp_path):
    return tmp_path / "store"


def broken_off(folder, store):
    """A run that ends when all documents are read and none is committed."""

    def end(done, total):
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest([folder], store, executor=Here(), progress=end)
    assert (store / UNFINISHED).exists()


def same(one, other):
    for table in ("facts", "issues", "documents", "reports"):
        a, b = (export(open_store(s), table, "zh") for s in (one, other))
        assert a.height or table == "issues"
        assert a.equals(b), table


def test_what_a_broken_run_read_outlasts_the_commit_of_another_writer(folder, store, tmp_path, monkeypatch):
    """A roster is set after the break and removes what nobody needs: the documents need not be read again."""
    monkeypatch.setattr(writer, "_UNREAD_AFTER", -1)
    broken_off(folder, store)
    set_roster(store, pl.DataFrame(schema=types(Roster)))
    assert reports(store).height == 0
    assert read(store, folder).known == len(NAMES)
    read(tmp_path / "one", folder)
    same(store, tmp_path / "one")
    assert not (store / UNFINISHED).exists()
    in_force = {name for names in open_store(store).files.values() for name in names}
    assert {f.relative_to(store).as_posix() for f in store.rglob("*.parquet")} == in_force


def test_parts_that_were_committed_and_not_struck_off_are_not_taken_twice(folder, store, tmp_path):
    """A run killed right after its commit leaves its list of parts: the next goes on from what is in force."""
    broken_off(folder, store)
    listed = (store / UNFINISHED).read_bytes()
    read(store, folder)
    (store / UNFINISHED).write_bytes(listed)
    put(folder, "新.html", example(2023, "淮安市洪泽区统计局"))
    assert read(store, folder).documents["source"].to_list() == ["新.html"]
    cells = open_store(store).read("cells")
    assert cells.height == cells.unique(["document", "section", "item", "column"]).height
    read(tmp_path / "one", folder)
    assert export(open_store(store), "facts", "zh").equals(export(open_store(tmp_path / "one"), "facts", "zh"))


@pytest.mark.parametrize("fault", [errno.EIO, errno.ENOSPC])
def test_a_disk_that_loses_what_is_written_leaves_the_version_in_force(folder, store, monkeypatch, fault):
    """Only with the flush to the disk does a system tell that a write was lost: nothing is put in force before."""
    before = read(store, folder).build
    put(folder, "新.html", example(2023, "淮安市洪泽区统计局"))

    def lost(fd):
        raise OSError(fault, os.strerror(fault))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", lost)
        with pytest.raises(StoreError) as told:
            read(store, folder)
    assert (told.value.reason, told.value.words["error"]) == ("store_not_writable", os.strerror(fault))
    assert open_store(store).build == before
    assert not [f for f in store.rglob("*") if "partial" in f.name]
    assert read(store, folder).documents["source"].to_list() == ["新.html"]
    assert reports(store).height == len(NAMES) + 1


def test_a_file_is_on_the_disk_whole_before_it_has_its_name(folder, store, monkeypatch):
    """Each file is flushed with all its bytes, and only then renamed; the manifest comes last."""
    flushed, order = {}, []
    replace, fsync = type(store).replace, os.fsync

    def note(fd):
        flushed[os.fstat(fd).st_ino] = os.fstat(fd).st_size
        fsync(fd)

    def rename(self, target):
        order.append((self.stat().st_size, flushed.get(self.stat().st_ino), target.name))
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", note)
    monkeypatch.setattr(type(store), "replace", rename)
    read(store, folder)
    assert order[-1][2] == MANIFEST
    assert [size for size, _, _ in order] == [known for _, known, _ in order]
    assert len(order) > len(NAMES)


def test_what_older_rules_made_of_a_document_is_made_anew(folder, store, tmp_path, monkeypatch):
    """A program of yesterday took every body for the same one; the next commit of today's describes all anew."""

    def yesterday(frame):
        return describe(frame).with_columns(pl.lit("昨天的局").alias("body"), pl.lit("yesterday").alias("body_id"))

    with monkeypatch.context() as patched:
        patched.setattr(committing, "describe", yesterday)
        patched.setattr(committing, "description_rules", lambda: "yesterday")
        read(store, folder)
    assert reports(store)["body_id"].unique().to_list() == ["yesterday"]
    put(folder, "新.html", example(2023, "淮安市洪泽区统计局"))
    read(store, folder)
    read(tmp_path / "one", folder)
    same(store, tmp_path / "one")
    described = open_store(store).read("described")
    assert described["rules"].unique().to_list() == [committing.description_rules()]
    assert described.height == len(NAMES) + 1
    assert set(COLUMNS) <= set(described.columns)


def revised(folder, store, *pages):
    """The revision issues of some versions of one report, the last of which wins."""
    for day, page in enumerate(pages, 1):
        put(folder, f"{day}.html", page)
    read(store, folder)
    assert [s for s, _ in documents(store).values()].count("superseded") == len(pages) - 1
    found = open_store(store).read("issues").filter(pl.col("rule") == "revision")
    return {(s, i, c): (left, right) for s, i, c, left, right in
            found.select("section", "item", "column", "left", "right").rows()}  # fmt: skip


def version(day, reviews=True, **cells):
    page = html(Example("淮安市洪泽区气象局", 2023, "2021", figures() | cells, f"2024-01-{day}"))
    if reviews:
        return page
    start = page.index(TITLES["reviews"])
    return page[:start] + page[page.index("</table>", start) + len("</table>") :]


def test_a_table_that_only_one_version_of_a_report_has_is_listed_cell_by_cell(tmp_path, store):
    added = revised(tmp_path / "a", store, version("10", reviews=False), version("20"))
    assert len(added) == 15
    assert set(added.values()) == {(None, 0.0)}
    assert {section for section, _, _ in added} == {"reviews"}
    taken = revised(tmp_path / "b", tmp_path / "other", version("10"), version("20", reviews=False))
    assert {key: (right, left) for key, (left, right) in taken.items()} == added


def test_a_version_that_fills_a_blank_or_makes_a_figure_unreadable_is_a_revision(tmp_path, store):
    cell = "requests.granted.business"
    found = revised(tmp_path / "a", store, version("10", **{cell: ""}), version("20"))
    assert found == {("requests", "granted", "business"): (None, 0.0)}
    found = revised(tmp_path / "b", tmp_path / "b.store", version("10", **{cell: ""}), version("20", **{cell: "若干"}))
    assert found == {("requests", "granted", "business"): (None, None)}


def test_revisions_are_those_of_the_versions_in_force_whenever_these_came(tmp_path, store):
    """A third version wins: both others are set against it, and what the second had changed in the first is gone."""
    folder = tmp_path / "a"
    for day, granted in (("10", "3"), ("20", "4"), ("30", "5")):
        put(folder, f"{day}.html", version(day, **{"requests.granted.other": granted}))
        read(store, folder)
    put(folder, "财政.html", example(2023, "淮安市洪泽区财政局"))
    read(store, folder)
    read(tmp_path / "one", folder)
    same(store, tmp_path / "one")
    found = open_store(store).read("issues").filter(pl.col("rule") == "revision")
    assert sorted(found.select("left", "right").rows()) == [(3.0, 5.0), (4.0, 5.0)]


@pytest.mark.parametrize("damage", ["gone", "cut"])
@pytest.mark.parametrize("table", ["cells", "documents"])
def test_parts_of_a_broken_run_that_are_damaged_are_read_again(folder, store, tmp_path, table, damage):
    broken_off(folder, store)
    (part,) = (store / table).glob("*.parquet")
    part.unlink() if damage == "gone" else part.write_bytes(part.read_bytes()[:100])
    assert read(store, folder).documents.height == len(NAMES)
    read(tmp_path / "one", folder)
    same(store, tmp_path / "one")
