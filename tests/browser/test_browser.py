"""The dashboard as a browser sees it: first links, filters in the address, downloads, clicks."""

import io
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import chromium
import polars as pl
import pytest
from chromium import PAGES, settle, visit, visit_drawn
from helpers import hold
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from loaders.language.words import column_name, item_name, say
from loaders.query.filters import Filter
from loaders.query.options import places
from loaders.query.sums import sums
from loaders.store.versions import open_store, shipped
from pages.shared.charts.palette import Palette
from pages.shared.frame.menu import HIDDEN, MENU

CHARTS = 6
"""On the page on reviews."""
WITHOUT_DATA = ("add", "office", "precheck")
"""Pages that show nothing of the store's reports, and so do not say that these are invented."""

chromium.require()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server fresh from its command, with no store of the user's."""
    with chromium.serving(way="serve") as address:
        yield address


@pytest.fixture
def tab(browser) -> Iterator[Page]:
    """A new visitor with a Chinese browser."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 900})
    yield context.new_page()
    context.close()


def parameters(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def menu(page: Page, title: str) -> None:
    """Another page by the menu."""
    page.get_by_test_id("stTopNavLink").filter(has_text=title).click()
    expect(page.locator("h1")).to_have_text(title)
    settle(page)


def search(page: Page, words: str, body: str, lang: str = "zh") -> None:
    """Types into the search box and opens the first hit, which is to be the body."""
    box = page.get_by_role("combobox", name=say("search.label", lang))
    box.press_sequentially(words)
    expect(page.get_by_role("option").first).to_have_text(body)
    box.press("Enter")
    expect(page.locator("h1")).to_have_text(body)


@pytest.mark.parametrize("way", chromium.COMMANDS)
def test_the_first_link_of_a_fresh_server_opens_its_page(way, tab):
    """However it is run, and each kind of page, the first in a server that has shown none: no dialog, no traceback."""
    with chromium.serving(way=way) as address:
        for name in ("requests", *PAGES) if way == "serve" else ("reviews", ""):
            visit(tab, f"{address}/{name}?data=demo")
            expect(tab.get_by_role("dialog")).to_have_count(0)
            expect(tab.get_by_test_id("stException")).to_have_count(0)
            if name not in WITHOUT_DATA:
                expect(tab.get_by_test_id("stAlert").first).to_contain_text("合成示例")


def test_filters_stay_in_the_address_through_pages_and_languages(address, tab):
    place = next(p for p in places(hold(shipped("demo"))) if p.level == "county")
    filters = f"year=2023&year=2024&place={place.code}&kind=education&level=county&template=2021"
    visit(tab, f"{address}/?{filters}&data=demo")
    menu(tab, "依申请公开")
    wanted = parse_qs(filters)
    assert wanted.items() <= parameters(tab).items()
    expect(tab.get_by_test_id("stSidebar")).to_contain_text(place.name)
    tab.get_by_test_id("stSidebar").get_by_role("radio", name="English").click()
    expect(tab.locator("h1")).not_to_contain_text("依申请")
    settle(tab)
    assert wanted.items() <= parameters(tab).items()
    assert parameters(tab)["lang"] == ["en"]
    tab.reload()
    settle(tab)
    assert wanted.items() <= parameters(tab).items()


def test_a_link_says_the_same_on_a_cold_server_and_in_the_other_language(address, tab, browser):
    visit(tab, f"{address}/requests?year=2024&place=990101&level=county&data=demo&lang=zh")
    figure = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?%?")
    figures = figure.findall(tab.get_by_test_id("stMarkdown").first.inner_text())
    assert len(figures) > 3
    context = browser.new_context(locale="en-GB")
    other = context.new_page()
    visit(other, tab.url.replace("lang=zh", "lang=en"))
    expect(other.get_by_role("list", name=say("filter.chosen", "en"))).to_contain_text("2024")
    assert figure.findall(other.get_by_test_id("stMarkdown").first.inner_text()) == figures
    context.close()


def test_on_a_phone_the_menu_is_whole_and_makes_way_for_the_page(address, tab):
    tab.set_viewport_size({"width": 360, "height": 740})
    visit(tab, f"{address}/about?data=demo&lang=zh")
    # Keys do not lead into it while it is put away, and go on in it once it is there.
    expect(tab.get_by_test_id("stSidebar")).to_be_hidden()
    tab.get_by_test_id("stExpandSidebarButton").press("Enter")
    expect(tab.get_by_test_id("stSidebarCollapseButton").locator("button")).to_be_focused()
    links = tab.get_by_test_id("stSidebar").get_by_test_id("stSidebarNavLink")
    expect(links).to_have_text([say(f"menu.{name}", "zh") for name, _ in MENU if name not in HIDDEN])
    links.filter(has_text=say("menu.office", "zh")).click()
    expect(tab.locator("h1")).to_be_in_viewport()
    expect(tab.get_by_test_id("stSidebar")).not_to_be_in_viewport()
    # No filter bounds what stands there.
    expect(tab).to_have_title(f"{say('menu.office', 'zh')} · {say('app.name', 'zh')}")


def test_one_step_back_leads_to_the_page_before_with_its_own_choice(address, tab):
    link = f"{address}/compare?data=demo&lang=zh&year=2024&place=990101&metric=received_new"
    for label in (say("menu.coverage", "zh"), say("menu.disclosure", "zh")):
        visit(tab, link)
        menu(tab, label)
        tab.go_back()
        expect(tab.locator("h1")).to_have_text(say("menu.compare", "zh"))
        expect(tab).to_have_url(link)


@pytest.mark.parametrize("path", ["overview", "nothing-here", "a/b"])
def test_a_path_that_is_no_page_opens_the_overview_with_its_filters(address, tab, path):
    visit(tab, f"{address}/{path}?data=demo&year=2023&lang=zh")
    expect(tab.get_by_role("dialog")).to_have_count(0)
    expect(tab.locator("h1")).to_have_text(say("menu.overview", "zh"))
    assert urlsplit(tab.url).path == "/"
    assert parameters(tab)["year"] == ["2023"]


def test_chips_take_their_choice_away_by_keyboard_alone(address, tab):
    visit(tab, f"{address}/requests?data=demo&year=2023&year=2024&place=990101&kind=education&lang=zh")
    chips = tab.get_by_role("list", name=say("filter.chosen", "zh"))
    expect(chips.get_by_role("button")).to_have_count(5)
    chips.get_by_role("button", name=f"{say('filter.remove', 'zh')}青禾区").press("Enter")
    expect(tab).not_to_have_url(re.compile("place="))
    settle(tab)
    assert {"year": ["2023", "2024"], "kind": ["education"]}.items() <= parameters(tab).items()
    expect(tab.get_by_test_id("stSidebar")).not_to_contain_text("青禾区")
    chips.get_by_role("button", name=say("filter.reset", "zh")).press("Enter")
    expect(chips).to_have_count(0)
    expect(tab).not_to_have_url(re.compile("year=|kind="))


def test_back_and_forward_go_over_pages_and_filters(address, tab):
    visit(tab, f"{address}/?year=2023&year=2024&lang=zh&data=demo")
    menu(tab, say("menu.requests", "zh"))
    tab.get_by_role("button", name=f"{say('filter.remove', 'zh')}2023").click()
    expect(tab).not_to_have_url(re.compile("year=2023"))
    settle(tab)
    menu(tab, say("menu.reviews", "zh"))
    both, one = ["2023", "2024"], ["2024"]
    for move, title, years in (
        (tab.go_back, "menu.requests", one),
        (tab.go_back, "menu.requests", both),
        (tab.go_back, "menu.overview", both),
        (tab.go_forward, "menu.requests", both),
        (tab.go_forward, "menu.requests", one),
        (tab.go_forward, "menu.reviews", one),
    ):
        move()
        expect(tab.locator("h1")).to_have_text(say(title, "zh"))
        settle(tab)
        chips = tab.get_by_role("list", name=say("filter.chosen", "zh")).get_by_role("button")
        expect(chips).to_have_count(len(years) + 1)
        assert parameters(tab)["year"] == years


def test_a_view_is_saved_renamed_exported_removed_imported_and_opened(address, tab):
    link = f"{address}/reviews?year=2024&place=990101&lang=zh&data=demo"
    visit(tab, link)
    expect(tab).to_have_title(f"{say('menu.reviews', 'zh')} · 青禾区 · 2024 · {say('app.name', 'zh')}")
    tab.get_by_text(say("views.title", "zh"), exact=True).press("Enter")
    tab.get_by_label(say("views.name", "zh")).fill("青禾区的复议")
    tab.get_by_label(say("views.name", "zh")).press("Enter")
    view = tab.get_by_role("link", name="青禾区的复议")
    expect(view).to_be_visible()
    tab.get_by_role("button", name=say("views.rename", "zh", name="青禾区的复议")).click()
    box = tab.get_by_role("textbox", name=say("views.rename", "zh", name="青禾区的复议"))
    box.fill("$& 复议")
    box.press("Enter")
    expect(tab.get_by_role("link", name="$& 复议")).to_be_visible()
    tab.get_by_role("button", name=say("views.rename", "zh", name="$& 复议")).click()
    tab.get_by_role("textbox", name=say("views.rename", "zh", name="$& 复议")).fill("青禾区的复议")
    tab.get_by_role("list", name=say("views.list", "zh")).get_by_role("button", name=say("views.save", "zh")).click()
    expect(tab.get_by_role("link", name="$& 复议")).to_have_count(0)
    with tab.expect_download() as waiting:
        tab.get_by_role("button", name=say("views.export", "zh")).click()
    tab.get_by_role("button", name=say("views.remove", "zh", name="青禾区的复议")).press("Enter")
    expect(view).to_have_count(0)
    file = Path(waiting.value.path())
    assert json.loads(file.read_text(encoding="utf-8")) == [{"name": "青禾区的复议", "link": link}]
    evil = [{"name": "x", "link": "javascript:alert(1)"}]
    picker = tab.locator("input[type=file]")
    picker.set_input_files({"name": "v.json", "mimeType": "", "buffer": json.dumps(evil).encode()})
    expect(tab.get_by_role("status").filter(has_text=say("views.unread", "zh"))).to_be_visible()
    picker.set_input_files(file)
    menu(tab, say("menu.coverage", "zh"))
    view.click()
    expect(tab).to_have_url(link)
    settle(tab)


def test_an_issue_leads_to_its_cell_which_is_in_view_and_back_returns(address, tab):
    """From there the arrow keys go to other cells, and Enter chooses one."""
    visit(tab, f"{address}/?data=demo&lang=zh&severity=error")
    before, app = tab.url, say("app.name", "zh")
    expect(tab).to_have_title(f"{say('menu.overview', 'zh')} · 望溪市 · 2019–2024 · {app}")
    issue = tab.locator("ul.issues a").first
    (cell,) = parse_qs(urlsplit(issue.get_attribute("href")).query)["cell"]
    issue.click()
    aimed = tab.locator("table.form td.aimed")
    expect(aimed).to_be_in_viewport()
    expect(aimed).to_have_class(re.compile("marked"))
    assert parameters(tab)["cell"] == [cell]
    expect(tab).to_have_title(re.compile(rf"^{say('menu.report', 'zh')} · 望溪市.+ · 20\d\d · {app}$"))
    settle(tab)
    aimed.get_by_role("button").press("ArrowUp")
    tab.keyboard.press("Enter")
    expect(tab.locator("table.form td.aimed button")).not_to_have_attribute("data-cell", cell)
    expect(aimed.get_by_role("button")).to_be_focused()
    settle(tab)
    assert parameters(tab)["cell"] != [cell]
    tab.go_back()
    tab.go_back()
    expect(tab).to_have_url(before)
    settle(tab)


def test_a_count_of_issues_leads_to_them_and_stands_in_the_address(address, tab):
    visit(tab, f"{address}/?data=demo&lang=zh")
    before = tab.url
    count = tab.locator(".st-key-lines-look a[href*='severity=error']")
    count.click()
    expect(tab).to_have_url(re.compile("year=2024.*severity=error"))
    expect(tab.locator("#issues")).to_be_in_viewport()
    expect(tab.locator("ul.issues a").first).to_be_in_viewport()
    expect(tab.get_by_role("radio", name=say("severity.error", "zh"))).to_be_checked()
    tab.go_back()
    expect(tab).to_have_url(before)
    settle(tab)
    expect(tab.get_by_role("radio", name=say("severity.all", "zh"))).to_be_checked()


@pytest.mark.parametrize("page", ["", "coverage", "tables", "office"])
def test_controls_have_no_english_name_on_a_chinese_page(address, tab, page):
    """Nor a button in a table's tools that would save its first rows alone."""
    visit_drawn(tab, f"{address}/{page}?data=demo&lang=zh")
    names = """() => [...document.querySelectorAll("[aria-label]:not([role=img])")].filter((e) => e.getClientRects().length)
        .map((e) => e.getAttribute("aria-label")).filter((t) => /[a-z]{3}/.test(t) && !/Language|^(Excel|Parquet) /.test(t))"""
    tab.wait_for_function(f"() => !({names})().length")
    if page != "tables":
        tools = tab.get_by_test_id("stDataFrame").first
        tools.hover()
        expect(
            tab.get_by_role("button", name=re.compile(f"^{say('frame.control.search', 'zh')}：")).first
        ).to_be_visible()
        expect(tab.locator("button[aria-label^='Download as CSV']:visible")).to_have_count(0)


