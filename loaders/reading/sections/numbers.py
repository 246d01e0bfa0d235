"""The text of a cell → its state and number, without guessing.

States are those of the form: `printed` (a number, 0 included), `blank` (nothing, a dash, 无), `not_applicable` (不适用) and
`unreadable`.
"""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from loaders.form.vocabulary import Kind, State
from loaders.text.normalize import ascii_minus, common, strip_space

_OVERRIDE = "\u202e"
_BLANKS = frozenset(("", "无", "無"))
_NOT_APPLICABLE = re.compile(r"[(（]?不[适適]用[)）]?[。.]?")
_BLANK_RUN = re.compile(r"[-/\\_]+")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[,'’]\d{3})+(?:\.\d+)?")
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?")
_UNIT = re.compile(
    r"(批次|人次|件次|件|条|個|个|项|項|次|份|宗|起|例|篇|部|家|人|批|笔|筆|户|戶|场|處|处|张|万元|萬元|亿元|億元|元)$"
)
# What such a remark says changes nothing of the number before it; a unit or 约 in brackets would.
_REMARK = re.compile(r"(?<=[\d件条个项次份])[（(](?:其中|含|包括|均为|全部为|同比|比上年|较上年)[^（）()]*[）)]$")
_WAN = {"万元": Decimal(1), "萬元": Decimal(1), "元": Decimal("0.0001"), "亿元": Decimal(10000), "億元": Decimal(10000)}
_LONGEST_UNIT = 6
"""The length from which on a text with its spaces is more than a unit."""
_CHANGE = re.compile(r"(增加?|减少?|↑|↓)(?=\d)")

_WORDS_FOR_NUMBER = re.compile(
    r"(?:大?约|近|超过?|逾|不足|不到|至少|>|<|≥|≤|共|计)\s*\d[\d,.]*\D{0,3}|\d[\d,.]*\s*(?:余|多|左右|以上|以下)\D{0,2}"
    r"|\d+(?:\n\d+)+|\d+\s*[?？*＊]+|[?？*＊×xX]+|[\d\ufffd]*\ufffd[\d\ufffd]*|\d[\d,]*(?:\.\d+)?[件条项次份元]?[(（].*[)）]"
    # With a note's mark behind it, struck, or hidden from the eye.
    r"|\d[\d,.]*\s*(?:\^[^^]*\^|\[\d+\]|[①-⑳¹²³†※]|注\d?)|~~[^~]*~~[\d,.]*|[\d,.]+~~[^~]*~~|\[(?:hidden|img)\]"
    r"|详?见.{0,8}|不详|暂无|暂缺|未统计|无法统计|若干|同上|涉密|保密|不公开|待定|待统计|空|N/?A"
)
"""What is printed in the place of a number and is none."""


class Number(NamedTuple):
    """The content of a cell. value: None unless the state is printed; money in 万元."""

    state: State
    value: Decimal | None


BLANK = Number("blank", None)
UNREADABLE = Number("unreadable", None)
NOT_APPLICABLE = Number("not_applicable", None)


@lru_cache(maxsize=1 << 16)
def read_number(text: str, kind: Kind = "count") -> Number:
    """The number that a cell of a kind prints, or BLANK, NOT_APPLICABLE or UNREADABLE."""
    # A note's mark (①, ²) would be taken for a digit of the number beside it; an override shows digits in reverse.
    if any(c == _OVERRIDE or unicodedata.category(c) == "No" for c in text):
        return UNREADABLE
    raw = ascii_minus(common(text)).strip()
    tight = strip_space(raw)
    if tight in _BLANKS or _BLANK_RUN.fullmatch(tight):
        return BLANK
    if _NOT_APPLICABLE.fullmatch(tight):
        return NOT_APPLICABLE
    remark = _REMARK.search(tight)
    if remark:
        tight = tight[: remark.start()]
        raw = re.split(r"[（(]", raw, maxsplit=1)[0].rstrip()
    unit = _UNIT.search(tight)
    if unit:
        raw, tight = raw[: raw.rfind(unit[1][0])].rstrip(), tight[: unit.start()]
    factor = Decimal(1)
    if unit:
        # Money in a count, or 12件 in an amount: either the cell or the unit is wrong, and nothing says which.
        if (unit[1] in _WAN) != (kind == "money"):
            return UNREADABLE
        factor = _WAN.get(unit[1], factor)
    if kind == "change" and (sign := _CHANGE.match(tight)):
        tight = raw = ("-" if sign[1] in ("减", "减少", "↓") else "+") + tight[sign.end() :]
    # Digits with spaces between them may be two cells run together.
    signed = re.sub(r"^([+-])\s+", r"\1", raw)
    if _GROUPED.fullmatch(signed):
        signed = re.sub(r"[,'’]", "", signed)
    elif not _PLAIN.fullmatch(signed):
        return UNREADABLE
    # A zero with a sign is zero.
    value = Decimal(signed) * factor + 0
    # No figure of the form comes near ten digits; a longer one is a code, or cells run together.
    return Number("printed", value) if abs(value) < 10**9 else UNREADABLE


def is_number(text: str) -> bool:
    """Whether a text is a number or a mark for none (a blank, 不适用); an empty text is neither."""
    return bool(text.strip()) and any(read_number(text, kind).state != "unreadable" for kind in ("count", "money"))


@lru_cache(maxsize=1 << 16)
def is_value(text: str) -> bool:
    """Whether a text is a number or stands for one: 约100, 见附件."""
    return is_number(text) or _WORDS_FOR_NUMBER.fullmatch(text.strip()) is not None


@lru_cache(maxsize=1 << 14)
def is_unit(text: str) -> bool:
    """Whether a text is a unit without a number, as a column of units has them."""
    return _UNIT.fullmatch(strip_space(common(text))) is not None


def is_money_unit(text: str) -> bool:
    """Whether a text is a unit of money without a number."""
    return len(text) < _LONGEST_UNIT and strip_space(common(text)) in _WAN


def digits(value: Decimal | float | int | None) -> str:
    """A number as text without trailing zeros or exponent; empty for None."""
    if value is None:
        return ""
    text = f"{value if isinstance(value, Decimal) else Decimal(str(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
