"""Broken, renamed, locked and hostile files: each a reason of its own, and the rest of the batch is read."""

import io
import zipfile
from collections.abc import Iterator

import polars as pl
import pytest
from damaged_pdfs import BROKEN, PANICS, bare_pdf
from docx import Document as Word
from helpers import ROOT, Here, documents, example, figures, put, read, reports
from openpyxl import Workbook
from polars.exceptions import PanicException, PolarsError
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas
from typer.testing import CliRunner

from loaders.cli.commands import app
from loaders.ingest.run import ingest
from loaders.language.words import CATALOGUE, say
from loaders.reading.extract import read_file
from loaders.reading.formats.facts import COLUMNS
from loaders.reading.formats.readers import _READERS as READERS
from loaders.synthetic.documents import Example, html, tabs


def pdf(pages: int = 1, text: str | None = "hello", encrypt: bool = False) -> bytes:
    data = io.BytesIO()
    canvas = Canvas(data, encrypt=StandardEncryption("secret", canPrint=0) if encrypt else None)
    for _ in range(pages):
        if text:
            canvas.drawString(72, 720, text)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def two_reports() -> str:
    first = tabs(example())
    return first + tabs(Example("望溪市青禾区民政局", 2022, "2021", figures(received_new=9, granted=9)))


def word(text: str) -> bytes:
    data = io.BytesIO()
    document = Word()
    document.add_paragraph(text)
    document.save(data)
    return data.getvalue()


def sheet() -> bytes:
    data = io.BytesIO()
    book = Workbook()
    book.active["A1"] = "收支预算表"
    book.save(data)
    return data.getvalue()


