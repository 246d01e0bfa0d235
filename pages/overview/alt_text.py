"""The rows of the overview's charts → what they show, in sentences for those who do not see them."""

from collections.abc import Sequence

import polars as pl

from loaders.language.words import say
from pages.shared.charts.alt_text import parts
from pages.shared.charts.unit_figure import format_short


def of_map(rows: pl.DataFrame, rate: bool, metric: str, year: int, lang: str) -> str:
    """The places with the highest and the lowest figure of a year, and how many have none or too few cases."""
    column = "rate" if rate else "value"
    with_figure = rows.filter(pl.col(column).is_not_null(), pl.col("reason").is_null()).sort(
        column, "name", descending=[True, False]
    )
    if not with_figure.height:
        return say("overview.map.none", lang, year=year, metric=metric)
    high, low = with_figure.row(0, named=True), with_figure.row(-1, named=True)
    if with_figure.height == 1:
        value = format_short(high, rate, lang)
        return say("overview.map.one", lang, year=year, metric=metric, name=high["name"], value=value)
    lacking = rows.height - with_figure.height
    return say(
        "overview.map.alt", lang, year=year, metric=metric, n=with_figure.height, high=high["name"], low=low["name"],
        high_value=format_short(high, rate, lang), low_value=format_short(low, rate, lang),
        without=say("overview.map.without", lang, n=lacking) if lacking else "",
    )  # fmt: skip


def of_outcomes(recent: pl.DataFrame, outcomes: Sequence[str], lang: str) -> str:
    """Each outcome in the first of the rows, the latest year, with its share where there are cases enough."""
    row = recent.row(0, named=True)
    total = sum(row[o] or 0 for o in outcomes)
    if not total:
        blank = all(row[o] is None for o in outcomes)
        return say(f"overview.outcomes.{'none' if blank else 'zero'}", lang, year=row["year"])
    name = say("overview.outcomes.alt", lang, year=row["year"])
    return parts(name, [say(f"metric.{o}", lang) for o in outcomes], [row[o] for o in outcomes], lang)
