"""How much of scanned reports is read, and how much of that is wrong.

python -m tests.scans --reports 70 --seed 1     # some 200 pages; --wear, --dpi and --verbose look closer
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from loaders.form.vocabulary import CELL_BY_NAME
from loaders.reading.extract import Reading, read_file
from loaders.reading.sections.numbers import digits, read_number
from loaders.synthetic.documents import Example
from tests.example_reports import REPORTS
from tests.helpers import fresh_seed
from tests.odd_tables import report
from tests.scans.drawing import FACES, LATIN, Print, drawn
from tests.scans.wear import WEARS, saved

_REAL = ("hongze", "hongqi", "old", "fallen", "mixed", "blanks", "nothing", "unreadable", "units")
_BODIES = ("望溪市青禾区水务局", "望溪市人民政府", "望溪市青禾区教育局", "望溪市公安局")
_BLANKS = {"blank": "not_applicable"}
"""A mark means one or the other by the body that prints it."""
_DPI = (150, 200, 300)


@dataclass
class Tally:
    """Cells of scanned pages by what became of them; seconds: of processor time."""

    pages: int = 0
    seconds: float = 0.0
    cells: Counter = field(default_factory=Counter)
    unnamed: int = 0

    def line(self, name: str) -> str:
        total = sum(self.cells.values())
        read = 100 * self.cells["right"] / max(1, total)
        counts = " ".join(f"{self.cells[k]:7d}" for k in ("right", "unreadable", "missing", "wrong"))
        return f"{name:16s} {self.pages:5d} {total:7d} {counts} {read:6.1f} % {self.seconds / max(1, self.pages):6.2f} {self.unnamed:4d}"


def reports(rng: random.Random, count: int) -> Iterator[Example]:
    """Real figures and figures at random, by turns."""
    for i in range(count):
        if i % 2:
            yield replace(report(rng), agency=rng.choice(_BODIES), year=rng.randint(2019, 2025))
        else:
            yield REPORTS[_REAL[i // 2 % len(_REAL)]]


def scanned(example: Example, wear: str, dpi: int, rng: random.Random) -> tuple[bytes, str, int]:
    """The report as a file, its name, and how many pages it has."""
    how = Print(dpi, rng.choice(list(FACES)), rng.choice([None, *LATIN]), rng.choice((9, 10, 10.5, 11)))
    pages = [WEARS[wear](page, how, rng) for page in drawn(example, how)]
    kind = rng.choice(("pdf", "tiff"))
    return saved(pages, kind, (204, 196) if wear == "fax" else dpi), f"scan.{kind}", len(pages)


def judged(example: Example, reading: Reading) -> Iterator[tuple[str, str, str, str]]:
    """Each printed cell: name, verdict, the text on paper, what was read."""
    read = {c.name: c for c in reading.cells}
    for name in (s.cell for t in example.tables().values() for row in t for s in row if s.cell):
        text = example.cells.get(name, "")
        want = read_number(text, CELL_BY_NAME[name].kind)
        cell = read.get(name)
        if cell is None:
            yield name, "missing", text, ""
        elif cell.state in (want.state, _BLANKS.get(want.state)) and (
            cell.value is None or digits(cell.value) == digits(want.value)
        ):
            yield name, "right", text, cell.text
        elif cell.state == "unreadable":
            yield name, "unreadable", text, cell.text
        else:
            yield name, "wrong", text, f"{cell.state} {cell.text}"


def main() -> None:
    """Draws, wears, reads and counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=70)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--wear", choices=list(WEARS))
    parser.add_argument("--dpi", type=int, choices=_DPI)
    parser.add_argument("--verbose", action="store_true", help="each cell that is not right")
    given = parser.parse_args()
    seed = fresh_seed() if given.seed is None else given.seed
    tallies: dict[str, Tally] = {}
    for i, example in enumerate(reports(random.Random(seed), given.reports)):
        rng = random.Random(f"{seed}/{i}")
        wear = given.wear or list(WEARS)[i % len(WEARS)]
        dpi = given.dpi or _DPI[i // len(WEARS) % len(_DPI)]
        data, name, pages = scanned(example, wear, dpi, rng)
        start = time.process_time()
        reading = read_file(data, name)
        seconds = time.process_time() - start
        named = reading.identity.agency == example.agency and reading.identity.year == example.year
        verdicts = list(judged(example, reading))
        for key in (f"{dpi} dpi", wear, "all"):
            tally = tallies.setdefault(key, Tally())
            tally.pages, tally.seconds = tally.pages + pages, tally.seconds + seconds
            tally.cells.update(v[1] for v in verdicts)
            tally.unnamed += not named
        if reading.reason or not named:
            print(
                f"seed {seed} report {i} {wear} {dpi}: {reading.reason} {reading.identity.agency} {reading.identity.year}"
            )
        for cell, verdict, text, read in verdicts:
            if verdict == "wrong" or (given.verbose and verdict != "right"):
                print(f"seed {seed} report {i} {wear} {dpi} {cell}: {verdict}: {text!r} read as {read!r}")
    print(f"seed {seed}")
    print(f"{'':16s} pages   cells   right  unread missing   wrong     read s/page unnamed")
    for key in [*(f"{d} dpi" for d in _DPI), *WEARS, "all"]:
        if key in tallies:
            print(tallies[key].line(key))


if __name__ == "__main__":
    main()
