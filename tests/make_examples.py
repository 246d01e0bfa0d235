"""Figures → the example documents and their expected cells in tests/examples; run by hand, the results are committed.

Needs LibreOffice (.doc, .docx, .xls, .xlsx, .pdf) and Chromium (.pdf): `python tests/make_examples.py`.
The figures of `hongze` are those that 淮安市洪泽区人民政府 published for 2023, in the layouts of many sites; those of
`old` print the numbers that a bureau printed on the form of 2019 (+126, 523.15万元). All running text is our own.
"""

import json
import subprocess
import tempfile
from decimal import Decimal
from email.message import EmailMessage
from pathlib import Path

from loaders.form import paper
from loaders.form.vocabulary import APPLICANTS, CELL_BY_NAME
from loaders.reading.sections.numbers import digits, read_number
from loaders.synthetic.documents import TEXT_LAYOUTS, Example, html

HERE = Path(__file__).parent / "examples"


def _row(natural: int, business: int = 0) -> list[str]:
    return [str(natural), str(business), "0", "0", "0", "0", str(natural + business)]


def hongze() -> Example:
    cells = dict.fromkeys(paper.printed_cells("2021"), "0")
    for item in ("other_overdue_correction", "other_unpaid_fee", "other_other"):
        for a in APPLICANTS:
            del cells[f"requests.{item}.{a.id}"]
    rows = {
        "received_new": 21, "partially_granted": 4, "denied_state_secret": 1, "denied_process_information": 1,
        "denied_enforcement_file": 1, "unavailable_not_held": 10, "unavailable_needs_creation": 3,
        "not_processed_petition": 1, "total_processed": 21, "other": 0,
    }  # fmt: skip
    for item, n in rows.items():
        for a, text in zip(APPLICANTS, _row(n), strict=True):
            cells[f"requests.{item}.{a.id}"] = text
    cells |= {
        "disclosure.normative_documents.repealed": "5",
        "disclosure.normative_documents.in_force": "5",
        "disclosure.permits.decisions": "550",
        "disclosure.penalties.decisions": "4119",
        "disclosure.coercion.decisions": "195",
        "disclosure.fees.amount_wan_yuan": "7730.28",
        "reviews.review.upheld": "10",
        "reviews.review.corrected": "1",
        "reviews.litigation_after_review.upheld": "5",
    }
    return Example("望溪市青禾区人民政府", 2023, "2021", cells, "2024-03-29")


def old() -> Example:
    cells = dict.fromkeys(paper.printed_cells("2019"), "0")
    cells |= {
        "disclosure.normative_documents.produced": "2",
        "disclosure.normative_documents.published": "2",
        "disclosure.normative_documents.published_total": "11",
        "disclosure.regulations.produced": "",
        "disclosure.regulations.published": "/",
        "disclosure.regulations.published_total": "—",
        "disclosure.permits.items_last_year": "66",
        "disclosure.permits.items_change": "+126",
        "disclosure.permits.decisions": "192",
        "disclosure.other_services.items_last_year": "9",
        "disclosure.other_services.items_change": "25",
        "disclosure.other_services.decisions": "1,011",
        "disclosure.penalties.items_last_year": "４７３",
        "disclosure.penalties.items_change": "-3",
        "disclosure.penalties.decisions": "1472件",
        "disclosure.procurement.count": "14",
        "disclosure.procurement.amount_wan_yuan": "523.15万元",
    }
    for item, n in {"received_new": 317, "carried_in": 3, "granted": 184, "partially_granted": 18, "denied_third_party": 8,
                    "unavailable_not_held": 57, "not_processed_repeat": 18, "other": 22, "total_processed": 307,
                    "carried_out": 13}.items():  # fmt: skip
        for a, text in zip(APPLICANTS, _row(n - 2 if n > 20 else n, 2 if n > 20 else 0), strict=True):
            cells[f"requests.{item}.{a.id}"] = text
    return Example("望溪市生态环境局", 2020, "2019", cells, "2021-01-07")


def blanks() -> Example:
    """The form of 2021 with blank cells: empty ones, dashes, slashes and 无."""
    example = hongze()
    cells = dict(example.cells)
    for a, text in zip(APPLICANTS, ("3", "", "/", "—", "无", "", ""), strict=True):
        cells[f"requests.granted.{a.id}"] = text
    cells["disclosure.permits.decisions"] = ""
    cells["disclosure.fees.amount_wan_yuan"] = "251000元"
    cells["reviews.review.total"] = ""
    return Example("望溪市白鹭区教育局", 2022, "2021", cells, "2023-01-16")


def expected(example: Example) -> dict[str, object]:
    cells = {}
    for name, text in example.cells.items():
        number = read_number(text, CELL_BY_NAME[name].kind)
        cells[name] = digits(number.value) if number.state == "printed" else number.state
    for name, text in (("disclosure.fees.amount_wan_yuan", "251000元"),):
        if example.cells.get(name) == text:
            cells[name] = digits(Decimal("25.1"))
    return {"agency": example.agency, "year": example.year, "published": example.published, "cells": cells}


def office(page: str, stem: str, formats: tuple[str, ...]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"{stem}.html")
        source.write_text(page, encoding="utf-8")
        for name in formats:
            kind = "--calc" if name.startswith("xls") else "--writer"
            command = ["soffice", "--headless", kind, "--convert-to", name, "--outdir", str(HERE), str(source)]
            subprocess.run(command, check=True, capture_output=True)


def chromium(page: str, target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "page.html")
        source.write_text(page, encoding="utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--no-pdf-header-footer", f"--print-to-pdf={target}"]
        subprocess.run([*command, source.as_uri()], check=True, capture_output=True)


def archive(page: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = "saved page"
    message["Snapshot-Content-Location"] = "https://www.example.gov.cn/nb/2023.html"
    message.set_content(page, subtype="html", charset="utf-8", cte="quoted-printable")
    message.make_mixed()
    message.replace_header("Content-Type", 'multipart/related; boundary="----part"')
    return message.as_bytes()


def main() -> None:
    HERE.mkdir(exist_ok=True)
    for stem, example in (("hongze", hongze()), ("old", old()), ("blanks", blanks())):
        wanted = json.dumps(expected(example), ensure_ascii=False, indent=1)
        written: list[str] = []

        def put(name: str, data: bytes, written: list[str] = written) -> None:
            (HERE / name).write_bytes(data)
            written.append(name)

        page, messy = html(example), html(example, messy=True)
        for layout, render in TEXT_LAYOUTS.items():
            # Where blanks leave nothing behind, a row with some of them cannot be read: that is another test.
            if stem != "hongze" and layout in ("cell_a_line", "spaces"):
                continue
            put(f"{stem}-{layout}.txt", render(example).encode())
        put(f"{stem}-table.md", TEXT_LAYOUTS["pipes"](example).encode())
        put(f"{stem}-page.html", page.encode())
        put(f"{stem}-messy.htm", messy.replace('charset="utf-8"', 'charset="gb2312"').encode("gb18030"))
        put(f"{stem}-saved.mht", archive(page))
        office(page, f"{stem}-office", ("docx", "doc", "xlsx", "xls", "pdf"))
        written += [f"{stem}-office.{f}" for f in ("docx", "doc", "xlsx", "xls", "pdf")]
        if stem == "hongze":
            chromium(page, HERE / f"{stem}-browser.pdf")
            written.append(f"{stem}-browser.pdf")
        for name in written:
            (HERE / f"{name}.json").write_text(wanted + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
