"""`python -m tests.mutate`: draws mutants of the rooms that compute, runs their tests, lists those that nobody noticed."""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from tests.mutate import fork
from tests.mutate.covering import Record, covering, note, records, unknown
from tests.mutate.mutants import ROOMS, Mutant, equivalent, mutants, sample

_BATCHES = (3.0, 30.0)
"""Seconds of tests, cheapest first: most mutants die in the first batch, which imports few test files."""
_found: list[Record] = []


def judge(mutant: Mutant) -> str:
    """killed, late (it never ended), survived, or equivalent as listed."""
    before, after = mutant.diff
    if any((e["path"], e["before"], e["after"]) == (mutant.path, before, after) for e in equivalent()):
        return "equivalent"
    tests = list(covering(mutant, _found))
    for batch in _batches(tests):
        files = list(dict.fromkeys(t.split("::")[0] for t, _ in batch))
        picked = fork.Pick([t for t, _ in batch])
        outcome = fork.run([*files, "-x", "-q"], [picked], sum(s for _, s in batch), mutant)
        if outcome != "passed":
            return {"failed": "killed"}.get(outcome, outcome)
    return "survived"


def _batches(tests: Sequence[tuple[str, float]]) -> list[list[tuple[str, float]]]:
    batches: list[list[tuple[str, float]]] = [[] for _ in _BATCHES]
    total = 0.0
    for test, seconds in tests:
        total += seconds
        fits = [i for i, most in enumerate(_BATCHES) if total <= most]
        if not fits:
            break
        batches[fits[0]].append((test, seconds))
    return [b for b in batches if b]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutate", description=__doc__)
    parser.add_argument("--sample", type=int, default=120, help="how many mutants are drawn")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="draws the same mutants again")
    parser.add_argument(
        "--rooms", nargs="+", default=ROOMS, help="of loaders/: folders or modules, with :LINE for one line"
    )
    parser.add_argument("--processes", type=int, default=1)
    given = parser.parse_args()
    lines = dict(r.split(":") for r in given.rooms if ":" in r)
    every = [m for m in mutants([r.split(":")[0] for r in given.rooms]) if _on(m, lines)]
    drawn = every if lines else sample(every, given.sample, given.seed)
    print(f"{len(drawn)} of {len(every)} mutants, --seed {given.seed}", flush=True)
    fork.load_libraries()
    with ProcessPoolExecutor(given.processes, mp_context=get_context("fork")) as pool:
        for name in pool.map(note, unknown()):
            print(f"noted the lines that {name} runs", flush=True)
    _found.extend(records())
    outcomes: Counter[str] = Counter()
    survived = []
    with ProcessPoolExecutor(given.processes, mp_context=get_context("fork")) as pool:
        running = {pool.submit(judge, m): m for m in drawn}
        for done in as_completed(running):
            mutant, outcome = running[done], done.result()
            outcomes[outcome] += 1
            survived += [mutant] if outcome == "survived" else []
            print(f"{outcome:10} {mutant.place} {mutant.operator}", flush=True)
    for mutant in sorted(survived, key=lambda m: m.place):
        print(f"\n{mutant.place} {mutant.operator}\n- {mutant.diff[0]}\n+ {mutant.diff[1]}")
    judged = sum(outcomes.values()) - outcomes["equivalent"]
    killed = judged - outcomes["survived"]
    print(f"\n{killed} of {judged} killed, {killed / judged:.0%}; {dict(outcomes)}; --seed {given.seed}")
    return 0


def _on(mutant: Mutant, lines: dict[str, str]) -> bool:
    """Whether a mutant lies on a line that was asked for, or none was."""
    return not lines or any(
        mutant.path.endswith(path.removeprefix("loaders/")) and mutant.span[0][0] == int(line)
        for path, line in lines.items()
    )


if __name__ == "__main__":
    sys.exit(main())
