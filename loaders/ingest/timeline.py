"""A CSV or workbook of dates and words → the notes on the time axis, or what is wrong with it row by row; nothing is half taken."""

import re
from datetime import date
from typing import Any

import polars as pl

from loaders.ingest.csv_input import Headings, InputError, read_listing
from loaders.ingest.population import Places, division_named
from loaders.store.schema import Timeline, types
from loaders.text.normalize import normalize, strip_space

HEADINGS: Headings = {
    "text": ("说明", "事项", "事件", "注记", "内容", "text", "note", "event"),
    "at": ("日期", "时间", "年份", "年度", "年", "date", "year"),
    "place": ("地区", "所属地区", "行政区划", "区县", "县区", "district", "division", "place"),
}
"""What the columns may be called: the words, the year or day, and the place that they are about (none for all places)."""
MAX_TEXT = 60
_AT = re.compile(r"(20\d\d)(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?)?年?(?:00:00:00)?")


def read_timeline(data: bytes, places: Places | None = None) -> tuple[pl.DataFrame, list[InputError]]:
    """The notes in a file, by year and day, and the faults that keep it from being taken.

    places: those of the store; one that the table of divisions lacks must be among them.
    """
    listed, faults = read_listing(data, HEADINGS, "text")
    if listed and "at" not in listed[0][1]:
        return _frame([]), [InputError(listed[0][0] - 1, "timeline_column", {"needed": HEADINGS["at"][0]})]
    rows: list[dict[str, Any]] = []
    for number, cells in listed:
        row, fault = _row(number, cells, places or {})
        if fault:
            faults.append(fault)
        elif row and row not in rows:
            rows.append(row)
    return _frame([] if faults else rows), faults


def _frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=types(Timeline)).sort("year", "day", "text", nulls_last=False)


def _row(number: int, cells: dict[str, str], places: Places) -> tuple[dict[str, Any] | None, InputError | None]:
    text, at, place = cells["text"].strip(), strip_space(normalize(cells["at"])), strip_space(cells.get("place", ""))
    if not text:
        return None, InputError(number, "timeline_no_text")
    if len(text) > MAX_TEXT:
        return None, InputError(number, "timeline_long", {"n": len(text), "most": MAX_TEXT})
    if not at:
        return None, InputError(number, "timeline_no_date")
    found = _AT.fullmatch(at)
    try:
        day = date(int(found[1]), int(found[2]), int(found[3] or 1)) if found and found[2] else None
    except ValueError:
        found = None
    if not found:
        return None, InputError(number, "timeline_date", {"value": cells["at"]})
    row: dict[str, Any] = {"year": int(found[1]), "day": day, "text": text, "division": None, "place": None}
    if not place:
        return row, None
    named = division_named(place, row["year"], places)
    if len(named) != 1:
        reason = "population_ambiguous" if named else "timeline_unknown"
        return None, InputError(number, reason, {"place": place, "candidates": "、".join(named.values())})
    ((division, name),) = named.items()
    return row | {"division": division, "place": name}, None
