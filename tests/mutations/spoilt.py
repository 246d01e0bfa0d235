"""A seed → a text or a file with spoilt bytes: what is read of it stands in it, once for each cell; and no reader fails.

In a text each number that is read must stand alone somewhere, as often as it is read. Of other files only the reader's
failure is looked for: what they show when spoilt, no program agrees on.
"""

import random
import re
from collections import Counter
from functools import cache
from pathlib import Path

from loaders.reading.extract import read_file
from loaders.synthetic.documents import TEXT_LAYOUTS
from tests.mutations.truth import Result
from tests.odd_tables import report

ROOT = Path(__file__).parents[1] / "examples"
KINDS = ("*.docx", "*.xlsx", "*.pdf", "*.ofd", "*.xls", "*.html", "*.md", "*.csv")
_MADE = ("", "", "7", "|", "\t", "\n", " ", "、", "一", "(", "\u200b", "\ufffd", "-", ".")


@cache
def files() -> list[Path]:
    found = [p for pattern in KINDS for p in sorted(ROOT.rglob(pattern))]
    return [p for p in found if p.stat().st_size < 60_000]


def spoilt_text(text: str, rng: random.Random) -> str:
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(text))
        made = rng.choice((*_MADE, text[at] * 2))
        text = text[:at] + made + text[at + rng.choice((0, 1, 1, 3)) :]
    return text


def spoilt_bytes(data: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 3, 20))):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out[: rng.randrange(len(out))] if rng.random() < 0.1 else out)


def part(seeds: range) -> Result:
    out = Result()
    for seed in seeds:
        rng = random.Random(seed)
        name, wrong = _text(rng, out.counts) if rng.random() < 0.8 else _file(rng, out.counts)
        out.counts["documents"] += 1
        out.wrong += [f"spoilt {seed} ({name}): {text}" for text in wrong]
    return out


def _text(rng: random.Random, counts: Counter[str]) -> tuple[str, list[str]]:
    layout = rng.choice(list(TEXT_LAYOUTS))
    text = spoilt_text(TEXT_LAYOUTS[layout](report(rng)), rng)
    reading = read_file(text.encode(), "a.txt")
    counts.update(c.state for c in reading.cells)
    wrong = [str(reading.words)] if reading.reason in ("reader_failed", "reader_crashed") else []
    there = Counter(re.findall(r"\d+(?:[.,]\d+)*", text))
    read = Counter(m[0] for c in reading.cells if c.state == "printed" and (m := re.search(r"\d+(?:[.,]\d+)*", c.text)))
    wrong += [
        f"{number} stands {there[number]} times and is read {n}" for number, n in read.items() if n > there[number]
    ]
    return layout, wrong


def _file(rng: random.Random, counts: Counter[str]) -> tuple[str, list[str]]:
    path = rng.choice(files())
    reading = read_file(spoilt_bytes(path.read_bytes(), rng), path.name)
    counts["refused"] += reading.reason is not None
    failed = reading.reason in ("reader_failed", "reader_crashed")
    return path.name, [f"{reading.reason} {reading.words}"] if failed else []
