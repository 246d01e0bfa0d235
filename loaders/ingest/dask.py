"""The address of a Dask scheduler → a pool that reads on its workers; needs the extra `cluster`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from loaders.ingest.pool import Pool


class NoScheduler(Exception):
    """No scheduler answers at an address, or it has no workers."""


@contextmanager
def cluster(address: str) -> Iterator[Pool]:
    """A pool of all workers that a cluster has by now; those that come later get work as well.

    A task whose worker is lost runs again on another. A file that takes one worker after the other along is rejected.
    The workers need this program and must see the files under the same paths, or in the same bucket.
    Raises NoScheduler where none answers.
    """
    from distributed import Client
    from distributed.scheduler import KilledWorker

    try:
        client: Any = Client(address, set_as_default=False)  # type: ignore[no-untyped-call]  # distributed has no types
        client.wait_for_workers(1, timeout=60)
    except (OSError, ValueError):
        raise NoScheduler(address) from None
    with client:
        workers = sum(client.nthreads().values())
        with client.get_executor() as executor, Pool(workers, executor, lost=KilledWorker) as pool:
            yield pool
