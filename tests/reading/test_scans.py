"""Scans and photographs: read where a reading is confirmed, else unreadable; clear where the extra is missing."""

import io
import random
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from example_reports import REPORTS
from helpers import documents, put, read, reports, run
from ofd_files import ofd, picture, text
from PIL import Image, ImageChops, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from rich.console import Console
from scans.drawing import Print, drawn
from scans.wear import WEARS, saved
from streamlit_pages import open_page

from loaders.form.vocabulary import APPLICANTS
from loaders.ingest.run import ingest
from loaders.output.explain import explain
from loaders.reading.extract import read_file
from loaders.reading.formats import pdf, pictures
from loaders.reading.formats.document import Location, Sighting
from loaders.reading.formats.pictures import shown_page
from loaders.reading.opinion.confirm import confirm
from loaders.reading.sections.cells import Cell, Table
from loaders.reading.sections.numbers import digits

HOW = Print(200, "sans")
TITLE = "望溪市青禾区人民政府2023年政府信息公开工作年度报告"
NAMES = ("received_new", "carried_in", "total_processed", "carried_out")


def first_page(*wears, report="hongze"):
    """The first page of a report as a scan: title and part two."""
    page = drawn(REPORTS[report], HOW)[0]
    for wear in wears:
        page = WEARS[wear](page, HOW, random.Random(5))
    return page


def figures(reading):
    return {c.name: digits(c.value) for c in reading.cells if c.state == "printed"}


def part_two(report="hongze"):
    return {n: t for n, t in REPORTS[report].cells.items() if n.startswith("disclosure")}


def pages_read(reading):
    return [n.text for n in reading.notes if n.rule == "from_picture"]


