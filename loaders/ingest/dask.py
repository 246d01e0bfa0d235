"""The address of a Dask scheduler → a pool that reads on its workers; needs the extra `cluster`."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from loaders.ingest.batch import Batch, Known, joined
from loaders.ingest.limits import Limits
from loaders.ingest.pool import ExecutorPool
from loaders.ingest.processes import Processes
from loaders.ingest.tasks import Files
from loaders.reading.files import SourceFile

_of_thread = threading.local()


class NoScheduler(Exception):
    """No scheduler answers at an address, or it has no workers."""


@contextmanager
def cluster(address: str, limits: Limits) -> Iterator[ExecutorPool]:
    """A pool of all workers that a cluster has by now; those that come later get work as well.

    A task whose worker is lost runs again on another. A worker reads in a process of its own below it, so that no file
    takes the worker along.
    The workers need this program and must see the files under the same paths, or in the same bucket.
    Raises NoScheduler where none answers.
    """
    from distributed import Client

    try:
        client: Any = Client(address, set_as_default=False)  # type: ignore[no-untyped-call]  # distributed has no types
        client.wait_for_workers(1, timeout=60)
    except (OSError, ValueError):
        raise NoScheduler(address) from None
    with client:
        workers = sum(client.nthreads().values())
        with client.get_executor() as executor:
            yield ExecutorPool(executor, workers, partial(read_below, limits))


def read_below(limits: Limits, items: list[SourceFile], known: Known) -> Batch:
    """Reads the files in a process below this one, which stays for the next files that this thread is given."""
    processes: Processes | None = getattr(_of_thread, "processes", None)
    if processes is None:
        processes = _of_thread.processes = Processes(1, limits)
    return joined([batch for _, batch in processes.run([Files(items, known)])])
