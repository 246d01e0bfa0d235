"""Filters → the filings on the page of coverage: what is lacking by place and kind, and the years."""

from dataclasses import dataclass

import polars as pl

from loaders.output import summaries
from loaders.query import coverage
from loaders.query.yearly_rates import punctuality
from loaders.query.years import latest_due_year
from pages.coverage.figures import LACKS
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.question import Question

SMALLEST = 20
"""Expected reports below which a share is not drawn."""


@dataclass(frozen=True)
class CoverageData:
    """answer: the page's sentence; year: the latest for which reports are due; has_filings: whether it has any.

    by_division, by_kind: of the year those of `loaders.query.coverage.counts` in which something is lacking, with `lacks`,
    the most first. over_years: the years with enough reports for a share; punctuality: as of
    `loaders.query.yearly_rates`. outside: how many bodies filed but are on no
    roster.
    """

    answer: str
    year: int | None
    has_filings: bool
    by_division: pl.DataFrame
    by_kind: pl.DataFrame
    over_years: pl.DataFrame
    punctuality: pl.DataFrame
    outside: int


def load(question: Question) -> CoverageData:
    """The filings that the filters let through."""
    filters = question.filters
    year = cached(latest_due_year, filters)
    counts = cached(coverage.counts, filters)
    return CoverageData(
        answer=cached(summaries.coverage, filters, question.lang),
        year=year,
        has_filings=year in counts["year"],
        by_division=_lacking(question, year, "division"),
        by_kind=_lacking(question, year, "kind"),
        over_years=counts.filter(pl.col("not_due") == 0, pl.col("expected") >= SMALLEST),
        punctuality=cached(punctuality, filters),
        outside=cached(coverage.outside_roster, filters).height,
    )


def _lacking(question: Question, year: int | None, key: str) -> pl.DataFrame:
    rows = cached(coverage.counts, question.filters.only(year), (key,)).filter(pl.col("year") == year)
    rows = rows.with_columns(lacks=pl.sum_horizontal(LACKS))
    return rows.filter(pl.col("lacks") > 0).sort("lacks", key, descending=[True, False], nulls_last=True)
