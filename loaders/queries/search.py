"""Bodies and districts of a store → an index that answers a part of a name, an old name or pinyin initials at once."""

from array import array
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

import polars as pl
from pypinyin import Style, lazy_pinyin

from loaders.divisions import FIRST, gazetteer
from loaders.fold import plain, squeeze
from loaders.queries import lists

_OTHERWISE = {"长": "c", "都": "d", "行": "x", "调": "d", "重": "z"}
"""How characters of organs' names begin where the dictionary reads them otherwise (重庆 and other places aside)."""
_SEEN = 400
"""Hits that are looked at before the best are chosen: more than fit a list, few enough for every keystroke."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found: `body` or `district`, its id, its name, and where it belongs."""

    sort: str
    id: str
    name: str
    place: str


class Index:
    """All names in one text, a line each; found by the text search of the language itself."""

    def __init__(self, hits: list[Hit], texts: list[str]):
        self.hits = hits
        self._text = "\n" + "\n".join(texts) + "\n"
        self._starts = array("q", [1])
        for text in texts:
            self._starts.append(self._starts[-1] + len(text) + 1)

    def find(self, words: str, most: int = 12) -> list[Hit]:
        """The best hits: names that begin with the words first, then the shorter ones; none for no words."""
        # As typed first: 乾县 only looks traditional.
        for wanted in dict.fromkeys((squeeze(words).lower(), squeeze(plain(words, True)).lower())):
            if wanted and (found := self._lines(wanted)):
                break
        else:
            return []

        def order(line: int) -> tuple:
            hit = self.hits[line]
            return (not hit.name.startswith(wanted), hit.sort != "district", len(hit.name), hit.name)

        return [self.hits[line] for line in sorted(found, key=order)[:most]]

    def _lines(self, wanted: str) -> list[int]:
        """The first lines that hold the words."""
        found: list[int] = []
        at = self._text.find(wanted)
        while at >= 0 and len(found) < _SEEN:
            line = bisect_right(self._starts, at) - 1
            found.append(line)
            at = self._text.find(wanted, self._starts[line + 1])
        return found


def index(reports: pl.LazyFrame) -> Index:
    """The index of a store's reports."""
    hits: list[Hit] = []
    texts: list[str] = []
    for division, name, _level in lists.districts(reports).iter_rows():
        names = [name, *_older(division)]
        hits.append(Hit("district", division, name, ""))
        texts.append(_line(names, ()))
    columns = ("agency", "division", "province", "city", "district")
    rows = reports.filter(pl.col("body_id").is_not_null()).sort("year").group_by("body_id", maintain_order=True)
    found = rows.agg(pl.col("agency").unique(maintain_order=True).alias("names"), *(pl.col(c).last() for c in columns))
    for body, names, agency, division, province, city, district in found.collect().iter_rows():
        former = [agency.replace(district, older) for older in _older(division) if district and district in agency]
        hits.append(Hit("body", body, agency, "".join(p for p in (city, district) if p and p not in agency)))
        above = [p for p in (province,) if p and p not in agency]
        texts.append(_line([*names, *former, *above], tuple(p for p in (city, district) if p)))
    return Index(hits, texts)


def _line(names: list[str], places: tuple[str, ...]) -> str:
    spelled = [initials(name, places) for name in names]
    return "\x1f".join(dict.fromkeys([*names, *spelled])).lower()


@lru_cache(maxsize=8192)
def _older(division: str | None) -> tuple[str, ...]:
    """The other names that a district bore since the first reports."""
    rows = gazetteer().of.get(division or "", [])
    return tuple(dict.fromkeys(r.name for r in rows if r.last >= FIRST and r.name != rows[-1].name))


def initials(name: str, places: tuple[str, ...] = ()) -> str:
    """The first letters of a name's syllables (洪泽区教育局 → hzqjyj); places are read as the words that they are."""
    for place in places:
        name = name.replace(place, _spelled(place))
    return "".join(_letter(c) for c in name)


@lru_cache(maxsize=1 << 16)
def _spelled(place: str) -> str:
    rows = gazetteer().named.get(place)
    if rows:
        return "".join(s[0] for s in rows[0].syllables)
    return "".join(lazy_pinyin(place, style=Style.FIRST_LETTER))


@lru_cache(maxsize=1 << 15)
def _letter(character: str) -> str:
    if character in _OTHERWISE:
        return _OTHERWISE[character]
    return lazy_pinyin(character, style=Style.FIRST_LETTER)[0]
