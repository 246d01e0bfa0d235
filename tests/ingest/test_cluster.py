"""Reading on a cluster, and reading on after a break: the same store as from one process, whatever was lost."""

import os
import signal
import socket
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path

import pytest
from damaged_pdfs import PANICS
from distributed import LocalCluster
from helpers import ROOT, Here, documents, example, put, read, reports
from kills.cluster import Cluster

from loaders.ingest import dask
from loaders.ingest.dask import ClusterFault
from loaders.ingest.limits import Limits
from loaders.ingest.run import ingest
from loaders.language.words import say
from loaders.query.exports import export
from loaders.reading.files import SourceFile
from loaders.store.versions import open_store

YEARS = range(2019, 2025)


def fill(folder, bodies):
    for year in YEARS:
        for i in range(bodies):
            template = "2019" if year < 2021 else "2021"
            put(folder, f"{year}/{i}.html", example(year, f"望溪市青禾区第{'一二三四五六七八九十'[i]}教育局", template))
    put(folder, "2024/坏.html", "")


def same(one, other):
    for table in ("facts", "issues", "documents", "reports"):
        assert export(open_store(one), table, "zh").equals(export(open_store(other), table, "zh")), table


def test_a_cluster_that_loses_a_worker_reads_what_one_process_reads(tmp_path):
    fill(tmp_path / "in", bodies=6)
    put(tmp_path / "in", "2024/panics.pdf", PANICS["a page without its type"])
    read(tmp_path / "one", tmp_path / "in")
    with LocalCluster(n_workers=3, threads_per_worker=1, dashboard_address=None) as cluster:
        killed = []

        def progress(done, total):
            if not killed:
                killed.append(next(iter(cluster.workers.values())).pid)
                os.kill(killed[0], signal.SIGKILL)

        ingest([tmp_path / "in"], tmp_path / "many", scheduler=cluster.scheduler_address, progress=progress)
    assert killed
    assert documents(tmp_path / "many")["2024/panics.pdf"] == ("rejected", "reader_crashed")
    same(tmp_path / "one", tmp_path / "many")


def killed_after(folder, store, documents):
    """Ingests until so many documents are done, and ends this process without a word."""
    import loaders.ingest.run

    loaders.ingest.run._FLUSH = 4
    ingest([folder], store, executor=Here(), progress=lambda done, _: os._exit(9) if done >= documents else None)


def test_a_run_that_was_killed_leaves_the_old_version_and_is_taken_up_again(tmp_path):
    folder, store = tmp_path / "in", tmp_path / "store"
    put(folder, "old.html", example(2023, "望溪市水利局"))
    before = read(store, folder).build
    fill(folder, bodies=2)
    child = get_context("spawn").Process(target=killed_after, args=(folder, store, 10))
    child.start()
    child.join()
    assert child.exitcode == 9
    assert open_store(store).build == before
    outcome = read(store, folder)
    assert outcome.known >= 8 + 1
    assert (outcome.documents.height, reports(store).height) == (13, 13)
    read(tmp_path / "one", folder)
    assert export(open_store(store), "facts", "zh").equals(export(open_store(tmp_path / "one"), "facts", "zh"))


def test_a_run_that_fails_keeps_all_that_it_had_read(tmp_path):
    fill(tmp_path / "in", bodies=2)

    def broken(done, total):
        if done >= 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest([tmp_path / "in"], tmp_path / "store", executor=Here(), progress=broken)
    assert open_store(tmp_path / "store").empty
    assert read(tmp_path / "store", tmp_path / "in").known >= 5
    read(tmp_path / "one", tmp_path / "in")
    same(tmp_path / "one", tmp_path / "store")


@pytest.fixture(scope="module")
def workers():
    """Two workers in processes of their own, in a folder of their own."""
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as found:
        yield found


def fault_of(folder, store, address, **others) -> ClusterFault:
    with pytest.raises(ClusterFault) as fault:
        ingest([folder], store, scheduler=address, **others)
    for lang in ("zh", "en"):
        assert "{" not in say(f"cli.cluster.{fault.value.reason}", lang, **fault.value.words)
    return fault.value


