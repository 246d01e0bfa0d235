"""States of one page in a browser → what is wrong with each, a line a finding."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import BrowserContext, Error, Page

from .allowed import ALLOWED

_CUT = (Path(__file__).parent / "cut.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_OF_COLOUR = ["color-contrast", "link-in-text-block"]
_OF_SIZE = [*_OF_COLOUR, "scrollable-region-focusable", "target-size"]
"""What another theme, and another width of a window that is no phone's, may change of what axe finds."""
_PHONE = "360"
SETTLED = """() => document.querySelector("h1")
    && document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning"
    && !document.querySelector("[data-testid=stSkeleton], [data-stale=true]")
    && document.querySelector("[data-testid=stMain] :is(p, [data-testid=stAlert])")
    && [...document.querySelectorAll(".plot")].every((p) => "drawn" in p.dataset)"""
_LACKING = """() => [
    ["no heading", !document.querySelector("h1")],
    [`script ${document.querySelector("[data-testid=stApp]")?.dataset.testScriptState}`, true],
    ["skeletons", document.querySelector("[data-testid=stSkeleton]")],
    ["stale parts", document.querySelector("[data-stale=true]")],
    ["charts not drawn", document.querySelector(".plot:not([data-drawn])")],
    ].filter(([, so]) => so).map(([word]) => word).join(", ")"""
"""What keeps a page from being settled, in words."""
_DRAWN = "() => document.fonts.ready.then(() => new Promise((f) => requestAnimationFrame(() => requestAnimationFrame(() => f()))))"
_STILL = """() => {
  const now = [...document.querySelectorAll(".plot .main-svg")].map((s) => s.getAttribute("width") + s.outerHTML).join()
  const same = now === window.gongkaiStill
  window.gongkaiStill = now
  return same
}"""
"""Whether the charts are as they were when this was asked last: Plotly fits them in several steps."""
_FOLLOWED = """(dark) => {
  const light = (colour) => {
    const [r, g, b] = (colour.startsWith("#") ? colour.slice(1).match(/../g).map((h) => parseInt(h, 16)) : colour.match(/[0-9.]+/g).map(Number))
    return r + g + b > 380
  }
  return light(getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor) !== dark
    && light(getComputedStyle(document.documentElement).getPropertyValue("--page-ink")) === dark
    && [...document.querySelectorAll(".js-plotly-plot")].every((p) => !p.clientWidth
      || p._fullLayout?.font && light(p._fullLayout.font.color) === dark && Math.abs(p._fullLayout.width - p.clientWidth) < 2)
}"""
"""Whether page and charts have taken on the theme, and the charts the width of their boxes."""
_WRONG = """() => [...document.querySelectorAll("[data-testid=stException], [role=dialog], [data-testid=stAlertContentError]")]
    .map((e) => e.textContent.slice(0, 120))"""
_PATIENCE = 120_000
"""Milliseconds: a machine may be busy."""


async def settle(page: Page) -> None:
    """Returns once the page is drawn: its script at rest, its charts there, its letters loaded."""
    await page.wait_for_function(SETTLED, timeout=_PATIENCE)
    await page.evaluate(_DRAWN)
    await page.wait_for_function(_STILL, timeout=_PATIENCE, polling=400)


async def look(context: BrowserContext, url: str, visit: Sequence[Mapping[str, str]]) -> list[list[str]]:
    """What is wrong where a link is opened in the first of some states and the window then brought to each of the others."""
    seen: list[str] = []
    host = urlsplit(url).netloc
    page = await context.new_page()
    page.on("console", lambda m: seen.append(f"console: {m.text[:200]}") if m.type == "error" else None)
    page.on("pageerror", lambda e: seen.append(f"script: {str(e)[:200]}"))
    page.on("request", lambda r: seen.append(f"outside: {r.url}") if _outside(r.url, host) else None)
    page.on("websocket", lambda w: seen.append(f"outside: {w.url}") if _outside(w.url, host) else None)
    found: list[list[str]] = []
    before: Mapping[str, str] = {}
    for state in visit:
        try:
            await page.set_viewport_size({"width": int(state["width"]), "height": 900})
            await page.emulate_media(color_scheme=state["theme"])
            if not before:
                await page.goto(url)
            await page.evaluate(_DRAWN)
            await settle(page)
            await page.wait_for_function(_FOLLOWED, arg=state["theme"] == "dark", timeout=_PATIENCE, polling=100)
            if before:
                await settle(page)
            seen += await _faults(page, _rules(before, state))
        except Error as error:
            seen.append(f"did not settle: {error.message.splitlines()[0]} ({await page.evaluate(_LACKING)})")
        found.append(list(dict.fromkeys(seen)))
        if any(f.startswith("did not settle") for f in seen):
            # The page is as it is: the other states of the visit are not to be had either.
            found += [["not looked at"]] * (len(visit) - len(found))
            break
        seen.clear()
        before = state
    await page.close()
    return found


def _rules(before: Mapping[str, str], now: Mapping[str, str]) -> list[str] | dict[str, str | list[str]]:
    """What axe is to look for on a page that was looked at before in another state."""
    if before and before["width"] == now["width"]:
        return {"type": "rule", "values": _OF_COLOUR}
    if before and _PHONE not in (before["width"], now["width"]):
        return {"type": "rule", "values": _OF_SIZE}
    return TAGS


async def _faults(page: Page, rules: list[str] | dict[str, str | list[str]]) -> list[str]:
    found = [f"error: {t}" for t in await page.evaluate(_WRONG)]
    found += await page.evaluate(_CUT)
    # A chart is a picture with a text: what stands inside is not read out, and its colours are the palette's.
    result = await Axe().run(
        page, context={"exclude": [[".plot svg"]]}, options={"resultTypes": ["violations"], "runOnly": rules}
    )
    return found + [
        f"axe: {rule['id']}: {_where(node['target'])} {_why(node)}"
        for rule in result.response["violations"]
        for node in rule["nodes"]
    ]


def allowed(found: Iterable[str]) -> tuple[list[str], set[str]]:
    """The findings that are not allowed, and which allowed faults are among them."""
    found = list(found)
    used = {a.id for a in ALLOWED for f in found if a.covers(f)}
    return [f for f in found if not any(a.covers(f) for a in ALLOWED)], used


def _outside(url: str, host: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host


def _where(target: list) -> str:
    last = target[-1]
    return (last if isinstance(last, str) else last[-1])[-140:]


def _why(node: Mapping) -> str:
    return " ".join(node["failureSummary"].split("\n")[1].split())[:160] + " " + node["html"][:120].replace("\n", " ")
