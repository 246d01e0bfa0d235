"""Files → batches as they are read, in order: on processes of our own, on a cluster, or on an executor handed in."""

import hashlib
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import TypeVar

from loaders.ingest.batch import Batch, Known, guarded_read, read_batch, unread
from loaders.reading.extract import Reading
from loaders.reading.files import SourceFile

_BATCH = 100
"""Documents a task: enough to pay for the way to another process or machine, few enough for a lively progress bar."""
_AHEAD = 4
"""Tasks on their way for each worker, so that none waits while the results of another are taken."""
T = TypeVar("T")
R = TypeVar("R")
Shared = dict[str, set[str]]
"""The hashes that the store holds of each source."""


class Pool:
    """Reads documents on an executor that was handed in, else on `workers` processes of its own.

    lost: what an executor of its own raises when a reader took its process along. Processes are spawned, never forked:
    Polars' threads do not survive that.
    """

    def __init__(self, workers: int = 1, executor: Executor | None = None, lost: type[Exception] = BrokenProcessPool):
        self.workers = workers
        self._given, self._executor, self._lost = executor, executor, lost
        # A reader that hangs may end its process where another takes its place, but never that of a caller.
        self._read = guarded_read if executor is None or lost is not BrokenProcessPool else read_batch

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: object) -> None:
        if self._given is None and self._executor is not None:
            self._executor.shutdown(cancel_futures=True)

    def read(self, items: list[SourceFile], known: Shared) -> Iterator[tuple[int, Batch]]:
        """The batches in the order of the items, each with how many documents are done."""
        size = max(1, min(_BATCH, len(items) // (self.workers * 4)))
        batches = (items[i : i + size] for i in range(0, len(items), size))
        done = 0
        for part, outcome in self._each(lambda part: self._task(part, known), batches):
            results = [(len(part), outcome)] if outcome else ((1, self._alone(item, known)) for item in part)
            for count, batch in results:
                done += count
                yield done, batch

    def over(self, work: Callable[[T], T], parts: Iterable[T]) -> Iterator[T]:
        """The result of a function for each part, in order; a part whose process was lost is worked on here."""
        for part, outcome in self._each(lambda part: self._submit(work, part), parts):
            yield work(part) if outcome is None else outcome

    def _each(self, task: Callable[[T], Future[R]], parts: Iterable[T]) -> Iterator[tuple[T, R | None]]:
        """Each part with its result, null where the process that worked on it, or on one beside it, was lost."""
        coming = iter(parts)
        waiting: deque[tuple[T, Future[R]]] = deque()
        while True:
            waiting += [(part, task(part)) for part in islice(coming, self.workers * _AHEAD - len(waiting))]
            if not waiting:
                return
            part, future = waiting.popleft()
            try:
                yield part, future.result()
            except self._lost:
                # What was on its way is worked on again one by one, so that only the culprit suffers.
                lost = [part, *(p for p, _ in waiting)]
                waiting.clear()
                self._renew()
                yield from ((p, None) for p in lost)

    def _submit(self, work: Callable[..., R], *args: object) -> Future[R]:
        if self._executor is None:
            context = multiprocessing.get_context("spawn")
            self._executor = ProcessPoolExecutor(self.workers, mp_context=context)
        try:
            return self._executor.submit(work, *args)
        except self._lost as error:
            failed: Future[R] = Future()
            failed.set_exception(error)
            return failed

    def _task(self, items: list[SourceFile], known: Shared) -> Future[Batch]:
        pairs: Known = frozenset((i.source, sha256) for i in items for sha256 in known.get(i.source, ()))
        return self._submit(self._read, items, pairs)

    def _renew(self) -> None:
        if self._given is None and self._executor is not None:
            self._executor.shutdown(wait=False)
            self._executor = None

    def _alone(self, item: SourceFile, known: Shared) -> Batch:
        """One file in a pool that may die over it."""
        for _ in range(2):
            try:
                return self._task([item], known).result()
            except self._lost:
                self._renew()
        sha256 = hashlib.sha256(f"{item.root}|{item.source}".encode()).hexdigest()
        return unread(Reading(reason="reader_crashed"), item, sha256)
