"""Documents → whose they are: body, place, level, kind, and with them the report that each belongs to."""

import hashlib
import re
from pathlib import PurePosixPath

import polars as pl

from loaders.bodies.kinds import KINDS, kind_of
from loaders.bodies.naming import Context, Placed, place
from loaders.places.gazetteer import MUNICIPALITIES, mentioned

__all__ = ["COLUMNS", "KINDS", "body_id", "context_of", "describe", "description", "kind_of"]

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
"""What `describe` finds out, and its types.

division: the stable id of the county that the body belongs to, else of the city or province. division_code: the code
that its own place bore in the report's year. body: the full name. candidates: the bodies it could be, where the place
is not decided.
"""
DESCRIPTION_VERSION = "1"
"""To be raised with every change of this room after which a document is described otherwise: stores then describe all
of their documents anew at the next commit.
"""
_OF_ITSELF = pl.col("document").str.slice(0, 16)
"""The report of a document whose body, year or scope is unknown: itself alone."""
_SHORT_FORMS = (
    (r"^政府(?=[^办])", ""), (r"^(?:人民)?政府(?:办|办公室)$", "人民政府办公室"), (r"^(?:人民)?政府办公厅$", "人民政府办公厅"), (r"^政府$", "人民政府"),
    (r"管委会?$", "管理委员会"), (r"街道(?:办事处|办)?$|^办$", "街道办事处"), (r"发改", "发展和改革"), (r"发展改革", "发展和改革"),
    (r"卫健委$", "卫生健康委员会"), (r"卫健局$", "卫生健康局"), (r"住建", "住房和城乡建设"), (r"人社", "人力资源和社会保障"),
    (r"市场监管局|市监局", "市场监督管理局"), (r"^(?:人民政府)?国资委$", "国有资产监督管理委员会"), (r"^人民政府(?=国有资产)", ""), (r"工信", "工业和信息化"), (r"委$", "委员会"),
)  # fmt: skip
_NATIONAL = re.compile(
    r"^(?:国家税务总局|中国气象局|中国人民银行|国家发展改革委|国家卫生健康委)$|^[\u3400-\u9fff]{2,10}部$"
)
_SAID_LEVEL = re.compile(r"(?:自治区|[省县区旗])(?=人民政府|.+[局厅委会]$)")
_SHORT_FORM_PATTERNS = tuple((re.compile(p), full) for p, full in _SHORT_FORMS)


def describe(documents: pl.DataFrame) -> pl.DataFrame:
    """Documents with the columns of `COLUMNS`; a pure function of what each document says and where it came from."""
    needed = documents.select(
        "agency", "year", "scope", "url", "source", "mentions", "own", "told_agency", "told_place"
    )
    rows = [description(*row) for row in needed.iter_rows()]
    found = pl.DataFrame(rows, schema=COLUMNS, orient="row")
    # What was rejected belongs to no report; facts whose body is unknown stay with the report that they came from.
    report = pl.when(pl.col("digest").is_not_null()).then(pl.coalesce(found["report_id"], "given_id", _OF_ITSELF))
    return documents.with_columns(*found.drop("report_id"), report_id=report)


def description(
    agency: str | None, year: int | None, scope: str, url: str | None, source: str,
    mentions: str | None, own: str | None, told_agency: str | None = None, told_place: str | None = None,
) -> tuple[str | None, ...]:  # fmt: skip
    """The columns of `COLUMNS` for one document; what the user told goes before what it says itself."""
    context = context_of(year, url, source, mentions, own)
    if told_place:
        context = Context(year, mentions=tuple(mentioned(told_place)), own=own or "")
    placed = place(told_agency or agency, context)
    kind = kind_of(placed.name)
    body = body_id(placed)
    known = bool(body and year) and scope != "unknown"
    return (
        hashlib.sha256(f"{body}|{year}|{scope}".encode()).hexdigest()[:16] if known else None,
        body,
        placed.name,
        *_where(placed),
        level_of(placed, kind, own or ""),
        kind,
        placed.told_by,
        "、".join(placed.candidates) or None,
        placed.renamed,
    )


def context_of(year: int | None, url: str | None, source: str, mentions: str | None, own: str | None) -> Context:
    """What stands around a body's name: address, folders and the front's mentions of divisions."""
    folders = PurePosixPath(source).parts[:-1]
    return Context(year, url, tuple((mentions or "").split("、")) if mentions else (), folders, own or "")


def body_id(placed: Placed) -> str | None:
    """The stable id of a body: its division's id and its organ, whatever the division was called in the year.

    Null where the place is not known: a bare 教育局 is nobody in particular. A ministry, and a body whose name tells a
    place that the table does not hold, is known by its name.
    """
    if not placed.name or placed.candidates:
        return None
    if placed.path:
        named = f"{placed.path[-1].id}|{_organ(placed.organ)}"
    elif placed.told_by == "printed":
        named = placed.name
    else:
        return None
    return hashlib.sha256(named.encode()).hexdigest()[:12]


def level_of(placed: Placed, kind: str | None, own: str) -> str | None:
    """national, province, city, county or township; null where nothing tells. Zones rank as counties."""
    if kind in ("township", "subdistrict") or (not placed.name and set(own) & set("镇乡")):
        return "township"
    if kind == "ministry" and not placed.path:
        return "national"
    if kind == "customs":
        return "city"
    if not placed.path and _NATIONAL.search(placed.name or ""):
        return "national"
    if not placed.path or not placed.name:
        said = _SAID_LEVEL.match(placed.name or "")
        own_place = re.fullmatch("[县区旗]", own.replace("局", "")) if not placed.name and "局" in own else None
        if said or own_place:
            return "province" if said and said[0] in ("省", "自治区") else "county"
        lowest = placed.path[-1].level if placed.path and "局" in own else None
        return {"county": "county", "zone": "county", "city": "city"}.get(lowest or "")
    level = placed.path[-1].level
    zone = kind == "development_zone" or re.search(r"(?:开发区|产业园区|高新区|保税区)", placed.organ)
    if zone and (level in ("city", "county") or placed.path[-1].id in MUNICIPALITIES):
        return "county"
    return "county" if level == "zone" else level


def _where(placed: Placed) -> tuple[str | None, ...]:
    """division, division_code, province, city, district of a body."""
    if not placed.path:
        return (None,) * 5
    of = {d.level: d for d in placed.path}
    upper = of.get("county") or of.get("zone") or of.get("city") or of["province"]
    province, city = of.get("province"), of.get("city")
    if province and province.id in MUNICIPALITIES:
        city = province
    district = of.get("county")
    names = (d.name if d else None for d in (province, city, district))
    return (upper.id, placed.path[-1].code, *names)


def _organ(rest: str) -> str:
    for pattern, full in _SHORT_FORM_PATTERNS:
        rest = pattern.sub(full, rest)
    return rest.replace("委员会员会", "委员会")
