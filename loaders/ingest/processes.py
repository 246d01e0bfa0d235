"""Tasks → their results, in order, from worker processes of which each may end over a file.

A worker announces each file before it opens it. When it ends, the file announced last is the culprit and is rejected;
what was handed on before is kept, and another worker reads what is left.
"""

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Lock, Thread, Timer
from types import MappingProxyType
from typing import Any

from loaders.ingest.limits import TOO_SLOW, Limits
from loaders.ingest.tasks import Answer, Away, Call, Files, Finished, Message, Opens, Read, Ready, Task

_AT_ONCE = 2
"""Tasks that a worker has at a time, so that it need not wait while results are taken."""
_AHEAD = 4
"""Tasks on their way for each worker: so many results wait, at most, for that of a slower one."""
_FRUITLESS = 3
"""Workers that may end one after the other before they are ready."""
_SPARE_FOR = 900.0
"""Seconds for which a spare worker waits to be taken."""
_ONE_THREAD = {"POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
"""Each worker has a processor: threads of their own would only take memory."""


class NoWorkers(Exception):
    """No worker process can be started here; with the exit code of the last."""


@dataclass(slots=True)
class _Job:
    """A task with what became of it.

    handed: how many of its files have been handed on; given: how many had been when its worker took it. opened: the file
    announced last.
    """

    task: Task
    results: deque[tuple[int, Any]] = field(default_factory=deque)
    handed: int = 0
    given: int = 0
    opened: int = -1
    rejected: dict[int, str] = field(default_factory=dict)
    finished: bool = False

    def give(self) -> Task:
        """What is left to do, for a worker."""
        self.given = self.handed
        if isinstance(self.task, Call):
            return self.task
        rejected = {i - self.handed: reason for i, reason in self.rejected.items() if i >= self.handed}
        return Files(self.task.items[self.handed :], self.task.known, rejected)

    def lost(self, reason: str) -> None:
        """Takes note that its worker ended."""
        if isinstance(self.task, Call):
            self.results.append((0, reason))
            self.finished = True
        elif self.opened >= self.handed:
            self.rejected[self.opened] = reason


class _Worker:
    """A process and the jobs that it has; what it says is put into an inbox, None when it has ended."""

    def __init__(
        self, limits: Limits, environment: Mapping[str, str], inbox: "SimpleQueue[tuple[_Worker, Message | None]]"
    ):
        self.jobs: deque[_Job] = deque()
        self.ready = False
        # The folder that the user is in may hold anything: no module is taken from it.
        path = os.pathsep.join(p for p in sys.path if p)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "loaders.ingest.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **_ONE_THREAD, **environment, "PYTHONPATH": path},
        )
        self._inbox, self._moving = inbox, Lock()
        self._send(limits)
        Thread(target=self._listen, daemon=True).start()

    def give(self, job: _Job) -> None:
        """Hands a job over, to be worked on after those before it."""
        self.jobs.append(job)
        self._send(job.give())

    def move(self, inbox: "SimpleQueue[tuple[_Worker, Message | None]]") -> None:
        """Puts what it says into another inbox from now on, and before that what it has said."""
        with self._moving:
            while not self._inbox.empty():
                inbox.put(self._inbox.get())
            self._inbox = inbox

    @property
    def alive(self) -> bool:
        """Whether the process has not ended."""
        return self._process.poll() is None

    def end(self) -> int:
        """Ends the process; its exit code if it had ended by itself."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.kill()
        code = self._process.wait()
        with suppress(OSError):
            self._process.stdin.close()
        return code

    def _send(self, what: object) -> None:
        assert self._process.stdin
        # A process that has ended takes nothing: that is noticed where it is listened to.
        with suppress(OSError):
            pickle.dump(what, self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout
        with self._process.stdout as stream:
            try:
                while True:
                    self._say(pickle.load(stream))
            except Exception:  # the end of the stream, or of the process in the middle of a message
                self._say(None)

    def _say(self, message: Message | None) -> None:
        with self._moving:
            self._inbox.put((self, message))


class Spares:
    """Up to `count` workers that have started before anybody needs them, each for one use; those that nobody takes end.

    They start in the time that a user takes to find a file.
    """

    def __init__(self, count: int, limits: Limits, seconds: float = _SPARE_FOR):
        self._count, self._limits, self._seconds = count, limits, seconds
        self._workers: list[_Worker] = []
        self._lock = Lock()
        self._timer: Timer | None = None

    def fill(self) -> None:
        """Starts those that are missing; returns at once."""
        with self._lock:
            self._workers = [w for w in self._workers if w.alive]
            while len(self._workers) < self._count:
                self._workers.append(_Worker(self._limits, {}, SimpleQueue()))
            if self._timer:
                self._timer.cancel()
            self._timer = Timer(self._seconds, self.end)
            self._timer.daemon = True
            self._timer.start()

    def take(self, inbox: "SimpleQueue[tuple[_Worker, Message | None]]") -> _Worker | None:
        """One of them, whose messages go to an inbox from now on; None where there is none."""
        with self._lock:
            worker = next((w for w in self._workers if w.alive), None)
            if worker:
                self._workers.remove(worker)
                worker.move(inbox)
            return worker

    def end(self) -> None:
        """Ends all of them."""
        with self._lock:
            for worker in self._workers:
                worker.end()
            self._workers.clear()


def _popped(results: "deque[tuple[int, Any]]") -> Iterator[tuple[int, Any]]:
    while results:
        yield results.popleft()


class Processes:
    """Up to `count` workers; they end with the context.

    environment: variables of theirs beside those of this process. spares: with the same limits, taken first.
    """

    def __init__(
        self,
        count: int,
        limits: Limits,
        environment: Mapping[str, str] = MappingProxyType({}),
        spares: Spares | None = None,
    ):
        self._count, self._limits, self._environment, self._spares = count, limits, environment, spares
        self._inbox: SimpleQueue[tuple[_Worker, Message | None]] = SimpleQueue()
        self._workers: list[_Worker] = []
        self._fruitless = 0

    def __enter__(self) -> "Processes":
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[int, Any]]:
        """The results in the order of the tasks: of files several numbers of them, each with their batch; of a call 1 and
        its value, or 0 and the reason where its worker ended. Raises NoWorkers, and Unreachable for files in a bucket that is away.
        """
        coming = iter(tasks)
        jobs: deque[_Job] = deque()
        again: deque[_Job] = deque()
        while True:
            while len(jobs) < self._count * _AHEAD:
                task = next(coming, None)
                if task is None:
                    break
                jobs.append(_Job(task))
                again.append(jobs[-1])
            if not jobs:
                return
            self._give(again)
            self._take(again)
            while jobs:
                yield from _popped(jobs[0].results)
                if not jobs[0].finished:
                    break
                jobs.popleft()

    def _give(self, waiting: "deque[_Job]") -> None:
        """Gives jobs to the workers that have the fewest; starts one in place of each that was lost."""
        while len(self._workers) < self._count:
            spare = self._spares.take(self._inbox) if self._spares else None
            self._workers.append(spare or _Worker(self._limits, self._environment, self._inbox))
        while waiting:
            worker = min((w for w in self._workers if w.ready), key=lambda w: len(w.jobs), default=None)
            if worker is None or len(worker.jobs) >= _AT_ONCE:
                return
            worker.give(waiting.popleft())

    def _take(self, waiting: "deque[_Job]") -> None:
        """Takes a message in, and all others that wait; what a lost worker left is put before what waits."""
        # With a time, so that an interrupt is noticed on every system.
        with suppress(Empty):
            worker, message = self._inbox.get(timeout=1.0)
            while True:
                if worker in self._workers:
                    if message is None:
                        waiting.extendleft(reversed(self._lost(worker)))
                    else:
                        self._note(worker, message)
                worker, message = self._inbox.get_nowait()

    def _note(self, worker: _Worker, message: Message) -> None:
        if isinstance(message, Ready):
            worker.ready = True
            self._fruitless = 0
            return
        job = worker.jobs[0]
        if isinstance(message, Opens):
            job.opened = job.given + message.index
        elif isinstance(message, Read):
            job.results.append((message.count, message.batch))
            job.handed += message.count
        elif isinstance(message, Away):
            raise message.fault
        elif isinstance(message, Answer):
            job.results.append((1, message.value))
        elif isinstance(message, Finished):
            job.finished = True
            worker.jobs.popleft()

    def _lost(self, worker: _Worker) -> list[_Job]:
        """The jobs of a worker that ended, with the culprit noted, for others to go on with."""
        self._workers.remove(worker)
        code = worker.end()
        self._fruitless += not worker.ready
        if self._fruitless > _FRUITLESS:
            raise NoWorkers(code)
        if worker.jobs:
            worker.jobs[0].lost("reader_slow" if code in TOO_SLOW else "reader_crashed")
        return [job for job in worker.jobs if not job.finished]
