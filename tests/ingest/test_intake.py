"""Files handed in at once: what a commit would do is said before, and what it does is what `gongkai ingest` does."""

import io
import os
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import polars as pl
import pytest
from helpers import ROOT, Here, documents, example, figures, hold, put, read, reports

from loaders.ingest import run
from loaders.ingest.intake import adding as committing
from loaders.ingest.intake import reading
from loaders.ingest.intake.adding import Adding, adding, commit, leave_out, wanted_before
from loaders.ingest.intake.folder import Intake, find_intake, incoming, open_intakes, sweep
from loaders.ingest.intake.handing import Refused, clean_name, hand_in
from loaders.ingest.intake.preview import Preview, clear, pending, preview
from loaders.ingest.intake.source import source_of
from loaders.ingest.pool import ExecutorPool, Pool
from loaders.query.exports import export
from loaders.store.sources import sources_of
from loaders.store.versions import open_store
from loaders.synthetic.documents import Example, html


def page(example: Example) -> bytes:
    return html(example).encode()


def unplaced() -> bytes:
    """A report that names no body that can be placed."""
    return html(Example("教育局", 2023, "2021", figures())).encode()


def taken(store: Path, files: dict[str, bytes], pool: Pool | None = None) -> Intake:
    """Files handed in and read, in this process."""
    intake = hand_in(incoming(store), files.items())
    reading.read(intake, store, pool or ExecutorPool(Here()))
    return intake


def looked_at(intake: Intake, store: Path) -> Preview:
    return preview(pending(intake, intake.progress().parts), open_store(store))


def outcomes(intake: Intake, store: Path) -> dict[str, str]:
    return dict(looked_at(intake, store).documents.select("source", "outcome").iter_rows())


def commit_clear(intake: Intake, store: Path):
    return commit(
        intake, store, set(clear(looked_at(intake, store).documents).select("document", "source").iter_rows())
    )


def facts(store: Path) -> bytes:
    out = io.BytesIO()
    export(open_store(store), "facts", "zh").write_csv(out)
    return out.getvalue()


def mixed() -> dict[str, bytes]:
    return {
        "甲/a.html": page(example(2023, published="2024-01-10")),
        "甲/again.html": page(example(2023, published="2024-01-10")) + b"<!-- elsewhere -->",
        "甲/corrected.html": page(example(2023, published="2024-03-01", requests__granted__total="4")),
        "before.html": page(example(2022)),
        "news.txt": "某局召开会议".encode(),
        "film.mp4": b"\x00\x00\x00\x18ftypmp42" + bytes(64),
        "nobody.html": unplaced(),
    }


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_each_document_is_said_to_become_what_it_becomes(tmp_path):
    store = tmp_path / "store"
    read(store, put(tmp_path / "old", "a.html", example(2022, reviews__review__upheld="1")).parent)
    intake = taken(store, mixed())
    assert outcomes(intake, store) == {
        "甲/a.html": "superseded",
        "甲/again.html": "superseded",
        "甲/corrected.html": "new",
        "before.html": "superseded",
        "news.txt": "rejected",
        "nobody.html": "unclear",
    }
    seen = looked_at(intake, store)
    changed = dict(seen.documents.select("source", "changed").iter_rows())
    assert changed["甲/a.html"] == 1
    [wrong] = seen.issues.filter(pl.col("item") == "granted").iter_rows(named=True)
    assert (wrong["item"], wrong["left"], wrong["right"]) == ("granted", 3, 4)
    commit(intake, store, set(seen.documents.select("document", "source").iter_rows()))
    after = {source: status for source, (status, _) in documents(store).items()}
    assert after["甲/corrected.html"] == "read"
    assert after["甲/a.html"] == after["甲/again.html"] == "superseded"


def test_nothing_counts_until_it_is_committed_and_then_as_by_the_command_line(tmp_path):
    store, other = tmp_path / "store", tmp_path / "other"
    put(tmp_path / "given", "all.zip", zipped(mixed()))
    intake = taken(store, {"all.zip": (tmp_path / "given" / "all.zip").read_bytes()})
    assert open_store(store).empty
    commit_clear(intake, store)
    assert reports(store)["year"].sort().to_list() == [2022, 2023]
    assert outcomes(intake, store) == {"all.zip/nobody.html": "unclear"}
    commit(intake, store, set(looked_at(intake, store).documents.select("document", "source").iter_rows()))
    assert intake.progress().stage == "committed"
    read(other, tmp_path / "given")
    assert facts(store) == facts(other)
    assert documents(store) == documents(other)


