"""One state in a browser → what is wrong with it, a line a finding."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Error, Page

from .allowed import ALLOWED

_CUT = (Path(__file__).parent / "cut.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SETTLED = """() => document.querySelector("h1")
    && document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning"
    && !document.querySelector("[data-testid=stSkeleton], [data-stale=true]")
    && document.querySelector("[data-testid=stMain] :is(p, [data-testid=stAlert])")
    && [...document.querySelectorAll(".plot")].every((p) => "drawn" in p.dataset)"""
_DRAWN = "() => document.fonts.ready.then(() => new Promise((f) => requestAnimationFrame(() => requestAnimationFrame(() => f()))))"
_STILL = """() => {
  const now = [...document.querySelectorAll(".plot .main-svg")].map((s) => s.getAttribute("width") + s.outerHTML).join()
  const same = now === window.gongkaiStill
  window.gongkaiStill = now
  return same
}"""
"""Whether the charts are as they were when this was asked last: Plotly fits them in several steps."""
_WRONG = """() => [...document.querySelectorAll("[data-testid=stException], [role=dialog], [data-testid=stAlertContentError]")]
    .map((e) => e.textContent.slice(0, 120))"""
_PATIENCE = 120_000
"""Milliseconds: a machine may be busy."""


async def settle(page: Page) -> None:
    """Returns once the page is drawn: its script at rest, its charts there, its letters loaded."""
    await page.wait_for_function(SETTLED, timeout=_PATIENCE)
    await page.evaluate(_DRAWN)
    await page.wait_for_function(_STILL, timeout=_PATIENCE, polling=400)


async def look(browser: Browser, url: str, state: Mapping[str, str]) -> tuple[list[str], set[str]]:
    """What is wrong where a new visitor opens a link, and which of the allowed faults occurred."""
    context = await browser.new_context(
        locale={"zh": "zh-CN", "en": "en-GB"}[state["lang"]],
        viewport={"width": int(state["width"]), "height": 900},
        color_scheme=state["theme"],
        reduced_motion="reduce",
    )
    found: list[str] = []
    host = urlsplit(url).netloc
    page = await context.new_page()
    page.on("console", lambda m: found.append(f"console: {m.text[:200]}") if m.type == "error" else None)
    page.on("pageerror", lambda e: found.append(f"script: {str(e)[:200]}"))
    page.on("request", lambda r: found.append(f"outside: {r.url}") if _outside(r.url, host) else None)
    page.on("websocket", lambda w: found.append(f"outside: {w.url}") if _outside(w.url, host) else None)
    try:
        await page.goto(url)
        await settle(page)
        found += [f"error: {t}" for t in await page.evaluate(_WRONG)]
        found += await page.evaluate(_CUT)
        # A chart is a picture with a text: what stands inside is not read out, and its colours are the palette's.
        result = await Axe().run(
            page, context={"exclude": [[".plot svg"]]}, options={"resultTypes": ["violations"], "runOnly": TAGS}
        )
        found += [
            f"axe: {rule['id']}: {_where(node['target'])} {_why(node)}"
            for rule in result.response["violations"]
            for node in rule["nodes"]
        ]
    except Error as error:
        found.append(f"did not settle: {error.message.splitlines()[0]}")
    finally:
        await context.close()
    used = {a.id for a in ALLOWED for f in found if a.covers(f)}
    return [f for f in dict.fromkeys(found) if not any(a.covers(f) for a in ALLOWED)], used


def _outside(url: str, host: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host


def _where(target: list) -> str:
    last = target[-1]
    return (last if isinstance(last, str) else last[-1])[-140:]


def _why(node: Mapping) -> str:
    return " ".join(node["failureSummary"].split("\n")[1].split())[:160] + " " + node["html"][:120].replace("\n", " ")
