"""A row of `compared` → the figure of a unit in words."""

from typing import Any

from loaders.language.numbers import share
from loaders.language.rounding import percent
from loaders.language.words import number, say

Row = dict[str, Any]


def format_figure(row: Row, rate: bool, lang: str) -> str:
    """The figure of a unit in words: the rate with n, N and its interval, or the count; then what it is a sum of."""
    if row["value"] is None:
        return say("value.unasked" if row["filed"] else "value.none", lang)
    basis = say("compare.behind.hover", lang, what=format_basis(row, lang)) if row["expected"] else ""
    if not rate:
        return number(row["value"], lang) + basis + _why_apart(row, lang)
    if not row["over"]:
        return say("value.na", lang)
    text = "".join(share(row["value"], row["over"], lang))
    if row["low"] is not None:
        text += say("compare.interval", lang, low=percent(row["low"], 1), high=percent(row["high"], 1))
    return text + _why_apart(row, lang) + basis


def _why_apart(row: Row, lang: str) -> str:
    """Why the figure may not be compared; empty where it may."""
    return say("compare.why", lang, reason=say(f"reason.{row['reason']}", lang)) if row["reason"] else ""


def format_short(row: Row, rate: bool, lang: str) -> str:
    """The figure alone, for a map."""
    if row["value"] is None:
        return say("value.unasked" if row["filed"] else "value.none", lang)
    if rate:
        return say("value.na", lang) if row["rate"] is None else percent(row["rate"], 1)
    return number(row["value"], lang)


def format_basis(row: Row, lang: str) -> str:
    """What a sum consists of: n of N bodies, or area reports below it and bodies."""
    if row["areas"]:
        return say("compare.behind.mixed", lang, areas=row["areas"], n=row["bodies"])
    return say("compare.behind.sum", lang, n=row["bodies"], all=row["expected"])
