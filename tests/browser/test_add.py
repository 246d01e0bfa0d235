"""An office works in the browser from an empty store on: drop, look, settle, commit, withdraw, pre-check, roster, as by the command line."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import chromium
import polars as pl
import pytest
from chromium import STILL, settle, visit
from helpers import ROOT, example, figures
from PIL import Image
from playwright.sync_api import Page, expect

from loaders.ingest.overrides import Override
from loaders.ingest.roster import read_roster
from loaders.ingest.run import ingest, set_roster
from loaders.ingest.settle import settle as settle_in
from loaders.language.words import say
from loaders.query.exports import export
from loaders.store.versions import open_store
from loaders.synthetic.documents import Example, html, pipes, tabs

chromium.require()
PLACE = "江苏省淮安市洪泽区"
SECRET = "7654321"
"""A figure of a draft, by which it is known."""
BUREAUS = ("教育局", "民政局", "财政局", "司法局", "水利局", "审计局", "统计局", "信访局")
ROSTER = f"单位,地区\n交通运输局,{PLACE}\n" + "".join(f"{bureau},{PLACE}\n" for bureau in BUREAUS)


def scan() -> bytes:
    """A PDF of a picture, without text."""
    out = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(out, "PDF")
    return out.getvalue()


def files() -> dict[str, bytes]:
    """Thirty mixed files: reports in five formats, a duplicate, a revision, one of nobody, a scan, a look-alike, hostile ones."""
    found: dict[str, bytes] = {}
    for bureau in BUREAUS:
        report = example(2023, f"淮安市洪泽区{bureau}", published="2024-01-10")
        found[f"2023/{bureau}.html"] = html(report).encode()
        found[f"2022/{bureau}.txt"] = tabs(example(2022, f"淮安市洪泽区{bureau}")).encode()
    for name in ("hongze/browser.pdf", "old/office.xlsx", "blanks/office.docx", "large/saved.mht", "units/aligned.txt"):
        path = ROOT / "tests" / "examples" / "reports" / name
        if path.exists():
            found[f"other/{name.replace('/', '-')}"] = path.read_bytes()
    revised = example(2023, "淮安市洪泽区教育局", published="2024-03-01", requests__granted__total="4")
    found |= {
        "again/教育局.txt": pipes(example(2023, "淮安市洪泽区民政局", published="2024-01-10")).encode(),
        "revised/教育局.html": html(revised).encode(),
        "inbox/nobody.html": html(Example("体育局", 2023, "2021", figures())).encode(),
        "inbox/scan.pdf": scan(),
        "inbox/news.html": "<h1>洪泽区召开2023年政府信息公开工作会议</h1><p>会议部署了工作。</p>".encode(),
        "inbox/broken.docx": b"PK\x03\x04" + bytes(200),
        "inbox/<img src=x onerror=document.title='no'>.html": b"<script>document.title='no'</script>",
        "inbox/empty.html": b"",
        "inbox/deep.html": b"<div>" * 20_000,
    }
    return found


def zipped(found: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in found.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("office") / "store"


@pytest.fixture(scope="module")
def address(store) -> Iterator[str]:
    home = store.parent
    (home / "temporary").mkdir()
    variables = {"GONGKAI_STORE": str(store), "HOME": str(home), "TMPDIR": str(home / "temporary")}
    with chromium.serving(variables=variables) as address:
        yield address


def press(page: Page, name: str) -> None:
    """Presses a button by keys alone."""
    button = page.get_by_test_id("stMain").get_by_role("button", name=name, exact=True)
    button.focus()
    page.keyboard.press("Enter")


def choose(page: Page, label: str, text: str) -> None:
    box = page.get_by_test_id("stForm").get_by_role("combobox", name=label)
    box.focus()
    page.keyboard.type(text)
    page.get_by_role("option", name=text, exact=True).click()


def facts(store: Path) -> bytes:
    out = io.BytesIO()
    # How a report came to be settled, and when, differs; all else is the same.
    export(open_store(store), "facts", "zh").drop("record").write_csv(out)
    return out.getvalue()


def test_an_office_works_in_the_browser_as_by_the_command_line(address, page, store, tmp_path):
    found = files()
    assert len(found) == 30
    (tmp_path / "in").mkdir()
    packed = tmp_path / "in" / "all.zip"
    packed.write_bytes(zipped(found))
    add(address, page, store, packed)
    by_command(packed, tmp_path / "cli")
    assert facts(store) == facts(tmp_path / "cli")
    every_page_follows(page, store)
    withdraw_and_put_back(address, page, store)
    assert facts(store) == facts(tmp_path / "cli")
    check_a_draft(address, page, store.parent)
    give_a_roster(address, page)
    roster, faults = read_roster(ROSTER.encode())
    assert not faults
    set_roster(tmp_path / "cli", roster)
    assert facts(store) == facts(tmp_path / "cli")
    assert open_store(store).read("roster").equals(open_store(tmp_path / "cli").read("roster"))


def add(address: str, page: Page, store: Path, packed: Path) -> None:
    """Drops the files, settles the one that is nobody's, and commits all."""
    visit(page, f"{address}/add?lang=zh")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(packed)
    # A scan is among them: it alone takes most of a minute where the machine is busy.
    expect(page.get_by_role("button", name=say("add.commit", "zh", n="29"))).to_be_visible(timeout=240_000)
    settle(page)
    assert open_store(store).empty, "it counts before it is committed"
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text(say("add.count", "zh", outcome=say("add.outcome.unclear", "zh"), n="1"))
    expect(main).to_contain_text("体育局")
    choose(page, say("change.place", "zh"), PLACE)
    page.get_by_label(say("change.reason", "zh")).fill("按来文")
    press(page, say("change.settle", "zh"))
    all_clear = say("add.commit", "zh", n="30")
    expect(page.get_by_role("button", name=all_clear)).to_be_visible()
    look(page)
    press(page, all_clear)
    expect(main).to_contain_text(say("add.committed", "zh"))
    assert page.title() != "no"


