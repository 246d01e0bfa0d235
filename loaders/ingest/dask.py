"""The address of a Dask scheduler → a pool that reads on its workers; needs the extra `cluster`."""

import asyncio
import logging
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from loaders.ingest.batch import Batch, Known, joined
from loaders.ingest.limits import Limits
from loaders.ingest.pool import ExecutorPool, Shared
from loaders.ingest.processes import Processes
from loaders.ingest.tasks import Files
from loaders.reading.extract import READER
from loaders.reading.files import SourceFile

_CONNECTING = 10.0
"""Seconds in which a scheduler has to answer."""
_WORKERLESS = 60.0
"""Seconds for which a cluster may be without any worker, or its scheduler without a word, before the run ends."""
_of_thread = threading.local()


class ClusterFault(Exception):
    """A cluster that cannot read, or cannot any more: a key of the catalogue below `cli.cluster`, and its words."""

    def __init__(self, reason: str, **words: object):
        super().__init__(reason, words)
        self.reason, self.words = reason, words


@contextmanager
def cluster(address: str, limits: Limits) -> Iterator["ClusterPool"]:
    """A pool of all workers that a cluster has by now; those that come later get work as well.

    A task whose worker is lost runs again on another. A worker reads in a process of its own below it, so that no file
    takes the worker along. The workers need this program in this version, and must see the files under the same paths, or in
    the same bucket. Raises ClusterFault where no scheduler answers, no worker is there, or one is of another version; so do the
    pool's own functions where a file cannot be seen, or scheduler or workers are lost. What was read by then stays.
    """
    from distributed import Client

    # Of a scheduler that is gone it prints tracebacks: what there is to know stands in the ClusterFault.
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        asyncio.run(_greet(address))
        client: Any = Client(address, set_as_default=False, timeout=_CONNECTING)  # type: ignore[no-untyped-call]  # distributed has no types
    except (OSError, ValueError):
        raise ClusterFault("none", address=address) from None
    try:
        _wait_for_workers(client, address)
        _compare_versions(client, address)
        executor = client.get_executor()
        try:
            yield ClusterPool(client, address, executor, limits)
        finally:
            # What is still to be read is given up: no worker may be left to read it.
            executor.shutdown(wait=False)
    finally:
        # A scheduler that is gone answers no farewell.
        client.close(timeout=_CONNECTING)


class ClusterPool(ExecutorPool):
    """The workers of a cluster."""

    def __init__(self, client: Any, address: str, executor: Any, limits: Limits):
        workers = sum(client.nthreads().values())
        super().__init__(executor, workers, partial(read_below, limits), self._look)
        self._client, self._address = client, address
        self._seen = time.monotonic()

    def read(self, items: list[SourceFile], known: Shared) -> Iterator[tuple[int, Batch]]:
        """As `Pool.read`; raises ClusterFault."""
        items = [_anywhere(item) for item in items]
        try:
            self._see(items)
            yield from super().read(items, known)
        except (CancelledError, OSError) as fault:
            raise self._lost(fault) from None
        except Exception as fault:
            # Dask's own faults, such as KilledWorker, have no base of their own.
            if type(fault).__module__.partition(".")[0] != "distributed":
                raise
            raise self._lost(fault) from None

    def _see(self, items: list[SourceFile]) -> None:
        """Raises ClusterFault for a worker that does not see the first file."""
        local = next((Path(item.path) for item in items if item.content is None and "://" not in item.path), None)
        if local is not None:
            for worker, there in self._client.run(_sees, local).items():
                if not there:
                    raise ClusterFault("path", worker=worker, path=local)

    def _look(self) -> None:
        """Raises ClusterFault where the scheduler is gone, or all workers have been for a while."""
        client = self._client
        if client.status != "running":
            raise ClusterFault("lost", address=self._address)
        # `scheduler_info` would wait for good for a scheduler that is stopped.
        if client.sync(client.scheduler.identity, n_workers=1, callback_timeout=_WORKERLESS)["workers"]:
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen > _WORKERLESS:
            raise ClusterFault("workerless", address=self._address, seconds=int(_WORKERLESS))

    def _lost(self, fault: BaseException) -> ClusterFault:
        if type(fault).__name__ == "KilledWorker":
            return ClusterFault("killed", address=self._address)
        return ClusterFault("lost", address=self._address)


async def _greet(address: str) -> None:
    """Raises OSError where nobody greets at an address: Dask's own client waits for good for whoever takes a connection and
    says nothing.
    """
    from distributed.comm.core import connect
    from distributed.security import Security

    options = Security().get_connection_args("client")  # type: ignore[no-untyped-call]
    async with asyncio.timeout(_CONNECTING):
        greeted = await connect(address, _CONNECTING, **options)  # type: ignore[no-untyped-call]
    await greeted.close()


def _anywhere(item: SourceFile) -> SourceFile:
    """The same file by a path that means the same in every folder."""
    return item if "://" in item.path else replace(item, path=str(Path(item.path).absolute()))


def _sees(path: Path) -> bool:
    return path.exists()


def _wait_for_workers(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=_CONNECTING)
    except OSError:
        raise ClusterFault("workerless", address=address, seconds=int(_CONNECTING)) from None


def _compare_versions(client: Any, address: str) -> None:
    """Raises ClusterFault for a worker that lacks this program, has another version of it, or ends while it is asked."""
    here = program()
    try:
        found: dict[str, str] = client.run(program)
    except (ImportError, AttributeError):
        raise ClusterFault("absent", version=here) from None
    except OSError:
        raise ClusterFault("lost", address=address) from None
    for worker, there in found.items():
        if there != here:
            raise ClusterFault("version", worker=worker, there=there, version=here)


def program() -> str:
    """The version of this program and of its reader."""
    try:
        return f"{version('gongkai')}/{READER}"
    except PackageNotFoundError:
        return f"0/{READER}"


def read_below(limits: Limits, items: list[SourceFile], known: Known) -> Batch:
    """Reads the files in a process below this one, which stays for the next files that this thread is given."""
    processes: Processes | None = getattr(_of_thread, "processes", None)
    if processes is None:
        processes = _of_thread.processes = Processes(1, limits)
    return joined([batch for _, batch in processes.run([Files(items, known)])])