def zipped(**names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in names.items():
            archive.writestr(name, text)
    return data.getvalue()


HEADINGS = "望溪市青禾区教育局2023年政府信息公开工作年度报告\n一、总体情况\n已公开。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n无。\n"
OLD = "望溪市教育局2016年政府信息公开工作年度报告\n一、概述\n指标\t单位\t统计数\n一、主动公开政府信息数\t条\t175\n（一）收到申请数\t件\t3\n"

CASES = {
    "empty.html": (b"", "empty"),
    "blank.txt": (b" \n\n", "empty"),
    "locked.pdf": (pdf(encrypt=True), "pdf_encrypted"),
    "cut.pdf": (pdf()[:300], "pdf_broken"),
    "scan.pdf": (pdf(text=None), "picture_without_text"),
    "long.pdf": (pdf(pages=301), "too_many_pages"),
    "none.docx": (b"this is no word file \x00\x01", "office_broken"),
    "other.docx": (zipped(a="x"), "office_broken"),
    "cut.docx": (word("x")[:700], "office_broken"),
    "renamed.docx": (pdf(), "not_a_report"),
    "letter.docx": (word("会议室预订说明。"), "not_a_report"),
    "budget.xlsx": (sheet(), "accounts"),
    "picture.html": (b"\x89PNG\r\n\x1a\n\x00\x00", "picture_broken"),
    "talk.odp": (zipped(mimetype="application/vnd.oasis.opendocument.presentation"), "format_not_read"),
    "mail.eml": (b"Subject: x\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nhi\n--x\nContent-Disposition: attachment; filename=a.docx\n\nx\n--x--\n", "mail_with_files"),
    "binary.txt": (b"abc\x00\x01\x02" * 100, "not_text"),
    "large.txt": (b"a" * (50 << 20), "too_large"),
    "two.txt": (two_reports().encode(), "several_reports"),
    "plain.html": (b"<html><body><p>hello</p></body></html>", "not_a_report"),
    "headings.txt": (HEADINGS.encode(), "headings_without_tables"),
    "title.txt": ("望溪市青禾区教育局2023年政府信息公开工作年度报告\n见附件。\n".encode(), "no_tables"),
    "old.txt": (OLD.encode(), "pre2019"),
    "deep.html": (b"<div>" * 10_000, "too_deep"),
    "saved.mht": (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: image/png\n\nhi\n--x--\n", "mht_without_page"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "reason"), [(n, d, r) for n, (d, r) in CASES.items()], ids=list(CASES))
def test_each_fault_has_its_reason(name, data, reason):
    reading = read_file(data, name)
    assert reading.reason == reason
    for lang in ("zh", "en"):
        assert say(f"reason.{reason}", lang, **reading.words)


def test_the_rest_of_the_batch_is_read(tmp_path):
    for name, (data, _) in CASES.items():
        put(tmp_path / "in", name, data)
    put(tmp_path / "in", "broken.zip", b"PK\x03\x04 nothing more")
    put(tmp_path / "in", "good.html", example())
    read(tmp_path / "store", tmp_path / "in")
    found = documents(tmp_path / "store")
    assert found.pop("good.html") == ("read", None)
    assert found.pop("broken.zip") == ("rejected", "zip_broken")
    assert {n: r for n, (s, r) in found.items() if s == "rejected"} == {n: r for n, (_, r) in CASES.items()}
    assert reports(tmp_path / "store").height == 1


@pytest.mark.parametrize("data", PANICS.values(), ids=list(PANICS))
def test_a_panic_of_the_reader_is_a_reason(data):
    assert read_file(bare_pdf("[3 0 R]/Count 1"), "a.pdf").reason == "not_a_report", (
        "the file is read where it is whole"
    )
    assert read_file(data, "a.pdf").reason == "reader_crashed"


@pytest.mark.parametrize("data", BROKEN.values(), ids=list(BROKEN))
def test_pages_that_are_not_there_are_a_reason(data):
    assert read_file(data, "a.pdf").reason == "pdf_broken"


@pytest.mark.parametrize("workers", [0, 2])
def test_a_panic_of_the_reader_costs_its_own_document_alone(tmp_path, workers):
    """In this process, and on processes that hand back what they read."""
    for name, data in PANICS.items():
        put(tmp_path / "in", f"{name}.pdf", data)
    put(tmp_path / "in", "good.html", example())
    executor = None if workers else Here()
    ingest([tmp_path / "in"], tmp_path / "store", workers=workers or 1, executor=executor)
    found = documents(tmp_path / "store")
    assert found.pop("good.html") == ("read", None)
    assert found == {f"{name}.pdf": ("rejected", "reader_crashed") for name in PANICS}


def test_explain_says_why_where_the_reader_panics(tmp_path):
    file = put(tmp_path, "a.pdf", next(iter(PANICS.values())))
    result = CliRunner().invoke(app, ["explain", str(file), "--lang", "en"])
    assert result.exit_code == 1
    assert say("reason.reader_crashed", "en") in " ".join(result.stdout.split())


def test_a_reader_that_ends_the_program_costs_its_own_document_and_an_interrupt_ends_it(tmp_path, monkeypatch):
    put(tmp_path / "in", "a.txt", tabs(example()))
    put(tmp_path / "in", "b.html", example())

    def ends(error):
        def reader(data):
            raise error

        monkeypatch.setitem(READERS, "txt", reader)

    ends(SystemExit(1))
    read(tmp_path / "store", tmp_path / "in")
    assert documents(tmp_path / "store") == {"a.txt": ("rejected", "reader_crashed"), "b.html": ("read", None)}
    ends(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        read(tmp_path / "other", tmp_path / "in")


def spoilt_facts() -> Iterator[bytes]:
    """A file of facts cut off, and with one byte after the other overwritten."""
    data = io.BytesIO()
    pl.DataFrame({name: ["x"] for name in COLUMNS}).write_parquet(data)
    yield data.getvalue()[:-200]
    for at in range(4, 200):
        yield data.getvalue()[:at] + b"\x00" + data.getvalue()[at + 1 :]


def panics(data: bytes) -> bool:
    try:
        pl.read_parquet(data)
    except PolarsError:
        return False
    except PanicException:
        return True
    return False


def test_a_spoilt_file_of_facts_costs_its_own_document_alone(tmp_path):
    cut, *garbled = spoilt_facts()
    put(tmp_path / "in", "cut.parquet", cut)
    put(tmp_path / "in", "garbled.parquet", next(data for data in garbled if panics(data)))
    put(tmp_path / "in", "good.html", example())
    read(tmp_path / "store", tmp_path / "in")
    found = documents(tmp_path / "store")
    assert found.pop("good.html") == ("read", None)
    assert found == dict.fromkeys(("cut.parquet", "garbled.parquet"), ("rejected", "facts_broken"))


def test_two_reports_in_one_file_are_both_named():
    titles = str(read_file(two_reports().encode(), "a.txt").words["titles"])
    assert "青禾区教育局2023" in titles
    assert "青禾区民政局2022" in titles


def test_a_table_printed_twice_with_other_figures_is_not_chosen_from():
    page = html(example())
    twice = page.replace(
        "</body>", page[page.index("<table") : page.rindex("</table>")].replace("<td>3</td>", "<td>8</td>") + "</body>"
    )
    assert read_file(twice.encode(), "a.html").reason == "conflicting_tables"


def test_a_table_printed_twice_alike_is_one():
    page = html(example())
    twice = page.replace("</body>", page[page.index("<table") : page.rindex("</table>") + 8] + "</body>")
    assert read_file(twice.encode(), "a.html").reason is None


def test_the_content_decides_which_reader_runs():
    assert read_file(html(example()).encode(), "a.doc").format == "html"
    assert read_file(html(example()).encode(), "a.txt").reason is None
    assert read_file(tabs(example()).encode("gb18030"), "a.html").identity.year == 2023


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_encodings(encoding):
    reading = read_file(tabs(example()).encode(encoding), "a.txt")
    assert reading.identity.agency == "望溪市青禾区教育局"
    assert len(reading.cells) == 200


def test_a_utf8_page_with_a_broken_byte_is_still_utf8():
    data = html(example()).encode()
    at = data.index("本段".encode()) + 1
    reading = read_file(data[:at] + data[at + 1 :], "a.html")
    assert reading.identity.agency == "望溪市青禾区教育局"


def test_every_reason_that_the_code_gives_is_in_the_catalogue():
    import re

    source = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "loaders").rglob("*.py"))
    given = set(re.findall(r'(?:Unreadable|StoreError)\(\s*"(\w+)"', source)) | set(
        re.findall(r'reason="(\w+)"', source)
    )
    assert given
    assert {f"reason.{r}" for r in given} <= set(CATALOGUE)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("deep.html", "<div>" * 100_000 + html(example()), "too_deep"),
        ("nested.html", "<table><tr><td>" * 20_000 + html(example()), "too_deep"),
        ("long.txt", "1 2 3\n" * 60_000, "too_many_rows"),
        ("long.html", "<table>" + "<tr><td>1</td></tr>" * 60_000 + "</table>", "too_many_rows"),
        ("wide.html", "<table>" + ("<tr>" + "<td rowspan=100>1" * 50) * 1000 + "</table>", "too_many_rows"),
    ],
)
def test_files_beyond_all_measure_are_refused_at_once(name, data, reason):
    assert read_file(data.encode(), name).reason == reason


def test_a_stray_quote_in_a_sheet_is_no_fault_of_ours():
    assert read_file(('"' + "x" * 300_000).encode(), "a.csv").reason == "not_a_report"
