"""Every file of every page is fetched as a user does and opened by a program that reads its format."""

import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from zipfile import ZipFile

import chromium
import docx
import polars as pl
import pytest
from chromium import visit_drawn
from lxml import etree
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import Download, Page
from python_calamine import CalamineWorkbook
from walk.stores import small_stores

chromium.require()
UNFOLDED = """(part) => part.querySelector("details").open && part.querySelector("[data-testid=stExpanderDetails]")?.textContent"""
"""Whether a part that was folded is open and filled: some are filled by the server once they are opened."""


def _table(data: bytes) -> pl.DataFrame:
    text = data.decode("utf-8-sig") if data.startswith("\ufeff".encode()) else data.decode("gb18030")
    return pl.read_csv(io.StringIO(text), infer_schema=False)


def _csv(data: bytes) -> None:
    assert _table(data).height


def _xlsx(data: bytes) -> None:
    """Both readers see a sheet of data, and the same rows of it."""
    book, other = load_workbook(io.BytesIO(data)), CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheetnames == other.sheet_names
    sheet = book.active
    assert sheet.max_row > 1
    first = [str(c.value) for c in sheet[1] if c.value is not None]
    assert first == [str(v) for v in other.get_sheet_by_name(sheet.title).to_python()[0] if v != ""]


def _docx(data: bytes) -> None:
    document = docx.Document(io.BytesIO(data))
    assert any(p.text.strip() for p in document.paragraphs)


def _zip(data: bytes) -> None:
    with ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        for name in file.namelist():
            # A package holds what the store has: it may have no roster.
            opened = _table if name.endswith(".csv") else OPENED.get(Path(name).suffix, len)
            opened(file.read(name))


def _svg(data: bytes) -> None:
    texts = [t for t in etree.fromstring(data).itertext() if t.strip()]
    assert texts


def _html(data: bytes) -> None:
    assert b"<h1" in data


OPENED: Mapping[str, Callable[[bytes], object]] = MappingProxyType({
    ".csv": _csv, ".xlsx": _xlsx, ".parquet": lambda data: pl.read_parquet(io.BytesIO(data)).columns, ".docx": _docx, ".zip": _zip,
    ".png": lambda data: Image.open(io.BytesIO(data)).load(), ".svg": _svg, ".html": _html,
})  # fmt: skip
"""Suffix → what raises where the file cannot be opened or is empty."""


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    """The demo, and a small store with an office's files."""
    store = small_stores(tmp_path_factory.mktemp("stores"))["six"]
    with chromium.serving(way="serve", variables={"GONGKAI_STORE": str(store)}) as address:
        yield address


def open_file(download: Download) -> str:
    """Opens what was downloaded; its suffix."""
    suffix = Path(download.suggested_filename).suffix
    OPENED[suffix](Path(download.path()).read_bytes())
    return suffix


def files(page: Page) -> list[str]:
    """Fetches and opens every file that a page offers; of a page's second chart and those after it, one of rows and one picture."""
    main, opened = page.get_by_test_id("stMain"), []
    # One after the other, as a hand does: what is opened while the page still answers is answered once more.
    for folded in main.get_by_test_id("stExpander").all():
        folded.locator("summary").click()
        page.wait_for_function(UNFOLDED, arg=folded.element_handle())
        page.wait_for_function(chromium.SETTLED)
    buttons = main.get_by_test_id("stDownloadButton").get_by_role("button").all()
    for i, tools in enumerate(main.locator(".chart > .tools").all()):
        names = ("CSV", "CSV (GBK)", "Excel", "Parquet", "PNG", "SVG") if i == 0 else ("Excel", "SVG")
        buttons += [b for b in tools.locator("button").all() if b.inner_text() in names]
    for button in buttons:
        opened.append(open_file(chromium.fetched(page, button)))
    for link in main.locator("a[href*='api/']").all():
        answer = page.request.get(link.evaluate("(a) => a.href"))
        suffix = "." + answer.url.split("?")[0].rsplit(".", 1)[-1]
        OPENED[suffix](answer.body())
        opened.append(suffix)
    return opened


TABLE = {".csv", ".xlsx", ".parquet"}
CHARTS = TABLE | {".png", ".svg"}


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("?data=demo", CHARTS),
        ("disclosure?data=demo", CHARTS),
        ("requests?data=demo", CHARTS),
        ("reviews?data=demo", CHARTS),
        ("compare?data=demo&pick=990101&pick=990102&pick=990103&group=沿湖各区", CHARTS),
        ("compare?data=demo&unit=body&place=990101", CHARTS),
        ("coverage?data=demo", CHARTS | {".docx", ".zip"}),
        ("tables?data=demo&place=990101&year=2024", TABLE | {".docx", ".zip"}),
        ("briefing?data=demo&year=2024", {".docx", ".html"}),
        ("body?data=demo", CHARTS | {".docx"}),
        ("report?data=demo", TABLE),
        ("sources?data=demo", TABLE),
        ("office?data=own", {".csv", ".xlsx"}),
        ("office?data=own&part=population", {".csv", ".xlsx"}),
        ("office?data=own&part=timeline", {".csv", ".xlsx"}),
    ],
)
def test_every_file_of_a_page_opens(path, kinds, address, page):
    visit_drawn(page, f"{address}/{path}&lang=zh")
    opened = files(page)
    assert set(opened) == kinds, opened
