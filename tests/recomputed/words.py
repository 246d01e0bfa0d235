"""Figures, and the words that say them → whether they say what is so."""

import re
from fractions import Fraction


def grouped(value: float | None) -> str:
    return "无数字" if value is None else f"{value:,.0f}"


def moved(text: str, now: float | None, before: float | None) -> bool:
    """Whether `，比上年增加 3 件，增长 1.2%` is so."""
    if now is None or before is None:
        return False
    if text == "，与上年持平":
        return now == before
    word, n, share = re.fullmatch(r"，比上年(增加|减少) ([\d,]+) 件(?:（(.+)）|，.+)?", text).groups()
    if (word == "增加") != (now > before) or int(n.replace(",", "")) != abs(now - before):
        return False
    grown = re.search(r"，(增长|下降) (不到 |超过 )?([\d,.]+)%$", text)
    if not before:
        return not share and not grown
    if share:
        times = re.fullmatch(r"上年的 ([\d,.]+) 倍", share)
        return bool(times) and near(times[1], Fraction(now) / Fraction(before)) and now >= 10 * before
    if not grown or (grown[1] == "增长") != (now > before):
        return False
    exact = 100 * abs(Fraction(now - before)) / Fraction(before)
    if grown[2]:
        bound = Fraction(grown[3].replace(",", ""))
        return exact < bound if grown[2] == "不到 " else exact > bound
    return near(grown[3], exact)


def near(text: str, value: Fraction) -> bool:
    """Whether a printed number is a value rounded half up to its digits, and looks neither whole nor nothing unless it is."""
    digits = len(text.partition(".")[2])
    printed = Fraction(text.replace(",", "").replace("−", "-"))
    nearest = Fraction((value * 10**digits + Fraction(1, 2)).__floor__(), 10**digits)
    return printed == nearest and (printed == 0) == (value == 0)


def rate_is(text: str, n: float | None, over: float | None, unit: str) -> bool:
    """Whether `54.0%（1,902/3,521）` is so."""
    if n is None or over is None:
        return text == "无数字"
    if over == 0:
        return text == "不适用"
    share, base = re.fullmatch(rf"([\d.,]+){unit}（([\d,]+/[\d,]+)）", text).groups()
    exact = 100 * Fraction(n) / Fraction(over)
    # A count for each hundred may be a little more than nothing and look like it.
    true = near(share, exact) if unit else abs(Fraction(share.replace(",", "")) - exact) <= Fraction(1, 20)
    return base == f"{n:,.0f}/{over:,.0f}" and true and (not unit or (share == "100.0") == (exact == 100))
