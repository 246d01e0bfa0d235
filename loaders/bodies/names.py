"""A body's printed name → the ways to read it: the divisions that it names, and the organ that remains."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from loaders.places.gazetteer import Division, gazetteer

_AFTER_SHORT = re.compile(
    r"^(?:经济|经开|高新|工业|港(?:口|区|保税|经济|综合)|产业|综合|保税|旅游|循环|临港|临空|空港|科技|生态|国家|[）)]自由贸易|银行?保?监|海关$|税务局|调查|气象局|支队|消防|邮政管理局|监管|特派员|煤矿安全|矿山安全|通信管理|证监局|海事局|地震局|分局|局$|办事处$|专员办)"
)
_ZONE = re.compile(
    r"^[\u3400-\u9fff]{0,12}(?:新区|新城|开发区|园区?|风景名?胜?区|示范区|合作区|保税区|试验区)(?:管理委员会|管委会)?$"
)
"""What may follow a city's short name where the zone is not in the table (威海南海新区)."""
_ORGAN_WORDS = ("公安",)
"""Short names of counties that are words for organs as well: a 公安局 is not 公安县's."""
_TOWNSHIP_END = re.compile(r"^(?:人民政府|政府|办事处|街道办事处|办$|$)")
TOWNSHIP_NAME = re.compile(r"(?:[镇乡]|苏木|街道)(?:人民政府|政府|办事处|办)?$")
_BRANCH = re.compile(
    r"[局队]([\u3400-\u9fff]{2,5}?)(?:分局|大队)$|(?:开发区|高新区|经开区)[（(]([\u3400-\u9fff]{1,6}区)[）)]"
)
"""A district after its city: of a branch office, or in brackets where it and a zone have one administration."""
_ABBREVIATED = re.compile(r"(?<!自治)[州旗县]$")


@dataclass(frozen=True, slots=True)
class NameReading:
    """A way to read a name: the first and the last division that it names, the words for them, and the rest."""

    first: Division
    row: Division
    printed: str
    rest: str


@lru_cache(maxsize=1 << 16)
def longest_readings(name: str, year: int | None) -> tuple[NameReading, ...]:
    """The readings whose divisions take up most of a name, one for each last division; only names of that year if any is."""
    found = _prefixes(name, 0, None)
    longest = max((p.end for p in found), default=0)
    found = [p for p in found if p.end == longest]
    found = [p for p in found if p.divisions[-1].stood(year)] or found
    rest = name[longest:]
    by_id = {
        p.divisions[-1].id: NameReading(p.divisions[0], _branch(p.divisions[-1], rest), p.words, rest)
        for p in reversed(found)
    }
    return tuple(by_id.values())


def _branch(row: Division, rest: str) -> Division:
    """The district that the rest of a name names (岳阳市生态环境局平江分局); else the division before it."""
    match, book = _BRANCH.search(rest), gazetteer()
    if not match:
        return row
    district = match[1] or match[2]
    below = [r for r in (*book.named.get(district, ()), *book.short.get(district, ())) if book.under(r, row.id)]
    return below[0] if len({r.id for r in below}) == 1 else row


class _Prefix(NamedTuple):
    """Divisions at the start of a name, the words for them with abbreviations spelt out, and the index of the rest."""

    divisions: tuple[Division, ...]
    words: str
    end: int

    def after(self, row: Division, words: str) -> "_Prefix":
        """The same with a division in front of it."""
        return _Prefix((row, *self.divisions), words + self.words, self.end)


def _prefixes(name: str, start: int, above: Division | None) -> list[_Prefix]:
    """Every way to read divisions from an index of a name on, each below the one before (凉山州 is 凉山彝族自治州)."""
    book = gazetteer()
    out: list[_Prefix] = []
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
                    if not _TOWNSHIP_END.match(rest) or (not above and not TOWNSHIP_NAME.search(token)):
                        continue
                elif begin != start:
                    continue
                words = name[start:begin] + (
                    row.name
                    if row.level == "zone" or (_ABBREVIATED.search(token) and row.level != "township")
                    else token
                )
                out += [_Prefix((row,), words, end), *(p.after(row, words) for p in _prefixes(name, end, row))]
            for row in book.short.get(token, ()) if begin == start and token not in _ORGAN_WORDS else ():
                if above and not book.under(row, above.id):
                    continue
                out += [p.after(row, token) for p in _prefixes(name, end, row)]
                resort = row.level == "county" and row.name.endswith("区") and re.match("生态|旅游", rest)
                if (_AFTER_SHORT.match(rest) and row.level != "zone" and not resort) or (
                    row.level == "city" and _ZONE.match(rest)
                ):
                    out.append(_Prefix((row,), token, end))
    return out