def two_pages(scan):
    """A PDF with a page of text and one that is a picture."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setFont("STSong-Light", 14)
    canvas.drawString(60, 760, TITLE)
    canvas.showPage()
    canvas.drawImage(ImageReader(scan), 0, 0, 595, 842)
    canvas.save()
    return out.getvalue()


def test_a_page_laid_askew_under_a_seal_is_read_as_printed_and_says_so():
    reading = read_file(saved([first_page("stamp", "photo")], "jpeg", 200), "scan.jpg")
    assert reading.reason is None
    assert (reading.identity.agency, reading.identity.year) == ("望溪市青禾区人民政府", 2023)
    found = figures(reading)
    assert found.items() <= part_two().items()
    assert len(found) >= 0.8 * len(part_two())
    assert pages_read(reading) == ["1"]
    shown = Console(record=True, width=300, file=io.StringIO())
    shown.print(*explain(reading, "scan.jpg", "0" * 64, "en"))
    assert "Read from scans or photographs: page 1." in shown.export_text()


def test_a_page_that_lies_on_its_side_is_read_upright():
    page = first_page("noise").rotate(90, expand=True)
    found = figures(read_file(saved([page], "png", 200), "scan.png"))
    assert found.items() <= part_two().items()
    assert len(found) >= 0.8 * len(part_two())


def test_pages_of_a_pdf_that_are_pictures_are_read_beside_pages_of_text(monkeypatch):
    file = two_pages(first_page("fax"))
    reading = read_file(file, "report.pdf")
    assert reading.identity.agency == "望溪市青禾区人民政府"
    assert figures(reading) == part_two()
    assert pages_read(reading) == ["2"]
    monkeypatch.setattr(pdf, "installed", lambda: False)
    reading = read_file(file, "report.pdf")
    assert (reading.reason, reading.words) == ("pictures_need_ocr", {"pages": "2"})


def test_pages_of_an_ofd_file_that_are_pictures_are_read(monkeypatch):
    file = ofd(picture(0, 0, 210, 297), media=saved([first_page("noise")], "png", 200), area="0 0 210 297")
    reading = read_file(file, "scan.ofd")
    assert reading.identity.agency == "望溪市青禾区人民政府"
    assert figures(reading) == part_two()
    assert pages_read(reading) == ["1"]
    monkeypatch.setattr("loaders.reading.formats.ofd.installed", lambda: False)
    assert read_file(file, "scan.ofd").reason == "ofd_scan"
    words = ofd(text(10, 20, TITLE), picture(0, 0, 210, 297), media=b"", area="0 0 210 297")
    reading = read_file(words, "scan.ofd")
    assert (reading.reason, reading.words) == ("pictures_need_ocr", {"pages": "2"})


def test_numbers_with_their_unit_are_numbers():
    cells = {
        n: f"{t}件" if n.endswith(("issued", "repealed", "decisions")) and t.isdigit() else t
        for n, t in part_two().items()
    }
    page = drawn(replace(REPORTS["hongze"], cells=REPORTS["hongze"].cells | cells), HOW)[0]
    found = figures(read_file(saved([page], "png", 200), "scan.png"))
    assert found.items() <= part_two().items()
    assert len(found) >= 0.8 * len(part_two())


def test_a_table_without_rules_is_read_where_the_sums_of_its_rows_hold():
    pages = drawn(REPORTS["hongqi"], replace(HOW, rule=0))
    reading = read_file(saved(pages, "pdf", 200), "scan.pdf")
    printed = {n: t for n, t in REPORTS["hongqi"].cells.items() if t}
    assert figures(reading).items() <= printed.items()
    assert len(figures(reading)) > 0.4 * len(printed)


def test_a_page_that_curls_is_laid_flat():
    found = figures(read_file(saved([first_page("curve")], "png", 200), "scan.png"))
    assert found.items() <= part_two().items()
    assert len(found) >= 0.8 * len(part_two())


def test_two_pages_of_an_open_book_on_one_picture_are_read_one_after_the_other():
    """Each lies askew in its own way, and the fold is black."""
    left, right = drawn(REPORTS["hongze"], HOW)[:2]
    wide, high = left.size
    spread = Image.new("L", (2 * wide, high), 255)
    spread.paste(left.rotate(-0.8, Image.Resampling.BICUBIC, fillcolor=255), (0, 0))
    spread.paste(right.rotate(1.2, Image.Resampling.BICUBIC, fillcolor=255), (wide, 0))
    pixels = np.asarray(spread, np.float32)
    light = 1 - 0.95 * np.exp(-np.abs(np.arange(2 * wide) - wide) / HOW.mm(3))
    spread = Image.fromarray((pixels * light).astype(np.uint8))
    found = figures(read_file(saved([spread], "png", 200), "scan.png"))
    printed = REPORTS["hongze"].cells
    assert found.items() <= printed.items()
    assert len(found) >= 0.9 * len(printed)


def test_blank_is_only_what_holds_no_ink():
    """A mark stands in one cell, nothing in another, and a smear in a third."""

    def page(third):
        cells = {"disclosure.permits.decisions": "/", "disclosure.coercion.decisions": ""}
        cells["disclosure.penalties.decisions"] = third
        return drawn(replace(REPORTS["hongze"], cells=REPORTS["hongze"].cells | cells), HOW)[0]

    smeared = page("")
    left, top, right, bottom = ImageChops.difference(smeared, page("8")).getbbox()
    ImageDraw.Draw(smeared).ellipse((left, top, right + 8, bottom), fill=150)
    reading = read_file(saved([smeared], "png", 200), "scan.png")
    states = {c.item: c.state for c in reading.cells if c.column == "decisions"}
    assert states == {"permits": "blank", "coercion": "blank", "penalties": "unreadable"}


def test_a_slash_is_no_one_and_two_numbers_are_not_one():
    cells = dict.fromkeys(part_two(), "1") | {
        "disclosure.permits.decisions": "/", "disclosure.penalties.decisions": "3 4", "disclosure.coercion.decisions": "11",
    }  # fmt: skip
    page = drawn(replace(REPORTS["hongze"], cells=cells), replace(HOW, face="serif"))[0]
    reading = read_file(saved([page], "tiff", 200), "scan.tiff")
    found = figures(reading)
    assert found["disclosure.coercion.decisions"] == "11"
    assert found["disclosure.regulations.issued"] == "1"
    assert not {"disclosure.permits.decisions", "disclosure.penalties.decisions"} & found.keys()


def counts(*values):
    """A table of part three with these counts of natural persons and no others, each seen alike but for the first."""
    table, sightings = Table("requests"), {}
    for row, (item, value) in enumerate(zip(NAMES, values, strict=True), 1):
        for column, (applicant, number) in enumerate(
            [(a.id, value if i in (0, 6) else 0) for i, a in enumerate(APPLICANTS)]
        ):
            place = Location(1, 1, row, None, column + 2)
            table.cells.append(Cell("requests", item, applicant, "printed", Decimal(number), str(number), place, item))
            sure = (item, applicant) != ("received_new", "natural_person")
            sightings[place] = Sighting((str(number),) if sure else (str(number), "9"), sure)
    return table, sightings


@pytest.mark.parametrize(("received", "state"), [(3, "printed"), (5, "unreadable")])
def test_a_number_that_is_read_in_two_ways_stands_only_where_the_sums_hold(received, state):
    table, sightings = counts(3, 1, 4, 0)
    first = table.cells[0]
    first.value, first.text = Decimal(received), str(received)
    confirm([table], sightings, [1])
    assert first.state == state
    assert all(c.state == "printed" for c in table.cells[1:])
    if state == "unreadable":
        assert first.text == "3 | 9"
        assert [(n.rule, n.column) for n in table.notes] == [("unconfirmed", "natural_person")]


def test_what_was_not_seen_in_a_cell_counts_for_nothing():
    table, _ = counts(3, 1, 4, 0)
    confirm([table], {}, [1])
    assert {c.state for c in table.cells} == {"unreadable"}
    table, _ = counts(3, 1, 4, 0)
    confirm([table], {}, [2])
    assert {c.state for c in table.cells} == {"printed"}


@pytest.mark.parametrize(
    ("name", "reason"), [("page.png", "image"), ("page.jpg", "image"), ("page.tif", "image"), ("page.pdf", "pdf_scan")]
)
def test_without_the_extra_the_reason_says_what_to_install(tmp_path, monkeypatch, name, reason):
    monkeypatch.setattr(pdf, "installed", lambda: False)
    monkeypatch.setattr(pictures, "installed", lambda: False)
    kind = {"jpg": "jpeg", "tif": "tiff"}.get(name[-3:], name[-3:])
    file = put(tmp_path, name, saved([first_page()], kind, 200))
    for lang in ("zh", "en"):
        shown = Console(record=True, width=300, file=io.StringIO())
        shown.print(*explain(read_file(file.read_bytes(), name), name, "0" * 64, lang))
        assert "install 'gongkai[ocr]'" in " ".join(shown.export_text().split())
    assert read_file(file.read_bytes(), name).reason == reason


def test_what_lacked_the_extra_is_read_once_it_is_there(tmp_path, monkeypatch):
    put(tmp_path / "in", "page.png", saved([first_page()], "png", 200))
    with monkeypatch.context() as without:
        without.setattr(pictures, "installed", lambda: False)
        read(tmp_path / "store", tmp_path / "in")
        assert documents(tmp_path / "store") == {"page.png": ("rejected", "image")}
    read(tmp_path / "store", tmp_path / "in")
    assert documents(tmp_path / "store") == {"page.png": ("read", None)}
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "store"))
    page = open_page("report", data="own", lang="en")
    assert ["Read from scans or photographs" in w.value for w in page.warning] == [True]
    out = tmp_path / "issues.csv"
    run("export", "issues", "--store", tmp_path / "store", "--out", out)
    assert "from_picture" in out.read_text(encoding="utf-8-sig")


def test_a_worker_reads_pictures_within_its_limits(tmp_path):
    for name in ("a.png", "b.png"):
        put(
            tmp_path / "in", name, saved([first_page("noise", report="hongze" if name < "b" else "hongqi")], "png", 200)
        )
    ingest([tmp_path / "in"], tmp_path / "store", workers=1)
    assert set(documents(tmp_path / "store").values()) == {("read", None)}
    assert reports(tmp_path / "store").height == 2


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("icon.png", saved([first_page().resize((64, 64))], "png", 72), "picture_too_small"),
        ("cut.png", saved([first_page()], "png", 200)[:4000], "picture_broken"),
        ("white.png", saved([first_page().point(lambda _: 255)], "png", 200), "picture_without_text"),
    ],
)
def test_a_picture_that_shows_nothing_says_so(name, data, reason):
    assert read_file(data, name).reason == reason


def test_a_page_of_a_picture_file_is_shown_beside_what_was_read_of_it():
    file = saved([first_page(), first_page().rotate(90, expand=True)], "tiff", 200)
    png, pages = shown_page(file, 2)
    assert pages == 2
    assert png.startswith(b"\x89PNG")
    with Image.open(io.BytesIO(png)) as picture:
        assert picture.width > picture.height


def test_pictures_of_a_saved_page_are_no_documents(tmp_path):
    put(tmp_path / "in", "report.html", "<p>nothing</p>")
    put(tmp_path / "in" / "report_files", "logo.png", saved([first_page()], "png", 200))
    read(tmp_path / "store", tmp_path / "in")
    assert set(documents(tmp_path / "store")) == {"report.html"}
