"""The numbering of a Word file → the number that is shown in front of each numbered paragraph."""

import re
from typing import Any

from loaders.reading.formats.word_styles import VAL, Styles, W, number

_DIGITS = "零一二三四五六七八九"
_CHINESE = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "ideographDigital")
_PLAIN = ("decimal", "decimalZero", "decimalFullWidth", "decimalHalfWidth")


class Numbering:
    """The lists of a document; counts their paragraphs as they come."""

    def __init__(self, root: Any | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract = (
            {e.get(W + "abstractNumId"): e for e in root.iter(W + "abstractNum")} if root is not None else {}
        )
        self._lists = {e.get(W + "numId"): e for e in root.iter(W + "num")} if root is not None else {}
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}

    def prefix(self, numbered: Any | None, style: str | None) -> str:
        """The number in front of a paragraph of this w:numPr, or else this style; empty if it has none."""
        if not self._lists:
            return ""
        if numbered is None:
            numbered = self._styles.numbering(style)
        if numbered is None or (id_ := numbered.find(W + "numId")) is None:
            return ""
        list_ = id_.get(VAL) or "0"
        level = int(number(at)) if (at := numbered.find(W + "ilvl")) is not None else 0
        if list_ not in self._lists or not 0 <= level <= 8:
            return ""
        format, text, start = self._level(list_, level)
        counts = self._counts.setdefault(self._base(list_), {})
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [n for n in counts if n > level]:
            del counts[deeper]
        if format in ("bullet", "none"):
            return ""
        return re.sub(r"%([1-9])", lambda m: self._shown(list_, int(m[1]) - 1, counts), text)

    def _shown(self, list_: str, level: int, counts: dict[int, int]) -> str:
        format, _, start = self._level(list_, level)
        count = counts.get(level, start)
        if format in _PLAIN:
            return str(count)
        if format in _CHINESE and 0 < count < 100:
            return _chinese(count)
        if format == "decimalEnclosedCircleChinese" and 0 < count <= 20:
            return chr(0x245F + count)
        return "#"

    def _base(self, list_: str) -> str:
        abstract = self._lists[list_].find(W + "abstractNumId")
        return (abstract.get(VAL) or "") if abstract is not None else ""

    def _level(self, list_: str, level: int) -> tuple[str, str, int]:
        """The format, text and first number of a level."""
        if (list_, level) not in self._levels:
            format, text, start = "decimal", f"%{level + 1}.", 1
            found = self._abstract.get(self._base(list_))
            for lvl in found.iterchildren(W + "lvl") if found is not None else ():
                if int(number(lvl, W + "ilvl")) != level:
                    continue
                if (e := lvl.find(W + "numFmt")) is not None:
                    format = e.get(VAL) or format
                if (e := lvl.find(W + "lvlText")) is not None:
                    text = e.get(VAL) or ""
                if (e := lvl.find(W + "start")) is not None:
                    start = int(number(e))
            for override in self._lists[list_].iterchildren(W + "lvlOverride"):
                if int(number(override, W + "ilvl")) == level and (e := override.find(W + "startOverride")) is not None:
                    start = int(number(e))
            self._levels[list_, level] = format, text, start
        return self._levels[list_, level]


def _chinese(count: int) -> str:
    tens, ones = divmod(count, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")