def test_an_address_at_which_nobody_answers_is_said_soon(tmp_path, monkeypatch):
    monkeypatch.setattr(dask, "_CONNECTING", 1.0)
    put(tmp_path / "in", "a.html", example())
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        for address in (f"tcp://127.0.0.1:{taken.getsockname()[1]}", "nonsense://x"):
            assert fault_of(tmp_path / "in", tmp_path / "store", address).reason == "none"
    assert open_store(tmp_path / "store").empty


def test_whoever_takes_a_connection_and_says_nothing_is_not_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr(dask, "_CONNECTING", 1.0)
    put(tmp_path / "in", "a.html", example())
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        assert fault_of(tmp_path / "in", tmp_path / "store", address).reason == "none"


def test_workers_of_another_version_are_found_before_anything_is_read(tmp_path, monkeypatch, workers):
    put(tmp_path / "in", "a.html", example())
    monkeypatch.setattr(dask, "READER", 99)
    fault = fault_of(tmp_path / "in", tmp_path / "store", workers.scheduler_address)
    assert fault.reason == "version"
    assert fault.words["there"] != fault.words["version"]
    assert open_store(tmp_path / "store").empty


def test_files_that_a_worker_does_not_see_are_found_before_anything_is_read(workers):
    with dask.cluster(workers.scheduler_address, Limits()) as pool, pytest.raises(ClusterFault) as fault:
        list(pool.read([SourceFile("/nowhere", "a.html", "/nowhere/a.html")], {}))
    assert (fault.value.reason, fault.value.words["path"]) == ("path", Path("/nowhere/a.html"))


def test_relative_paths_are_read_by_workers_in_other_folders(tmp_path, monkeypatch, workers):
    put(tmp_path / "in", "a.html", example())
    monkeypatch.chdir(tmp_path)
    outcome = ingest([Path("in")], tmp_path / "store", scheduler=workers.scheduler_address)
    assert (outcome.reports, documents(tmp_path / "store")) == (1, {"a.html": ("read", None)})


INGEST_AND_END = """
import os, signal, sys
from pathlib import Path
from loaders.ingest import dask
from loaders.ingest.dask import ClusterFault
from loaders.ingest.run import ingest
dask._CONNECTING, dask._WORKERLESS = 5.0, 1.0
folder, store, address, scheduler, end = sys.argv[1:]
try:
    ingest([Path(folder)], Path(store), scheduler=address, progress=lambda done, total: os.kill(int(scheduler), int(end)))
except ClusterFault as fault:
    print(fault.reason)
"""


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGSTOP])
def test_a_killed_or_stopped_scheduler_ends_the_run_without_a_traceback(tmp_path, end):
    fill(tmp_path / "in", bodies=6)
    cluster = Cluster(tmp_path)
    words = [tmp_path / "in", tmp_path / "store", cluster.address, cluster.scheduler.pid, int(end)]
    try:
        run = subprocess.run(
            [sys.executable, "-c", INGEST_AND_END, *map(str, words)], capture_output=True, text=True, cwd=ROOT
        )
    finally:
        cluster.end()
    assert (run.stdout, run.stderr) == ("lost\n", "")


@pytest.mark.parametrize(("end", "reason"), [("workers", "workerless"), ("scheduler", "lost")])
def test_a_cluster_that_is_lost_ends_the_run_and_loses_nothing(tmp_path, monkeypatch, end, reason):
    monkeypatch.setattr(dask, "_WORKERLESS", 1.0)
    fill(tmp_path / "in", bodies=6)
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as there:
        address, ended = there.scheduler_address, []

        def progress(done, total):
            if not ended:
                ended.append(done)
                there.scale(0) if end == "workers" else there.close()

        fault = fault_of(tmp_path / "in", tmp_path / "store", address, progress=progress)
    assert fault.reason == reason
    assert open_store(tmp_path / "store").empty
    assert read(tmp_path / "store", tmp_path / "in").known >= ended[0]
    read(tmp_path / "one", tmp_path / "in")
    same(tmp_path / "one", tmp_path / "store")
