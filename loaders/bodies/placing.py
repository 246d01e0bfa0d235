"""A body's printed name and its document's context → the body's division and full name, or the candidates.

A name that contains its division is believed. A short one (鼓楼区公安局, 大山镇, 市教育局, 审计局) takes its division from
the document's address, the divisions that its front matter mentions and the folders above it. If these do not decide,
the division stays unknown and the candidates are listed.
"""

import re
from dataclasses import dataclass, replace

from loaders.bodies.full_names import distinguishes, full_name, with_government
from loaders.bodies.kinds import VERTICAL, is_bare, kind_of
from loaders.bodies.names import TOWNSHIP_NAME, NameReading, longest_readings
from loaders.bodies.national import FULL, MINISTRIES
from loaders.places.gazetteer import Division, gazetteer
from loaders.places.hosts import FIRM, Word, spelled

_MENTION = 3.0
"""The weight of a division's name in the front matter or a folder; a host that spells it weighs 3 in full, 2 or 1."""
_ABOVE = 0.5
"""The share of its weight that a division lends to each one below it."""
_ENOUGH = 2.0
"""The weight from which on a division is taken from the context alone."""
_NATIONAL = re.compile(
    r"^(?:国家[\u3400-\u9fff]{1,12}?(?:总局|局|委员会)|中国[\u3400-\u9fff]{2,10}?(?:局|委员会|银行)|人民银行|中华人民共和国|中国[（(]|中共)(?=..)"
)
_MINISTRY = re.compile(r"^(?:[^省市州县区旗镇乡委党]{2,8}部|审计署|海关总署)驻?(?=..)")
"""The beginning of the name of a ministry's local office (财政部江苏监管局)."""
_NO_BODY_OF_ITS_OWN = ("", "国家税务总局", "中华人民共和国")
_GENERIC = re.compile(r"^(自治区|自治州|省|市|州|盟|县|区|旗)(?=.)")
_LEVELS = {
    "自治区": ("province",), "省": ("province",), "自治州": ("city",), "州": ("city",), "盟": ("city",),
    "市": ("city", "county", "province"), "县": ("county",), "旗": ("county",), "区": ("county", "zone"),
}  # fmt: skip
_BELOW = Division("", "township", None, "", "", None, 0, 9999, "")
_REGULATORS = {
    "银保监": "中国银行保险监督管理委员会",
    "银监": "中国银行业监督管理委员会",
    "保监": "中国保险监督管理委员会",
    "证监": "中国证券监督管理委员会",
}
_REGULATING = re.compile(r"监管局$|调查总?队$")
_OF_CITY = re.compile(r"分局$|(?<!总)队$|支[局行]$")
"""The ends of names of vertical organs below the province's."""
_ZONE = re.compile(r"^(?:经济|经开|高新)")
_COUNTY_WORDS = frozenset("县区旗")


@dataclass(frozen=True, slots=True)
class Context:
    """The evidence of a document beside the body's name.

    mentions: names of divisions in its front matter, in order. folders: the names above the file, outermost first.
    self_references: the words for its own division (我县, 区委 → 县, 区).
    """

    year: int | None = None
    url: str | None = None
    mentions: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    self_references: str = ""


@dataclass(frozen=True, slots=True)
class PlacedBody:
    """A body in its division.

    name: the full name. path: the divisions from the province down. organ: the rest of the name.
    place_source: `name`; `context`; `printed` if the name stands for itself, because its division is not in the table
    or it belongs to none; None if the division is unknown. candidates: the full names it could have.
    renamed: `old → new` if the division bore another name in the year than the one printed.
    """

    name: str | None
    path: tuple[Division, ...] = ()
    organ: str = ""
    place_source: str | None = None
    candidates: tuple[str, ...] = ()
    renamed: str | None = None


def place_body(name: str | None, context: Context) -> PlacedBody:
    """A body's division and full name. Without a division in the name or the context it keeps the name as printed."""
    printed = (name or "").removeprefix("中华人民共和国") or None
    printed = FULL.get(printed or "", printed)
    if printed and (
        printed in MINISTRIES or (kind_of(printed) == "ministry" and printed.startswith(("国家", "中国", "国务院")))
    ):
        return PlacedBody(printed, (), printed, "printed")
    prefix, placed = _without_prefix(_regulator(printed), context)
    # The branches of two national bodies in one division are two bodies; a tax office is the same body with or without
    # 国家税务总局 in front.
    return placed if prefix in _NO_BODY_OF_ITS_OWN else replace(placed, organ=prefix + placed.organ)


