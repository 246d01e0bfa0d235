"""A row of `compared` → the figure of a unit in words."""

from typing import Any

import polars as pl

from loaders.language.basis import basis_words
from loaders.language.numbers import share
from loaders.language.rounding import percent
from loaders.language.words import number, say
from loaders.query.comparability import Reason
from pages.shared.charts.labels import shortened

Row = dict[str, Any]


def unit_names(rows: pl.DataFrame, most: int = 14) -> dict[str, dict[str, str]]:
    """The names of the units of a figure, as it writes them, by id: a unit pointed at is lifted in all charts of the page.

    rows: with unit and name; most: as of `shortened`.
    """
    return {"units": {unit: shortened(name, most) for unit, name in rows.select("unit", "name").iter_rows()}}


def format_figure(row: Row, rate: bool, lang: str) -> str:
    """The figure of a unit in words: the rate with n, N and its interval, or the count; then what it is a sum of."""
    if row["value"] is None:
        return say("value.unasked" if row["filed"] else "value.none", lang)
    basis = say("compare.basis.hover", lang, what=format_basis(row, lang)) if row["expected"] else ""
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
    return say("compare.why", lang, reason=format_reason(row["reason"], row["filed"], lang)) if row["reason"] else ""


def format_short(row: Row, rate: bool, lang: str) -> str:
    """The figure alone, for a map."""
    if row["value"] is None:
        return say("value.unasked" if row["filed"] else "value.none", lang)
    if rate:
        return say("value.na", lang) if row["rate"] is None else percent(row["rate"], 1)
    return number(row["value"], lang)


def format_basis(row: Row, lang: str) -> str:
    """What a figure rests on: the unit's own area report, or area reports below it and k of m bodies; a body's own report."""
    if not row["filed"]:
        return say("value.none", lang)
    if row["expected"] is None and not row["area"]:
        return say("scope.own", lang)
    return basis_words(row["areas"], row["bodies"], row["expected"], lang)


def format_reason(reason: str | None, filed: int, lang: str) -> str:
    """Why a figure may not be compared; empty where it may. filed: the reports behind it."""
    if reason is None:
        return ""
    if reason == Reason.NO_NUMBER:
        return say("value.unasked", lang)
    return say("value.none", lang) if reason == Reason.NO_REPORT and not filed else say(f"reason.{reason}", lang)
