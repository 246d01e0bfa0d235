"""Reports with figures → what each prints, and what a reader takes each print for; the oracle of tests/examples.

`hongze` prints the figures that 淮安市洪泽区人民政府 published for 2023, `hongqi` those of 红旗区商务局 for 2022, `old` the
numbers that a bureau printed on the form of 2019 (+126, 523.15万元). Everything else is invented, all running text is our own.
Several reports give each cell a number of its own, so that a value in a neighbour's place is noticed.
"""

import re

from opencc import OpenCC

from loaders.form import paper
from loaders.form.vocabulary import APPLICANTS, REQUEST_ITEMS
from loaders.synthetic.documents import Example

READ_AS = {
    "": "blank", "/": "blank", "—": "blank", "－": "blank", "无": "blank", "無": "blank",
    # Signs and directions.
    "+126": "126", "-3": "-3", "-12": "-12", "－７": "-7", "−5": "-5", "减少3": "-3", "↓2": "-2", "增加4": "4",
    # Units and amounts: money is kept in 万元.
    "1472件": "1472", "38件": "38", "6宗": "6", "2项": "2", "1,011": "1011", "４７３": "473",
    "523.15万元": "523.15", "251000元": "25.1", "1,234,567.80元": "123.45678", "3.6亿元": "36000", "１０４．５": "104.5",
    # No numbers: what a person cannot take for one number is not guessed.
    "约100": "unreadable", "见附件": "unreadable", "5①": "unreadable", "3 4": "unreadable", "1.2.3": "unreadable",
    "12345678901": "unreadable", "30元": "unreadable", "12/15": "unreadable", "**": "unreadable", "20余": "unreadable",
}  # fmt: skip
"""Print → the number, or the state of a cell without one, written by hand; a plain number stands for itself."""
_PLAIN = re.compile(r"-?\d+(\.\d*[1-9])?")
_S2T = OpenCC("s2t")


class Mixed(Example):
    """A report whose part 二 mixes the forms: 规章 and 规范性文件 as in 2019, the rest as in 2021."""

    def tables(self) -> dict[str, paper.Layout]:
        tables = super().tables()
        after_first_block = 4
        tables["disclosure"] = [
            *paper.disclosure("2019")[:after_first_block],
            *paper.disclosure("2021")[after_first_block:],
        ]
        return tables


def expected(example: Example) -> dict[str, object]:
    """What reading the report must find."""
    printed = {s.cell: example.cells[s.cell] for t in example.tables().values() for row in t for s in row if s.cell}
    cells = {name: _taken_for(text) for name, text in printed.items()}
    # None of the bodies that strike this row out can make regulations.
    cells |= {name: "not_applicable" for name, text in printed.items() if ".regulations." in name and text == "/"}
    return {"agency": example.agency, "year": example.year, "published": example.published, "cells": cells}


def _taken_for(text: str) -> str:
    if text in READ_AS:
        return READ_AS[text]
    if grouped := re.fullmatch(r"(\d{1,3})[,，](\d{3})", text):
        return str(int(grouped[1] + grouped[2]))
    if not _PLAIN.fullmatch(text):
        raise ValueError(f"READ_AS does not say what a reader takes {text!r} for")
    # int knows the full-width digits.
    return text if "." in text or text.startswith("-") else str(int(text))


def _zeros(template: str, other_in_one_row: bool = False) -> dict[str, str]:
    cells = dict.fromkeys(paper.printed_cells(template), "0")
    if other_in_one_row and template == "2021":
        for term in REQUEST_ITEMS:
            for a in APPLICANTS:
                if term.group == "other":
                    del cells[f"requests.{term.id}.{a.id}"]
                if term.id == "other":
                    cells[f"requests.other.{a.id}"] = "0"
    return cells


def _numbered(template: str, first: int, step: int) -> dict[str, str]:
    """A number of its own for each cell, in the order of the form."""
    return {name: str(first + i * step) for i, name in enumerate(paper.printed_cells(template))}


def _row(natural: int, business: int = 0) -> list[str]:
    return [str(natural), str(business), "0", "0", "0", "0", str(natural + business)]


def _requests(**rows: list[str]) -> dict[str, str]:
    return {
        f"requests.{item}.{a.id}": text
        for item, texts in rows.items()
        for a, text in zip(APPLICANTS, texts, strict=True)
    }


def hongze() -> Example:
    """（六）其他处理 in one row, totals of part 四 that are printed wrong."""
    rows = {
        "received_new": 21, "partially_granted": 4, "denied_state_secret": 1, "denied_process_information": 1,
        "denied_enforcement_file": 1, "unavailable_not_held": 10, "unavailable_needs_creation": 3,
        "not_processed_petition": 1, "total_processed": 21,
    }  # fmt: skip
    cells = _zeros("2021", other_in_one_row=True) | _requests(**{item: _row(n) for item, n in rows.items()})
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


def hongqi() -> Example:
    """A real bureau's report in which every cell is a printed zero."""
    return Example("红旗区商务局", 2022, "2021", _zeros("2021"))


