"""Deeds → kills at their steps, each with what became of the stores; the deed done again must complete."""

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.kills.deeds import DEEDS, Place, contents, small
from tests.kills.killed import killed_at, really_killed_at, steps_of


class Killed(NamedTuple):
    """A kill: the deed, the step, and what was lost, in words; empty where nothing was."""

    deed: str
    step: int
    lost: str


def kills(deed: str, steps: Callable[[int], list[int]], root: Path, really: int = 0) -> Iterator[Killed]:
    """Kills a deed before each of some steps; steps: from how many there are to those to be tried.

    really: how many of them, the last ones, are killed in a process of their own.
    """
    with small():
        place = DEEDS[deed].prepare(root / "place")
        before = contents(place)
        whole = place.copy(root / "whole")
        chosen = steps(steps_of(deed, whole))
        after = contents(whole)
        for number, step in enumerate(chosen):
            trial = place.copy(root / "trial")
            kill = really_killed_at if number >= len(chosen) - really else killed_at
            died = kill(step, deed, trial)
            lost = _lost(deed, trial, before, after) if died else "it was not killed"
            yield Killed(deed, step, lost)
            shutil.rmtree(trial.root)


def _lost(deed: str, trial: Place, before: dict, after: dict) -> str:
    """What was lost by a kill, or is not made good by doing the deed once more."""
    between = contents(trial)
    for folder, said in between.items():
        opened = DEEDS[deed].opens or folder != "store"
        if opened and said not in (before[folder], after[folder]):
            return f"{folder} says {said}, before {before[folder]}, after {after[folder]}"
    DEEDS[deed].do(trial)
    last = contents(trial)
    for folder, said in last.items():
        # Documents that were read twice over are counted by the commit that took them.
        wanted = {t: v for t, v in after[folder].items() if t != "documents"}
        if {t: v for t, v in said.items() if t != "documents"} != wanted:
            return f"done again, {folder} says {said}, not {after[folder]}"
    left = [p.name for p in trial.root.rglob("*.partial")]
    return f"left behind: {left}" if left else ""


def spread(count: int, rng: random.Random) -> Callable[[int], list[int]]:
    """All steps if there are no more than `count`, else as many at random, the first and the last among them."""

    def chosen(there: int) -> list[int]:
        if there <= count:
            return list(range(there))
        return sorted({0, there - 1, *rng.sample(range(1, there - 1), max(0, count - 2))})

    return chosen