def test_a_body_is_found_by_typing(address, tab):
    visit(tab, f"{address}/?data=demo")
    box = tab.get_by_test_id("stSidebar").get_by_label(say("filter.bodies", "zh"), exact=True)
    box.fill("青禾区教育")
    tab.get_by_role("option").first.click()
    expect(tab).to_have_url(re.compile(r"[?&]body="))
    settle(tab)
    (body,) = parameters(tab)["body"]
    snapshot = open_store(shipped("demo")).read("reports")
    assert snapshot.filter(pl.col("body_id") == body)["agency"][0] == "望溪市青禾区教育局"


def test_a_body_is_found_by_pinyin_initials_from_any_page(address, tab):
    visit(tab, f"{address}/requests?data=demo")
    search(tab, "qhqjyj", "望溪市青禾区教育局", "zh")
    settle(tab)
    assert urlsplit(tab.url).path == "/body"
    tab.reload()
    expect(tab.locator("h1")).to_have_text("望溪市青禾区教育局")


def test_data_and_language_outlast_a_search_and_the_menu(address, tab):
    """The sample is not what a fresh server shows first: what was chosen must not fall back to it."""
    visit(tab, f"{address}/compare?data=sample")
    tab.get_by_test_id("stSidebar").get_by_role("radio", name="English").click()
    expect(tab.locator("h1")).to_have_text(say("menu.compare", "en"))
    menu(tab, say("menu.requests", "en"))
    expect(tab).to_have_url(re.compile("data=sample"))
    search(tab, "hzqrmzf", "淮安市洪泽区人民政府", "en")
    settle(tab)
    assert {"data": ["sample"], "lang": ["en"]}.items() <= parameters(tab).items()


