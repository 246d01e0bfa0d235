"""Whatever a reader does to its process costs its own document, with a reason, and neither time nor place of others."""

import os
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from helpers import AGENCY, ROOT, Here, documents, example, put, read, reports, run

from loaders.ingest import batch as batches
from loaders.ingest import processes
from loaders.ingest.batch import Batch, Known
from loaders.ingest.limits import Limits
from loaders.ingest.pool import ExecutorPool
from loaders.ingest.processes import NoWorkers
from loaders.ingest.run import ingest
from loaders.language.words import say
from loaders.reading import files
from loaders.reading.extract import Reading
from loaders.reading.files import SourceFile
from loaders.store.versions import open_store
from loaders.synthetic.documents import tabs

HERE = Path(__file__).parent
FATE = {
    "EXIT": "reader_crashed",
    "KILL": "reader_crashed",
    "EAT": "reader_crashed",
    "LOOP": "reader_slow",
    "BACKTRACK": "reader_slow",
    "FILL": "reader_failed",
    "OPEN": "reader_crashed",
}
"""What a document makes its reader do → the reason of its rejection."""

LIBRARIES = 96
"""MB."""


@pytest.fixture
def unruly(tmp_path, monkeypatch):
    """Worker processes whose reader of text does what the text says; the folder in which it leaves its traces."""
    monkeypatch.setenv("UNRULY", str(tmp_path / "traces"))
    (tmp_path / "traces").mkdir()
    put(tmp_path / "site", "sitecustomize.py", "import unruly\n")
    monkeypatch.syspath_prepend(str(HERE))
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    return tmp_path / "traces"


def text(name: str, year: int = 2023, deed: str = "") -> str:
    body = AGENCY.replace("教育", f"第{name}教育")
    return f"{name:20}\n" + tabs(example(year, body)) + (f"!{deed}!" if deed else "")


def opened(traces: Path) -> Counter[str]:
    """How many times each text was opened, by its first line."""
    return Counter((traces / "opened").read_text().split())


def test_each_deed_of_a_reader_has_its_reason_and_all_neighbours_are_read(tmp_path, unruly):
    for i, deed in enumerate(FATE):
        put(tmp_path / "in", f"{i}b.txt", text(f"bad{i}", deed=deed))
    for i in range(30):
        put(tmp_path / "in", f"{i:02}.txt", text(f"good{i}"))
    put(tmp_path / "in", "prints.txt", text("prints", deed="PRINT"))
    ingest([tmp_path / "in"], tmp_path / "store", workers=2, limits=Limits(seconds=1.5, memory=512))
    found = documents(tmp_path / "store")
    assert {deed: found.pop(f"{i}b.txt") for i, deed in enumerate(FATE)} == {
        deed: ("rejected", reason) for deed, reason in FATE.items()
    }
    assert set(found.values()) == {("read", None)}
    assert len(found) == 31
    assert (unruly / "filled").stat().st_size <= 64 << 20


def test_the_culprit_is_opened_once_and_what_was_handed_on_is_not_read_again(tmp_path, unruly, monkeypatch):
    monkeypatch.setattr(processes, "_AT_ONCE", 1)
    for i in range(200):
        put(tmp_path / "in", f"{i:03}.txt", text(f"good{i}"))
    put(tmp_path / "in", "150b.txt", text("bad", deed="EXIT"))
    ingest([tmp_path / "in"], tmp_path / "store", workers=1)
    times = opened(unruly)
    assert times.pop("bad") == 1
    assert len(times) == 200
    again = [name for name, n in times.items() if n > 1]
    assert max(times.values()) <= 2
    assert all(int(name.removeprefix("good")) <= 150 for name in again), "those after it had not been opened"
    assert len(again) < 100


