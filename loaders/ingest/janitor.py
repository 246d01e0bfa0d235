"""The end of another process → the end of what it left: a folder, and programs that still work in it.

Run by `loaders.ingest.scratch` with the folder as its argument. Standard input ends when the other process does.
"""

import os
import shutil
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

_PAUSE = 0.05


def main(folder: str) -> None:
    """Waits for the end of standard input, then removes the folder until it stays away."""
    sys.stdin.buffer.read()
    _end_programs(folder)
    while Path(folder).exists():
        shutil.rmtree(folder, ignore_errors=True)
        time.sleep(_PAUSE)
        _end_programs(folder)


def _end_programs(folder: str) -> None:
    """Ends the programs that name the folder as theirs, as LibreOffice does; only Linux says which these are."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            own = int(process.name) == os.getpid()
            if not own and os.fsencode(folder) in (process / "cmdline").read_bytes():
                os.kill(int(process.name), signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1])