def test_a_body_outside_the_filters_is_shown_and_said(address, tab):
    visit(tab, f"{address}/requests?data=demo&place=990102")
    search(tab, "qhqjyj", "望溪市青禾区教育局", "zh")
    expect(tab.get_by_test_id("stMain")).to_contain_text("不在左侧筛选范围之内")


def test_a_district_found_becomes_the_filter(address, tab):
    visit(tab, f"{address}/requests?data=demo")
    box = tab.get_by_role("combobox", name=say("search.label", "zh"))
    box.press_sequentially("青禾")
    tab.get_by_role("option").filter(has_text=say("search.place", "zh")).click()
    expect(tab).to_have_url(re.compile(r"[?&]place=990101"))


def test_from_the_demo_to_the_real_sample_in_one_click(address, tab):
    visit(tab, address)
    expect(tab.get_by_text("合成示例").first).to_be_visible()
    tab.get_by_test_id("stSidebar").get_by_text(say("data.sample", "zh")).click()
    expect(tab.get_by_test_id("stAlert").filter(has_text="合成示例")).to_have_count(0)
    settle(tab)
    assert parameters(tab)["data"] == ["sample"]
    menu(tab, say("menu.report", "zh"))
    expect(tab.get_by_test_id("stMain")).to_contain_text("洪泽区人民政府")


