"""The question of the compare page → the rows that its charts and its table show."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from loaders.query.compare import MIN_MEMBERS, funnel_of, quartiles_of, two_years
from loaders.query.statistics import Funnel
from pages.compare.question import CompareQuestion, all_units
from pages.shared.charts.unit_figure import format_basis, format_reason

_OUTSIDE = ("high", "low", "very_high", "very_low")


@dataclass(frozen=True)
class Limits:
    """The control limits around the rate of all units, and the rows of the shown units in the last year with `place`."""

    group: Funnel
    rows: pl.DataFrame

    @property
    def outside(self) -> pl.DataFrame:
        """The rows beyond the limits of 95 %."""
        return self.rows.filter(pl.col("place").is_in(_OUTSIDE))


@dataclass(frozen=True)
class CompareData:
    """What the page shows.

    rows: the rows of `compared` for the shown units; of_last: those of the last year. figures: the columns to be read
    behind a chart, by name and year; figures_of_last: those of the last year. changes: the last year beside the first, as
    `two_years` gives them. quartiles: over all units in the last year, None for fewer than four. limits: None for a
    count, for a ratio, and for too few units with enough cases. places: where units lie in the funnel, by id.
    """

    rows: pl.DataFrame
    of_last: pl.DataFrame
    figures: pl.DataFrame
    figures_of_last: pl.DataFrame
    changes: pl.DataFrame
    quartiles: tuple[float, float, float] | None
    limits: Limits | None
    places: Mapping[str, str]


def load(question: CompareQuestion) -> CompareData:
    """Queries the rows."""
    every = all_units(question.comparison, question.years)
    shown = pl.col("unit").is_in(question.units)
    rows = every.filter(shown)
    rate, last = question.metric.rate, question.last
    limits: Limits | None = None
    places: dict[str, str] = {}
    if rate and not question.metric.ratio:
        group, placed = funnel_of(every, last)
        places = dict(placed.select("unit", "place").iter_rows())
        if group and group.members >= MIN_MEMBERS:
            limits = Limits(group, placed.filter(shown))
    in_last = pl.col("year") == last
    columns = ["name", "year", "filed", "value", *(("over", "rate", "low", "high") if rate else ()), "basis", "why"]
    figures = _with_basis(rows, question.lang).select(columns).sort("name", "year")
    return CompareData(
        rows=rows,
        of_last=rows.filter(in_last),
        figures=figures,
        figures_of_last=figures.filter(in_last),
        changes=two_years(rows, question.first, last),
        quartiles=quartiles_of(every, last, "rate" if rate else "value"),
        limits=limits,
        places=places,
    )


def _with_basis(rows: pl.DataFrame, lang: str) -> pl.DataFrame:
    """The rows with what each figure rests on and why it may not be compared, in words."""
    found = [(format_basis(r, lang), format_reason(r["reason"], r["filed"], lang)) for r in rows.iter_rows(named=True)]
    return rows.hstack(pl.DataFrame(found, {"basis": pl.String, "why": pl.String}, orient="row"))
