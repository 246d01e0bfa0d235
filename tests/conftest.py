"""What several tests need: no store of the user's, an executor in this process, a browser."""

import sys
from collections.abc import Iterator
from concurrent.futures import Executor

import hypothesis
import pytest
from helpers import Here
from playwright.sync_api import Browser, sync_playwright

# How long an example takes says how busy the machine is, and nothing of what it asserts.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def nothing_of_the_users(monkeypatch, tmp_path):
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "none"))
    # A page that runs becomes `__main__`; processes that later tests spawn would run it again.
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture
def here() -> Executor:
    return Here()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the tests of a module."""
    import chromium

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.PATH, args=chromium.ARGUMENTS)
        yield browser
        browser.close()