def every_format(page: Page) -> dict[str, bytes]:
    """What the first buttons of a page download: the file's ending → its content."""
    # The last line of a page: before it stands, other buttons may come above those that are there.
    expect(page.get_by_test_id("stMain").get_by_text("数据版本")).to_be_visible()
    files = {}
    for format, label in (("csv", "CSV"), ("xlsx", "Excel"), ("parquet", "Parquet")):
        with page.expect_download() as waiting:
            page.get_by_test_id("stDownloadButton").filter(has_text=label).first.click()
        assert waiting.value.suggested_filename.endswith(f".{format}")
        files[format] = Path(waiting.value.path()).read_bytes()
    return files


def test_downloads_of_tables_hold_the_rows_that_the_page_shows(address, tab):
    visit(tab, f"{address}/tables?data=demo&lang=zh&figure=received_new&row=district&column=year&show=totals&year=2023")
    grid = tab.locator(".gk-grid")
    expect(grid.locator("tbody tr").nth(3)).to_be_visible()
    heads = grid.locator("thead th").all_inner_texts()
    assert heads[1:] == ["2023", "依据"], "a sum of bodies says of how many it is"
    cells = [
        (row.locator("th").inner_text(), *row.locator("td").all_inner_texts()) for row in grid.locator("tbody tr").all()
    ]
    assert len(cells) > 3
    shown = [(name, figure.replace(",", "")) for name, figure, _ in cells]
    files = every_format(tab)
    csv = pl.read_csv(io.BytesIO(files["csv"]), infer_schema=False)
    assert csv.select(heads[:2]).rows() == shown
    assert csv["依据"].fill_null("").to_list() == [basis for *_, basis in cells]
    about, data = load_workbook(io.BytesIO(files["xlsx"])).worksheets
    first, *rows = data.iter_rows(values_only=True)
    at = [first.index(h) for h in heads[:2]]
    assert [tuple(str(row[i]) for i in at) for row in rows] == shown
    assert "2023" in " ".join(str(c.value) for row in about.iter_rows() for c in row)
    parquet = pl.read_parquet(io.BytesIO(files["parquet"]))
    assert parquet.select("district", pl.col("0").cast(pl.String)).rows() == shown


