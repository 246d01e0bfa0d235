"""Users, ingests, withdrawals, slow clients and cuts for some minutes → what they met, the curve of the server's memory, and
whether its pages then say what those of a fresh server say.

python -m tests.soak --minutes 60 --users 50
"""

import argparse
import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.load import ROOT, Server, serving, soak, warm
from tests.bench.visitor import Visitor
from tests.helpers import example, fresh_seed, put

_BODIES = "教育 民政 财政 水务 卫生 公安 司法 审计 统计 商务".split()
_SLOW = 5
"""Clients that send a request byte by byte and never end it, at a time."""


class Writers:
    """Commits to the store while it is served: new documents, withdrawals and what takes them back, one after the other."""

    def __init__(self, store: Path, folder: Path, pause: float, rng: random.Random):
        self._store, self._folder, self._pause, self._rng = store, folder, pause, rng
        self.done: Counter[str] = Counter()
        self.faults: list[str] = []

    def work(self, ended: threading.Event) -> None:
        """Until the end is set."""
        number = 0
        while not ended.wait(self._pause):
            number += 1
            name = f"{number}.html"
            body = f"望溪市青禾区{self._rng.choice(_BODIES)}局"
            put(self._folder, name, example(self._rng.randint(2021, 2024), body))
            self._run("ingest", self._folder / name)
            if number % 3 == 0:
                self._run("withdraw", name)
            if number % 6 == 0:
                self._run("store", "compact")

    def _run(self, *command: object) -> None:
        arguments = [sys.executable, "-m", "loaders.cli", *map(str, command), "--store", str(self._store)]
        done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False)
        self.done[str(command[0])] += 1
        if done.returncode:
            self.faults.append(f"{' '.join(map(str, command))}: {done.stderr.strip()[-300:]}")


def dawdle(address: str, ended: threading.Event) -> None:
    """Sends a request a byte a second, and begins anew when the server cuts it off."""
    host, port = urlsplit(address).hostname, urlsplit(address).port
    while not ended.is_set():
        try:
            with socket.create_connection((host, port), timeout=30) as client:
                for byte in b"GET /overview HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: " + b"x" * 600:
                    if ended.wait(1.0):
                        return
                    client.send(bytes([byte]))
        except OSError:
            continue


async def _pages(address: str) -> dict[str, list[str]]:
    visitor = await Visitor.enter(address)
    await visitor.open()
    said = {page: (await visitor.turn_to(page)).texts for page in sorted(visitor.pages)}
    await visitor.leave()
    return said


def unlike(worn: Server, fresh: Server) -> list[str]:
    """The pages of which two servers of one store say different things."""
    pages = asyncio.run(_pages(worn.address)), asyncio.run(_pages(fresh.address))
    return [page for page, texts in pages[1].items() if not texts or texts != pages[0].get(page)]


def rise(curve: list[float]) -> float:
    """By how much the last third of a curve lies above the middle one, as a share."""
    third = max(1, len(curve) // 3)
    middle, last = curve[-2 * third : -third] or curve[:1], curve[-third:]
    return sum(last) / len(last) / (sum(middle) / len(middle)) - 1


def _alongside(server: Server, writers: Writers, ended: threading.Event) -> list[threading.Thread]:
    works: list[Callable[[], None]] = [lambda: writers.work(ended)]
    works += [lambda: dawdle(server.address, ended)] * _SLOW
    threads = [threading.Thread(target=work, daemon=True) for work in works]
    for thread in threads:
        thread.start()
    return threads


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--commits", type=float, default=4, help="new documents a minute")
    parser.add_argument("--reports", type=int, default=2000, help="of the store to begin with")
    given = parser.parse_args()
    # Whoever ends this process means its server as well.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    rng, curve, ended = random.Random(fresh_seed()), [], threading.Event()

    def told(minute: float, memory: float) -> None:
        curve.append(memory)
        print(f"{minute:5.1f} min {memory:7.0f} MB", flush=True)

    with tempfile.TemporaryDirectory() as work:
        store = Path(work) / "store"
        demo = [sys.executable, "-m", "loaders.cli", "demo", "--reports", str(given.reports), "--store", str(store)]
        subprocess.run(demo, cwd=ROOT, env=os.environ, check=True, capture_output=True)
        writers = Writers(store, Path(work) / "in", 60 / given.commits, rng)
        with serving(store) as server:
            warm(server)
            threads = _alongside(server, writers, ended)
            met = soak(server, given.users, given.minutes, told)
            ended.set()
            for thread in threads:
                thread.join()
            with serving(store) as fresh:
                different = unlike(server, fresh)
    commits = ", ".join(f"{n} × {name}" for name, n in sorted(writers.done.items()))
    print(f"{met.runs} runs, median {met.median:.2f} s, 95 % {met.most:.2f} s; {commits}; {_SLOW} slow clients")
    # The crowd's own list begins with their number.
    number, *first = met.faults
    faults = [*writers.faults, *map(str, first)]
    print(f"{len(writers.faults) + number} faults; memory in the last third {rise(curve):+.1%} on the middle one")
    print(f"pages that differ from those of a fresh server: {', '.join(different) or 'none'}")
    for fault in faults[:20]:
        print(f"  {fault}")
    return int(bool(faults or different))


if __name__ == "__main__":
    sys.exit(main())
