"""Sums over the years → the two charts of the overview: requests by year, and their outcomes."""

from collections.abc import Sequence

import polars as pl

from pages.overview import alt_text
from pages.overview.data import OUTCOMES
from pages.shared.charts.base import Series
from pages.shared.charts.shares import shares
from pages.shared.charts.trend import trend
from pages.shared.frame.question import Question
from pages.shared.parts.chart import chart

_MAX_YEARS = 6
"""Years of which the outcomes are drawn."""


def draw_trend(question: Question, years: pl.DataFrame, breaks: Sequence[int]) -> None:
    """Requests received and carried over, by year."""
    say, lang = question.say, question.lang
    names = {m: say(f"metric.{m}") for m in ("received_new", "carried_out")}
    series = [Series(m, name, colour) for (m, name), colour in zip(names.items(), ("primary", "third"), strict=True)]
    chart(
        trend(years, series, question.palette, lang, breaks=breaks),
        say("overview.trend"),
        say("unit.requests"),
        "overview_trend",
        alt_text.of_trend(years, "received_new", lang),
        data=years.select("year", *names),
        headings={"year": say("column.year"), **names},
    )


def draw_outcomes(question: Question, years: pl.DataFrame) -> None:
    """The outcomes of requests in the latest years."""
    say, lang = question.say, question.lang
    names = {o: say(f"metric.{o}") for o in OUTCOMES}
    latest = years.sort("year", descending=True).head(_MAX_YEARS)
    series = [Series(o, name, o) for o, name in names.items()]
    chart(
        shares(latest, "year", series, question.palette, lang, [str(y) for y in latest["year"]]),
        say("overview.outcomes"),
        say("unit.outcomes"),
        "overview_outcomes",
        alt_text.of_outcomes(latest, OUTCOMES, lang),
        data=latest.select("year", *OUTCOMES),
        headings={"year": say("column.year"), **names},
    )
