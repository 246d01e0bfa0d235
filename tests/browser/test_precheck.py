"""A server that offers pre-check alone, as a body meets it: a draft dropped or pasted, judged, taken away, and gone."""

import io
import re
import urllib.request
from pathlib import Path

import chromium
import docx
import pytest
from chromium import PAGES, faults, settle, visit
from helpers import example, put
from playwright.sync_api import expect
from walk.look import TAGS

from loaders.synthetic.documents import html

chromium.require()

SECRET = "7654321"
FAULTY = example(2023, reviews__review__upheld=SECRET, requests__carried_in__total="7")
PASTE = """(box, [page, text]) => {
  const data = new DataTransfer()
  data.setData("text/html", page)
  data.setData("text/plain", text)
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
}"""


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """The folder of whoever runs the server, with a store that cannot be opened."""
    home = tmp_path_factory.mktemp("home")
    put(home / "store", "manifest.json", "{")
    (home / "temporary").mkdir()
    return home


@pytest.fixture(scope="module")
def alone(home):
    variables = {"HOME": str(home), "TMPDIR": str(home / "temporary"), "GONGKAI_STORE": str(home / "store")}
    with chromium.serving(way="serve", arguments=["--precheck"], variables=variables) as address:
        yield address


def test_a_draft_is_dropped_judged_and_taken_away(alone, home, page):
    visit(page, f"{alone}/?lang=zh")
    expect(page.get_by_role("button", name="选择文件")).to_be_visible()
    assert not faults(page, TAGS)
    given = {"送审稿.html": FAULTY, "上年.html": example(2022)}
    page.set_input_files(
        "input[type=file]",
        [{"name": n, "mimeType": "text/html", "buffer": html(e).encode()} for n, e in given.items()],
    )
    expect(page.locator("table.form").last).to_contain_text("7,654,321")
    settle(page)
    expect(page.get_by_test_id("stAlert")).to_contain_text("有错误，改正后再发布")
    expect(page.locator("table.form sup")).to_have_text(["①", "③", "②", "②", "④"])
    assert not faults(page, TAGS)
    with page.expect_download() as download:
        page.get_by_role("button", name="核对单（Word）").click()
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(Path(download.value.path()).read_bytes())).paragraphs)
    assert "报前核对单" in text
    assert "④ 第四部分" in text
    page.emulate_media(media="print")
    for tool in (page.get_by_test_id("stFileUploader"), page.get_by_test_id("stDownloadButton")):
        expect(tool).to_be_hidden()
    page.context.close()
    left = [p for p in home.rglob("*") if p.is_file() and SECRET.encode() in p.read_bytes()]
    assert left == []
    assert list((home / "temporary").iterdir()) == []


def test_a_page_is_pasted_by_keyboard_on_a_narrow_screen(alone, browser):
    context = browser.new_context(locale="en-GB", viewport={"width": 360, "height": 740}, color_scheme="dark")
    page = context.new_page()
    visit(page, f"{alone}/")
    page.get_by_role("tab", name="Files").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    box = page.get_by_label("Paste a table or a whole page")
    expect(box).to_be_visible()
    while not box.evaluate("(e) => e.getRootNode().activeElement === e"):
        page.keyboard.press("Tab")
    # The text of the clipboard is worth nothing: the page behind it is read.
    box.evaluate(PASTE, [html(FAULTY), "望溪市"])
    expect(box).to_have_value("望溪市")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stAlert")).to_contain_text("Errors: correct them before publication")
    settle(page)
    expect(page.locator("table.form").last).to_contain_text("7,654,321")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not faults(page, TAGS)
    context.close()


def test_a_title_is_typed_and_its_tables_are_pasted_one_after_another(alone, page):
    """As one copies them from the sheets of a workbook."""
    visit(page, f"{alone}/?lang=en")
    page.get_by_role("tab", name="Paste").click()
    box = page.get_by_label("Paste a table or a whole page")
    tables = re.findall("<table.*?</table>", html(example(2023)))
    title = "望溪市青禾区教育局2023年政府信息公开工作年度报告"
    box.fill("another")
    box.select_text()
    box.evaluate(PASTE, [tables[0], "instead"])
    expect(box).to_have_value("instead")
    box.fill(title)
    for table in tables:
        box.evaluate(PASTE, [table, "[table]"])
    expect(box).to_have_value("\n".join([title, *["[table]"] * len(tables)]))
    page.get_by_role("button", name="Check").click()
    expect(page.locator("table.form")).to_have_count(3)
    settle(page)
    expect(page.get_by_test_id("stAlert")).to_contain_text("No errors")


def test_no_other_page_search_or_download_can_be_reached(alone):
    for path in (*PAGES[1:], "sources", "nothing"):
        asked = urllib.request.Request(f"{alone}/{path}?data=demo", headers={"Accept": "text/html"})
        with urllib.request.urlopen(asked) as answer:
            assert answer.url == f"{alone}/?data=demo"
    for path in ("search?data=demo&q=a", "briefing.html?data=demo", "briefing.docx?data=demo", "rows/a.csv"):
        with urllib.request.urlopen(f"{alone}/api/{path}") as answer:
            # What no route answers is the empty first page of any server.
            assert answer.headers["Content-Type"].startswith("text/html")
            assert b'<div id="root">' in answer.read()
