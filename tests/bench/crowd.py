"""A server's address and a number of visitors → how many runs of pages it bears, and how long each visitor waits.

`python -m tests.bench.crowd closed|open|soak ADDRESS --visitors N --seconds S` prints a line of JSON; see `tests.bench.load`.
"""

import argparse
import asyncio
import json
import random
import statistics
import time
from collections import defaultdict
from dataclasses import dataclass, field

from tests.bench.visitor import Failed, Seen, Visitor

PAUSE = 10.0
"""Seconds between what a visitor does and does next, where visitors read what they see."""
STAY = 6
"""What a visitor does before it leaves, where they come and go."""
CUT = 0.2
"""The share of them whose connection breaks in the middle of a page."""
_FILTERS = ("filter_year", "filter_year", "filter_place", "filter_kind")
"""Years are chosen as often as places and kinds together."""


@dataclass
class Log:
    """The runs of all visitors: page → seconds waited, bytes sent; what failed."""

    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    bytes: int = 0
    charts: int = 0
    faults: list[str] = field(default_factory=list)

    def told(self, seconds: float) -> dict[str, object]:
        """The sums: medians and 95th percentiles of the waits, runs a second."""
        waits = sorted(w for of_page in self.waits.values() for w in of_page)
        if not waits:
            raise SystemExit(self.faults[:5])
        return {
            "runs": len(waits),
            "rate": len(waits) / seconds,
            "median": statistics.median(waits),
            "most": waits[int(len(waits) * 0.95)],
            "kilobytes": self.bytes / len(waits) / 1000,
            "charts": self.charts,
            "pages": {p: statistics.median(w) for p, w in sorted(self.waits.items())},
            "faults": [len(self.faults), *self.faults[:5]],
        }


async def act(visitor: Visitor, chance: random.Random) -> Seen:
    """Turns to another page, or sets or clears a filter."""
    wanted = chance.choice(_FILTERS)
    # Some pages have no filters. Of the lists of places the last one stands in what the others choose.
    name = max((n for n in visitor.filters if n.startswith(wanted)), default=None)
    if name is None or chance.random() < 0.4:
        return await visitor.turn_to(chance.choice([p for p in visitor.pages if p != visitor.page]))
    offered = visitor.filters[name].texts
    # An office looks at a few places and kinds again and again, and at any of the others once.
    liked = offered[int(len(offered) * chance.random() ** 4)]
    return await visitor.choose(name, [liked] if chance.random() < 0.7 else [])


async def once(log: Log, visitor: Visitor, chance: random.Random, due: float) -> None:
    """One act, its wait counted from when it was due."""
    try:
        seen = await act(visitor, chance)
    except (Failed, TimeoutError) as fault:
        log.faults.append(f"{visitor.page}: {fault!r}")
        return
    log.waits[visitor.page].append(time.perf_counter() - due)
    log.bytes += seen.bytes
    log.charts += seen.charts


async def enter(address: str, log: Log) -> Visitor:
    """A visitor before its first page."""
    visitor = await Visitor.enter(address)
    try:
        await visitor.open()
    except (Failed, TimeoutError) as fault:
        log.faults.append(f"first: {fault!r}")
    return visitor


async def closed(address: str, visitors: int, seconds: float, seed: int) -> dict[str, object]:
    """All act without a pause."""
    log = Log()
    crowd = await asyncio.gather(*(enter(address, log) for _ in range(visitors)))
    start = time.perf_counter()

    async def go(i: int) -> None:
        chance = random.Random(seed * 1000 + i)
        while time.perf_counter() < start + seconds:
            await once(log, crowd[i], chance, time.perf_counter())

    await asyncio.gather(*(go(i) for i in range(visitors)))
    lasted = time.perf_counter() - start
    await asyncio.gather(*(v.leave() for v in crowd))
    return log.told(lasted)


async def opened(address: str, visitors: int, seconds: float, seed: int) -> dict[str, object]:
    """Each acts every `PAUSE` seconds, whether the server is quick or not."""
    log = Log()
    crowd = [await enter(address, log) for _ in range(visitors)]
    start = time.perf_counter()

    async def go(i: int) -> None:
        chance = random.Random(seed * 1000 + i)
        due = start + chance.random() * PAUSE
        while due < start + seconds:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            await once(log, crowd[i], chance, due)
            due += PAUSE

    await asyncio.gather(*(go(i) for i in range(visitors)))
    lasted = time.perf_counter() - start
    await asyncio.gather(*(v.leave() for v in crowd))
    return log.told(lasted)


async def soak(address: str, visitors: int, seconds: float, seed: int) -> dict[str, object]:
    """Visitors come, act `STAY` times without a pause and leave, or are cut off; another takes each one's place."""
    log = Log()
    start = time.perf_counter()

    async def go(i: int) -> None:
        chance = random.Random(seed * 1000 + i)
        while time.perf_counter() < start + seconds:
            visitor = await enter(address, log)
            for _ in range(STAY):
                await once(log, visitor, chance, time.perf_counter())
            if chance.random() < CUT:
                await visitor.cut()
            else:
                await visitor.leave()

    await asyncio.gather(*(go(i) for i in range(visitors)))
    return log.told(time.perf_counter() - start)


MODES = {"closed": closed, "open": opened, "soak": soak}


def main() -> None:
    """Prints what the visitors met."""
    parser = argparse.ArgumentParser()
    parser.add_argument("mode", choices=MODES)
    parser.add_argument("address")
    parser.add_argument("--visitors", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(json.dumps(asyncio.run(MODES[given.mode](given.address, given.visitors, given.seconds, given.seed))))


if __name__ == "__main__":
    main()
