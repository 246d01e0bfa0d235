"""What a reader sees in the cells of a made document, beside what was read of them."""

from collections import Counter
from dataclasses import dataclass, field

from loaders.form.vocabulary import APPLICANTS
from loaders.reading.extract import Reading
from loaders.reading.sections.numbers import digits

ROWS = {
    "received_new": "一、本年新收政府信息公开申请数量",
    "carried_in": "二、上年结转政府信息公开申请数量",
    "granted": "（一）予以公开",
    "total_processed": "（七）总计",
    "carried_out": "四、结转下年度继续办理",
}
COLUMNS = {a.id: a.zh for a in APPLICANTS}
TITLE = "望溪市青禾区水务局2023年政府信息公开工作年度报告"
HEADING = "三、收到和处理政府信息公开申请情况"


@dataclass(frozen=True)
class Seen:
    """What is seen in a cell. number: its digits, None if no plain number is; empty: whether nothing is drawn there."""

    number: str | None
    empty: bool = False
    how: str = ""


@dataclass
class Result:
    """What is wrong, a line each; and how many cells were read how."""

    wrong: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Result") -> None:
        self.wrong += other.wrong
        self.counts.update(other.counts)


def compare(name: str, reading: Reading, seen: dict[str, Seen]) -> Result:
    """What a reading takes for printed though nobody sees it, and for blank though something is there. seen: by cell."""
    out = Result(counts=Counter(documents=1))
    if reading.reason in ("reader_failed", "reader_crashed"):
        out.wrong.append(f"{name}: {reading.reason} {reading.words}")
    out.counts["refused"] += reading.reason is not None
    found = {c.name: c for c in reading.cells}
    for cell, there in seen.items():
        read = found.get(cell)
        if read is None:
            out.counts["missing"] += 1
            continue
        value = digits(read.value) if read.state == "printed" else None
        false = value != there.number if value is not None else read.state == "blank" and not there.empty
        if false:
            out.wrong.append(f"{name} {cell} ({there.how}): {read.state} {read.text!r}, seen {there.number!r}")
        state = "left unread" if read.state == "unreadable" and there.number is not None else read.state
        out.counts["false" if false else state] += 1
    return out
