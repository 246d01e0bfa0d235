"""On paper: the page without its tools, tables with all rows, charts and tables no wider than the sheet."""

import re
from collections.abc import Iterator

import chromium
import pytest
from chromium import PAGES
from helpers import hold
from playwright.sync_api import Page, expect
from walk.look import SETTLED

from loaders.query import coverage
from loaders.query.filters import Filter
from loaders.reading.formats.readers import read_document
from loaders.store.versions import open_store, shipped

chromium.require()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with chromium.serving() as address:
        yield address


@pytest.fixture
def page(browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def visit(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_function(SETTLED, timeout=120_000)


def test_printed_is_the_page_alone(address, page):
    visit(page, f"{address}/requests?data=demo")
    page.emulate_media(media="print")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    expect(page.get_by_test_id("stDownloadButton").first).to_be_hidden()
    main = page.get_by_test_id("stMain")
    assert main.evaluate("(e) => getComputedStyle(e).overflowY") == "visible"
    page_width, widest = page.evaluate(
        "() => [innerWidth, Math.max(...[...document.querySelectorAll('.plot .main-svg')].map((s) => s.getBoundingClientRect().right))]"
    )
    assert widest <= page_width


def printed(page) -> str:
    """The text of the page's printed form, without spaces."""
    return "".join(row.text for row in read_document(page.pdf(format="A4"), "pdf").rows).replace(" ", "")


def test_on_paper_stand_all_rows_of_a_table_and_all_years(address, page):
    visit(page, f"{address}/coverage?data=demo&lang=zh")
    expect(page.locator(".gk-matrix")).to_be_visible()
    text = printed(page)
    snapshot = hold(open_store(shipped("demo")))
    owing = coverage.coverage(snapshot, Filter(), state=coverage.OWING)
    assert owing.height > 60
    for agency in set(owing["agency"]):
        assert agency in text, agency
    assert text.count("推定") >= owing.height
    assert re.search("单位2019年?2020年?2021年?2022年?2023年?2024", text)


@pytest.mark.parametrize("name", [n for n in PAGES if n not in ("coverage", "briefing")])
def test_nothing_on_paper_is_wider_than_the_sheet(name, address, page):
    visit(page, f"{address}/{name}?data=demo&lang=zh")
    page.set_viewport_size({"width": 680, "height": 960})
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    beyond = page.evaluate(
        """() => [...document.querySelectorAll('.chart svg, .on-paper table, .gk-grid table, .gk-matrix table')]
          .filter((e) => e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.className.baseVal ?? e.parentElement.className)"""
    )
    assert not beyond, beyond
    assert printed(page)
