"""A body's printed name and its document's context → whose body it is: the division, the full name, or the candidates.

A name that tells its place is believed. A short one (鼓楼区公安局, 大山镇, 市教育局, 审计局) takes its place from what the
document's address spells, the divisions that its front mentions and the folders above it; where they do not decide,
the place stays unknown and the candidates are listed.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from loaders.bodies.kinds import is_bare, kind_of
from loaders.bodies.national import FULL
from loaders.places.gazetteer import MUNICIPALITIES, Division, gazetteer
from loaders.places.hosts import FIRM, Word, spelled

_MENTION = 3.0
"""What a division's name in the front or a folder weighs beside a host that spells it (3 in full, 2, 1)."""
_ABOVE = 0.5
"""The share of its weight that a division lends to each one below it."""
_ENOUGH = 2.0
"""What a place needs to be taken from the context alone."""
_NATIONAL = re.compile(
    r"^(?:国家[\u3400-\u9fff]{1,12}?(?:总局|局|委员会)|中国[\u3400-\u9fff]{2,10}?(?:局|委员会|银行)|人民银行|中华人民共和国|中国[（(]|中共)(?=..)"
)
_MINISTRY = re.compile(r"^(?:[^省市州县区旗镇乡委党]{2,8}部|审计署|海关总署)驻?(?=..)")
"""What a ministry's office in a place begins with (财政部江苏监管局)."""
_UNTELLING = ("", "国家税务总局", "中华人民共和国")
_GENERIC = re.compile(r"^(自治区|自治州|省|市|州|盟|县|区|旗)(?=.)")
_LEVELS = {
    "自治区": ("province",), "省": ("province",), "自治州": ("city",), "州": ("city",), "盟": ("city",),
    "市": ("city", "county", "province"), "县": ("county",), "旗": ("county",), "区": ("county", "zone"),
}  # fmt: skip
_AFTER_SHORT = re.compile(
    r"^(?:经济|高新|工业|产业|综合|保税|旅游|循环|临港|临空|空港|科技|生态|国家|[）)]自由贸易|银行?保?监|海关$|税务局|调查|气象局|支队|消防|邮政管理局|监管|特派员|煤矿安全|矿山安全|通信管理|证监局|海事局|地震局|分局|局$|办事处$|专员办)"
)
_ZONE = re.compile(
    r"^[\u3400-\u9fff]{0,12}(?:新区|新城|开发区|园区?|风景名?胜?区|示范区|合作区|保税区|试验区)(?:管理委员会|管委会)?$"
)
"""What may follow a city's short name where the zone is not in the table (威海南海新区)."""
_ORGAN_WORDS = ("公安",)
"""Short names of counties that are an organ's: the 公安局 is not 公安县's."""
_TOWNSHIP_END = re.compile(r"^(?:人民政府|政府|办事处|街道办事处|办$|$)")
_TOWNSHIP_NAME = re.compile(r"(?:[镇乡]|苏木|街道)(?:人民政府|政府|办事处|办)?$")
_BRANCH = re.compile(r"[局队]([\u3400-\u9fff]{2,5}?)(?:分局|大队)$")
_ABBREVIATED = re.compile(r"(?<!自治)[州旗县]$")
_BELOW = Division("", "township", None, "", "", None, 0, 9999, "")
_COMMISSIONS = tuple(
    (re.compile(f"(?:{short})$"), full)
    for short, full in (
        ("(?:人民政府)?国资委", "人民政府国有资产监督管理委员会"), ("教委", "教育委员会"), ("发改委|发展改革委", "发展和改革委员会"), ("卫健委|卫生健康委", "卫生健康委员会"),
        ("住建委|住房城乡建设委", "住房和城乡建设委员会"), ("经信委", "经济和信息化委员会"), ("农业农村委", "农业农村委员会"),
        ("交通运输委", "交通运输委员会"), ("管委会?", "管理委员会"), ("住建局", "住房和城乡建设局"), ("人社局", "人力资源和社会保障局"), ("发改局", "发展和改革局"),
        ("卫健局", "卫生健康局"), ("市监局|市场监管局", "市场监督管理局"), ("工信局", "工业和信息化局"), ("(?<=[^省市县区旗州常党工])委", "委员会"),
    )
)  # fmt: skip
_OWN_COUNTY = frozenset("县区旗")