def _regulator(name: str | None) -> str | None:
    """The full name of a local office of a commission of the State Council (浙江银保监局, 中国银保监会浙江监管局)."""
    for short, full in _REGULATORS.items():
        name = re.sub(rf"^{short}会(?=.+局$)", full, re.sub(rf"^中国{short}会(?=.+局$)", full, name or ""))
        name = re.sub(rf"^([\u3400-\u9fff]{{2,4}}){short}局$", rf"{full}\1监管局", name)
    return name or None


def _without_prefix(name: str | None, context: Context) -> tuple[str, PlacedBody]:
    """The national body that a name begins with, and the rest of the name in its division."""
    prefix, bare, readings = "", name or "", longest_readings(name or "", context.year)
    if not readings and (national := _NATIONAL.match(bare)):
        prefix, bare = national[0], bare[national.end() :]
        readings = longest_readings(bare, context.year)
    if (
        not readings
        and (ministry := _MINISTRY.match(bare))
        and (behind := longest_readings(bare[ministry.end() :], context.year))
    ):
        prefix, bare, readings = prefix + ministry[0], bare[ministry.end() :], behind
    if not readings:
        return prefix, _from_context(prefix, bare, context)
    reading = readings[0] if len(readings) == 1 else _decide(readings, context)
    if readings[0].first.level == "township" and (unlisted := _unlisted(bare, reading, context)):
        return prefix, unlisted
    if reading is None:
        candidates = sorted({prefix + full_name(r.first, r.row, r.printed, r.rest, context.year) for r in readings})
        return prefix, PlacedBody(with_government(name or ""), (), readings[0].rest, None, tuple(candidates))
    if (inner := _GENERIC.match(reading.rest)) and kind_of(reading.rest[inner.end() :]) != "other":
        return prefix, _within(prefix, reading, inner[1], context)
    book = gazetteer()
    stood, organ = book.at(reading.row.id, context.year), reading.rest
    if stood.successor and stood.last < (context.year or 0):
        # A dissolved county's body counts in the successor's area, but is not the successor's own body of that kind.
        stood, organ = book.at(stood.successor, context.year), reading.row.name + reading.rest
    path = book.path(stood, context.year)
    name = prefix + full_name(reading.first, reading.row, reading.printed, reading.rest, context.year)
    renamed = None if stood.name == reading.row.name else f"{reading.row.name} → {stood.name}"
    source = "name" if len(readings) == 1 else "context"
    return prefix, PlacedBody(name, path, organ, source, (), renamed)


def _unlisted(name: str, reading: NameReading | None, context: Context) -> PlacedBody | None:
    """A township that the table lacks, in the county or zone that the document's address firmly spells."""
    book = gazetteer()
    firm_ids = {i for word in spelled(context.url) for i, weight in word.items() if weight >= FIRM}
    firm = [book.at(i, context.year) for i in firm_ids]
    firm = [row for row in firm if row.level in ("county", "zone")]
    if len(firm) != 1 or (reading and firm[0].id in {r.id for r in book.path(reading.row, context.year)}):
        return None
    path = book.path(firm[0], context.year)
    above = "".join(r.name for r in path if r is path[-1] or distinguishes(r, (*path, _BELOW)))
    return PlacedBody(above + with_government(name), path, with_government(name), "context")


def _decide(readings: tuple[NameReading, ...], context: Context) -> NameReading | None:
    """The reading that the context supports more than any other, else the one whose rank fits; None if neither decides."""
    evidence = _evidence(context)
    scored = sorted(((_score(r.row, evidence), i) for i, r in enumerate(readings)), reverse=True)
    if scored[0][0] <= 0 or scored[0][0] == scored[1][0]:
        return _of_rank(readings)
    return readings[scored[0][1]]


def _of_rank(readings: tuple[NameReading, ...]) -> NameReading | None:
    """The reading of the rank that such an organ has: 吉林证监局 is the province's, 乌鲁木齐高新区 the city's."""
    organ = readings[0].rest
    if kind_of(organ) in VERTICAL or _REGULATING.search(organ):
        level = "city" if _OF_CITY.search(organ) else "province"
    elif _ZONE.match(organ):
        level = "city"
    else:
        return None
    fitting = [r for r in readings if r.first.level == level]
    return fitting[0] if len(fitting) == 1 else None


