"""Tasks from standard input → results on standard output: the process that reads files, and may end over one.

Run by `loaders.ingest.processes`. Both streams carry pickles; the first is that of the limits.
"""

import gc
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import BinaryIO

from loaders.ingest.batch import BatchReader
from loaders.ingest.limits import Limits, Watch
from loaders.ingest.tasks import Answer, Away, Call, Files, Finished, Message, Opens, Read, Ready
from loaders.reading.files import Archives
from loaders.store.outages import Unreachable, note_answers

_HAND_ON = 0.25
"""Seconds after which what was read is handed on: no more than that is lost with this process."""
_BROKEN = 70
"""The exit code after a fault of this process itself."""


def main() -> None:
    """Works on tasks until nobody is left to give any."""
    # An interrupt is meant for the program, which ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    out = _own_output()
    limits: Limits = pickle.load(sys.stdin.buffer)
    tasks: SimpleQueue[Files | Call] = SimpleQueue()
    Thread(target=_listen, args=(tasks,), daemon=True).start()
    # Loaded modules stay for good: the collector need not look through them with every document.
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    watch, archives = Watch(limits), Archives()

    def tell(message: Message) -> None:
        pickle.dump(message, out, pickle.HIGHEST_PROTOCOL)
        out.flush()

    tell(Ready())
    while True:
        task = tasks.get()
        if isinstance(task, Files):
            watch.begin()
            note_answers(item.path for item in task.items)
            try:
                _read(BatchReader(task.known, archives, watch), task, watch, tell)
            except Unreachable as fault:
                tell(Away(fault))
        else:
            if task.seconds:
                watch.allow(task.seconds)
            value = task.function(task.argument)
            watch.done()
            tell(Answer(value))
        tell(Finished())


def _read(reader: BatchReader, task: Files, watch: Watch, tell: Callable[[Message], None]) -> None:
    rejected = task.rejected or {}
    count, since = 0, time.monotonic()
    for index, item in enumerate(task.items):
        if index in rejected:
            reader.reject(item, rejected[index])
        else:
            tell(Opens(index))
            reader.read(item)
        count += 1
        worn = watch.worn()
        if worn or time.monotonic() - since > _HAND_ON:
            tell(Read(count, reader.batch()))
            count, since = 0, time.monotonic()
        if worn:
            os._exit(0)
    tell(Read(count, reader.batch()))


def _own_output() -> BinaryIO:
    """Standard output for messages alone: what libraries print, a panic among it, goes nowhere."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for number in (1, 2):
        os.dup2(nowhere, number)
    return out


def _listen(tasks: "SimpleQueue[Files | Call]") -> None:
    """Takes tasks in; ends this process when nobody is left to give any, whatever it is at."""
    try:
        while True:
            tasks.put(pickle.load(sys.stdin.buffer))
    finally:
        os._exit(0)


if __name__ == "__main__":
    try:
        main()
    except BaseException:
        os._exit(_BROKEN)