@dataclass(frozen=True, slots=True)
class Context:
    """What a document tells beside the body's name.

    mentions: names of divisions in its front, in order. folders: the names above the file, outermost first.
    own: the words it calls its own place with (我县, 区委 → 县, 区).
    """

    year: int | None = None
    url: str | None = None
    mentions: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    own: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A body in its place: the full name, the divisions from the province down, what remains of the name.

    told_by: `name`, `context`, `printed` for a name that stands for itself (its place is not in the table, or it is
    nobody's but its own), or null where the place is unknown; candidates: the full names it could be. renamed: the
    division that the name holds and what it was called in the year, where these differ.
    """

    name: str | None
    path: tuple[Division, ...] = ()
    organ: str = ""
    told_by: str | None = None
    candidates: tuple[str, ...] = ()
    renamed: str | None = None


def place(name: str | None, context: Context) -> Placed:
    """The place of a body. A name without any place in it and a context that tells none stays as printed."""
    prefix, placed = _place(FULL.get(name or "", name), context)
    # The branches of two national bodies in one place are two bodies; tax offices and customs houses are what they are
    # with or without the words before.
    telling = "" if prefix in _UNTELLING else prefix
    return replace(placed, organ=telling + placed.organ)


def _place(name: str | None, context: Context) -> tuple[str, Placed]:
    """The national body that a name begins with, and the rest of it in its place."""
    prefix, bare, readings = "", name or "", _best(name or "", context.year)
    if not readings and (national := _NATIONAL.match(bare)):
        prefix, bare = national[0], bare[national.end() :]
        readings = _best(bare, context.year)
    if not readings and (ministry := _MINISTRY.match(bare)) and (found := _best(bare[ministry.end() :], context.year)):
        prefix, bare, readings = prefix + ministry[0], bare[ministry.end() :], found
    if not readings:
        return prefix, _from_context(prefix, bare, context)
    chosen = readings[0] if len(readings) == 1 else _decide(readings, context)
    if readings[0].first.level == "township" and (unlisted := _unlisted(bare, chosen, context)):
        return prefix, unlisted
    if chosen is None:
        full = sorted({prefix + _full_name(r.first, r.row, r.printed, r.rest, context.year) for r in readings})
        return prefix, Placed(_complete(name or ""), (), readings[0].rest, None, tuple(full))
    if (inner := _GENERIC.match(chosen.rest)) and kind_of(chosen.rest[inner.end() :]) != "other":
        return prefix, _within(prefix, chosen, inner[1], context)
    book = gazetteer()
    stood, organ = book.at(chosen.row.id, context.year), chosen.rest
    if stood.successor and stood.last < (context.year or 0):
        # What the dissolved county left behind is counted where it went, but is no body of the successor's.
        stood, organ = book.at(stood.successor, context.year), chosen.row.name + chosen.rest
    path = book.path(stood, context.year)
    full_name = prefix + _full_name(chosen.first, chosen.row, chosen.printed, chosen.rest, context.year)
    renamed = None if stood.name == chosen.row.name else f"{chosen.row.name} → {stood.name}"
    told = "name" if len(readings) == 1 else "context"
    return prefix, Placed(full_name, path, organ, told, (), renamed)


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to read a name: the first and the last division that it names, its words for them, and the rest."""

    first: Division
    row: Division
    printed: str
    rest: str


@lru_cache(maxsize=1 << 16)
def _best(name: str, year: int | None) -> tuple[Reading, ...]:
    """The readings that take most of a name for its place, one a division; those that stood in the year first."""
    found = _readings(name, 0, None)
    most = max((end for _, _, end in found), default=0)
    found = [f for f in found if f[2] == most]
    found = [f for f in found if f[0][-1].stood(year)] or found
    rest = name[most:]
    return tuple(
        {
            rows[-1].id: Reading(rows[0], _branch(rows[-1], rest), words, rest) for rows, words, _ in reversed(found)
        }.values()
    )


def _branch(row: Division, rest: str) -> Division:
    """The district of a branch office that its name tells (岳阳市生态环境局平江分局); else the place before it."""
    match, book = _BRANCH.search(rest), gazetteer()
    if not match:
        return row
    below = [r for r in (*book.named.get(match[1], ()), *book.short.get(match[1], ())) if book.under(r, row.id)]
    return below[0] if len({r.id for r in below}) == 1 else row


def _readings(name: str, start: int, above: Division | None) -> list[tuple[tuple[Division, ...], str, int]]:
    """Every way to read divisions, each below the one before, at the start of a name: the divisions, the words for them
    with abbreviations spelt out (凉山州 → 凉山彝族自治州), and where the rest begins.
    """
    book = gazetteer()
    out: list[tuple[tuple[Division, ...], str, int]] = []
    begins = [start]
    if above and name.startswith("人民政府", start):
        begins.append(start + 4)
    for begin in begins:
        for end in range(min(len(name), begin + book.longest), begin + 1, -1):
            token, rest = name[begin:end], name[end:]
            for row in book.named.get(token, ()):
                if above and not book.under(row, above.id):
                    continue
                if row.level == "township":
                    if not _TOWNSHIP_END.match(rest) or (not above and not _TOWNSHIP_NAME.search(token)):
                        continue
                elif begin != start:
                    continue
                words = name[start:begin] + (
                    row.name
                    if row.level == "zone" or (_ABBREVIATED.search(token) and row.level != "township")
                    else token
                )
                out.append(((row,), words, end))
                out += [((row, *rows), words + more, stop) for rows, more, stop in _readings(name, end, row)]
            for row in book.short.get(token, ()) if begin == start and token not in _ORGAN_WORDS else ():
                if above and not book.under(row, above.id):
                    continue
                below = _readings(name, end, row)
                out += [((row, *rows), token + more, stop) for rows, more, stop in below]
                if (_AFTER_SHORT.match(rest) and row.level != "zone") or (row.level == "city" and _ZONE.match(rest)):
                    out.append(((row,), token, end))
    return out


def _unlisted(name: str, chosen: Reading | None, context: Context) -> Placed | None:
    """A township that the table does not know where the document's address places it, as in a zone of its own."""
    book = gazetteer()
    firm_ids = {i for word in spelled(context.url) for i, weight in word.items() if weight >= FIRM}
    firm = [book.at(i, context.year) for i in firm_ids]
    firm = [row for row in firm if row.level in ("county", "zone")]
    if len(firm) != 1 or (chosen and firm[0].id in {r.id for r in book.path(chosen.row, context.year)}):
        return None
    path = book.path(firm[0], context.year)
    above = "".join(r.name for r in path if r is path[-1] or _tells_apart(r, (*path, _BELOW)))
    return Placed(above + _complete(name), path, _complete(name), "context")


def _decide(readings: tuple[Reading, ...], context: Context) -> Reading | None:
    """The reading that the context supports more than any other; null where none is."""
    evidence = _evidence(context)
    scored = sorted(((_score(r.row, evidence), i) for i, r in enumerate(readings)), reverse=True)
    if scored[0][0] <= 0 or scored[0][0] == scored[1][0]:
        return None
    return readings[scored[0][1]]


def _from_context(prefix: str, bare: str, context: Context) -> Placed:
    """A body whose name tells no place."""
    generic = _GENERIC.match(bare)
    if generic and kind_of(bare[generic.end() :]) == "other":
        generic = None
    organ = bare[generic.end() :] if generic else bare
    if _TOWNSHIP_NAME.search(bare) and not generic:
        return _unlisted(bare, None, context) or Placed(prefix + _complete(bare), (), bare, None)
    if not generic and _names_a_place(bare):
        return Placed(prefix + bare, (), bare, "printed")
    rows = _supported(context, generic[1] if generic else None)
    name = (prefix + bare) or None
    if bare and not generic and not is_bare(bare):
        return Placed(name, (), bare, "printed")
    if len(rows) != 1:
        listed = tuple(prefix + _full_name(None, r, "", organ, context.year) for r in rows) if organ else ()
        return Placed(name, (), organ, None, listed)
    path = gazetteer().path(rows[0], context.year)
    full_name = prefix + _full_name(None, rows[0], "", organ, context.year) if organ else None
    return Placed(full_name, path, organ, "context")


def _within(prefix: str, chosen: Reading, generic: str, context: Context) -> Placed:
    """A body of a district that its name leaves out (大同市区自然资源局): the one below the city that the context names."""
    book = gazetteer()
    rows = [book.at(id_, context.year) for id_ in {i for word in _evidence(context) for i in word}]
    rows = [r for r in rows if r.name.endswith(generic) and book.under(r, chosen.row.id)]
    organ = chosen.rest[len(generic) :]
    if len(rows) != 1:
        return Placed(prefix + chosen.printed + chosen.rest, (), organ, None)
    full_name = prefix + _full_name(None, rows[0], "", organ, context.year)
    return Placed(full_name, book.path(rows[0], context.year), organ, "context")


def _supported(context: Context, generic: str | None) -> list[Division]:
    """The divisions that the context names as the document's own: one where it decides, several where it does not."""
    book, evidence = gazetteer(), _evidence(context)
    official = {i for word in spelled(context.url) for i in word}
    levels = _LEVELS.get(generic or "", ("province", "city", "county", "zone"))
    own = {c for c in context.own if c in _OWN_COUNTY}
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
    """What each word of the address, each mention and each folder may mean, and how firmly."""
    book = gazetteer()
    words = spelled(context.url)
    for name in (*context.mentions, *context.folders):
        rows = [r for r in book.named.get(name, book.short.get(name, ())) if r.stood(context.year)]
        words.append({r.id: _MENTION for r in rows if r.level != "township"})
    return words


def _score(row: Division, evidence: list[Word]) -> float:
    """How much speaks for a division: of each word what it says of the division, or half of what it says above it."""
    above = [r.id for r in gazetteer().path(row, None)[:-1]]
    return sum(
        max(word.get(row.id, 0.0), _ABOVE * max((word.get(i, 0.0) for i in above), default=0.0)) for word in evidence
    )


def _names_a_place(name: str) -> bool:
    """Whether a name begins with a place that the table does not hold."""
    found = re.match(r"^[\u3400-\u9fff]{2,6}?[省市州盟县区旗镇乡](?=.)", name)
    return bool(found) and not is_bare(name) and kind_of(name[:2]) == "other"


def _full_name(first: Division | None, row: Division, printed: str, rest: str, year: int | None) -> str:
    """A body's name with the divisions that tell its place apart from others: 湛江市霞山区教育局, 兴仁市大山镇人民政府.

    first: the division that the printed name begins with; what lies above it and is needed is put before it.
    """
    book = gazetteer()
    path = book.path(book.at(row.id, year), year)
    needed = [r for r in path if _tells_apart(r, path)]
    if first:
        known = [r.id for r in path]
        above = known[: known.index(first.id)] if first.id in known else []
        needed = [r for r in needed if r.id in above]
    # 西安高新区 tells its city already.
    needed = [r for r in needed if not (printed.startswith(r.short) and first and first.level == "zone")]
    if row.level == "zone" and not rest:
        rest = "" if row.name.endswith("兵团") else "管理委员会"
        return "".join(r.name for r in needed) + printed + rest
    if rest == "海关" and not printed:
        return row.short + rest
    return "".join(r.name for r in needed) + printed + _organ(rest, row)


def _tells_apart(row: Division, path: tuple[Division, ...]) -> bool:
    """Whether a division belongs in a full name: the body's own, the township's county, a district's city."""
    last = path[-1]
    if row is last:
        return True
    county = next((r for r in path if r.level in ("county", "zone")), None)
    if row is county:
        return last.level == "township"
    district = county is not None and (county.name.endswith("区") or county.level == "zone")
    if row.level == "city":
        return district or (county is None and last.level == "township")
    return row.id in MUNICIPALITIES and district


def _complete(name: str) -> str:
    """A township's name with its government (大山镇 → 大山镇人民政府)."""
    if name.endswith("街道"):
        return f"{name}办事处"
    return f"{name}人民政府" if re.search(r"(?:[镇乡]|苏木)$", name) else name


def _organ(rest: str, row: Division) -> str:
    if row.level == "township" and rest in ("", "政府", "人民政府"):
        return "办事处" if row.name.endswith("街道") else "人民政府"
    if row.level == "township" and row.name.endswith("街道") and rest in ("街道办事处", "办", "街道办"):
        return "办事处"
    rest = re.sub(r"^政府(?=国资委|国有资产监督管理委员会|办公[室厅]$)", "人民政府", rest)
    rest = re.sub(r"^(?:人民)?政府办$", "人民政府办公室", rest)
    rest = re.sub(r"^(?:人民)?政府(?!办|国有资产|国资委)(?=.{2,}[局委会]$)", "", rest)
    for short, full in _COMMISSIONS:
        rest = short.sub(full, rest)
    return "人民政府" if rest in ("", "政府") else rest
