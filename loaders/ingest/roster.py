"""A CSV or workbook of the bodies that ought to file → the roster, or what is wrong with it row by row; nothing is half taken."""

import re
from typing import Any, NamedTuple

import polars as pl

from loaders.bodies.describe import description
from loaders.bodies.placing import Context
from loaders.ingest.csv_input import Headings, InputError, read_listing
from loaders.places.gazetteer import lies_in, mentioned
from loaders.store.schema import Roster, types
from loaders.text.normalize import strip_space

HEADINGS: Headings = {
    "agency": ("单位", "单位名称", "机关", "机关名称", "agency", "body", "name"),
    "district": ("地区", "所属地区", "行政区划", "区县", "县区", "district", "division"),
    "first": ("起始年", "起始年度", "开始年", "from", "first"),
    "last": ("截止年", "截止年度", "结束年", "to", "last"),
    "contact": ("联系人", "联系方式", "联系电话", "电话", "contact"),
}
"""What the columns may be called. Only the body's is needed; the district helps where its name does not tell it. A body
may have several rows, for years that do not overlap."""


def read_roster(data: bytes, known_bodies: frozenset[str] = frozenset()) -> tuple[pl.DataFrame, list[InputError]]:
    """The roster in a file, and the faults that keep it from being taken.

    known_bodies: those that have filed already; one of a place that the table of divisions lacks must be among them.
    """
    listed, faults = read_listing(data, HEADINGS, "agency")
    rows: list[dict[str, Any]] = []
    spans: dict[str, list[_Span]] = {}
    for number, cells in listed:
        row, fault = _row(number, cells, known_bodies)
        if row:
            span = _Span(number, row["first"] or _NO_FIRST, row["last"] or _NO_LAST)
            earlier = spans.setdefault(str(row["body_id"]), [])
            fault = next((_twice(number, row, s) for s in earlier if s.overlaps(span)), None)
            earlier.append(span)
        if fault:
            faults.append(fault)
        elif row:
            rows.append(row)
    return pl.DataFrame(rows, schema=types(Roster)), faults


_NO_FIRST, _NO_LAST = 0, 9999


class _Span(NamedTuple):
    """The reporting years of a row."""

    row: int
    first: int
    last: int

    def overlaps(self, other: "_Span") -> bool:
        return self.first <= other.last and other.first <= self.last


def _twice(number: int, row: dict[str, Any], before: _Span) -> InputError:
    return InputError(number, "roster_twice", {"agency": row["agency"], "before": before.row})


def _row(
    number: int, cells: dict[str, str], known_bodies: frozenset[str]
) -> tuple[dict[str, Any] | None, InputError | None]:
    name = strip_space(cells["agency"])
    if not name:
        return None, InputError(number, "roster_no_body")
    years = {}
    for key in ("first", "last"):
        text = cells.get(key, "")
        if text and not re.fullmatch(r"20\d\d年?", text):
            return None, InputError(number, "roster_year", {"value": text})
        years[key] = int(text[:4]) if text else None
    if years["first"] and years["last"] and years["first"] > years["last"]:
        return None, InputError(number, "roster_span", {"first": years["first"], "last": years["last"]})
    district = cells.get("district", "")
    mentions = mentioned(district) or ([district] if district else [])
    body = description(name, years["last"], "own", Context(years["last"], mentions=tuple(mentions)))
    if body.candidates:
        return None, InputError(number, "roster_ambiguous", {"agency": name, "candidates": "、".join(body.candidates)})
    stranger = body.place_source == "printed" and body.kind != "ministry" and body.body_id not in known_bodies
    if not body.body_id or stranger:
        return None, InputError(number, "roster_unknown", {"agency": name})
    if body.division and not lies_in(body.division, district):
        return None, InputError(number, "listing_elsewhere", {"agency": body.body, "place": district})
    named = ("body_id", "division", "province", "city", "district", "level", "kind")
    return {
        **{k: getattr(body, k) for k in named},
        "agency": body.body,
        **years,
        "contact": cells.get("contact") or None,
    }, None
