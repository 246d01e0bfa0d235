"""The table of administrative divisions → the division that a name or a code means in a year, and those above it."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import polars as pl

from loaders.resources import shipped_path

LEVELS = ("province", "city", "county", "zone", "township")
MUNICIPALITIES = ("110000", "120000", "310000", "500000")
FIRST = 2007
"""The year before the first reports: names that were given up before it are not recognised."""
_TABLE = "divisions.parquet"


class Division(NamedTuple):
    """A division under one of its names. id: stable over renames; the rest holds for the years from first to last.

    parent: the id of the division above, None for a province. code: six digits, nine for a township, None for a zone.
    last: 9999 if the name is in use. lon, lat: its middle in degrees, to a tenth, None for zones and townships.
    successor: the id of the county that took over the whole of a dissolved one.
    """

    id: str
    level: str
    code: str | None
    name: str
    short: str
    parent: str | None
    first: int
    last: int
    pinyin: str
    lon: float | None = None
    lat: float | None = None
    successor: str | None = None

    def stood(self, year: int | None) -> bool:
        """Whether the division bore this name in a year, or bears it now if that is None."""
        return self.first <= (year or 9999) <= self.last or (year is None and self.last == 9999)

    @property
    def syllables(self) -> tuple[str, ...]:
        return tuple(self.pinyin.split())


class Gazetteer:
    """All divisions, by id, by name and by short form."""

    def __init__(self, rows: Iterator[Division]):
        self.rows = tuple(rows)
        self.of: dict[str, list[Division]] = {}
        self.named: dict[str, list[Division]] = {}
        self.short: dict[str, list[Division]] = {}
        for row in self.rows:
            self.of.setdefault(row.id, []).append(row)
            if row.last < FIRST:
                continue
            self.named.setdefault(row.name, []).append(row)
            if row.level == "township":
                continue
            for alias in _aliases(row):
                self.named.setdefault(alias, []).append(row)
            if len(row.short) >= 2 and row.short != row.name:
                self.short.setdefault(row.short, []).append(row)
        self.longest = max(map(len, self.named))

    def at(self, id_: str, year: int | None) -> Division:
        """A division under its name of a year, or under the name nearest in time if the table has none of that year."""
        rows = self.of[id_]
        return next((r for r in rows if r.stood(year)), rows[-1] if (year or 9999) > rows[0].first else rows[0])

    def path(self, row: Division, year: int | None) -> tuple[Division, ...]:
        """The divisions from the province down to this one, each under its name of the year."""
        above: list[Division] = [row]
        while above[0].parent and above[0].parent in self.of:
            above.insert(0, self.at(above[0].parent, year))
        return tuple(above)

    def under(self, row: Division, ancestor: str) -> bool:
        """Whether a division is or was below another, directly or not."""
        seen, parents = set(), [r.parent for r in self.of[row.id]]
        while parents:
            parent = parents.pop()
            if parent == ancestor:
                return True
            if parent and parent not in seen:
                seen.add(parent)
                parents += [r.parent for r in self.of.get(parent, ())]
        return False


def lies_in(division: str, text: str) -> bool:
    """Whether a division, by its id, is or is in the lowest division that a text names; True if it names none."""
    book, names = gazetteer(), mentioned(text)
    rows = book.named.get(names[-1], []) if names else []
    return not rows or any(row.id == division or book.under(book.at(division, None), row.id) for row in rows)


@cache
def full_names() -> tuple[str, ...]:
    """The provinces, cities and counties of today, each with those above it: 江苏省淮安市洪泽区."""
    book = gazetteer()
    rows = (r for r in book.rows if r.level in LEVELS[:4] and r.stood(None))
    return tuple(dict.fromkeys("".join(above.name for above in book.path(row, None)) for row in rows))


@cache
def gazetteer() -> Gazetteer:
    """The shipped table, read once."""
    return Gazetteer(_rows(_table().collect()))


def table() -> Path:
    """The path of the shipped file."""
    return shipped_path(_TABLE)


def _table() -> pl.LazyFrame:
    return pl.scan_parquet(table())


def _rows(frame: pl.DataFrame) -> Iterator[Division]:
    names = ("id", "level", "code", "name", "short", "parent", "first", "last", "pinyin", "lon", "lat", "successor")
    return map(Division._make, frame.rename({"division": "id"}).select(names).rows())


def mentioned(text: str) -> list[str]:
    """The names of provinces, cities and counties in a text, in order, each once."""
    names, longest = _names()
    # Only 内蒙古 has leagues.
    mentions: dict[str, None] = {"内蒙古自治区": None} if "盟市" in text else {}
    start = 0
    for i, char in enumerate(text):
        if char not in "省区市州盟县旗":
            continue
        for begin in range(max(start, i + 1 - longest), i):
            if text[begin : i + 1] in names and not _is_common(text, begin, i + 1, start):
                mentions[text[begin : i + 1]] = None
                start = i + 1
                break
    return list(mentions)


def _is_common(text: str, begin: int, end: int, after: int) -> bool:
    """Whether a name that is a common word as well is that word: 乡镇和县直部门, 主城区.

    It is not if the name of a division ends right before it.
    """
    if text[begin:end] not in ("和县", "城区", "郊区", "矿区", "东区", "西区"):
        return False
    follows = begin > 0 and begin != after and "\u3400" <= text[begin - 1] <= "\u9fff"
    return follows or text[end : end + 1] in tuple("直级各属")


def begins_with_division(text: str) -> bool:
    """Whether a text begins with the name of a province, city or county (本溪市, 全椒县)."""
    names = mentioned(text[:16])
    return bool(names) and text.startswith(names[0])


def is_division(text: str) -> bool:
    """Whether a text is the name or short name of a province, city or county (临夏州)."""
    return text in _names()[0]


@cache
def _names() -> tuple[frozenset[str], int]:
    # The readers of documents need no more than these few, so they are not made to wait for the townships.
    above = pl.col("level").is_in(["province", "city", "county"]) & (pl.col("last") >= FIRST)
    names = {name for row in _rows(_table().filter(above).collect()) for name in (row.name, *_aliases(row))}
    return frozenset(names), max(map(len, names))


_ALIASES = {
    "150100": ("呼市",), "230100": ("哈市",), "650100": ("乌市",),
    "652700": ("博州",), "652800": ("巴州",), "653000": ("克州",), "220721": ("前郭县",), "230624": ("杜蒙县",), "210921": ("阜蒙县",),
    "211324": ("喀左县",), "653131": ("塔县",), "654022": ("察县",), "654226": ("和丰县",),
    "150521": ("科左中旗",), "150522": ("科左后旗",), "152221": ("科右前旗",), "152222": ("科右中旗",),
    "150121": ("土左旗",), "150221": ("土右旗",), "150223": ("达茂旗",), "152525": ("东乌旗",), "152526": ("西乌旗",),
    "150926": ("察右前旗",), "150927": ("察右中旗",), "150928": ("察右后旗",), "150823": ("乌前旗",), "150824": ("乌中旗",),
    "150825": ("乌后旗",), "150621": ("达旗",), "150622": ("准旗",), "150623": ("鄂前旗",), "150627": ("伊旗",),
    "150724": ("鄂温克旗",), "150723": ("鄂伦春旗",), "150726": ("新左旗",), "150727": ("新右旗",), "150421": ("阿旗",),
    "659001": ("第八师石河子市",), "659002": ("第一师阿拉尔市",), "659003": ("第三师图木舒克市",),
    "659004": ("第六师五家渠市",), "659005": ("第十师北屯市",), "659006": ("第二师铁门关市",), "659007": ("第五师双河市",),
    "659008": ("第四师可克达拉市",), "659009": ("第十四师昆玉市",), "659010": ("第七师胡杨河市",),
}  # fmt: skip
"""Short names of divisions on official pages that follow no rule, by code."""


def _aliases(row: Division) -> list[str]:
    """Short names for autonomous divisions and zones: 凉山州, 莫力达瓦旗, 长阳县, 西安高新区, 巴州."""
    return [*_ruled_aliases(row), *(a for a in _ALIASES.get(row.code or "", ()) if a != row.name)]


def _ruled_aliases(row: Division) -> list[str]:
    if row.level == "zone":
        # 东湖高新区 is 武汉's, not one of 南昌市东湖区.
        if row.short.endswith(("高新", "经开")) and not row.name.startswith(row.short):
            return [row.short + "区"]
        for ending, plain in (
            ("高新技术产业开发区", "高新区"),
            ("高新技术产业园区", "高新区"),
            ("经济技术开发区", "经开区"),
        ):
            if row.name.endswith(ending):
                return [row.name.removesuffix(ending) + plain]
    for ending, plain in (("自治州", "州"), ("自治县", "县"), ("自治旗", "旗")):
        if row.name.endswith(ending):
            return [row.short + plain, *([row.name[0] + plain] if plain == "旗" else [])]
    return []