def test_downloads_hold_the_filtered_table(address, tab):
    visit(tab, f"{address}/requests?data=demo&year=2024&kind=education")
    files = every_format(tab)
    assert files["csv"].startswith("\ufeff".encode())
    table = pl.read_csv(io.BytesIO(files["csv"]))
    parquet = pl.read_parquet(io.BytesIO(files["parquet"]))
    about, data = load_workbook(io.BytesIO(files["xlsx"])).worksheets
    assert table.height == parquet.height == data.max_row - 1 > 0
    assert [c.value for c in data[1]] == table.columns
    assert "教育" in " ".join(str(c.value) for row in about.iter_rows() for c in row)
    assert "合成示例" in " ".join(str(c.value) for row in about.iter_rows() for c in row)
    assert any("教育" in v for v in pl.read_parquet_metadata(io.BytesIO(files["parquet"])).values())


def test_charts_stay_over_a_change_of_language_and_follow_the_theme(address, tab):
    visit(tab, f"{address}/reviews?data=demo")
    charts = tab.locator(".plot.js-plotly-plot")
    expect(charts).to_have_count(CHARTS)
    charts.evaluate_all("(nodes) => nodes.forEach((n) => (n.dataset.before = '1'))")
    tab.get_by_test_id("stSidebar").get_by_role("radio", name="English").click()
    expect(tab.locator("h1")).to_have_text(say("menu.reviews", "en"))
    expect(charts.first).to_have_attribute("aria-label", re.compile("Upheld"))
    expect(tab.locator(".js-plotly-plot[data-before]")).to_have_count(CHARTS)
    # At dusk the system turns dark while the page is open.
    tab.emulate_media(color_scheme="dark")
    ink = Palette(dark=True)["ink"]
    tab.wait_for_function(
        "(ink) => [...document.querySelectorAll('.js-plotly-plot')].every((p) => p._fullLayout?.font?.color === ink)"
        " && getComputedStyle(document.documentElement).getPropertyValue('--page-ink') === ink",
        arg=ink,
    )


