"""By keys alone: everything on a page is reached, in order and seen; charts are told in a sentence; motion is spared."""

import re

import chromium
import pytest
from chromium import visit_drawn
from playwright.sync_api import Page, expect

chromium.require()

# Where the focus is, through the roots of components; what it is called and whether one sees that it is there.
AT = """() => {
  let e = document.activeElement
  while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement
  if (!e || e === document.body) return null
  window.gongkaiReached ??= new Set()
  const again = window.gongkaiReached.has(e)
  window.gongkaiReached.add(e)
  const seen = (a) => {
    const s = getComputedStyle(a)
    return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none"
  }
  let ring = false
  for (let a = e, up = 0; a && up < 5 && !ring; a = a.parentElement ?? a.getRootNode().host, up++) ring = seen(a) || a.matches(":focus-within") && up > 0 && a.matches("[data-focus-within], [data-focus-visible]")
  return { again, ring, name: (e.getAttribute("aria-label") || e.textContent || e.title || e.tagName).trim().slice(0, 60),
    tag: e.tagName, place: e.closest("[data-testid]")?.dataset.testid ?? "" }
}"""
MISSED = """() => [...document.querySelectorAll("[data-testid=stMain] :is(a[href], button, input, [tabindex='0'])")]
  .filter((e) => e.checkVisibility({visibilityProperty: true}) && !e.disabled && e.tabIndex >= 0 && !e.closest("[data-testid=stElementToolbar]")
    && !(window.gongkaiReached ?? new Set()).has(e) && e.type !== "radio" && e.role !== "radio")
  .map((e) => (e.getAttribute("aria-label") || e.textContent || e.tagName).trim().slice(0, 60))"""


def steps(page: Page, most: int = 600) -> list[dict]:
    """What Tab reaches, one after another, until it comes round; in a grid it goes along the row and leaves at its end."""
    reached = []
    for _ in range(most):
        page.keyboard.press("Tab")
        at = page.evaluate(AT)
        if at is None:
            break
        if not at["again"]:
            reached.append(at)
    return reached


@pytest.mark.parametrize("name", ["requests", "compare"])
def test_tab_alone_reaches_everything(address, page, name):
    visit_drawn(page, f"{address}/{name}?data=demo")
    reached = steps(page)
    assert reached[0]["place"] == "stSkipToContent"
    assert not page.evaluate(MISSED)
    assert [s["name"] for s in reached if not s["name"]] == []
    # A grid draws the ring of its cells itself, and makes them anew while one goes through it.
    marked = [s for s in reached if s["tag"] != "TD" and s["place"] not in ("stDataFrame", "stSkipToContent")]
    unseen = [s for s in marked if not s["ring"]]
    assert not unseen, unseen
    charts = page.locator(".plot").evaluate_all(
        "(nodes) => nodes.map((n) => n.getAttribute('aria-label').trim().slice(0, 60))"
    )
    names = [s["name"] for s in reached]
    assert charts
    assert [c for c in charts if c not in names] == []
    # A chart's are named after it; those of a table stand below it.
    links = {kind: sum(n.startswith(f"{kind} ") for n in names) for kind in ("CSV (GBK)", "Excel", "PNG", "SVG")}
    assert links == dict.fromkeys(links, len(charts))


def test_the_skip_link_leads_to_the_page_itself(address, page):
    visit_drawn(page, f"{address}/requests?data=demo")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('[data-testid=stMain]') !== null")


def test_every_chart_says_what_it_shows(address, page):
    """A sentence with figures, not the sort of the chart; on all pages that the menu names."""
    visit_drawn(page, address)
    names = page.get_by_test_id("stTopNavLink").evaluate_all("(links) => links.map((a) => a.pathname.slice(1))")
    mute = []
    for name in names:
        visit_drawn(page, f"{address}/{name}?data=demo")
        for alt in page.locator(".plot").evaluate_all(
            "(nodes) => nodes.map((n) => n.getAttribute('aria-label') || '')"
        ):
            if len(re.findall(r"\d[\d,.]*", alt)) < 2:
                mute.append(f"{name}: {alt}")
    assert not mute, "\n".join(mute)


def test_nothing_moves_for_those_who_want_no_motion(address, page):
    visit_drawn(page, f"{address}/requests?data=demo")
    moving = page.evaluate("""() => [...document.querySelectorAll("*")].filter((e) => {
      const s = getComputedStyle(e)
      const longest = (v) => Math.max(...v.split(",").map((t) => parseFloat(t) * (t.endsWith("ms") ? 1 : 1000)))
      return longest(s.transitionDuration) > 1 || (s.animationName !== "none" && longest(s.animationDuration) > 1)
    }).map((e) => e.tagName + " " + (e.dataset?.testid ?? e.className))""")
    assert moving == []


def test_the_language_of_the_page_is_told(address, page):
    visit_drawn(page, f"{address}/requests?data=demo&lang=en")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.get_by_test_id("stSidebar").get_by_role("radio", name="中文").click()
    expect(page.locator("h1")).to_have_text("依申请公开")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
