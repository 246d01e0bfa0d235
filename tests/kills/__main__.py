"""How many kills a store outlives.

python -m tests.kills                     # every step of every deed, over and over until 1,000 kills; --kills
python -m tests.kills --deed ingest
"""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.helpers import fresh_seed
from tests.kills.deeds import DEEDS
from tests.kills.run import kills, spread


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=1000, help="at least so many, spread over the deeds")
    parser.add_argument("--really", type=int, default=3, help="kills of each deed in a process of its own")
    parser.add_argument("--deed", choices=list(DEEDS), action="append")
    given = parser.parse_args()
    deeds = given.deed or list(DEEDS)
    rng = random.Random(fresh_seed())
    total = lost = rounds = 0
    start = time.monotonic()
    print(f"{'deed':24s} {'kills':>6s} {'losses':>7s}")
    while total < given.kills:
        each = min(25, -(-(given.kills - total) // len(deeds)))
        for deed in deeds:
            with tempfile.TemporaryDirectory() as root:
                found = list(kills(deed, spread(each, rng), Path(root), given.really))
            faults = [k for k in found if k.lost]
            print(f"{deed:24s} {len(found):6d} {len(faults):7d}", flush=True)
            for fault in faults:
                print(f"  step {fault.step}: {fault.lost}")
            total, lost = total + len(found), lost + len(faults)
        rounds += 1
    print(f"{'all':24s} {total:6d} {lost:7d}   {rounds} rounds, {time.monotonic() - start:.0f} s")
    return int(bool(lost))


if __name__ == "__main__":
    sys.exit(main())
