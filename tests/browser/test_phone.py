"""On a phone: what is wider than the screen says so."""

import chromium
import pytest
from chromium import visit_drawn
from playwright.sync_api import Page

chromium.require()

TABLES = """() => [...document.querySelectorAll("[data-testid=stDataFrame]")].map((table) => {
  const rows = table.querySelector(".dvn-scroller")
  const sign = getComputedStyle(table.closest("[data-testid=stElementContainer]"), "::before").content
  return {title: table.getAttribute("aria-label"), wide: rows.scrollWidth > rows.clientWidth + 2, said: sign.startsWith('"')}
})"""
"""Each table that may scroll: whether it is wider than the screen, and whether it is said."""
OTHERS = """() => [...document.querySelectorAll("[data-testid=stElementContainer]")].filter((part) =>
  !part.querySelector("[data-testid=stDataFrame]") && getComputedStyle(part, "::before").content.startsWith('"')).length"""
"""How many other parts of a page are said to be such a table, those before a wide chart among them."""
GRIDS = "() => document.querySelector('.dvn-scroller')"


@pytest.mark.parametrize("name", ["body", "coverage"])
def test_a_table_that_scrolls_sideways_says_so(name, address, page: Page):
    page.set_viewport_size({"width": 360, "height": 900})
    visit_drawn(page, f"{address}/{name}?data=demo&lang=zh")
    page.wait_for_function(GRIDS)
    page.wait_for_function(chromium.STILL)
    tables = page.evaluate(TABLES)
    assert any(t["wide"] for t in tables)
    assert [t for t in tables if t["wide"] != t["said"]] == []
    assert page.evaluate(OTHERS) == 0
