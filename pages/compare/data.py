"""The question of the compare page → the rows that its charts and its table show."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from loaders.output.two_totals import two_totals_remark
from loaders.query.comparability import comparable
from loaders.query.compare import MIN_MEMBERS, funnel_of, quartiles_of, two_years
from loaders.query.filters import Filter
from loaders.query.population import residents_of_units
from loaders.query.ranks import panel_median, rank_of, ranked
from loaders.query.statistics import Funnel
from loaders.query.unit_changes import UnitChanges, unit_changes
from pages.compare.question import CompareQuestion, all_units
from pages.compare.unit_words import rank_text
from pages.shared.charts.unit_figure import format_basis, format_reason
from pages.shared.frame.cached_queries import cached


@dataclass(frozen=True)
class Limits:
    """The control limits around the rate of all units, and the rows of the shown units in the last year with `place`."""

    group: Funnel
    rows: pl.DataFrame


@dataclass(frozen=True)
class CompareData:
    """What the page shows.

    rows: the rows of `compared` for the shown units, as offices list them; of_last: those of the last year. figures: the same by name and year
    with `basis`, `why` and `rank_words`, to be read behind a chart; figures_of_last: those of the last year. changes: the last year beside the first, as
    `two_years` gives them; unit_changes: who rose and fell. comparable: how many of the shown units may be compared with
    each other in the last year. ranks: as of `ranked`, of the shown units; ranks_of_last: as of `rank_of`. median: as of
    `panel_median`. quartiles: over all units in the last year, None for fewer than four. limits: None for a
    count, for a ratio, and for too few units with enough cases. places: where units lie in the funnel, by id. two_totals:
    the words that tell the units' sum from the report on the area that they lie in, empty where there is no such report.
    residents: of the units in the last year, by id; none for a rate, for bodies and where the office gave none.
    """

    rows: pl.DataFrame
    of_last: pl.DataFrame
    figures: pl.DataFrame
    figures_of_last: pl.DataFrame
    changes: pl.DataFrame
    unit_changes: UnitChanges
    comparable: int
    ranks: pl.DataFrame
    ranks_of_last: Mapping[str, tuple[int, int, int]]
    median: tuple[int, Mapping[int, float]]
    quartiles: tuple[float, float, float] | None
    limits: Limits | None
    places: Mapping[str, str]
    two_totals: str
    residents: Mapping[str, int]


def load(question: CompareQuestion) -> CompareData:
    """Queries the rows."""
    every = all_units(question.comparison, question.years)
    shown = pl.col("unit").is_in(question.units)
    rows = every.filter(shown)
    rate, last = question.metric.rate, question.last
    limits: Limits | None = None
    places: dict[str, str] = {}
    if rate and not question.metric.ratio and question.alike:
        group, placed = funnel_of(every, last)
        if group and group.members >= MIN_MEMBERS:
            places = dict(placed.select("unit", "place").iter_rows())
            limits = Limits(group, placed.filter(shown))
    ranks = ranked(rows if question.alike else rows.clear(), rate)
    column = "rate" if rate else "value"
    in_last = pl.col("year") == last
    figures = _with_words(rows, ranks, question.lang)
    return CompareData(
        rows=rows,
        of_last=rows.filter(in_last),
        figures=figures,
        figures_of_last=figures.filter(in_last),
        changes=two_years(rows, question.first, last),
        unit_changes=unit_changes(rows, question.first, last, rate),
        comparable=rows.filter(in_last, comparable(column)).height,
        ranks=ranks,
        ranks_of_last=rank_of(ranks, last),
        median=panel_median(rows if question.alike else rows.clear(), rate),
        quartiles=quartiles_of(every, last, column) if question.alike else None,
        limits=limits,
        places=places,
        two_totals=_two_totals(question),
        residents=cached(residents_of_units, question.unit, last) if question.unit != "body" and not rate else {},
    )


def _two_totals(question: CompareQuestion) -> str:
    """The remark on the sum of all districts; that of some is no total of the area."""
    if question.unit != "district" or not question.every:
        return ""
    filters: Filter = question.filters
    text: str = cached(two_totals_remark, filters, question.metric.id, question.last, question.lang, False)
    return text


def _with_words(rows: pl.DataFrame, ranks: pl.DataFrame, lang: str) -> pl.DataFrame:
    """The rows with what each figure rests on, why it may not be compared, and its rank, in words."""
    ranks_of = {year: rank_of(ranks, year) for year in ranks["year"].unique()}
    words = [
        (
            format_basis(r, lang),
            format_reason(r["reason"], r["filed"], lang),
            rank_text(ranks_of.get(r["year"], {}).get(r["unit"]), lang),
        )
        for r in rows.iter_rows(named=True)
    ]
    return rows.hstack(
        pl.DataFrame(words, {"basis": pl.String, "why": pl.String, "rank_words": pl.String}, orient="row")
    )
