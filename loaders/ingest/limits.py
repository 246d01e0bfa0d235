"""What reading one file may cost: processor time by its size, memory, open files, written bytes.

The system ends a reader that goes beyond; where it offers no such limits (Windows), a watch on the clock does.
"""

import ctypes
import faulthandler
import os
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import TextIO

if sys.platform != "win32":
    import resource

MEMORY = 1024
"""MB that one worker may use unless the user says otherwise."""
_MEGABYTE = 1 << 20
_OPENING = 20.0
"""Seconds of processor time to open and unpack a file, before its size is known."""
_PER_MEGABYTE = 10.0
"""How many times more a file may cost with each MB."""
_MOST = 40.0
"""How many times more a file of any size may cost; files of facts are long, and have no such bound."""
_FACTS_MEMORY = 30
"""Bytes of memory beyond the limit for each byte of a file of facts, whose size is the user's own doing."""
_LOADING, _PER_PICTURE = 20.0, 12.0
"""How many times more a file with pictures of pages may cost, and how many times more with each page."""
_LAZY = 32 * _MEGABYTE
"""Bytes of libraries that are mapped, and come into memory only when they are used."""
_LAZY_PICTURES = 300 * _MEGABYTE
"""The same of the libraries that read pictures, which are mapped when the first picture is read."""
_WAITING = 150.0
"""Seconds of the clock beyond the processor time: for disks and networks that are slow to answer, and for a bucket that is
asked again for a minute."""
_PROMPT = 1.0
"""Seconds for which a worker reads before it yields the processor: the first files are looked at soon."""
_OPEN_FILES = 256
_WRITTEN = 64 * _MEGABYTE
_PARENT_DIED = 1
"""PR_SET_PDEATHSIG of prctl(2)."""
TOO_SLOW = (-27, -14, 1)
"""The exit codes of a worker that took too long: SIGPROF, SIGALRM, or 1 from the watch on the clock."""


@dataclass(frozen=True, slots=True)
class Limits:
    """seconds: of processor time for a small file; None for as long as the worker takes to start, so that a slow machine
    gives more. memory: MB for a worker. nice: by how much it yields the processor to others, once it has read for a moment.
    """

    seconds: float | None = None
    memory: int = MEMORY
    nice: int = 0


class Watch:
    """The limits of this process, which from now on ends over a file that goes beyond them, and with its parent."""

    def __init__(self, limits: Limits):
        self._seconds = limits.seconds or time.process_time()
        self._memory = limits.memory * _MEGABYTE
        self._unused = _mapped() - _resident() - _LAZY
        self._granted = 0
        self._pictures = False
        self._nice = limits.nice
        self._nothing: TextIO | None = None
        if sys.platform == "win32":
            self._nothing = Path(os.devnull).open("w")  # noqa: SIM115, it stays open as long as the process
            return
        for number in (signal.SIGPROF, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)
        _lower(resource.RLIMIT_NOFILE, _OPEN_FILES)
        _lower(resource.RLIMIT_FSIZE, _WRITTEN)
        _lower(resource.RLIMIT_CORE, 0)
        self._limit_memory()
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PARENT_DIED, signal.SIGKILL)

    def begin(self) -> None:
        """Says that somebody waits for the first files: only after a moment does this process yield to others."""
        if self._nice and sys.platform != "win32":
            timer = Timer(_PROMPT, _yield_processor, (self._nice,))
            timer.daemon = True
            timer.start()
        self._nice = 0

    def opening(self, facts: int) -> None:
        """Starts the time for opening a file; facts: its bytes if it is one of facts, which may use more memory."""
        self._start(_OPENING)
        self._grant(facts)

    def reading(self, size: int, facts: bool) -> None:
        """Starts the time for reading what was opened, of so many bytes."""
        if facts and not self._granted:
            # A workbook is known as one of facts only now.
            self._grant(size)
        times = 1 + _PER_MEGABYTE * size / _MEGABYTE
        self._start(self._seconds * (times if facts else min(times, _MOST)))

    def allow(self, seconds: float) -> None:
        """Starts the time for a task of another kind."""
        self._start(seconds)

    def pictures(self, pages: int) -> None:
        """Starts the time anew for a file of which so many pages are read from pictures."""
        if not self._pictures:
            self._pictures = True
            self._unused += _LAZY_PICTURES
            self._limit_memory(self._granted)
        self._start(self._seconds * (_LOADING + _PER_PICTURE * pages))

    def done(self) -> None:
        """Stops the time."""
        if sys.platform == "win32":
            faulthandler.cancel_dump_traceback_later()
            return
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)

    def sent(self) -> None:
        """Says that what was read is no longer kept: the next file is opened with the usual memory again."""
        self._granted = 0

    def worn(self) -> bool:
        """Whether so much memory stays taken that the next file might lack it: a new worker should read on."""
        return _mapped() - self._unused > self._memory * 3 // 4

    def _start(self, seconds: float) -> None:
        if sys.platform == "win32":
            faulthandler.dump_traceback_later(seconds + _WAITING, exit=True, file=self._nothing)
            return
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.setitimer(signal.ITIMER_REAL, seconds + _WAITING)

    def _grant(self, facts: int) -> None:
        """Adds memory for so many bytes of facts, for as long as they are kept: what is read is made into tables later."""
        self._granted += _FACTS_MEMORY * facts
        self._limit_memory(self._granted)

    def _limit_memory(self, more: int = 0) -> None:
        """Limits the address space, of which threads and libraries map some without using it; Linux alone keeps to it."""
        if sys.platform == "linux":
            _lower(resource.RLIMIT_AS, self._unused + self._memory + more)


def _yield_processor(by: int) -> None:
    """Lowers the priority of this process; Linux has one for each thread."""
    threads = os.listdir("/proc/self/task") if sys.platform == "linux" else ["0"]
    for thread in threads:
        # One that has ended meanwhile has none.
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, int(thread), os.getpriority(os.PRIO_PROCESS, int(thread)) + by)


def _lower(limit: int, to: int) -> None:
    """Sets a limit of this process, below the hard one, which stays."""
    hard = resource.getrlimit(limit)[1]
    resource.setrlimit(limit, (to if hard == resource.RLIM_INFINITY else min(to, hard), hard))


def _mapped() -> int:
    """Bytes of address space that this process has mapped; 0 where the system does not say."""
    return _statm(0)


def _resident() -> int:
    """Bytes of memory that this process has in use; 0 where the system does not say."""
    return _statm(1)


def _statm(field: int) -> int:
    if sys.platform != "linux":
        return 0
    return int(Path("/proc/self/statm").read_text().split()[field]) * os.sysconf("SC_PAGE_SIZE")
