"""Reports → the documents in tests/examples/reports, a folder a report; run by hand, the results are committed.

Needs LibreOffice (.doc, .docx, .xls, .xlsx, .pdf) and Chromium (browser.pdf): `python -m tests.make_examples [REPORT …]`.
Each report is printed in some of the layouts, each layout is printed from several reports.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from loaders.synthetic.documents import TEXT_LAYOUTS, Example, html
from tests.example_reports import REPORTS, expected, in_traditional

FOLDER = Path(__file__).parent / "examples" / "reports"

PRINTS = {
    "hongze": "spaces.txt cell_a_line.txt pipes.txt office.docx office.xls browser.pdf",
    "hongqi": "tabs.txt spaces.txt",
    "old": "aligned.txt pipe_between.txt messy.htm office.doc office.xlsx office.pdf",
    "fallen": "tabs.txt table.md page.html office.xls",
    "mixed": "cell_a_line.txt pipes_trailing.txt page.html office.pdf",
    "blanks": "tabs.txt cell_a_line_pipe.txt saved.mht office.docx office.pdf",
    "nothing": "pipes.txt page.html office.xlsx",
    "unreadable": "pipes_trailing.txt messy.htm office.docx office.xls",
    "large": "aligned.txt cell_a_line.txt saved.mht office.xlsx",
    "units": "aligned.txt cell_a_line_pipe.txt table.md messy.htm",
    "placeless": "spaces.txt pipe_between.txt office.doc",
    "traditional": "messy.htm saved.mht office.docx",
}
"""Report → its prints.

Where blanks leave nothing behind (spaces, cell_a_line), a row with some cannot be read: that is another test.
"""


def archive(page: str) -> bytes:
    """A page as a browser saves it in one file."""
    message = EmailMessage()
    message["Subject"] = "saved page"
    message["Snapshot-Content-Location"] = "https://www.example.gov.cn/nb/2023.html"
    message.set_content(page, subtype="html", charset="utf-8", cte="quoted-printable")
    message.make_mixed()
    message.replace_header("Content-Type", 'multipart/related; boundary="----part"')
    return message.as_bytes()


def office(page: str, suffix: str) -> bytes:
    """A page as LibreOffice converts it."""
    kind = "--calc" if suffix.startswith("xls") else "--writer"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "page.html")
        source.write_text(page, encoding="utf-8")
        command = ["soffice", "--headless", kind, "--convert-to", suffix, "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True)
        return source.with_suffix(f".{suffix}").read_bytes()


def chromium(page: str) -> bytes:
    """A page as a browser prints it to PDF."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, encoding="utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--no-pdf-header-footer", f"--print-to-pdf={target}"]
        subprocess.run([*command, source.as_uri()], check=True, capture_output=True)
        return target.read_bytes()


def printed(example: Example, name: str, script: Callable[[str], str] = str) -> bytes:
    """A report as the document of that name; script: what the text is turned into before it is printed."""
    layout, suffix = name.split(".")
    if suffix in ("txt", "md"):
        return script(TEXT_LAYOUTS["pipes" if suffix == "md" else layout](example)).encode()
    page = script(html(example, messy=layout == "messy"))
    if layout == "messy":
        return page.replace('charset="utf-8"', 'charset="gb2312"').encode("gb18030")
    if layout == "office":
        return office(page, suffix)
    if layout == "browser":
        return chromium(page)
    return archive(page) if suffix == "mht" else page.encode()


def main(reports: list[str]) -> None:
    for report in reports or REPORTS:
        example = REPORTS[report]
        folder = FOLDER / report
        folder.mkdir(parents=True, exist_ok=True)
        for name in PRINTS[report].split():
            script = in_traditional if report == "traditional" else str
            (folder / name).write_bytes(printed(example, name, script))
        wanted = json.dumps(expected(example), ensure_ascii=False, indent=1)
        (folder / "expected.json").write_text(wanted + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
