"""The correction rates of districts over the years → a panel a district, with intervals, and the rows behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
import streamlit as st

from loaders.form.metrics import MIN_CASES
from loaders.language.numbers import rate
from loaders.language.words import number
from loaders.query import compare
from loaders.query.years import years_not_due
from pages.shared.charts.rate_panels import rate_panels
from pages.shared.charts.unit_figure import format_basis, format_reason
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.page_params import choose as choose_one
from pages.shared.frame.question import Question
from pages.shared.parts.chart import chart
from pages.shared.parts.time_notes import notes_of, time_note_words

METRICS = {"review": "correction_rate", "litigation": "litigation_correction_rate"}
MOST = 12
_TOLD = 4
"""The districts that are drawn, and those that the sentence names."""


@dataclass(frozen=True)
class Districts:
    """route: of `METRICS`; rows: as of `loaders.query.compare.with_breaks`, with a figure in some year, in the order of `units`:
    the districts with most cases in the last year first, by year.
    """

    route: str
    rows: pl.DataFrame
    units: Sequence[str]


def choose_route(question: Question) -> str:
    """Draws the choice between reviews and court cases."""
    say = question.say
    return choose_one(
        st.container(), "route", say("reviews.districts.of"), list(METRICS), "review",
        lambda r: say(f"reviews.districts.{r}"), row=True,
    )  # fmt: skip


def load(question: Question, route: str) -> Districts:
    """Queries the rates."""
    filters = question.filters
    rows = cached(compare.compared, compare.Comparison(METRICS[route], "district", filters, years=filters.years))
    early = cached(years_not_due, filters)
    rows = compare.with_breaks(rows.filter(~pl.col("year").is_in(early)))
    rows = rows.filter(pl.col("over").fill_null(0).max().over("unit") > 0)
    latest = pl.col("over").filter(pl.col("year") == pl.col("year").max()).sum().over("unit")
    rows = rows.with_columns(latest=latest).sort("latest", descending=True, maintain_order=True)
    return Districts(route, rows.drop("latest"), rows["unit"].unique(maintain_order=True).to_list())


def draw(question: Question, data: Districts) -> None:
    """The panels; nothing where no district has a case that was decided."""
    if not data.units:
        return
    say, lang = question.say, question.lang
    shown, metric = data.units[:MOST], METRICS[data.route]
    unit = say("reviews.districts.unit", fewest=MIN_CASES)
    if len(data.units) > MOST:
        unit += say("busiest.most", n=MOST, all=number(len(data.units))) + say("list.stop")
    listed = data.rows.to_dicts()
    rows = data.rows.with_columns(
        basis=pl.Series([format_basis(r, lang) for r in listed], dtype=pl.String),
        why=pl.Series([format_reason(r["reason"], r["filed"], lang) for r in listed], dtype=pl.String),
    )
    title = say("reviews.districts", metric=say(f"metric.{metric}"))
    noted = time_note_words(question, data.rows["year"].to_list())
    chart(
        rate_panels(data.rows.filter(pl.col("unit").is_in(shown)), shown, "corrected", question.palette, lang, notes_of(question)),
        title,
        unit + noted,
        "reviews_districts",
        _alt_text(question, data, title) + noted,
        note=noted,
        data=rows,
        enough=len(shown) > 1 and data.rows["year"].n_unique() > 1,
        headings={
            "name": say("compare.unit.district"), "year": say("column.year"), "value": "n", "over": "N",
            "rate": say(f"metric.{metric}"), "low": say("column.low"), "high": say("column.high"),
            "basis": say("column.rests_on"), "why": say("column.why"),
        },
        shares=("rate", "low", "high"),
        wide=True,
    )  # fmt: skip


def _alt_text(question: Question, data: Districts, title: str) -> str:
    """The rates of the districts with most cases, in the first and the last year."""
    texts = []
    for unit in data.units[:_TOLD]:
        of_unit = data.rows.filter(pl.col("unit") == unit)
        for row in (of_unit.row(0, named=True), of_unit.row(-1, named=True))[: 1 + (of_unit.height > 1)]:
            texts.append(f"{row['name']} {row['year']} {rate(row['value'], row['over'], question.lang)}")
    return question.say("spoken.list", name=title, list=question.say("list.comma").join(texts))
