"""Sums over the years → the two charts of the overview: requests by year, and their outcomes."""

from collections.abc import Mapping

import polars as pl

from loaders.output.bases import Basis, basis_headings
from loaders.query.years import Years
from pages.overview import alt_text
from pages.overview.data import OUTCOMES
from pages.shared.charts.alt_text import lacking, spans
from pages.shared.charts.base import Series
from pages.shared.charts.breaks import enough_years, partial_mark
from pages.shared.charts.share_bars import ShareRow
from pages.shared.charts.shares import shares
from pages.shared.charts.trend import trend
from pages.shared.frame.question import Question
from pages.shared.parts.chart import chart
from pages.shared.parts.rests_on import with_basis
from pages.shared.parts.time_notes import notes_of, time_note_words

_MAX_YEARS = 6
"""Years of which the outcomes are drawn."""


def draw_trend(question: Question, years: Years, bases: Mapping[int, Basis]) -> None:
    """Requests received and processed, by year; bases: what the total of each year rests on."""
    say, lang = question.say, question.lang
    names = {m: say(f"metric.{m}") for m in ("received_new", "total_processed")}
    received, processed = names.items()
    series = [Series(*received, "primary"), Series(*processed, "ink", "dash")]
    shown, any_partial = years.shown, any(partial_mark(y, bases) for y in years.shown["year"])
    noted = time_note_words(question, shown["year"].to_list())
    enough = enough_years(shown, list(names), years.breaks)
    chart(
        trend(shown, series, question.palette, lang, breaks=years.breaks, bases=bases, notes=notes_of(question)),
        say("overview.trend"),
        say("unit.requests")
        + (say("chart.partial") if enough and any_partial else "")
        + lacking(shown, names, lang)
        + noted,
        "overview_trend",
        spans(shown, names, lang, years.breaks, bases) + noted,
        note=noted,
        data=with_basis(question, shown, names, bases),
        enough=enough,
        headings={"year": say("column.year"), "reports": say("column.reports_added"), **names} | basis_headings(lang),
    )


def draw_outcomes(question: Question, years: pl.DataFrame, bases: Mapping[int, Basis]) -> None:
    """The outcomes of requests in the latest years; bases: what the total of each year rests on."""
    say, lang = question.say, question.lang
    names = {o: say(f"metric.{o}") for o in OUTCOMES}
    latest = with_basis(question, years.sort("year", descending=True).head(_MAX_YEARS), names, bases)
    marked = (
        say("list.semicolon") + say("basis.legend") if (latest["label"] != latest["year"].cast(pl.String)).any() else ""
    )
    series = [Series(o, name, o) for o, name in names.items()]
    rows = [ShareRow(str(row["label"]), tuple(row[o] for o in names)) for row in latest.iter_rows(named=True)]
    chart(
        shares(rows, series, question.palette, lang),
        say("overview.outcomes"),
        say("unit.outcomes") + marked + lacking(latest, names, lang),
        "overview_outcomes",
        alt_text.of_outcomes(latest, OUTCOMES, lang),
        data=latest,
        enough=any(latest[o].sum() for o in OUTCOMES),
        headings={"year": say("column.year"), "reports": say("column.reports_added"), **names} | basis_headings(lang),
    )
