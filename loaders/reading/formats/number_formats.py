"""A number and the format of its cell (ECMA-376 part 1, 18.8.31) → the text that Excel shows.

No well-kept library does this in Python. What is not followed comes out marked, never as a plain number.
"""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ', 43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@",
} | dict.fromkeys((*range(27, 37), *range(50, 59)), "yyyy/m/d")  # fmt: skip
"""The formats without a code in the file, as a Chinese Excel shows them."""
UNKNOWN = "\ufffd"
"""Stands before a number that is shown in a way that is not followed."""
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]|(?P<general>General|@)'
    r"|(?P<digits>[#0?][#0?,]*(?:\.[#0?]*)?(?P<scale>,*)|\.[0#?]+)|(?P<percent>%)|(?P<power>E[+-])|(?P<date>[yYmMdDhHsSbBeEgG]+|AM/PM|上午/下午)|(?P<other>.)",
    re.S,
)
_COLOURS = re.compile(
    r"(?:black|blue|cyan|green|magenta|red|white|yellow|黑|蓝|青|绿|洋红|红|白|黄|color ?\d+|颜色\d+)", re.I
)
_CURRENCY = re.compile(r"\$([^-]*)(?:-[0-9A-Fa-f]+)?")
_SPLIT = re.compile(r'((?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\])*)(?:;|$)', re.S)
_MOST_GENERAL = 11
"""The digits that Excel shows of a number without a format."""


@lru_cache(maxsize=1 << 14)
def shown(number: str, code: str, epoch: int = 1900) -> str:
    """The text that a cell with a format shows for a number as the file writes it; empty if it shows nothing."""
    try:
        value = Decimal(number)
    except ArithmeticError:
        return UNKNOWN + number
    if not value.is_finite():
        return UNKNOWN + number
    sections = [m[1] for m in _SPLIT.finditer(code)][: max(code.count(";") + 1, 1)]
    if not code or code.lower() == "general":
        return _general(value)
    if any(re.search(r"\[(?:[<>=]|DBNum|\$-[^\]]*[01]\d{6})", s) for s in sections):
        return UNKNOWN + number
    if len(sections) == 1 or (value > 0) or (value == 0 and len(sections) == 2):
        return ("-" if value < 0 else "") + _section(abs(value), sections[0], number, epoch)
    text = _section(abs(value), sections[1] if value < 0 else sections[2], number, epoch)
    # A negative number without a sign looks like a positive one; what it is cannot be said.
    return UNKNOWN + text if value < 0 and re.search(r"\d", text) and not re.search(r"[-(（]", text) else text


def _general(value: Decimal) -> str:
    if value and not Decimal("1e-9") <= abs(value) < Decimal("1e11"):
        return f"{value:E}"
    places = max(_MOST_GENERAL - 1 - max(value.adjusted(), 0), 0) if value else 0
    text = f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _section(value: Decimal, section: str, number: str, epoch: int) -> str:
    out: list[str] = []
    places = 0
    tokens = list(_TOKEN.finditer(section))
    if any(t["date"] for t in tokens):
        return _date(value, epoch)
    percents = sum(t["percent"] is not None for t in tokens)
    for token in tokens:
        kind = token.lastgroup if token.lastgroup != "scale" else "digits"
        if kind in ("quoted", "escaped", "other", "percent"):
            out.append(token[kind])
        elif kind == "space":
            out.append(" ")
        elif kind == "bracket":
            currency = _CURRENCY.fullmatch(token["bracket"])
            if currency is None and not _COLOURS.fullmatch(token["bracket"]):
                return UNKNOWN + number
            out.append(currency[1] if currency else "")
        elif kind in ("digits", "general"):
            places += 1
            scaled = value * 100**percents
            out.append(_general(scaled) if kind == "general" else _digits(scaled, token["digits"]))
        elif kind == "power":
            return UNKNOWN + number
    if places > 1 or "/" in section:
        return UNKNOWN + number
    return "".join(out).strip()


def _digits(value: Decimal, pattern: str) -> str:
    """A number in the digits of a pattern like `#,##0.0#`."""
    whole, _, fraction = pattern.partition(".")
    thousands = len(pattern) - len(pattern.rstrip(","))
    value /= Decimal(1000) ** thousands
    whole, fraction = whole.rstrip(",") if not fraction else whole, fraction.rstrip(",")
    text = f"{value.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP):f}"
    before, _, after = text.partition(".")
    before = before.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole and before:
        before = f"{int(before):,}".rjust(len(before), "0")
    needed = len(fraction.rstrip("#?"))
    after = after[:needed] + after[needed:].rstrip("0")
    return before + ("." + after if "." in pattern else "")


def _date(value: Decimal, epoch: int) -> str:
    """The day of a serial number; what else of a date is shown is not needed."""
    if not 1 <= value < 2_958_466:
        return UNKNOWN + str(value)
    # Excel counts 29 February 1900, which there was not.
    first = datetime(1904, 1, 1) if epoch == 1904 else datetime(1899, 12, 30 if value >= 60 else 31)
    day = first + timedelta(days=int(value))
    return f"{day.year}年{day.month}月{day.day}日"
