"""A zip dropped in a browser → when it is seen, read and counted, beside `gongkai ingest` on the same files, and what others wait."""

import os
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import expect, sync_playwright

from loaders.language.words import say
from loaders.store.versions import shipped
from tests.bench import ingest
from tests.bench.load import ROOT, Met, Server, meet, serving, warm

_PATIENCE = 600_000
"""Milliseconds."""
_WATCHED = 15.0
"""Seconds for which others are watched, before and while it is read."""


@dataclass(frozen=True)
class Added:
    """Seconds from the drop to the first preview, to the last document read, and with the commit; of the command line; what
    others met before and meanwhile.
    """

    preview: float
    read: float
    whole: float
    command: float
    quiet: Met
    busy: Met


def measure(folder: Path, documents: int, visitors: int) -> Added:
    """All of it on fresh files in a folder; the others are sent a second time, as whoever measures them slows the reading.

    Raises RuntimeError without Chromium.
    """
    given = folder / "given"
    given.mkdir()
    ingest.mixed(given, documents)
    packed = folder / "all.zip"
    with ZipFile(packed, "w") as archive:
        for path in sorted(p for p in given.rglob("*") if p.is_file()):
            archive.write(path, path.relative_to(given))
    command = _command(given, folder / "command")
    alone = _dropped(folder / "alone", packed, 0)
    watched = _dropped(folder / "watched", packed, visitors)
    assert watched.quiet
    assert watched.busy
    return Added(alone.preview, alone.read, alone.whole, command, watched.quiet, watched.busy)


def _command(given: Path, store: Path) -> float:
    start = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "loaders.cli", "ingest", str(given), "--store", str(store)],
        cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return time.monotonic() - start


@dataclass(frozen=True)
class _Drop:
    preview: float
    read: float
    whole: float
    quiet: Met | None
    busy: Met | None


def _dropped(store: Path, packed: Path, visitors: int) -> _Drop:
    """The zip dropped on a server of a store with the demo's reports; visitors: 0 for nobody else."""
    shutil.copytree(Path(str(shipped("demo"))), store)
    with ExitStack() as stack:
        server = stack.enter_context(serving(store))
        warm(server)
        quiet = _met(server, "quiet", visitors)
        page = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=_chromium(), args=["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
        ).new_page(locale="zh-CN")  # fmt: skip
        page.set_default_timeout(_PATIENCE)
        page.goto(f"{server.address}/add?lang=zh")
        drop = page.get_by_test_id("stFileUploaderDropzoneInput")
        drop.wait_for(state="attached")
        start = time.monotonic()
        drop.set_input_files(packed)
        page.get_by_test_id("stMain").locator(".wrapped table, [data-testid=stDataFrame]").first.wait_for()
        preview = time.monotonic() - start
        busy = _met(server, "busy", visitors)
        commit = page.get_by_role("button", name=say("add.commit", "zh", n="").split(" ")[0])
        commit.wait_for()
        read = time.monotonic() - start
        clicked = time.monotonic()
        commit.click()
        expect(page.get_by_text(say("add.see", "zh"))).to_be_visible(timeout=_PATIENCE)
        return _Drop(preview, read, read + time.monotonic() - clicked, quiet, busy)


def _met(server: Server, name: str, visitors: int) -> Met | None:
    return meet(server, name, "open", visitors, _WATCHED) if visitors else None


def _chromium() -> str:
    found = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
    if found is None:
        raise RuntimeError("chromium")
    return found