def by_command(packed: Path, store: Path) -> None:
    """The same by what the commands call."""
    ingest([packed.parent], store, workers=1)
    documents = open_store(store).read("documents")
    nobody = documents.filter(pl.col("source").str.contains("nobody"))["document"][0]
    settle_in(store, [Override(document=nobody, place=PLACE, reason="按来文")])


def every_page_follows(page: Page, store: Path) -> None:
    reports = open_store(store).read("reports")
    page.get_by_test_id("stTopNavLink").filter(has_text=say("menu.coverage", "zh")).click()
    expect(page.locator("h1")).to_have_text(say("menu.coverage", "zh"))
    settle(page)
    expect(page.get_by_test_id("stMain")).to_contain_text(f"{reports.filter(pl.col('year') == 2023).height}")


def withdraw_and_put_back(address: str, page: Page, store: Path) -> None:
    """Withdraws a report from its page, which needs a reason, and undoes it."""
    reports = open_store(store).read("reports")
    report = reports.filter(pl.col("agency").str.contains("统计局"), pl.col("year") == 2023)["report_id"][0]
    visit(page, f"{address}/report?data=own&lang=zh&report={report}")
    main = page.get_by_test_id("stMain")
    main.get_by_text(say("change.title", "zh"), exact=True).click()
    page.wait_for_function(STILL)
    main.get_by_role("button", name=say("change.withdraw", "zh")).click()
    page.get_by_label(say("change.withdraw.reason", "zh")).fill("重复报送")
    page.get_by_role("button", name=say("change.withdraw.do", "zh")).click()
    expect(main).to_contain_text("重复报送")
    assert report not in open_store(store).read("reports")["report_id"]
    main.get_by_role("button", name=say("change.put_back", "zh")).click()
    expect(main).to_contain_text(say("change.is_back", "zh", source="").rstrip("。 "))
    assert report in open_store(store).read("reports")["report_id"]


def check_a_draft(address: str, page: Page, home: Path) -> None:
    """Pre-checks a faulty draft, of which nothing stays on the disk."""
    visit(page, f"{address}/precheck?lang=zh")
    draft = html(example(2024, "淮安市洪泽区教育局", reviews__review__upheld=SECRET)).encode()
    given = {"name": "送审稿.html", "mimeType": "text/html", "buffer": draft}
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files([given])
    expect(page.get_by_test_id("stMain")).to_contain_text("有错误")
    settle(page)
    left = [p for p in home.rglob("*") if p.is_file() and SECRET.encode() in p.read_bytes()]
    assert left == []


def give_a_roster(address: str, page: Page) -> None:
    """Uploads a roster by keys; a body that has never filed is missing from then on."""
    main = page.get_by_test_id("stMain")
    visit(page, f"{address}/coverage?data=own&lang=zh")
    expect(main).not_to_contain_text("交通运输局")
    visit(page, f"{address}/office?data=own&lang=zh")
    look(page)
    given = {"name": "名册.csv", "mimeType": "text/csv", "buffer": ROSTER.encode()}
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files([given])
    expect(main.get_by_role("button", name=say("office.take", "zh"))).to_be_visible()
    look(page)
    press(page, say("office.take", "zh"))
    expect(main).to_contain_text(say("office.taken", "zh", n=f"{ROSTER.count(PLACE)}").split("。")[0])
    visit(page, f"{address}/coverage?data=own&lang=zh")
    expect(main).to_contain_text("交通运输局")


def look(page: Page) -> None:
    """What is on the page is for all, wide and narrow, and does not run out of the screen."""
    settle(page)
    for width in (1366, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert chromium.faults(page, ("wcag2a", "wcag2aa", "wcag22aa")) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1366, "height": 900})
