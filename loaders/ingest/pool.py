"""Files → batches as they are read, in order: on processes of our own, on a cluster, or on an executor handed in."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, wait
from itertools import islice
from typing import Protocol, TypeVar

from loaders.ingest.batch import Batch, Known, read_batch
from loaders.ingest.limits import Limits
from loaders.ingest.processes import Processes, Spares
from loaders.ingest.tasks import Call, Files
from loaders.reading.files import SourceFile

_BATCH = 100
"""Documents a task, at most: enough to pay for the way to another process or machine, few enough for a lively progress bar."""
_LEAST = 4
"""Documents a task, at least."""
_SHARE = 4
"""A worker's task is at most one in so many of its share of what is left: the last ones are small, so that all end together."""
_AHEAD = 4
"""Tasks on their way for each worker of an executor, so that none waits while the results of another are taken."""
_FEW = 8
"""Documents that one worker reads in less time than a second takes to start."""
_LOOK = 1.0
"""Seconds of waiting after which it is looked whether an executor's workers are still there."""
T = TypeVar("T")
R = TypeVar("R")
Shared = dict[str, set[str]]
"""The hashes that the store holds of each source."""


class Pool(Protocol):
    """Where documents are read."""

    def read(self, items: list[SourceFile], known: Shared) -> Iterator[tuple[int, Batch]]:
        """The batches in the order of the items, each with how many documents are done."""

    def over(self, work: Callable[[T], T], parts: Iterable[T]) -> Iterator[T]:
        """The result of a function for each part, in order."""


class OwnPool:
    """Processes of our own: whatever a reader does to its process costs its own document alone."""

    def __init__(self, workers: int, limits: Limits, spares: Spares | None = None):
        self._workers, self._limits, self._spares = workers, limits, spares

    def read(self, items: list[SourceFile], known: Shared) -> Iterator[tuple[int, Batch]]:
        """As `Pool.read`; raises NoWorkers."""
        workers = min(self._workers, -(-len(items) // _FEW))
        tasks = (Files(part, pairs) for part, pairs in _tasks(items, known, workers))
        done = 0
        with Processes(workers, self._limits, spares=self._spares) as processes:
            for count, batch in processes.run(tasks):
                done += count
                yield done, batch

    def over(self, work: Callable[[T], T], parts: Iterable[T]) -> Iterator[T]:
        """As `Pool.over`; a part whose process was lost is worked on here."""
        waiting = list(parts)
        if len(waiting) < 2:
            yield from map(work, waiting)
            return
        with Processes(min(self._workers, len(waiting)), self._limits) as processes:
            results = processes.run(Call(work, part) for part in waiting)
            for part, (answered, value) in zip(waiting, results, strict=True):
                yield value if answered else work(part)


class ExecutorPool:
    """An executor that was handed in, with its number of workers and the function that reads on it.

    watch: called about once a second while a result is waited for; it raises where none can come any more.
    """

    def __init__(
        self,
        executor: Executor,
        workers: int = 1,
        read: Callable[[list[SourceFile], Known], Batch] = read_batch,
        watch: Callable[[], None] = lambda: None,
    ):
        self._executor, self._workers, self._read, self._watch = executor, workers, read, watch

    def read(self, items: list[SourceFile], known: Shared) -> Iterator[tuple[int, Batch]]:
        """As `Pool.read`."""
        done = 0
        for (part, _), batch in self._each(lambda task: self._read_on(*task), _tasks(items, known, self._workers)):
            done += len(part)
            yield done, batch

    def over(self, work: Callable[[T], T], parts: Iterable[T]) -> Iterator[T]:
        """As `Pool.over`."""
        for _, result in self._each(lambda part: self._executor.submit(work, part), parts):
            yield result

    def _read_on(self, items: list[SourceFile], known: Known) -> Future[Batch]:
        return self._executor.submit(self._read, items, known)

    def _each(self, submit: Callable[[T], Future[R]], parts: Iterable[T]) -> Iterator[tuple[T, R]]:
        """Each part with its result, in order."""
        coming = iter(parts)
        waiting: deque[tuple[T, Future[R]]] = deque()
        while True:
            waiting += [(part, submit(part)) for part in islice(coming, self._workers * _AHEAD - len(waiting))]
            if not waiting:
                return
            part, future = waiting.popleft()
            yield part, self._result(future)

    def _result(self, future: Future[R]) -> R:
        """The result of a future. The waits have an end, so that an interrupt is noticed on every system."""
        while not wait([future], timeout=_LOOK).done:
            self._watch()
        return future.result()


def _tasks(items: list[SourceFile], known: Shared, workers: int) -> Iterator[tuple[list[SourceFile], Known]]:
    """The items in parts, each with what the store holds of them."""
    start = 0
    while start < len(items):
        left = len(items) - start
        part = items[start : start + max(_LEAST, min(_BATCH, left // (max(workers, 1) * _SHARE)))]
        start += len(part)
        yield part, frozenset((i.source, sha256) for i in part for sha256 in known.get(i.source, ()))