def test_the_same_files_again_change_nothing(tmp_path):
    store = tmp_path / "store"
    intake = taken(store, mixed())
    commit(intake, store, set(looked_at(intake, store).documents.select("document", "source").iter_rows()))
    build = open_store(store).build
    again = taken(store, mixed())
    assert again.progress().known == again.progress().of == 6
    commit(again, store, set())
    assert open_store(store).build == build


def test_a_report_that_is_settled_counts_for_its_body(tmp_path):
    store = tmp_path / "store"
    intake = taken(store, {"inbox/nobody.html": unplaced()})
    intake.set_overrides([{"source": "inbox", "agency": "淮安市洪泽区教育局", "place": "", "reason": "按来文"}])
    [row] = looked_at(intake, store).documents.iter_rows(named=True)
    assert (row["outcome"], row["body"], row["district"]) == ("new", "淮安市洪泽区教育局", "洪泽区")
    commit_clear(intake, store)
    assert reports(store)["agency"].to_list() == ["淮安市洪泽区教育局"]


def test_what_is_left_out_is_neither_shown_nor_committed(tmp_path):
    store = tmp_path / "store"
    intake = taken(store, {"a.html": page(example()), "nobody.html": unplaced()})
    nobody = looked_at(intake, store).documents.filter(pl.col("outcome") == "unclear")
    leave_out(intake, set(nobody.select("document", "source").iter_rows()))
    commit_clear(intake, store)
    assert list(documents(store)) == ["a.html"]
    assert intake.progress().stage == "committed"


class Stopping:
    """Reads one document, then ends as a server does that is stopped."""

    def read(self, items, known):
        yield 1, next(ExecutorPool(Here()).read(items[:1], known))[1]
        raise KeyboardInterrupt

    over = None


def ids(intake: Intake, store: Path) -> frozenset[tuple[str, str]]:
    return frozenset(looked_at(intake, store).documents.select("document", "source").iter_rows())


def test_what_is_left_out_leaves_its_figures_to_the_same_bytes_under_another_name(tmp_path, monkeypatch):
    """Bytes are read once: what stands in them is kept with the name that came first, and with others for later names."""
    monkeypatch.setattr(reading, "_KEEP_AFTER", 0)
    store, files = tmp_path / "store", {f"{n}.html": page(example(2010 + n)) for n in range(1, 10)}
    intake = taken(store, {"0.html": page(example(2023)), **files, "z.html": page(example(2023))})
    assert len(intake.progress().parts) > 1
    first = looked_at(intake, store).documents.filter(pl.col("source") == "0.html")
    leave_out(intake, set(first.select("document", "source").iter_rows()))
    commit_clear(intake, store)
    [report] = reports(store).filter(pl.col("year") == 2023).iter_rows(named=True)
    assert report["requests.received_new.total"] == 3
    cells = open_store(store).read("cells")
    assert cells.height == cells.unique(["document", "section", "item", "column"]).height


def test_a_commit_tells_how_far_it_is_and_ends_with_all_pages_following(tmp_path, monkeypatch):
    store = tmp_path / "store"
    monkeypatch.setattr(committing, "_PARTS", 1)
    monkeypatch.setattr(reading, "_KEEP_AFTER", 0)
    intake = taken(store, mixed(), EachByItself())
    told = []
    monkeypatch.setattr(committing, "_note", lambda _, state: told.append((state.stage, state.done, state.of)))
    commit(intake, store, ids(intake, store))
    keeping = [("keeping", n, 6) for n in range(7)]
    assert told == [("waiting", 0, 6), *keeping, ("counting", 6, 6), ("done", 6, 6)]


def test_a_commit_cancelled_in_the_middle_leaves_the_store_as_it_was(tmp_path, monkeypatch):
    store = tmp_path / "store"
    read(store, put(tmp_path / "old", "a.html", example(2021)).parent)
    before = {p: p.read_bytes() for p in store.rglob("*") if p.is_file() and p.suffix in (".json", ".parquet")}
    monkeypatch.setattr(committing, "_PARTS", 1)
    monkeypatch.setattr(reading, "_KEEP_AFTER", 0)
    monkeypatch.setattr(run, "_FLUSH", 1)
    intake = taken(store, mixed(), EachByItself())
    wanted = ids(intake, store)
    note = committing._note

    def cancelled(intake, state):
        note(intake, state)
        if state.done == 3:
            committing.cancel(intake)

    monkeypatch.setattr(committing, "_note", cancelled)
    committing.start(intake, store, wanted).join()
    assert adding(intake, store).stage == "cancelled"
    assert len(sources_of(store).names) > 1
    read(store, tmp_path / "old")
    assert len(sources_of(store).names) == 1
    assert open_store(store).read("documents").height == 1
    assert all(p.read_bytes() == data for p, data in before.items())
    monkeypatch.setattr(committing, "_note", note)
    committing.start(intake, store, wanted_before(intake)).join()
    assert adding(intake, store) == Adding("done", 6, 6, 4)


