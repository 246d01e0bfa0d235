"""A store → how many users its dashboard bears: runs a second, waits and memory, beside Streamlit's defaults.

The visitors are a process of their own (`tests.bench.crowd`): they speak Streamlit's protocol, which nothing here knows,
and what they cost is not the server's. Under "defaults" the same pages run as Streamlit would have them without us:
memory is collected after each run, charts are its own in its own template, and figures are built at each run.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from loaders import settings

ROOT = Path(__file__).parents[2]
_PATIENCE = 120.0


@dataclass(frozen=True)
class Met:
    """What a crowd met: runs, those a second, the median and the 95th percentile of the waits in seconds, faults."""

    server: str
    mode: str
    visitors: int
    runs: int
    rate: float
    median: float
    most: float
    kilobytes: float
    pages: dict[str, float]
    faults: list[object]
    memory: float
    work: float
    """Seconds of processor that the server took for a run, whatever else the machine was busy with."""


@dataclass(frozen=True)
class Server:
    """A running dashboard."""

    address: str
    process: subprocess.Popen[bytes]

    def memory(self) -> float:
        """What its processes hold now, in MB; 0 where the system does not tell."""
        return max((_memory(pid) for pid in _family(self.process.pid)), default=0.0)

    def work(self) -> float:
        """The seconds of processor that its processes have taken so far; 0 where the system does not tell."""
        return sum(_work(pid) for pid in _family(self.process.pid))


@contextmanager
def serving(
    store: Path, charts: str = "ours", *, collect: bool = False, log: IO[bytes] | int = subprocess.DEVNULL
) -> Iterator[Server]:
    """A server of the store on a free port of loopback, ended afterwards; raises OSError if it does not come up.

    charts: `ours`, or one of `tests.bench.stock.SORTS`. collect: whether memory is collected after each run, which is
    Streamlit's default.
    """
    port = _free_port()
    if charts == "ours":
        command = ["loaders.cli", "serve", "--store", str(store.resolve()), "--port", str(port)]
    else:
        command = ["tests.bench.stock", charts, "run", "dashboard.py", f"--server.port={port}"]
        command += ["--server.address=127.0.0.1", "--logger.hideWelcomeMessage=true"]
    environment = os.environ | {settings.STORE: str(store.resolve())}
    if collect:
        environment["STREAMLIT_RUNNER_POST_SCRIPT_GC"] = "true"
    process = subprocess.Popen(
        [sys.executable, "-m", *command], cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _await(f"{address}/_stcore/health", process)
        yield Server(address, process)
    finally:
        with suppress(ProcessLookupError):  # it ended by itself
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def meet(server: Server, name: str, mode: str, visitors: int, seconds: float, seed: int = 1) -> Met:
    """Sends a crowd to a server and returns what it met; raises OSError where the server ended meanwhile."""
    before = server.work()
    crowd = _send(server, mode, visitors, seconds, seed)
    answer, _ = crowd.communicate()
    return _met(server, name, mode, visitors, answer, before)


def warm(server: Server) -> None:
    """Lets the store be read before anything is measured."""
    _send(server, "closed", 2, 5, 0).communicate()


def soak(server: Server, visitors: int, minutes: float, told: Callable[[float, float], None]) -> Met:
    """Visitors come and go for some minutes; told: called each half minute with the minute and the server's memory."""
    start, before = time.monotonic(), server.work()
    crowd = _send(server, "soak", visitors, minutes * 60, 1)
    while crowd.poll() is None:
        told((time.monotonic() - start) / 60, server.memory())
        try:
            crowd.wait(30)
        except subprocess.TimeoutExpired:
            continue
    answer, _ = crowd.communicate()
    return _met(server, "", "soak", visitors, answer, before)


def _send(server: Server, mode: str, visitors: int, seconds: float, seed: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.bench.crowd", mode, server.address]
    command += ["--visitors", str(visitors), "--seconds", str(seconds), "--seed", str(seed)]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


def _met(server: Server, name: str, mode: str, visitors: int, answer: bytes, before: float) -> Met:
    if not answer:
        raise OSError(server.address)
    found = json.loads(answer)
    wanted = ("runs", "rate", "median", "most", "kilobytes", "pages", "faults")
    work = (server.work() - before) / found["runs"]
    return Met(name, mode, visitors, **{k: found[k] for k in wanted}, memory=server.memory(), work=work)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _await(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise OSError(url)


def _family(pid: int) -> list[int]:
    """A process and those that it started, as far as the system tells."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(p for child in children for p in _family(int(child)))]


def _memory(pid: int) -> float:
    try:
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1000 if found else 0.0


def _work(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
