"""A filter that changes → how long until the charts of a page are redrawn in a browser, ours beside Streamlit's own."""

import os
import shutil
import statistics
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.bench import stock
from tests.bench.load import serving

SORTS = ("ours", *stock.SORTS)
"""Our component; Streamlit's chart with our figures; Streamlit's chart in Plotly's template."""
PAGE = "reviews"
"""A page with four charts."""
_QUIET = 500
"""Milliseconds without a change in any chart after which they are drawn."""
_HIGH = 900
"""Pixels of the window: the charts below are drawn as well, but nobody waits for them."""
_PATIENCE = 180_000
"""Milliseconds that a busy machine may take for a page."""
_WATCH = """([option]) => new Promise((done) => {
  const charts = "[data-testid=stPlotlyChart], .js-plotly-plot, .plot"
  const start = performance.now()
  let last = start, seen = start, timer
  const inView = (n) => {
    const box = (n.closest(charts) ?? n.querySelector(charts))?.getBoundingClientRect()
    return box && box.bottom > 0 && box.top < innerHeight
  }
  const mine = (n) => n.nodeType === 1 && (n.closest(charts) || n.querySelector(charts))
  const watch = new MutationObserver((changes) => {
    const drawn = changes.flatMap((c) => [c.target, ...c.addedNodes]).filter(mine)
    if (!drawn.length) return
    last = performance.now()
    if (drawn.some(inView)) seen = last
    clearTimeout(timer)
    timer = setTimeout(() => { watch.disconnect(); done([seen - start, last - start]) }, QUIET)
  })
  watch.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
  option.click()
})""".replace("QUIET", str(_QUIET))


@dataclass(frozen=True)
class Redraw:
    """The median seconds from a choice to the last change of a chart in view, and of any chart, and how many charts kept
    their node.
    """

    charts: str
    in_view: float
    median: float
    kept: int
    of: int


def measure(store: Path, repeats: int = 16) -> list[Redraw]:
    """The redraws of each sort of charts, in turn, each sort in a session of its own.

    Raises RuntimeError without Chromium.
    """
    chromium = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
    if chromium is None:
        raise RuntimeError("chromium")
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in SORTS}
    kept: dict[str, tuple[int, int]] = {}
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        stack.callback(browser.close)
        pages = {}
        for name in SORTS:
            server = stack.enter_context(serving(store, name))
            page = browser.new_context(
                bypass_csp=True, locale="zh-CN", viewport={"width": 1366, "height": _HIGH}
            ).new_page()
            page.set_default_timeout(_PATIENCE)
            page.goto(f"{server.address}/{PAGE}")
            _settle(page)
            pages[name] = page
        for i in range(repeats + 1):
            for name, page in pages.items():
                in_view, seconds, still, all_ = _choose(page, i)
                if i:  # the first is warming up
                    times[name].append((in_view, seconds))
                    kept[name] = (still, all_)
    return [
        Redraw(name, *(statistics.median(t[i] for t in found) for i in (0, 1)), *kept[name])
        for name, found in times.items()
    ]


def _choose(page: Page, turn: int) -> tuple[float, float, int, int]:
    """Adds a year to the filter, or takes all away again once most are chosen: seconds until what is in view is drawn, and
    until all is, charts kept, charts.
    """
    page.evaluate("document.querySelectorAll('.js-plotly-plot').forEach((n) => (n.dataset.before = '1'))")
    sidebar = page.get_by_test_id("stSidebar")
    if turn % 4 == 3:
        option = page.locator(".chips button").last
    else:
        option = page.get_by_role("option").nth(1)
        if not option.count():
            sidebar.get_by_test_id("stMultiSelect").first.locator("input").click()
        option.wait_for()
        option.wait_for()
    in_view, seconds = (ms / 1000 for ms in page.evaluate(_WATCH, [option.element_handle()]))
    page.locator("h1").click()
    _settle(page)
    charts = page.locator(".js-plotly-plot")
    return in_view, seconds, page.locator(".js-plotly-plot[data-before]").count(), charts.count()


def _settle(page: Page) -> None:
    page.wait_for_function("document.querySelectorAll('.js-plotly-plot .main-svg').length > 3")
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
