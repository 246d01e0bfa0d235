"""States → what is wrong in each, walked side by side in one browser."""

import asyncio
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import chromium
from playwright.async_api import Browser, async_playwright

from pages.shared.frame.menu import HIDDEN

from . import pairs, states
from .look import look, settle

_AT_ONCE = 3
_FRESH = 12
"""Every twelfth state is the first that its server ever shows."""


async def menu(browser: Browser, address: str) -> list[str]:
    """The pages as the menu names them, the first being the one that has no name, then those to which only links lead."""
    page = await browser.new_page(viewport={"width": 2560, "height": 900})
    await page.goto(address)
    await settle(page)
    links = page.get_by_test_id("stTopNavLink")
    names = [(await links.nth(i).get_attribute("href")).rsplit("/", 1)[1] for i in range(await links.count())]
    await page.close()
    return [*names, *HIDDEN]


def bare(folder: Path) -> Path:
    """The program without the stores that come with it."""
    for part in ("loaders", "pages", ".streamlit", "data"):
        shutil.copytree(
            chromium.ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "demo", "sample")
            if part == "data"
            else shutil.ignore_patterns("__pycache__"),
        )  # fmt: skip
    shutil.copy(chromium.ROOT / "dashboard.py", folder)
    return folder


def walk(
    select: Callable[[Mapping[str, Sequence[str]]], list[dict[str, str]]] = pairs.pairwise,
    tell: Callable[[str], None] = print,
    only: Callable[[Mapping[str, str]], bool] = lambda _: True,
) -> tuple[dict[str, list[str]], set[str]]:
    """State → what is wrong there, for those states in which something is; and which allowed faults occurred."""
    return asyncio.run(_walk(select, tell, only))


async def _walk(select: Callable, tell: Callable[[str], None], only: Callable) -> tuple[dict[str, list[str]], set[str]]:
    filters = states.choices()
    wrong: dict[str, list[str]] = {}
    used: set[str] = set()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        address = stack.enter_context(chromium.serving())
        without = stack.enter_context(chromium.serving(bare(Path(folder))))
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium.PATH, args=chromium.ARGUMENTS)
            todo = iter([s for s in enumerate(select(states.factors(await menu(browser, address)))) if only(s[1])])

            async def one_after_another(todo: Iterable) -> None:
                for i, state in todo:
                    begun = time.monotonic()
                    if state["filter"] == "bare":
                        found = await look(browser, without + states.link(state, filters), state)
                    elif i % _FRESH == 0:
                        found = await _fresh(browser, states.link(state, filters), state)
                    else:
                        found = await look(browser, address + states.link(state, filters), state)
                    used.update(found[1])
                    if found[0]:
                        wrong[states.name(state)] = found[0]
                    lines = "".join(f"\n    {f}" for f in found[0]) or " fine"
                    tell(f"{states.name(state)} ({time.monotonic() - begun:.1f} s):{lines}")

            await asyncio.gather(*(one_after_another(todo) for _ in range(_AT_ONCE)))
            await browser.close()
    return wrong, used


async def _fresh(browser: Browser, link: str, state: Mapping[str, str]) -> tuple[list[str], set[str]]:
    with ExitStack() as stack:
        address = await asyncio.to_thread(stack.enter_context, chromium.serving())
        return await look(browser, address + link, state)
