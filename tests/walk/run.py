"""States → what is wrong in each, walked side by side in one browser."""

import asyncio
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import chromium
from playwright.async_api import Browser, BrowserContext, async_playwright

from pages.shared.frame.menu import HIDDEN

from . import states
from .look import allowed, look, settle
from .stores import COUNTS, small_stores

_AT_ONCE = 3
_FRESH = 24
"""Every so manieth visit is the first that its server ever shows, to a browser that has seen nothing."""
_LOCALES = {"zh": "zh-CN", "en": "en-GB"}


@dataclass
class Walked:
    """wrong: state → what is wrong there, for those states in which something is; used: the allowed faults that occurred."""

    states: int = 0
    wrong: dict[str, list[str]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def kinds(self) -> dict[str, list[str]]:
        """Finding → the states in which it occurs, the commonest first."""
        found = defaultdict(list)
        for state, findings in self.wrong.items():
            for finding in findings:
                found[finding].append(state)
        return dict(sorted(found.items(), key=lambda kind: -len(kind[1])))


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
    select: Callable[[Sequence[str]], list[dict[str, str]]] = states.few,
    tell: Callable[[str], None] = print,
    only: Callable[[Mapping[str, str]], bool] = lambda _: True,
    part: tuple[int, int] = (1, 1),
) -> Walked:
    """select: pages → states; part: the first, second … of so many parts of the visits, whose sum is all."""
    return asyncio.run(_walk(select, tell, only, part))


async def _walk(select: Callable, tell: Callable[[str], None], only: Callable, part: tuple[int, int]) -> Walked:
    filters, walked = states.choices(), Walked()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers = {"demo": chromium.serving(), "bare": chromium.serving(bare(folder / "bare"))}
        for name, store in small_stores(folder).items():
            servers[name] = chromium.serving(variables={"GONGKAI_STORE": str(store)})
        addresses = {name: stack.enter_context(server) for name, server in servers.items()}
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium.PATH, args=chromium.ARGUMENTS)
            chosen = [s for s in select(await menu(browser, addresses["demo"])) if only(s)]
            todo = list(enumerate(states.visits(chosen)[part[0] - 1 :: part[1]], start=1))
            tell(f"{sum(len(v) for _, v in todo)} states in {len(todo)} visits")
            left = iter(todo)

            async def one_after_another() -> None:
                contexts = {lang: await _context(browser, lang) for lang in _LOCALES}
                for i, visit in left:
                    state, begun = visit[0], time.monotonic()
                    link = states.link(state, filters)
                    if state["filter"] in (*COUNTS, "bare"):
                        found = await look(contexts[state["lang"]], addresses[state["filter"]] + link, visit)
                    elif i % _FRESH == 0:
                        found = await _fresh(browser, link, visit)
                    else:
                        found = await look(contexts[state["lang"]], addresses["demo"] + link, visit)
                    tell(f"{i}/{len(todo)} {_note(walked, visit, found)} ({time.monotonic() - begun:.1f} s)")

            await asyncio.gather(*(one_after_another() for _ in range(_AT_ONCE)))
            await browser.close()
    return walked


async def _context(browser: Browser, lang: str) -> BrowserContext:
    return await browser.new_context(locale=_LOCALES[lang], reduced_motion="reduce")


async def _fresh(browser: Browser, link: str, visit: states.Visit) -> list[list[str]]:
    with ExitStack() as stack:
        address = await asyncio.to_thread(stack.enter_context, chromium.serving())
        context = await _context(browser, visit[0]["lang"])
        found = await look(context, address + link, visit)
        await context.close()
    return found


def _note(walked: Walked, visit: states.Visit, found: Iterable[Iterable[str]]) -> str:
    """Enters what was found; the visit in words, with what is wrong in it."""
    lines = []
    for state, findings in zip(visit, found, strict=True):
        walked.states += 1
        wrong, used = allowed(findings)
        walked.used |= used
        if wrong:
            walked.wrong[states.name(state)] = wrong
            lines += [f"\n  {states.name(state)}", *(f"\n    {f}" for f in wrong)]
    page, filter_, lang = (visit[0][k] or "overview" for k in ("page", "filter", "lang"))
    return f"{page} · {filter_} · {lang}: {'fine' if not lines else ''.join(lines)}"
