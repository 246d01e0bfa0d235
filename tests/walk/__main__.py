"""`python -m tests.walk`: walks every state, or those that hold the words given, and says what is wrong in each."""

import argparse
import re
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from walk import run, states


def _part(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([1-9][0-9]*)/([1-9][0-9]*)", text)
    if not found or int(found[1]) > int(found[2]):
        raise argparse.ArgumentTypeError(f"{text!r} is no part such as 2/3")
    return int(found[1]), int(found[2])


parser = argparse.ArgumentParser(
    prog="python -m tests.walk",
    description="Opens every page in every state and says what is wrong: errors, texts that are cut or cover each other, "
    "requests to other hosts, and what axe finds.",
    epilog="Words, any of each factor: " + "; ".join(" ".join(v) for k, v in states.factors(()).items() if k != "page")
    + "; pages by their addresses, overview, and " + ", ".join(repr(v) for v in states.VIEWS) + ". "
    "All states take about an hour on two cores; --part 1/4 … 4/4 are together all. Ends with 1 where something is wrong.",
)  # fmt: skip
parser.add_argument("words", nargs="*", help="only the states with these words, one of each factor that is named")
parser.add_argument("--pairs", action="store_true", help="few states, in which every two values of two factors meet")
parser.add_argument("--part", type=_part, default=(1, 1), metavar="K/N", help="the Kth of N parts of the states")
given = parser.parse_args()
known = {w for v in states.factors(()).values() for w in v}
names = [set(given.words) & set(v) for v in states.factors(()).values() if set(given.words) & set(v)]
if pages := set(given.words) - known:
    names.append(pages)

begun = time.monotonic()
walked = run.walk(
    states.few if given.pairs else states.every,
    tell=lambda line: print(line, flush=True),
    only=lambda state: all(some & {v or "overview" for v in state.values()} for some in names),
    part=given.part,
)
print(
    f"\n{walked.states} states in {(time.monotonic() - begun) / 60:.1f} minutes; {len(walked.wrong)} have something wrong"
)
for finding, where in walked.kinds().items():
    print(f"{len(where):4} × {finding}\n       first: {where[0]}")
if not walked.states:
    sys.exit("no state has these words")
sys.exit(bool(walked.wrong))
