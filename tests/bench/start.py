"""Commands → seconds from their start to their end, beside the import of Polars alone."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

PEER = "import polars"
"""What the others are measured beside: the one library that every command needs which does anything."""


@dataclass(frozen=True)
class Start:
    """How long a command takes at the median: seconds of the processor and of the clock; ratio: of its processor time to
    that of the peer.
    """

    command: str
    work: float
    seconds: float
    ratio: float


def measure(document: Path, repeats: int) -> list[Start]:
    """Each command some times, in turn; the first turn fills the caches of the system and does not count.

    document: the report that `gongkai explain` explains.
    """
    commands = {
        PEER: ["-c", PEER],
        "gongkai --help": ["-m", "loaders.cli", "--help"],
        "gongkai explain": ["-m", "loaders.cli", "explain", str(document)],
    }
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(repeats + 1):
        for name, arguments in commands.items():
            times[name].append(_run(arguments))
    peer = median(work for work, _ in times[PEER][1:])
    return [
        Start(name, median(w for w, _ in of[1:]), median(s for _, s in of[1:]), median(w for w, _ in of[1:]) / peer)
        for name, of in times.items()
    ]


def _run(arguments: list[str]) -> tuple[float, float]:
    """Processor and wall seconds of a Python process."""
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    return used.ru_utime + used.ru_stime, time.perf_counter() - started
