"""Formats that LibreOffice reads: the cells where it is installed, what to do where it is not."""

import io
import subprocess
import zipfile

import office
import pytest
from helpers import ROOT, row

from loaders.language.words import say
from loaders.reading.extract import read_file
from loaders.reading.formats import libreoffice

DOC = ROOT / "tests" / "examples" / "reports" / "old" / "office.doc"
XLSX = DOC.with_suffix(".xlsx")


def open_document(kind: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", "<x/>")
    return data.getvalue()


FILES = {
    "a.doc": (DOC.read_bytes(), "doc", "docx"),
    "a.rtf": (b"{\\rtf1 hello}", "rtf", "docx"),
    "a.odt": (open_document("text"), "odt", "docx"),
    "a.ods": (open_document("spreadsheet"), "ods", "xlsx"),
    "a.wps": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "wps", "docx"),
}


@pytest.mark.parametrize("name", FILES)
def test_without_libreoffice_the_reason_says_what_to_install_or_save(name, monkeypatch):
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    data, format, target = FILES[name]
    reading = read_file(data, name)
    assert (reading.reason, reading.words) == ("needs_libreoffice", {"format": format, "target": target})
    for lang in ("zh", "en"):
        said = say(f"reason.{reading.reason}", lang, **reading.words)
        assert "LibreOffice" in said
        assert f".{target}" in said


@pytest.mark.parametrize(("source", "format"), [(DOC, "odt"), (XLSX, "ods")])
def test_a_report_in_another_office_format_has_the_same_cells(source, format, tmp_path):
    office.require()
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [libreoffice.program(), profile, "--headless", "--convert-to", format, "--outdir", tmp_path, source]
    subprocess.run(command, check=True, capture_output=True)
    reading = read_file((tmp_path / f"office.{format}").read_bytes(), f"a.{format}")
    assert reading.reason is None
    assert reading.format == format
    wanted = read_file(XLSX.read_bytes(), "a.xlsx")
    assert {c.name: (c.state, c.value) for c in reading.cells} == {c.name: (c.state, c.value) for c in wanted.cells}


def test_hidden_digits_of_a_rich_text_are_not_read():
    office.require()
    title = "".join(rf"\u{ord(c)}?" for c in "望溪市青禾区水务局2023年政府信息公开工作年度报告")
    part = "".join(rf"\u{ord(c)}?" for c in "二、主动公开政府信息情况")
    captions = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
    coded = ["".join(rf"\u{ord(c)}?" for c in text) for text in captions]
    label = "".join(rf"\u{ord(c)}?" for c in "规章")
    cells = r"\cellx2000\cellx4000\cellx6000\cellx8000"
    first = rf"\trowd{cells}\intbl " + r"\cell ".join(coded) + r"\cell\row "
    second = rf"\trowd{cells}\intbl {label}\cell {{\v 7}}12\cell 3{{\super 1}}\cell 4\cell\row "
    data = rf"{{\rtf1\ansi {title}\par {part}\par {first}{second}\pard\par}}".encode("ascii")
    found = row(read_file(data, "a.rtf"), "regulations")
    assert found == {"issued": "12", "repealed": "unreadable", "in_force": "4"}


def test_a_file_that_libreoffice_cannot_open_says_so():
    office.require()
    assert read_file(open_document("text"), "a.odt").reason == "libreoffice_failed"