def old() -> Example:
    """The form of 2019 with blanks in part 二, a sign, a separator, full-width digits and units."""
    rows = {
        "received_new": 317, "carried_in": 3, "granted": 184, "partially_granted": 18, "denied_third_party": 8,
        "unavailable_not_held": 57, "not_processed_repeat": 18, "other": 22, "total_processed": 307, "carried_out": 13,
    }  # fmt: skip
    cells = _zeros("2019") | _requests(**{i: _row(n - 2, 2) if n > 20 else _row(n) for i, n in rows.items()})
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
    return Example("望溪市生态环境局", 2020, "2019", cells, "2021-01-07")


def fallen() -> Example:
    """The form of 2019, everything fewer than the year before: each spelling of a minus; an amount in 元."""
    cells = _numbered("2019", 4, 3)
    changes = {"permits": "-12", "other_services": "－７", "penalties": "−5", "coercion": "减少3", "fees": "↓2"}
    cells |= {f"disclosure.{item}.items_change": text for item, text in changes.items()}
    cells["disclosure.procurement.amount_wan_yuan"] = "1,234,567.80元"
    return Example("望溪市白鹭区公安局", 2019, "2019", cells, "2020-01-17")


def mixed() -> Example:
    """Both forms in part 二, and （六）其他处理 in one row, as some printed in the year of the change."""
    cells = _numbered("2019", 11, 2) | _numbered("2021", 600, 3)
    cells["disclosure.fees.amount_wan_yuan"] = "0.05"
    return Mixed("望溪市石桥县卫生健康局", 2021, "2021", cells, "2022-01-28")


def blanks() -> Example:
    """The form of 2021 with blank cells among figures: empty ones, dashes, slashes and 无."""
    cells = hongze().cells | _requests(granted=["3", "", "/", "—", "无", "", ""])
    cells |= {
        "disclosure.permits.decisions": "",
        "disclosure.fees.amount_wan_yuan": "251000元",
        "reviews.review.total": "",
    }
    return Example("望溪市白鹭区教育局", 2022, "2021", cells, "2023-01-16")


def nothing() -> Example:
    """A report without a single number: its blanks are never zeros."""
    signs = {"disclosure": "/", "requests": "—", "reviews": "无"}
    cells = {name: signs[name.split(".")[0]] for name in paper.printed_cells("2021")}
    cells["disclosure.fees.amount_wan_yuan"] = "－"
    return Example("望溪市青禾区柳林镇人民政府", 2024, "2021", cells, "2025-01-09")


def unreadable() -> Example:
    """Cells that hold something which is no number."""
    cells = _numbered("2021", 2, 5) | {
        "disclosure.normative_documents.issued": "约100",
        "disclosure.normative_documents.in_force": "见附件",
        "disclosure.permits.decisions": "5①",
        "disclosure.penalties.decisions": "12345678901",
        "requests.received_new.business": "3 4",
        "requests.granted.natural_person": "1.2.3",
        "requests.granted.total": "30元",
        "requests.denied_third_party.other": "12/15",
        "reviews.review.upheld": "**",
        "reviews.litigation_direct.total": "20余",
    }
    return Example("望溪市石桥县市场监督管理局", 2023, "2021", cells, "2024-01-25")


def large() -> Example:
    """Thousands in four spellings: 1,234 · １，２３４ · 1234 · １２３４."""
    cells = _numbered("2021", 1034, 4567)
    wide = str.maketrans("0123456789,", "０１２３４５６７８９，")
    for i, (name, text) in enumerate(cells.items()):
        grouped = f"{int(text):,}"
        cells[name] = (grouped, grouped.translate(wide), text, text.translate(wide))[i % 4]
    cells["disclosure.fees.amount_wan_yuan"] = "１０４．５"
    return Example("望溪市人民政府", 2023, "2021", cells, "2024-03-31")


def units() -> Example:
    """Units behind the numbers, the fees in 亿元."""
    cells = _numbered("2021", 1, 1) | {
        "disclosure.normative_documents.issued": "38件",
        "disclosure.permits.decisions": "1472件",
        "disclosure.penalties.decisions": "6宗",
        "disclosure.coercion.decisions": "2项",
        "disclosure.fees.amount_wan_yuan": "3.6亿元",
    }
    return Example("望溪市白鹭区自然资源局", 2022, "2021", cells, "2023-01-30")


def placeless() -> Example:
    """A department whose title names no place."""
    cells = _numbered("2021", 3, 2) | {"disclosure.fees.amount_wan_yuan": "0.0468"}
    return Example("水利局", 2022, "2021", cells, "2023-01-11")


def traditional() -> Example:
    """A figure for each cell; its documents are printed in the traditional script (see `in_traditional`)."""
    cells = _numbered("2021", 9, 7) | {"disclosure.regulations.issued": "无"}
    return Example("望溪市青禾区教育体育局", 2022, "2021", cells, "2023-01-18")


def in_traditional(text: str) -> str:
    return _S2T.convert(text)


REPORTS = {
    f.__name__: f()
    for f in (hongze, hongqi, old, fallen, mixed, blanks, nothing, unreadable, large, units, placeless, traditional)
}  # fmt: skip