def test_a_worker_keeps_to_the_memory_that_it_may_use(tmp_path, unruly):
    put(tmp_path / "in", "a.txt", text("bad", deed="EAT"))
    script = (
        "import resource, sys; from pathlib import Path; from loaders.ingest.run import ingest;"
        "from loaders.ingest.limits import Limits;"
        "ingest([Path(sys.argv[1])], Path(sys.argv[2]), limits=Limits(60, int(sys.argv[3])));"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    peaks = []
    for memory in (512, 1024):
        command = [sys.executable, "-c", script, tmp_path / "in", tmp_path / f"store{memory}", str(memory)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        assert documents(tmp_path / f"store{memory}") == {"a.txt": ("rejected", "reader_crashed")}
        peaks.append(int(done.stdout))
    # What libraries hold comes on top of it.
    assert 256 < peaks[0] <= 512 + LIBRARIES < peaks[1] <= 1024 + LIBRARIES


def test_the_memory_that_one_file_left_taken_is_not_missing_for_the_next(tmp_path, unruly):
    for i in range(6):
        put(tmp_path / "in", f"{i}a.txt", text(f"bad{i}", deed="EAT"))
        put(tmp_path / "in", f"{i}b.txt", text(f"good{i}"))
    ingest([tmp_path / "in"], tmp_path / "store", limits=Limits(60, 512))
    assert Counter(documents(tmp_path / "store").values()) == {("read", None): 6, ("rejected", "reader_crashed"): 6}


@pytest.mark.skipif(sys.platform != "linux", reason="the processes below one are listed by Linux alone")
def test_workers_end_with_the_program_that_is_killed(tmp_path, unruly):
    put(tmp_path / "in", "a.txt", text("bad", deed="BACKTRACK"))
    command = [sys.executable, "-m", "loaders.cli", "ingest", tmp_path / "in", "--store", tmp_path / "store"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([*sys.path, str(ROOT)])}
    program = subprocess.Popen([*command, "--seconds", "600"], env=environment, stderr=subprocess.DEVNULL)
    until(lambda: (unruly / "opened").exists())
    children = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text().split()
    assert children
    program.send_signal(signal.SIGKILL)
    program.wait()
    until(lambda: not any(Path(f"/proc/{child}").exists() for child in children))


def until(condition, seconds=30):
    """Waits for a condition; fails where it does not come true."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        os.sched_yield()


def test_the_last_tasks_are_small_so_that_all_workers_end_together():
    given: list[list[str]] = []

    def take(items: list[SourceFile], known: Known) -> Batch:
        given.append([i.source for i in items])
        return Batch()

    names = [str(n) for n in range(1000)]
    pool = ExecutorPool(Here(), 2, take)
    assert [done for done, _ in pool.read([SourceFile("", n, n) for n in names], {})][-1] == 1000
    assert [name for part in given for name in part] == names
    sizes = [len(part) for part in given]
    assert sizes == sorted(sizes, reverse=True)
    assert (sizes[0], sizes[-2]) == (100, 4)


def test_only_regular_files_are_opened(tmp_path, monkeypatch):
    folder = tmp_path / "in"
    put(folder, "good.html", example())
    for name in ("pipe.html", "pipe.zip", "pipe", "pipe.pdf", "sub/bodies.csv"):
        (folder / name).parent.mkdir(exist_ok=True)
        os.mkfifo(folder / name)
    (folder / "device.txt").symlink_to("/dev/zero")
    monkeypatch.chdir(folder)
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket.xlsx")
        outcome = ingest([folder], tmp_path / "store")
    found = documents(tmp_path / "store")
    assert found.pop("good.html") == ("read", None)
    assert found == dict.fromkeys(
        ("pipe.html", "pipe.zip", "pipe.pdf", "device.txt", "socket.xlsx"), ("rejected", "not_a_file")
    )
    assert [Path(path).name for path, _ in outcome.faults] == ["bodies.csv"]
    assert documents_of(tmp_path / "other", folder / "pipe.html") == {"pipe.html": ("rejected", "not_a_file")}


def documents_of(store, path):
    read(store, path)
    return documents(store)


def test_a_file_of_a_terabyte_is_not_read(tmp_path):
    with put(tmp_path / "in", "a.html", "").open("wb") as f:
        f.truncate(1 << 40)
    assert documents_of(tmp_path / "store", tmp_path / "in") == {"a.html": ("rejected", "too_large")}


def test_a_file_that_was_too_slow_leaves_no_rejection_once_it_is_read(tmp_path, unruly):
    put(tmp_path / "in", "good.txt", text("good"))
    put(tmp_path / "in", "a.txt", text("bad", deed="LOOP"))
    ingest([tmp_path / "in"], tmp_path / "store", limits=Limits(0.3))
    assert documents(tmp_path / "store")["a.txt"] == ("rejected", "reader_slow")
    put(tmp_path / "in", "a.txt", text("bad"))
    ingest([tmp_path / "in"], tmp_path / "store")
    rows = open_store(tmp_path / "store").read("documents")
    assert sorted(rows.select("source", "status").rows()) == [("a.txt", "read"), ("good.txt", "read")]


def test_an_archive_is_opened_once_for_all_its_members(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for i in range(50):
            archive.writestr(f"{i}.txt", text(f"no{i}"))
    openings = []
    original = zipfile.ZipFile._RealGetContents
    monkeypatch.setattr(zipfile.ZipFile, "_RealGetContents", lambda self: openings.append(1) or original(self))
    read(tmp_path / "store", tmp_path / "a.zip")
    assert reports(tmp_path / "store").height == 50
    assert len(openings) <= 11, "once to list it, once for each task, once to keep the bytes"


def test_an_archive_of_too_many_files_is_refused_before_its_directory_is_read(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for i in range(50):
            archive.writestr(f"{i}.txt", "x")
    monkeypatch.setattr(files, "_MOST_DIRECTORY", 1000)
    assert documents_of(tmp_path / "store", tmp_path / "a.zip") == {"a.zip": ("rejected", "zip_too_many")}


def test_a_file_name_that_is_no_unicode_is_read_and_shown(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("教育局.html".encode("gbk"), b"\xff\xfe.html"):
        Path(os.fsdecode(os.path.join(os.fsencode(folder), name))).write_text("", encoding="utf-8")
    found = documents_of(tmp_path / "store", folder)
    assert found["教育局.html"] == ("rejected", "empty")
    assert len(found) == 2


def test_text_that_no_table_takes_costs_its_own_document(tmp_path, monkeypatch):
    for year in (2021, 2022, 2023):
        put(tmp_path / "in", f"{year}.html", example(year))
    read_as = batches.read_as

    def surrogates(format: str, data: bytes, **others: object) -> Reading:
        reading = read_as(format, data, **others)
        if b"2022" in data:
            reading.identity.title = "\ud800"
        return reading

    monkeypatch.setattr(batches, "read_as", surrogates)
    found = documents_of(tmp_path / "store", tmp_path / "in")
    assert found.pop("2022.html") == ("rejected", "reader_failed")
    assert set(found.values()) == {("read", None)}


def test_modules_are_not_taken_from_the_folder_that_the_user_is_in(tmp_path, monkeypatch):
    put(tmp_path / "in", "polars.py", "raise SystemExit(1)")
    put(tmp_path / "in", "a.html", example())
    monkeypatch.chdir(tmp_path / "in")
    monkeypatch.syspath_prepend("")
    assert ingest([Path()], tmp_path / "store").reports == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_where_no_worker_can_be_started_it_is_said(tmp_path, monkeypatch, lang):
    put(tmp_path / "in", "a.html", example())
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(NoWorkers):
        ingest([tmp_path / "in"], tmp_path / "store")
    result = run("ingest", tmp_path / "in", "--store", tmp_path / "store", "--lang", lang)
    assert result.exit_code == 2
    assert "--memory" in result.stderr


@pytest.mark.parametrize("deed", ["EXIT", "KILL", "EAT"])
def test_explain_reads_a_hostile_file_within_the_same_limits(tmp_path, unruly, deed):
    result = run("explain", put(tmp_path, "a.txt", text("bad", deed=deed)), "--lang", "en")
    assert result.exit_code == 1
    assert say(f"reason.{FATE[deed]}", "en") in " ".join(result.stdout.split())


def test_explain_opens_regular_files_alone(tmp_path):
    os.mkfifo(tmp_path / "a.html")
    result = run("explain", tmp_path / "a.html", "--lang", "en")
    assert (result.exit_code, say("reason.not_a_file", "en") in " ".join(result.stdout.split())) == (1, True)
    assert run("explain", tmp_path / "none.html").exit_code == 2