def _from_context(prefix: str, bare: str, context: Context) -> PlacedBody:
    """A body whose name contains no division of the table."""
    generic = _GENERIC.match(bare)
    if generic and kind_of(bare[generic.end() :]) == "other":
        generic = None
    organ = bare[generic.end() :] if generic else bare
    if TOWNSHIP_NAME.search(bare) and not generic:
        return _unlisted(bare, None, context) or PlacedBody(prefix + with_government(bare), (), bare, None)
    if not generic and _names_a_division(bare):
        return PlacedBody(prefix + bare, (), bare, "printed")
    rows = _own_divisions(context, generic[1] if generic else None)
    name = (prefix + bare) or None
    if bare and not generic and not is_bare(bare):
        return PlacedBody(name, (), bare, "printed")
    if len(rows) != 1:
        candidates = tuple(prefix + full_name(None, r, "", organ, context.year) for r in rows) if organ else ()
        return PlacedBody(name, (), organ, None, candidates)
    path = gazetteer().path(rows[0], context.year)
    name = prefix + full_name(None, rows[0], "", organ, context.year) if organ else None
    return PlacedBody(name, path, organ, "context")


def _within(prefix: str, reading: NameReading, generic: str, context: Context) -> PlacedBody:
    """A body of a district without its name (大同市区自然资源局): the one below the city that the context names."""
    book = gazetteer()
    rows = [book.at(id_, context.year) for id_ in {i for word in _evidence(context) for i in word}]
    rows = [r for r in rows if r.name.endswith(generic) and book.under(r, reading.row.id)]
    organ = reading.rest[len(generic) :]
    if len(rows) != 1:
        return PlacedBody(prefix + reading.printed + reading.rest, (), organ, None)
    name = prefix + full_name(None, rows[0], "", organ, context.year)
    return PlacedBody(name, book.path(rows[0], context.year), organ, "context")


def _own_divisions(context: Context, generic: str | None) -> list[Division]:
    """The divisions that the context names as the document's own: several if it does not decide.

    generic: the word for the division in the body's name (市教育局), None if there is none.
    """
    book, evidence = gazetteer(), _evidence(context)
    official = {i for word in spelled(context.url) for i in word}
    levels = _LEVELS.get(generic or "", ("province", "city", "county", "zone"))
    own = {c for c in context.self_references if c in _COUNTY_WORDS}
    rows = []
    for id_ in official or {i for word in evidence for i in word}:
        row = book.at(id_, context.year)
        fits = row.level in levels and (not generic or len(generic) > 1 or row.name.endswith(generic))
        if fits and not (len(own) == 1 and not generic and row.level in ("county", "zone") and row.name[-1] not in own):
            rows.append((_score(row, evidence), row))
    rows.sort(key=lambda r: -r[0])
    if not rows or rows[0][0] < _ENOUGH:
        return []
    if len(rows) == 1 or rows[0][0] > rows[1][0]:
        # A province, a city and a county of one line support each other: the lowest is the body's own.
        return [rows[0][1]]
    return [row for score, row in rows if score == rows[0][0]]


def _evidence(context: Context) -> list[Word]:
    """The divisions that each word of the address, each mention and each folder may mean, with their weights."""
    book = gazetteer()
    words = spelled(context.url)
    for name in (*context.mentions, *context.folders):
        rows = [r for r in book.named.get(name, book.short.get(name, ())) if r.stood(context.year)]
        words.append({r.id: _MENTION for r in rows if r.level != "township"})
    return words


def _score(row: Division, evidence: list[Word]) -> float:
    """The support for a division: from each word its weight for the division, or half of that for one above it."""
    above = [r.id for r in gazetteer().path(row, None)[:-1]]
    return sum(
        max(word.get(row.id, 0.0), _ABOVE * max((word.get(i, 0.0) for i in above), default=0.0)) for word in evidence
    )


def _names_a_division(name: str) -> bool:
    """Whether a name begins with a division that the table lacks."""
    begins = re.match(r"^[\u3400-\u9fff]{2,6}?[省市州盟县区旗镇乡](?=.)", name)
    return bool(begins) and not is_bare(name) and kind_of(name[:2]) == "other"
