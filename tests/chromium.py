"""A browser and a server of the dashboard, for the tests that look at pages as a user does."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import pytest
from axe_playwright_python.sync_playwright import Axe
from helpers import ROOT
from playwright.sync_api import Download, Locator, Page, expect
from walk.look import SETTLED

PATH = next((p for name in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(name))), None)
ARGUMENTS = ["--no-sandbox"] if os.geteuid() == 0 else []
MISSING = "no Chromium on this machine: install it (Debian: apt-get install chromium) to run the browser tests"

STILL = """() => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning"
    && !document.querySelector("[data-stale=true]")
    && !document.getAnimations().some((a) => a.effect.getComputedTiming().iterations < Infinity)"""
"""Nothing is on its way and nothing moves but what turns for ever. A folded part grows for half a second in any case."""

PAGES = (
    "", "disclosure", "requests", "reviews", "compare", "coverage", "tables", "briefing", "body", "report", "add", "office", "precheck",
    "about",
)  # fmt: skip
"""By their addresses."""


def require() -> None:
    """Skips a module of tests where there is no browser, with the reason; in CI that is a failure."""
    if PATH is None and os.environ.get("CI"):
        pytest.fail(MISSING, pytrace=False)
    if PATH is None:
        pytest.skip(MISSING, allow_module_level=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url: str, server: subprocess.Popen) -> None:
    """Returns once the server answers; raises with its exit code if it ends before."""
    while server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=60).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server ended with {server.returncode}")


COMMANDS = {
    "serve": ("loaders.cli", "serve", "--port"),
    "streamlit": ("streamlit", "run", "dashboard.py", "--server.port"),
}
"""The two ways to run the dashboard, both of which are promised."""


@contextmanager
def serving(
    root: Path = ROOT,
    way: str = "streamlit",
    port: int | None = None,
    arguments: Sequence[str] = (),
    variables: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[str]:
    """The address of a fresh server with no store of the user's, from the code in a folder; variables: of its environment."""
    port = port or free_port()
    command = [sys.executable, "-m", *COMMANDS[way], str(port), *arguments]
    environment = os.environ | {"GONGKAI_STORE": str(root / "no-store")} | variables
    with subprocess.Popen(
        command, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def settle(page: Page) -> None:
    """Waits until the page is drawn and the server has nothing more to send."""
    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def visit(page: Page, url: str) -> None:
    page.goto(url)
    settle(page)


def visit_drawn(page: Page, url: str) -> None:
    """Opens a page and waits until its charts and tables are drawn as well."""
    page.goto(url)
    page.wait_for_function(SETTLED, timeout=120_000)


def fetched(page: Page, button: Locator) -> Download:
    """What a button saves, pressed for as long as a hand presses it: a browser refuses the eleventh file of a button let go at once.

    A button that moves away under the press is not pressed.
    """
    page.wait_for_function(STILL)
    with page.expect_download() as waiting:
        button.click(delay=100)
    return waiting.value


def faults(page: Page, tags: Sequence[str]) -> list[str]:
    """What axe finds by some of its tags and goes on finding: while a page draws itself, words are pale and buttons without a name."""
    page.wait_for_function(STILL)
    end = time.monotonic() + 30
    while True:
        found = Axe().run(page, options={"resultTypes": ["violations"], "runOnly": [*tags]}).response["violations"]
        standing = [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]
        if not standing or time.monotonic() > end:
            return standing
        page.wait_for_timeout(500)
