"""A CSV of the bodies that ought to file → the roster, or what is wrong with it row by row; nothing is half taken."""

import csv
import io
import re
from dataclasses import dataclass, field

import polars as pl

from loaders.bodies import COLUMNS, description
from loaders.divisions import mentioned
from loaders.fold import squeeze
from loaders.formats.document import Unreadable
from loaders.formats.encoding import decode
from loaders.schema import Roster, types

HEADINGS = {
    "agency": ("单位", "单位名称", "机关", "机关名称", "agency", "body", "name"),
    "district": ("地区", "所属地区", "行政区划", "区县", "县区", "district", "division"),
    "first": ("起始年", "起始年度", "开始年", "from", "first"),
    "last": ("截止年", "截止年度", "结束年", "to", "last"),
}
"""What the columns may be called. Only the body's is needed; the district helps where its name does not tell it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row (1 is the heading): an id of the catalogue and its words."""

    row: int
    reason: str
    words: dict[str, object] = field(default_factory=dict)


def read_roster(data: bytes, held: frozenset[str] = frozenset()) -> tuple[pl.DataFrame, list[Fault]]:
    """The roster in a file, and the faults that keep it from being taken.

    held: the bodies that have filed already; one of a place that the table of divisions lacks must be among them.
    """
    try:
        text = decode(data)
    except Unreadable:
        return _empty(), [Fault(1, "roster_not_text")]
    dialect = "\t" if "\t" in text.split("\n", 1)[0] else ","
    lines = list(csv.reader(io.StringIO(text), delimiter=dialect))
    columns = _columns(lines[0]) if lines else {}
    if "agency" not in columns:
        return _empty(), [Fault(1, "roster_columns", {"found": "、".join(lines[0]) if lines else ""})]
    rows: list[dict[str, object]] = []
    faults: list[Fault] = []
    first_row: dict[str, int] = {}
    for number, line in enumerate(lines[1:], 2):
        cells = {k: squeeze(line[i]) if i < len(line) else "" for k, i in columns.items()}
        if not any(squeeze(c) for c in line):
            continue
        row, fault = _row(number, cells, held)
        if row and (before := first_row.setdefault(str(row["body_id"]), number)) != number:
            fault = Fault(number, "roster_twice", {"agency": row["agency"], "before": before})
        if fault:
            faults.append(fault)
        elif row:
            rows.append(row)
    if not rows and not faults:
        faults.append(Fault(1, "roster_empty"))
    return pl.DataFrame(rows, schema=types(Roster)), faults


def _columns(heading: list[str]) -> dict[str, int]:
    names = [squeeze(h).lower().lstrip("\ufeff") for h in heading]
    return {k: names.index(n) for k, known in HEADINGS.items() for n in known if n in names}


def _row(number: int, cells: dict[str, str], held: frozenset[str]) -> tuple[dict[str, object] | None, Fault | None]:
    name = cells["agency"]
    if not name:
        return None, Fault(number, "roster_no_body")
    years = {}
    for key in ("first", "last"):
        text = cells.get(key, "")
        if text and not re.fullmatch(r"20\d\d年?", text):
            return None, Fault(number, "roster_year", {"value": text})
        years[key] = int(text[:4]) if text else None
    district = cells.get("district", "")
    found = description(name, years["last"], "own", None, "", "、".join(mentioned(district)) or district, None)
    body = dict(zip(COLUMNS, found, strict=True))
    if body["candidates"]:
        return None, Fault(number, "roster_ambiguous", {"agency": name, "candidates": body["candidates"]})
    stranger = body["told_by"] == "printed" and body["kind"] != "ministry" and body["body_id"] not in held
    if not body["body_id"] or stranger:
        return None, Fault(number, "roster_unknown", {"agency": name})
    named = ("body_id", "division", "province", "city", "district", "level", "kind")
    return {**{k: body[k] for k in named}, "agency": body["body"], **years}, None


def _empty() -> pl.DataFrame:
    return Roster.create_empty()
