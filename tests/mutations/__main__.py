"""`python -m tests.mutations`: makes 20,000 documents and more at random, and counts what is read of them and not seen.

Each part takes a share of the documents: `pages` are compared with what Chromium shows, `office` with what each disguise
of a Word file or workbook does, `tables` with the report that was printed, `pdf` and `ofd` with what was drawn, `spoilt`
with the bytes. A number is wrong that a reader does not see in its cell, and a blank where something is printed.
"""

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context

from tests.helpers import fresh_seed
from tests.mutations.parts import PARTS, run
from tests.mutations.truth import Result

_AT_ONCE = 100


def _slices(seeds: range) -> Iterator[range]:
    for start in range(seeds.start, seeds.stop, _AT_ONCE):
        yield range(start, min(start + _AT_ONCE, seeds.stop))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--documents", type=int, default=20_000)
    arguments.add_argument("--seed", type=int, help="the first seed of each part; by default one drawn anew")
    arguments.add_argument("--parts", nargs="*", choices=PARTS, default=list(PARTS))
    arguments.add_argument("--processes", type=int, default=2)
    given = arguments.parse_args()
    seed = fresh_seed() if given.seed is None else given.seed
    whole = sum(PARTS[name][1] for name in given.parts)
    total = Result()
    # A forked process would wait for ever on threads that it does not have.
    with ProcessPoolExecutor(given.processes, get_context("spawn")) as pool:
        for name in given.parts:
            seeds = range(seed, seed + round(given.documents * PARTS[name][1] / whole / (2 if name == "office" else 1)))
            found = Result()
            for one in pool.map(run, repeat(name), _slices(seeds)):
                found.add(one)
            print("\n".join(found.wrong[:50]))
            print(
                f"{name} from seed {seeds.start}: {len(found.wrong)} wrong; {dict(sorted(found.counts.items()))}",
                flush=True,
            )
            total.add(found)
    print(f"seed {seed}: {total.counts['documents']} documents, {len(total.wrong)} cells or files wrong")
    sys.exit(bool(total.wrong))


if __name__ == "__main__":
    main()
