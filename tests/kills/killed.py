"""A deed and a step → a deed that is killed before that step of its writing.

A step is a call to the system that changes something: a file is begun, half filled, filled, flushed, renamed or removed, a folder
made or flushed. From the kill on none has any effect, as if the process were gone; `really` it is: a process of its own, SIGKILL.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.kills.deeds import DEEDS, Place, small


class Killed(BaseException):
    """As SIGKILL: nothing that the program does about faults may run."""


def steps_of(deed: str, place: Place) -> int:
    """Does a deed; how many steps it has."""
    with _ended_at(sys.maxsize, _raise) as count:
        DEEDS[deed].do(place)
    return len(count)


def killed_at(step: int, deed: str, place: Place) -> bool:
    """Whether a deed was killed before this step; it had ended before where it was not."""
    try:
        with _ended_at(step, _raise):
            DEEDS[deed].do(place)
    except Killed:
        return True
    return False


def really_killed_at(step: int, deed: str, place: Place) -> bool:
    """The same in a process of its own; ChildProcessError where that fails otherwise."""
    command = [sys.executable, "-m", "tests.kills.killed", deed, str(place.root), str(step)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, -signal.SIGKILL):
        raise ChildProcessError(f"{deed}, step {step}: {done.stderr}")
    return done.returncode != 0


def _raise() -> None:
    raise Killed


def _end() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def _ended_at(step: int, end: Callable[[], None]) -> Iterator[list[str]]:
    """While this lasts, `end` is called in the stead of each step from this one on; the names of the steps as they are done."""
    done: list[str] = []

    def stepped(original: Callable[..., Any]) -> Callable[..., Any]:
        def step_or_end(*arguments: Any, **others: Any) -> Any:
            done.append(original.__name__)
            if len(done) > step:
                end()
            return original(*arguments, **others)

        return step_or_end

    begun = Path.open

    def opened(path: Path, mode: str = "r", *arguments: Any, **others: Any) -> Any:
        if "w" not in mode:
            return begun(path, mode, *arguments, **others)
        return _Halves(stepped(begun)(path, mode, *arguments, **others), stepped)

    with ExitStack() as stack:
        stack.enter_context(patch.object(Path, "open", opened))
        for owner, name in ((os, "fsync"), (Path, "replace"), (Path, "unlink"), (Path, "mkdir")):
            stack.enter_context(patch.object(owner, name, stepped(getattr(owner, name))))
        yield done


class _Halves:
    """A file that is written in two halves, each a step."""

    def __init__(self, file: Any, stepped: Callable[[Callable[..., Any]], Callable[..., Any]]):
        self._file = file
        self._write = stepped(file.write)

    def write(self, content: bytes) -> int:
        half = len(content) // 2
        done = self._write(content[:half])
        self._file.flush()
        return done + self._write(content[half:])

    def __enter__(self) -> "_Halves":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


if __name__ == "__main__":
    with small(), _ended_at(int(sys.argv[3]), _end):
        DEEDS[sys.argv[1]].do(Place(Path(sys.argv[2])))
