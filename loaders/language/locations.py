"""A location of a document, as stored → words: `p3 t2 r5 c4` → page 3, table 2, row 5, column 4."""

import re

from loaders.language.words import say

_PARTS = re.compile(r"([ptrlc])(\d+)")
_SHEETS = ("xlsx", "xls", "xlsb", "ods", "et")
"""Formats whose tables are sheets, and whose columns have letters."""


def location_text(where: str, lang: str, format: str | None = None) -> str:
    """The location in words, empty for none; format: that of the document, which has sheets or tables."""
    parts = {k: int(n) for k, n in _PARTS.findall(where)}
    sheet = (format or "").lower() in _SHEETS
    if sheet and {"r", "c"} <= parts.keys():
        parts["a"] = parts["c"]
    words = []
    if "p" in parts:
        words.append(say("location.page", lang, n=parts["p"]))
    if "t" in parts:
        words.append(say("location.sheet" if sheet else "location.table", lang, n=parts["t"]))
    if "l" in parts:
        words.append(say("location.line", lang, n=parts["l"]))
    if "a" in parts:
        words.append(say("location.address", lang, address=f"{_letters(parts['c'])}{parts['r']}"))
    else:
        words += [say(f"location.{k}", lang, n=parts[s]) for s, k in (("r", "row"), ("c", "column")) if s in parts]
    return say("location.comma", lang).join(words)


def row_of(where: str) -> str:
    """The row or line of a location: `p3 t2 r5` of `p3 t2 r5 c4`; empty for no location."""
    return re.sub(r" ?c\d+$", "", where)


def column_of(where: str) -> int:
    """The column of a location, 0 where it has none."""
    return next((int(n) for k, n in _PARTS.findall(where) if k == "c"), 0)


def _letters(number: int) -> str:
    """The name of a column of a sheet: 1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