def test_a_saved_picture_says_that_its_data_are_synthetic(address, tab):
    visit(tab, f"{address}/reviews?data=demo")
    expect(tab.locator(".plot.js-plotly-plot")).to_have_count(CHARTS)
    with tab.expect_download() as waiting:
        tab.locator(".tools button", has_text="SVG").first.click()
    picture = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert "行政复议" in picture
    assert say("data.demo", "zh") in picture
    # Its unit, what it covers, whence and when.
    for words in (
        say("reviews.unit", "zh"),
        say("filter.none", "zh"),
        "政府信息公开工作年度报告",
        date.today().isoformat(),
    ):
        assert words in picture


def as_shown(value: object) -> str:
    """A value of a file as the page shows it; a year has no separator."""
    if isinstance(value, int):
        return str(value) if value in range(2000, 2100) else f"{value:,}"
    return str(value or "")


def test_the_rows_of_a_chart_are_read_and_taken_away(address, tab):
    """Those that the server no longer keeps are made anew by the page, without the user's doing."""
    visit(tab, f"{address}/reviews?data=demo&year=2023&year=2024")
    # A page that has just been opened may run once more and put its charts into new boxes.
    expect(tab.locator(".plot[data-drawn]")).to_have_count(CHARTS)
    chart = tab.locator(".chart").first
    chart.get_by_role("button", name=say("chart.table", "zh"), exact=False).click()
    shown = chart.get_by_role("table").locator("tbody tr")
    expect(shown).to_have_count(2)
    cells = shown.first.locator("td").all_inner_texts()
    tab.route("**/api/rows/*.csv", lambda route: route.fulfill(status=404), times=1)
    with tab.expect_download() as waiting:
        chart.get_by_role("button", name="CSV").first.click()
    table = pl.read_csv(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    assert waiting.value.suggested_filename.startswith(say("reviews.results", "zh"))
    assert [as_shown(v) for v in table.row(0)] == cells
    snapshot = hold(shipped("demo"))
    assert table.columns[0] == say("column.year", "zh")
    total = column_name("reviews", "total", "zh"), item_name("reviews", "review", "zh")
    assert (
        table[f"{total[1]} {total[0]}"][0]
        == sums(snapshot, Filter(years=(2024,)), ("review_total",))["review_total"].item()
    )
    with tab.expect_download() as waiting:
        chart.get_by_role("button", name="Excel").click()
    about, data = load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes())).worksheets
    assert [as_shown(c.value) for c in data[2]] == cells
    assert "合成示例" in " ".join(str(c.value) for row in about.iter_rows() for c in row)


def test_where_plotlys_script_cannot_be_had_streamlits_charts_stand_in(address, tab):
    tab.route("**/api/plotly-*", lambda route: route.abort())
    visit(tab, f"{address}/reviews?data=demo")
    expect(tab.get_by_test_id("stPlotlyChart")).to_have_count(CHARTS)
    expect(tab.get_by_test_id("stException")).to_have_count(0)