KILLED = """
import sys
from pathlib import Path
from loaders.ingest import run
from loaders.ingest.intake import adding
from loaders.ingest.intake.folder import Intake

def stop(*_):
    print("here", flush=True)
    sys.stdin.read()

run._commit = stop
intake = Intake(Path(sys.argv[1]))
adding.start(intake, Path(sys.argv[2]), {tuple(pair) for pair in intake.load("test")}).join()
"""


def test_a_server_killed_in_the_middle_of_a_commit_loses_nothing(tmp_path):
    store = tmp_path / "store"
    intake = taken(store, mixed())
    intake.save("test", sorted(ids(intake, store)))
    command = [sys.executable, "-c", KILLED, str(intake.path), str(store)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout.readline() == b"here\n"
        assert adding(intake, store).stage == "counting"
        server.kill()
    assert adding(intake, store) == Adding("interrupted", 0, 6)
    assert open_store(store).empty
    committing.start(intake, store, wanted_before(intake)).join()
    assert adding(intake, store) == Adding("done", 6, 6, 3)
    assert reports(store)["year"].sort().to_list() == [2022, 2023, 2023]


def test_a_server_stopped_just_after_a_commit_knows_that_it_is_done(tmp_path, monkeypatch):
    store = tmp_path / "store"
    intake = taken(store, mixed())
    wanted = ids(intake, store)
    intake.save("wanted", sorted(wanted))
    with monkeypatch.context() as patch:
        patch.setattr(committing, "_close", stop)
        with pytest.raises(KeyboardInterrupt):
            commit(intake, store, wanted)
    assert adding(intake, store) == Adding("done", 6, 6, 3)
    assert intake.progress().stage == "committed"


def stop(*_):
    raise KeyboardInterrupt


class EachByItself:
    """Reads each document as a part of its own."""

    def read(self, items, known):
        for n, item in enumerate(items, 1):
            yield n, next(ExecutorPool(Here()).read([item], known))[1]

    over = None


@pytest.mark.parametrize("keep_after", [0, 600])
def test_bytes_that_two_workers_read_at_once_are_stored_once(tmp_path, monkeypatch, keep_after):
    """Each worker hands on what stands in them, for one part of the intake or for two."""
    monkeypatch.setattr(reading, "_KEEP_AFTER", keep_after)
    store, same = tmp_path / "store", page(example(2023))
    intake = hand_in(incoming(store), {"a.html": page(example(2022)), "b.html": same, "c.html": same}.items())
    reading.read(intake, store, EachByItself())
    commit_clear(intake, store)
    for table, key in (("cells", ["document", "section", "item", "column"]), ("prose", None)):
        rows = open_store(store).read(table)
        assert rows.height == rows.unique(key).height > 0, table
    assert documents(store) == {"a.html": ("read", None), "b.html": ("read", None), "c.html": ("duplicate", None)}


def test_reading_goes_on_where_a_stopped_server_left_it(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "_KEEP_AFTER", 0)
    store = tmp_path / "store"
    intake = hand_in(incoming(store), mixed().items())
    with pytest.raises(KeyboardInterrupt):
        reading.read(intake, store, Stopping())
    progress = find_intake(incoming(store), intake.id).progress()
    assert (progress.stage, progress.read, progress.of) == ("interrupted", 1, 6)
    reading.read(intake, store, ExecutorPool(Here()))
    assert (intake.progress().stage, intake.progress().read) == ("ready", 6)
    assert len(outcomes(intake, store)) == 6


def test_reading_is_cancelled_and_taken_up_again(tmp_path):
    store = tmp_path / "store"
    intake = hand_in(incoming(store), mixed().items())
    intake.cancel()
    reading.read(intake, store, ExecutorPool(Here()))
    assert intake.progress().stage == "cancelled"
    left = intake.progress().of - intake.progress().read
    reading.start(intake, store).join()
    assert intake.progress().stage == "ready"
    assert intake.progress().read == 6 > left


def test_a_thread_reads_with_the_limited_workers(tmp_path):
    store = tmp_path / "store"
    intake = hand_in(incoming(store), {"a.html": page(example())}.items())
    reading.start(intake, store).join()
    assert outcomes(intake, store) == {"a.html": "new"}


def test_two_who_add_at_once_lose_nothing(tmp_path):
    store = tmp_path / "store"
    intakes = [taken(store, {f"{year}.html": page(example(year))}) for year in range(2019, 2025)]
    threads = [threading.Thread(target=commit_clear, args=(i, store)) for i in intakes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert reports(store)["year"].sort().to_list() == list(range(2019, 2025))
    assert hold(store).report(reports(store)["report_id"][0], ("agency",)).height == 1


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd.html", "etc/passwd.html"),
        ("C:\\报告\\a.html", "C:/报告/a.html"),
        ("/a//b/./c.pdf", "a/b/c.pdf"),
        ("<img src=x>.html", "<img src=x>.html"),
        ("a\u202egnp.html\x00", "agnp.html"),
        ("__MACOSX/a.html", ""),
        ("a/.DS_Store", ""),
        ("~$a.docx", ""),
    ],
)
def test_names_are_data(given, name):
    assert clean_name(given) == name


