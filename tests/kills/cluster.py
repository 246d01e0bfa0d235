"""Kills at random moments while a cluster reads from a bucket → what was lost; the run done again must give the facts of one process.

python -m tests.kills.cluster             # 100 kills; --kills
"""

import argparse
import logging
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import polars as pl

from tests.helpers import Here, example, fresh_seed, put
from tests.network import Line

ALWAYS = 1 << 30
BUCKET = "s3://kills"
DOCUMENTS = 60
TABLES = ("facts", "issues", "documents")


class Cluster:
    """A scheduler and two workers, each a process."""

    def __init__(self, root: Path):
        self._named = root / f"scheduler-{time.monotonic_ns()}.json"
        self.scheduler = _dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", self._named)
        self.workers: list[subprocess.Popen[bytes]] = []
        self.complete()

    def complete(self) -> None:
        """Starts the workers that are missing, and waits for them."""
        self.workers = [worker for worker in self.workers if worker.poll() is None]
        self.workers += [self._worker() for _ in range(2 - len(self.workers))]
        self.address = self._address()

    def _worker(self) -> subprocess.Popen[bytes]:
        return _dask("worker", "--scheduler-file", self._named, "--no-nanny", "--nthreads", "1")

    def _address(self) -> str:
        from distributed import Client

        with Client(scheduler_file=str(self._named), set_as_default=False, timeout=120) as client:
            client.wait_for_workers(2, timeout=120)
            return client.scheduler.address

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


def _dask(what: str, *arguments: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *map(str, arguments), "--no-dashboard"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kill(what: str, cluster: Cluster, line: Line, rng: random.Random) -> None:
    """Ends a part of what reads; the network comes back by itself."""
    if what == "scheduler":
        cluster.scheduler.kill()
    elif what == "a worker":
        rng.choice(cluster.workers).kill()
    elif what == "all workers":
        for worker in cluster.workers:
            worker.kill()
    else:
        line.cut(ALWAYS if what == "bucket" else rng.randrange(1, 15))


KINDS = ("scheduler", "a worker", "all workers", "bucket", "network")


@contextmanager
def bucket() -> Iterator[Line]:
    """A bucket of documents, and the line to it, which everybody takes."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    line = Line(*server.get_host_and_port())
    keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"}
    os.environ |= {**keys, "AWS_DEFAULT_REGION": "us-east-1", "AWS_ENDPOINT_URL": line.address}
    os.environ |= {"AWS_ALLOW_HTTP": "true", "GONGKAI_BUCKET_PATIENCE": "3"}
    boto3.client("s3").create_bucket(Bucket=BUCKET.rpartition("/")[2])
    try:
        yield line
    finally:
        server.stop()


def fill(root: Path) -> None:
    from obstore.store import from_url

    objects = from_url(f"{BUCKET}/in")
    for number in range(DOCUMENTS):
        file = put(root / "in", f"{number}.html", example(2019 + number % 6, f"望溪市第{number}局"))
        objects.put(file.name, file.read_bytes())
    objects.put("坏.html", b"")


def said(store: str) -> dict[str, pl.DataFrame]:
    from loaders.query.exports import export
    from loaders.store.versions import open_store

    return {table: export(open_store(store), table, "zh") for table in TABLES}


def run_on(cluster: Cluster, store: str) -> str:
    """How a run on a cluster ended: `whole`, the reason of its sentence, or a fault that none says."""
    from loaders.ingest.dask import ClusterFault
    from loaders.ingest.run import ingest
    from loaders.store.errors import StoreError

    try:
        ingest([f"{BUCKET}/in"], store, scheduler=cluster.address)
    except (ClusterFault, StoreError) as fault:
        return fault.reason
    except Exception as fault:
        return f"FAULT {type(fault).__name__}: {fault}"
    return "whole"


def trial(number: int, cluster: Cluster, line: Line, what: str, after: float, wanted: dict, rng: random.Random) -> str:
    """Kills a part so many seconds after a run began, and does the run again; how the first ended, and what was lost."""
    from loaders.ingest.run import ingest

    store = f"{BUCKET}/store{number}"
    timer = Timer(after, kill, (what, cluster, line, rng))
    timer.start()
    ended = run_on(cluster, store)
    timer.cancel()
    timer.join()
    line.cut(0)
    ingest([f"{BUCKET}/in"], store, executor=Here())
    lost = [table for table, rows in said(store).items() if not rows.equals(wanted[table])]
    return f"{ended} LOST {lost}" if lost else ended


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=100)
    given = parser.parse_args()
    rng = random.Random(fresh_seed())
    from loaders.ingest import dask
    from loaders.ingest.run import ingest

    dask._WORKERLESS = 8.0
    for name in ("werkzeug", "distributed"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    faults, ends = 0, Counter[tuple[str, str]]()
    with tempfile.TemporaryDirectory() as folder, bucket() as line:
        root = Path(folder)
        fill(root)
        ingest([f"{BUCKET}/in"], f"{BUCKET}/quiet", executor=Here())
        wanted = said(f"{BUCKET}/quiet")
        cluster = Cluster(root)
        run_on(cluster, f"{BUCKET}/first")
        start = time.monotonic()
        run_on(cluster, f"{BUCKET}/second")
        lasts = time.monotonic() - start
        for number in range(given.kills):
            if cluster.scheduler.poll() is None:
                cluster.complete()
            else:
                cluster.end()
                cluster = Cluster(root)
            what = KINDS[number % len(KINDS)]
            ended = trial(number, cluster, line, what, rng.uniform(0, lasts), wanted, rng)
            ends[what, ended] += 1
            faults += "FAULT" in ended or "LOST" in ended
            print(f"{number + 1:4d} {what:12s} {ended}", flush=True)
        cluster.end()
    for (what, ended), count in sorted(ends.items()):
        print(f"{what:12s} {ended:24s} {count:5d}")
    print(f"{given.kills} kills, {faults} losses; a quiet run takes {lasts:.1f} s")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
