"""On paper: the page without its tools, tables with all rows, charts and tables no wider than the sheet."""

import re
from collections import Counter

import chromium
import pytest
from chromium import PAGES, visit_drawn
from helpers import hold
from playwright.sync_api import expect

from loaders.query import coverage
from loaders.query.filters import Filter
from loaders.reading.formats.readers import read_document
from loaders.store.versions import open_store, shipped
from pages.shared.frame.menu import HIDDEN

chromium.require()

SHEET = 680
"""Pixels across a sheet of A4 between its margins."""


def test_printed_is_the_page_alone(address, page):
    visit_drawn(page, f"{address}/requests?data=demo")
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
    visit_drawn(page, f"{address}/coverage?data=demo&lang=zh")
    expect(page.locator(".gk-matrix")).to_be_visible()
    text = printed(page)
    snapshot = hold(open_store(shipped("demo")))
    owing = coverage.coverage(snapshot, Filter(), state=coverage.OWING)
    assert owing.height > 60
    for agency in set(owing["agency"]):
        assert agency in text, agency
    assert text.count("推定") >= owing.height
    assert re.search("单位2019年?2020年?2021年?2022年?2023年?2024", text)


@pytest.mark.parametrize("name", [*PAGES, *HIDDEN])
def test_every_heading_and_figure_of_a_page_stands_on_paper(name, address, page):
    """What lies beyond the edge of the sheet is not read."""
    visit_drawn(page, f"{address}/{name}?data=demo&lang=zh")
    # Charts are drawn anew for the sheet.
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.wait_for_function(
        "(sheet) => [...document.querySelectorAll('.plot .main-svg')].every((e) => e.getBoundingClientRect().width <= sheet)",
        arg=SHEET,
    )
    cells = page.evaluate(
        """() => [...document.querySelectorAll(".on-paper td, .gk-about td, .gk-grid :is(th, td), .gk-matrix :is(th, td), table.form td")]
          .filter((e) => e.checkVisibility()).map((e) => e.textContent)"""
    )
    headings = page.evaluate(
        "() => [...document.querySelectorAll('[data-testid=stMain] :is(h1, h2)')]"
        ".filter((e) => e.checkVisibility() && !e.closest('.chart')).map((e) => e.textContent)"
    )
    page.emulate_media(media=None)
    text = printed(page)
    missing = [h for h in headings if re.sub(r"\s", "", h) not in text]
    assert headings
    assert not missing, missing
    figures = Counter(f for t in cells for f in re.findall(r"(?<![0-9a-f])\d[\d,.]{2,}\d(?![0-9a-f])", t))
    lost = {f: n for f, n in figures.items() if text.count(f) < n}
    assert not lost, lost