def test_what_is_too_much_or_nothing_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("loaders.ingest.intake.handing.MAX_FILES", 1)
    with pytest.raises(Refused, match="intake_too_many"):
        hand_in(tmp_path, [("a.html", b"1"), ("b.html", b"2")])
    monkeypatch.setattr("loaders.ingest.intake.handing.MAX_BYTES", 1)
    with pytest.raises(Refused, match="intake_too_large"):
        hand_in(tmp_path, [("a.html", b"12")])
    with pytest.raises(Refused, match="intake_empty"):
        hand_in(tmp_path, [(".DS_Store", b"12")])
    assert list(open_intakes(tmp_path)) == []


def test_two_files_of_one_name_are_both_kept(tmp_path):
    intake = hand_in(tmp_path, [("a.html", b"1"), ("a.html", b"2"), ("a.html", b"2")])
    assert [f.name for f in intake.handed] == ["a (2).html", "a.html"]


def test_no_other_folder_is_opened_by_an_id(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "handed.json").write_text("{}")
    assert find_intake(tmp_path, "elsewhere") is None
    assert find_intake(tmp_path, "../elsewhere") is None


def test_old_intakes_are_removed_and_fresh_ones_kept(tmp_path):
    store = tmp_path / "store"
    done = taken(store, {"a.html": page(example())})
    commit_clear(done, store)
    open_one = taken(store, {"nobody.html": unplaced()})
    two_days = done.path.stat().st_mtime - 2 * 86400
    for intake in (done, open_one):
        os.utime(intake.path, (two_days, two_days))
    sweep(incoming(store))
    assert [i.id for i in open_intakes(incoming(store))] == [open_one.id]


def test_a_source_is_shown_as_it_was_read_and_pages_as_pictures(tmp_path):
    store = tmp_path / "store"
    pdf = (ROOT / "tests" / "examples" / "reports" / "hongze" / "browser.pdf").read_bytes()
    intake = taken(store, {"a.html": b"<script>alert(1)</script>" + page(example()), "all.zip": zipped({"b.pdf": pdf})})
    shown = source_of(intake, "a.html")
    parts = intake.progress().parts
    html_cells, cells = (intake.cells(parts, d) for d in intake.documents(parts).sort("source")["document"])
    places = {str(f.location) for row in shown.rows for f in row.fields}
    assert set(html_cells["where"]) <= places
    drawn = source_of(intake, "all.zip/b.pdf", 2)
    assert drawn.picture
    assert drawn.picture.startswith(b"\x89PNG")
    assert (drawn.pages, drawn.reason) == (3, None)
    assert {w for w in cells["where"] if w.startswith("p2 ")} <= set(drawn.places)


def test_a_source_that_cannot_be_opened_says_why(tmp_path):
    store = tmp_path / "store"
    intake = taken(store, {"broken.pdf": b"%PDF-1.7\n" + bytes(100), "empty.html": b" "})
    assert source_of(intake, "broken.pdf").reason == "pdf_broken"
    assert source_of(intake, "empty.html").reason == "empty"
    assert source_of(intake, "elsewhere.html").reason == "source_of_facts"
