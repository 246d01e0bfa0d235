"""Hostile documents beside good ones, read in one run → the reason of each; every good one is read all the same.

python -m tests.hostile                     # 300 documents; --documents, --seed; prints the seed
python -m tests.hostile --folder FOLDER     # with the files of a folder, as they are and spoilt
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import polars as pl
from damaged_pdfs import BROKEN, PANICS
from growing import GROWING
from helpers import ROOT, example, fresh_seed, put

from loaders.store.versions import open_store
from tests.mutations.spoilt import files, spoilt_bytes

GOOD = 40
WORDS = ("EXIT", "KILL", "LOOP", "BACKTRACK", "EAT", "FILL", "OPEN")
"""Of `tests/ingest/unruly.py`: what a text has its reader do."""
_LARGER = 4
"""So many times the size that a kind of `growing` is measured with."""


def hostile(folder: Path | None, rng: random.Random) -> Iterator[tuple[str, bytes]]:
    """Names and bytes: kinds that grow, damaged PDFs, texts that have their reader end or never end, given files; then without
    end files with spoilt bytes.
    """
    for kind, (name, size, make) in GROWING.items():
        yield f"{kind}{Path(name).suffix}", make(size * _LARGER)
    for kind, data in (PANICS | BROKEN).items():
        yield f"{kind}.pdf", data
    for word in WORDS:
        yield f"{word}.txt", f"!{word}!".encode()
    given = sorted(f for f in folder.rglob("*") if f.is_file()) if folder else []
    for file in given:
        yield file.name, file.read_bytes()
    while True:
        file = rng.choice([*files(), *given])
        yield file.name, spoilt_bytes(file.read_bytes(), rng)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    rng = random.Random(fresh_seed() if given.seed is None else given.seed)
    with tempfile.TemporaryDirectory() as work:
        root = Path(work)
        made = hostile(given.folder, rng)
        for n in range(given.documents):
            name, data = next(made)
            put(root / "in", f"hostile/{n:03d} {name.replace('/', '_')}", data)
        for n in range(GOOD):
            put(root / "in", f"good/{n:02d}.html", example(2023, f"望溪市青禾区第{n}教育局"))
        os.mkfifo(root / "in" / "pipe.html")
        (root / "in" / "device.pdf").symlink_to("/dev/zero")
        (root / "in" / "folder.docx").mkdir()
        put(root / "site", "sitecustomize.py", "import unruly\n")
        (root / "traces").mkdir()
        paths = (root / "site", ROOT / "tests" / "ingest", ROOT)
        environment = os.environ | {"UNRULY": str(root / "traces"), "PYTHONPATH": ":".join(map(str, paths))}
        command = [sys.executable, "-m", "loaders.cli", "ingest", str(root / "in"), "--store", str(root / "store"), "--workers", "2", "--lang", "en"]  # fmt: skip
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        faults = [done.stderr] if "Traceback" in done.stderr or done.returncode not in (0, 1) else []
        rows = open_store(root / "store").read("documents")
    read, bad = (rows.filter(pl.col("source").str.starts_with(part)) for part in ("good/", "hostile/"))
    faults += [
        f"{s}: {r}" for s, r in read.filter(pl.col("reason").is_not_null()).select("source", "reason").iter_rows()
    ]
    faults += [f"{GOOD - read.height} good documents are not there"] if read.height < GOOD else []
    there = set(bad["source"])
    outcomes = Counter(r or s for s, r in bad.select("status", "reason").iter_rows())
    for outcome, n in outcomes.most_common():
        print(f"{n:5d} {outcome}")
    print(
        f"{given.documents} hostile documents, {len(there)} with an outcome; {read.height} of {GOOD} good ones read; {len(faults)} faults"
    )
    print("\n".join(faults))
    return int(bool(faults) or len(there) < given.documents)


if __name__ == "__main__":
    sys.exit(main())
