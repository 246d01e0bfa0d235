"""Documents → whose they are: body, divisions, level, kind, and with them the report that each belongs to."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import NamedTuple

import polars as pl

from loaders.bodies.abbreviations import one_spelling, organ_in_full
from loaders.bodies.kinds import VERTICAL, kind_of
from loaders.bodies.placing import Context, PlacedBody, place_body
from loaders.places.gazetteer import MUNICIPALITIES, mentioned

COLUMNS = {
    "report_id": pl.String,
    "body_id": pl.String,
    "body": pl.String,
    "division": pl.String,
    "division_code": pl.String,
    "province": pl.String,
    "city": pl.String,
    "district": pl.String,
    "level": pl.String,
    "kind": pl.String,
    "told_by": pl.String,
    "candidates": pl.String,
    "renamed": pl.String,
}
"""The stored columns of a description, and their types."""
DESCRIPTION_VERSION = "4"
"""To be raised with every change of this room that describes a document differently: stores then describe all of their
documents anew at the next commit.
"""


class Description(NamedTuple):
    """Whose a document is, in the order of `COLUMNS`; None where that is unknown.

    report_id: the report that it prints. body_id: stable over renames. body: the full name.
    division: the stable id of the body's county, else of its city or province. division_code: the code that the body's
    own division bore in the report's year. place_source: see `PlacedBody`; stored as `told_by`. candidates: the bodies
    that it could be, if that is not decided; stored joined by 、.
    """

    report_id: str | None
    body_id: str | None
    body: str | None
    division: str | None
    division_code: str | None
    province: str | None
    city: str | None
    district: str | None
    level: str | None
    kind: str | None
    place_source: str | None
    candidates: tuple[str, ...]
    renamed: str | None

    def stored(self) -> tuple[str | None, ...]:
        """The values of the stored columns."""
        return (*self[:-2], "、".join(self.candidates) or None, self.renamed)


_OF_ITSELF = pl.col("document").str.slice(0, 16)
"""The report id of a document whose body, year or scope is unknown: it is its own report."""
_SHORT_FORMS = (
    (r"^政府(?=[^办])", ""), (r"^(?:(?:人民)?政)?府(?:办|办公室)$", "人民政府办公室"), (r"^(?:人民)?政府办公厅$", "人民政府办公厅"), (r"^政府$", "人民政府"),
    (r"街道(?:办事处|办)?$|^办$", "街道办事处"), (r"^(?:人民政府)(?=国有资产)", ""),
)  # fmt: skip
_NATIONAL = re.compile(
    r"^(?:国家税务总局|中国气象局|中国人民银行|国家发展改革委|国家卫生健康委)$|^[\u3400-\u9fff]{2,10}部$"
)
_LEVEL_WORD = re.compile(r"(?:自治区|[省县区旗])(?=人民政府|.+[局厅委会]$)")
_SHORT_FORM_PATTERNS = tuple((re.compile(p), full) for p, full in _SHORT_FORMS)


def describe(documents: pl.DataFrame) -> pl.DataFrame:
    """Documents with the columns of `COLUMNS`; a pure function of their contents and where they came from."""
    needed = documents.select(
        "agency", "year", "scope", "url", "source", "mentions", "own", "told_agency", "told_place"
    )
    rows = [
        description(
            told_agency or agency,
            year,
            scope,
            Context(year, mentions=tuple(mentioned(told_place)), self_references=own or "")
            if told_place
            else context_of(year, url, source, mentions.split("、") if mentions else (), own or ""),
        )
        for agency, year, scope, url, source, mentions, own, told_agency, told_place in needed.iter_rows()
    ]
    described = pl.DataFrame([row.stored() for row in rows], schema=COLUMNS, orient="row")
    # A rejected document belongs to no report; facts of an unknown body stay with the report that they came from.
    report = pl.when(pl.col("digest").is_not_null()).then(pl.coalesce(described["report_id"], "given_id", _OF_ITSELF))
    return documents.with_columns(*described.drop("report_id"), report_id=report)


def description(agency: str | None, year: int | None, scope: str, context: Context) -> Description:
    """Whose a document is by the printed name of its body, its year, its scope and its context."""
    placed = place_body(agency, context)
    kind = kind_of(placed.name)
    body = body_id(placed)
    known = bool(body and year) and scope != "unknown"
    return Description(
        hashlib.sha256(f"{body}|{year}|{scope}".encode()).hexdigest()[:16] if known else None,
        body,
        placed.name,
        *_divisions(placed),
        level_of(placed, kind, context.self_references),
        kind,
        placed.place_source,
        placed.candidates,
        placed.renamed,
    )


def context_of(
    year: int | None, url: str | None, source: str, mentions: Iterable[str], self_references: str
) -> Context:
    """The context of a document at an address and a path; see `Context`."""
    return Context(year, url, tuple(mentions), PurePosixPath(source).parts[:-1], self_references)


def body_id(placed: PlacedBody) -> str | None:
    """The stable id of a body: a hash of its division's id, which outlives renames, and its organ.

    None if the division is unknown: every division has a 教育局. A ministry, and a body of a division that the table
    lacks, is identified by its name.
    """
    if not placed.name or placed.candidates:
        return None
    if placed.path:
        named = f"{placed.path[-1].id}|{_organ_key(placed)}"
    elif placed.place_source == "printed":
        named = placed.name
    else:
        return None
    return hashlib.sha256(named.encode()).hexdigest()[:12]


def level_of(placed: PlacedBody, kind: str | None, self_references: str) -> str | None:
    """national, province, city, county or township; None if unknown. Zones rank as counties."""
    if kind in ("township", "subdistrict") or (not placed.name and set(self_references) & set("镇乡")):
        return "township"
    if kind == "ministry" and not placed.path:
        return "national"
    if kind == "customs":
        return "city"
    if not placed.path and _NATIONAL.search(placed.name or ""):
        return "national"
    if not placed.path or not placed.name:
        bureau = "局" in self_references
        named = _LEVEL_WORD.match(placed.name or "")
        if named:
            return "province" if named[0] in ("省", "自治区") else "county"
        if bureau and not placed.name and re.fullmatch("[县区旗]", self_references.replace("局", "")):
            return "county"
        lowest = placed.path[-1].level if placed.path and bureau else None
        return {"county": "county", "zone": "county", "city": "city"}.get(lowest or "")
    level = placed.path[-1].level
    if level == "city" and placed.organ.endswith("分局") and kind not in VERTICAL:
        return "county"
    zone = kind == "development_zone" or re.search(r"(?:开发区|产业园区|高新区|保税区)", placed.organ)
    if zone and (level in ("city", "county") or placed.path[-1].id in MUNICIPALITIES):
        return "county"
    return "county" if level == "zone" else level


_Divisions = tuple[str | None, str | None, str | None, str | None, str | None]


def _divisions(placed: PlacedBody) -> _Divisions:
    """The division, division_code, province, city and district of a body."""
    if not placed.path:
        return None, None, None, None, None
    by_level = {d.level: d for d in placed.path}
    province, city, district = (by_level.get(level) for level in ("province", "city", "county"))
    upper = district or by_level.get("zone") or city or by_level["province"]
    if province and province.id in MUNICIPALITIES:
        city = province
    return upper.id, placed.path[-1].code, province and province.name, city and city.name, district and district.name


def _organ_key(placed: PlacedBody) -> str:
    """An organ's name with its short forms written out, so that one organ has one id."""
    # Without the year: a body keeps its id.
    organ = one_spelling(organ_in_full(placed.organ, placed.path[0].id, None))
    for pattern, full in _SHORT_FORM_PATTERNS:
        organ = pattern.sub(full, organ)
    return organ
