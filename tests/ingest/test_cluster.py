"""Reading on a cluster, and reading on after a break: the same store as from one process, whatever was lost."""

import os
import signal
from multiprocessing import get_context

import pytest
from damaged_pdfs import PANICS
from distributed import LocalCluster
from helpers import Here, documents, example, put, read, reports

from loaders.ingest.run import ingest
from loaders.query.exports import export
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
