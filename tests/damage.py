"""Damage to a store × each command and page → whether a sentence says so; no traceback, and no file lost that was there.

python -m tests.damage                      # a table, a line a command; what fails is said below it
python -m tests.damage --command ingest     # of one command; disks that are full or read-only need the right to mount
"""

import argparse
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parent))

import orjson
from helpers import example, flipped, put, read
from streamlit_pages import open_page

from loaders import settings
from loaders.cli import commands, serve
from loaders.store.versions import FORMAT, MANIFEST, open_store

COMMANDS = {
    "ingest": ("ingest", "{in}", "--workers", "1"), "reread": ("reread", "--workers", "1"), "withdraw": ("withdraw", "2021.html"),
    "settle": ("settle", "2021.html", "--year", "2020"), "settle --list": ("settle", "--list"), "check": ("check",),
    "export": ("export", "facts"), "briefing": ("briefing", "--out", "{out}/b.html"), "package": ("package", "--out", "{out}/p.zip"),
    "compile": ("compile", "--year", "2022", "--out", "{out}/c.xlsx"), "ledger": ("ledger", "--out", "{out}/l.xlsx"),
    "notice": ("notice", "--out", "{out}/n.docx"), "circular": ("circular", "--out", "{out}/c.docx"), "source": ("source", "2021.html", "--out", "{out}/s.html"),
    "roster set": ("roster", "set", "{in}/roster.csv"), "roster show": ("roster", "show"), "roster restore": ("roster", "restore"),
    "population show": ("population", "show"), "notes show": ("notes", "show"), "template clear": ("template", "clear", "notice"),
    "users list": ("users", "list"), "store check": ("store", "check"), "store repair": ("store", "repair"), "store compact": ("store", "compact"),
    "store backup": ("store", "backup", "{out}/backup"), "store restore": ("store", "restore", "{in}/backup", "--over"),
    "demo": ("demo", "--reports", "20"), "doctor": ("doctor",), "serve": ("serve",),
}  # fmt: skip
# A command writes what it makes beside the store: on the disk that is full or read-only.
PAGES = ("overview", "tables", "coverage", "compare", "report", "sources", "about", "office", "add")


def _first(table: str) -> Callable[[Path], Path]:
    return lambda store: store / open_store(store).files[table][0]


def _manifest(content: bytes) -> Callable[[Path], object]:
    return lambda store: (store / MANIFEST).write_bytes(content)


def _newer(store: Path) -> None:
    said = orjson.loads((store / MANIFEST).read_bytes())
    (store / MANIFEST).write_bytes(orjson.dumps(said | {"format": FORMAT + 1}))


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-9])


DAMAGES: dict[str, Callable[[Path], object]] = {
    "whole": lambda store: None,
    "cells cut": lambda store: _cut(_first("cells")(store)),
    "reports flipped": lambda store: flipped(_first("reports")(store)),
    "documents gone": lambda store: _first("documents")(store).unlink(),
    "manifest gone": lambda store: (store / MANIFEST).unlink(),
    "manifest empty": _manifest(b""),
    "manifest no JSON": _manifest(b"\xff{not"),
    "manifest a list": _manifest(b"[]"),
    "newer format": _newer,
}
DISKS = ("read-only", "full")


@contextmanager
def damaged(whole: Path, damage: str, root: Path) -> Iterator[Path]:
    """A copy of the store with this damage, or on such a disk."""
    place = Path(tempfile.mkdtemp(dir=root))
    store = place / "disk" / "store"
    if damage in DISKS:
        size = sum(f.stat().st_size for f in whole.rglob("*")) // 1024 + 200
        store.parent.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", store.parent], check=True)
    shutil.copytree(whole, store)
    try:
        if damage == "read-only":
            subprocess.run(["mount", "-o", "remount,ro", store.parent], check=True)
        elif damage == "full":
            with (store.parent / "rest").open("wb") as file:
                _fill(file)
        else:
            DAMAGES[damage](store)
        yield store
    finally:
        if damage in DISKS:
            subprocess.run(["umount", store.parent], check=True)
        shutil.rmtree(place)


def mounts() -> bool:
    """Whether this process may mount a disk; without it what is full or read-only is not tried."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], check=False, capture_output=True)
        if done.returncode == 0:
            subprocess.run(["umount", folder], check=True)
        return done.returncode == 0


def _fill(file: io.BufferedWriter) -> None:
    try:
        while True:
            os.write(file.fileno(), b"x" * 4096)
    except OSError:
        return


def outcome(arguments: list[str]) -> tuple[str, str]:
    """How a command ends, with `!` where no sentence says why; and what it says of its fault."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    try:
        with redirect_stdout(out), redirect_stderr(err), patch.object(sys, "argv", ["gongkai", *arguments]):
            commands.main()
        code: object = 0
    except SystemExit as end:
        code = end.code
    except BaseException as error:  # whatever gets out is a traceback
        return "!", f"{type(error).__name__}: {error}"
    said = err.getvalue().strip()
    out.seek(0)
    good = code in (0, 1, 2) and "Traceback" not in said and (code == 0 or said or out.read().strip())
    return f"{code}" if good else f"{code}!", said.splitlines()[0] if said else ""


def shown(page: str, store: Path) -> tuple[str, str]:
    """What becomes of a page: `shown`, `said`, or `!` where it fails."""
    with patch.dict(os.environ, {settings.STORE: str(store), settings.UPLOADS: "1"}):
        try:
            test = open_page(page, data="own", lang="en")
        except BaseException as error:
            return "!", f"{type(error).__name__}: {error}"
    errors = [e.value for e in test.error]
    return ("said" if errors else "shown"), " ".join(errors)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--command", choices=[*COMMANDS, *PAGES], action="append")
    given = parser.parse_args()
    faults, trials, failures = [], 0, (*DAMAGES, *(DISKS if mounts() else ()))
    with tempfile.TemporaryDirectory() as work:
        root = Path(work)
        for year in (2021, 2022):
            put(root / "in", f"{year}.html", example(year))
        read(root / "whole", root / "in")
        shutil.copytree(root / "whole", root / "in" / "backup")
        put(root / "in", "2023.html", example(2023))
        put(root / "in", "roster.csv", "单位\n望溪市青禾区教育局\n")
        print(f"{'':16s} " + " ".join(f"{d:>16s}" for d in failures))
        for name in given.command or [*COMMANDS, *PAGES]:
            line = []
            for damage in failures:
                with damaged(root / "whole", damage, root) as store, patch.object(serve, "serve", lambda *_, **__: 0):
                    places = {"in": root / "in", "out": store.parent}
                    asked = [a.format(**places) for a in COMMANDS.get(name, ())]
                    ended, said = (
                        outcome([*asked, "--store", str(store), "--lang", "en"]) if asked else shown(name, store)
                    )
                trials += 1
                line.append(ended)
                if "!" in ended:
                    faults.append(f"{name}, {damage}: {ended} {said}")
            print(f"{name:16s} " + " ".join(f"{cell:>16s}" for cell in line), flush=True)
    print(f"{trials} trials, {len(faults)} without a sentence")
    print("\n".join(faults))
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
