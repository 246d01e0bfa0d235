"""The filters and a figure that the user chooses → a map of all places; a click on one narrows the filters to it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl
import streamlit as st

from loaders.form.metrics import METRIC, METRICS
from loaders.query import compare
from loaders.query.filters import EVERYTHING, Filter
from loaders.query.largest_changes import codes, unit_of
from pages.overview import alt_text
from pages.shared.charts.tile_map import tile_map
from pages.shared.charts.unit_figure import format_basis, format_reason
from pages.shared.frame import page_params
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.filters import narrow
from pages.shared.frame.question import Question
from pages.shared.parts.chart import chart

_HEIGHT = 236
"""Pixels of the map."""
_FEWEST = 3
"""Places of which a map is drawn: of one or two it would be a square and no map."""


@dataclass(frozen=True)
class MapQuestion(Question):
    """A metric in a year, over all places: a map narrowed to the chosen place would be a single square."""

    metric: str
    year: int

    @property
    def rate(self) -> bool:
        """Whether the metric is a rate."""
        return METRIC[self.metric].rate

    @property
    def everywhere(self) -> Filter:
        """The filters without places and bodies."""
        return replace(self.filters, places=(), bodies=(), conditions=())


@dataclass(frozen=True)
class Places:
    """The places on the map: their sort, their rows as of `compared`, and their codes in the filters by unit."""

    unit: str
    rows: pl.DataFrame
    codes: Mapping[str, str]


def place_map(question: Question, year: int) -> None:
    """Draws the map with the choice of its figure below it."""
    slot = st.container()
    map_question = choose(question, year)
    places = load(map_question)
    with slot:
        code = draw(map_question, places)
    if code and question.filters.places != (code,):
        narrow(place=code)


def choose(question: Question, year: int) -> MapQuestion:
    """Draws the choice of the metric."""
    say = question.say
    metric = page_params.choose(
        st,
        "shade",
        say("overview.map.figure"),
        [m.id for m in METRICS],
        "received_new",
        lambda m: say(f"metric.{m}"),
        bare=True,
    )
    return MapQuestion(question.session, question.filters, metric, year)


def load(question: MapQuestion) -> Places:
    """Queries the figures of all places."""
    unit = cached(unit_of, EVERYTHING)
    codes_ = cached(codes, unit)
    rows = cached(
        compare.compared, compare.Comparison(question.metric, unit, question.everywhere, years=(question.year,))
    )
    division = pl.col("unit").replace_strict(codes_, default=pl.col("division"))
    return Places(unit, rows.with_columns(division=division), codes_)


def draw(question: MapQuestion, places: Places) -> str | None:
    """Draws the map; the code of the place that was clicked."""
    say, lang, rate, year = question.say, question.lang, question.rate, question.year
    name = say(f"metric.{question.metric}")
    highlighted = tuple(u for u, code in places.codes.items() if code in question.filters.places)
    figure, mapped = tile_map(places.rows, rate, highlighted, question.palette, lang, _HEIGHT)
    subtitle = say(f"overview.map.{'mapped' if mapped else 'listed'}")
    if question.filters != question.everywhere:
        subtitle += say("overview.map.every")
    rows = places.rows.with_columns(
        basis=pl.Series([format_basis(r, lang) for r in places.rows.iter_rows(named=True)], dtype=pl.String),
        why=pl.Series(
            [format_reason(r["reason"], r["filed"], lang) for r in places.rows.iter_rows(named=True)], dtype=pl.String
        ),
    )
    headings = {"name": say(f"compare.unit.{places.unit}"), "value": name}
    if rate:
        headings |= {"value": say("column.value"), "over": say("column.over"), "rate": name}
    headings |= {"basis": say("column.rests_on"), "why": say("column.why")}
    clicked = chart(
        figure,
        say("overview.map", metric=name, year=year),
        subtitle,
        "overview_map",
        alt_text.of_map(places.rows, rate, name, year, lang),
        data=rows.select(list(headings)),
        headings=headings,
        shares=["rate"] if rate else (),
        enough=rows.height >= _FEWEST,
        clicks=True,
        among=question.everywhere,
    )
    return places.codes.get(str(clicked.get("customdata"))) if clicked else None
