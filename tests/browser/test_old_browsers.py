"""Browsers of yesterday: from Chromium 94 on every page opens; before that a plain page says what to use."""

import io
from collections.abc import Iterator
from pathlib import Path

import chromium
import polars as pl
import pytest
from chromium import PAGES, settle, visit
from playwright.sync_api import Browser, BrowserContext, Page, expect

from loaders.language.words import LANGS, say

chromium.require()

OLD = Path(__file__).with_name("old_browser.js")
NO_STATIC_BLOCKS = "Object.defineProperty(window, 'parsesStaticBlocks', {get: () => undefined, set: () => {}})"
NO_MODULES = "delete HTMLScriptElement.prototype.noModule"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with chromium.serving(way="serve") as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 900})
    yield context
    context.close()


def faults(page: Page) -> list[str]:
    """What goes wrong in the page's scripts from now on."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda line: found.append(line.text) if line.type == "error" else None)
    return found


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_without_the_functions_newer_than_chromium_94(name, address, context):
    context.add_init_script(path=OLD)
    page = context.new_page()
    found = faults(page)
    visit(page, f"{address}/{name}?data=demo&lang=zh")
    expect(page.get_by_test_id("stMain").get_by_test_id("stElementContainer").nth(5)).to_be_attached()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert found == []


def test_a_table_is_asked_for_and_downloaded_without_them(address, context):
    context.add_init_script(path=OLD)
    page = context.new_page()
    found = faults(page)
    visit(page, f"{address}/requests?data=demo&lang=zh&year=2023")
    page.get_by_test_id("stTopNavLink").filter(has_text=say("menu.tables", "zh")).click()
    expect(page.locator("h1")).to_have_text(say("menu.tables", "zh"))
    settle(page)
    with page.expect_download() as waiting:
        page.get_by_test_id("stDownloadButton").filter(has_text="CSV").first.click()
    assert pl.read_csv(io.BytesIO(Path(waiting.value.path()).read_bytes())).height > 3
    assert found == []


def test_what_stands_in_for_them_answers_as_the_browsers_own(address, context):
    """The same calls with the functions and without."""
    calls = """() => {
      const map = new Map([["a", new Set([1])]])
      const loop = {when: new Date(5), list: [1, undefined], bytes: new Uint8Array([1, 2, 3]).subarray(1), map}
      loop.self = loop
      const copy = structuredClone(loop)
      return [
        Object.hasOwn({a: 1}, "a"), Object.hasOwn({}, "toString"), [1, 2, 3].at(-1), "abc".at(-3), [1].at(5) ?? "none",
        new Uint8Array([3, 1]).at(1.9), [3, , 1].toSorted().length, [10, 9, 1].toSorted(), [1, 3].toSorted((a, b) => b - a),
        Array.from(new Uint8Array([3, 1]).toSorted()), Object.entries(Object.groupBy([1, 2, 3], (n, i) => i % 2)),
        URL.canParse("/a"), URL.canParse("/a", "http://b"), copy.self === copy, copy.when.getTime(),
        [...copy.bytes], copy.list.length, copy.map.get("a").has(1), copy.map !== map,
        "a[]".replace(new RegExp("\\\\[\\\\]$", "v"), ""), RegExp("^[#&?]", "v").test("#"), /x/ instanceof RegExp,
        [..."a1b2".matchAll(new RegExp("[0-9]", "gv"))].map(String), AbortSignal.timeout(1e6).aborted,
        Object.keys(Promise.withResolvers()).sort(),
      ]
    }"""
    page = context.new_page()
    page.goto(f"{address}/")
    new = page.evaluate(calls)
    context.add_init_script(path=OLD)
    page.goto(f"{address}/")
    assert page.evaluate(calls) == new


@pytest.mark.parametrize("lacking", [NO_STATIC_BLOCKS, NO_MODULES])
def test_a_browser_that_cannot_parse_the_scripts_says_so_in_both_languages(lacking, address, context):
    context.add_init_script(lacking)
    page = context.new_page()
    found = faults(page)
    # The browser is stopped while it loads, so that no event of having loaded comes.
    page.goto(f"{address}/requests?data=demo&lang=en", wait_until="commit")
    expect(page.locator("p")).to_have_text([say("page.old_browser", lang) for lang in ("en", "zh")])
    expect(page.locator("#root")).to_have_count(0)
    assert found == []


def test_without_scripts_the_page_says_so_in_both_languages(address, browser):
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{address}/")
    assert page.locator("noscript p").all_inner_texts() == [say("page.no_script", lang) for lang in LANGS]
    context.close()
