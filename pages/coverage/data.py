"""Filters → the filings on the page of coverage: by division, by kind of body, and those that are owing."""

from dataclasses import dataclass

import polars as pl

from loaders.output import summaries
from loaders.query import coverage
from loaders.query.years import latest_due_year
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.question import Question

MAX_ROWS_SHOWN = 1000
"""Rows of a table on the page; downloads hold all."""


@dataclass(frozen=True)
class CoverageData:
    """answer: the page's sentence; year: the latest for which reports are due; has_filings: whether it has any.

    by_division, by_kind: the year's `loaders.query.coverage.counts`, with `share` (filed of expected), the lowest first.
    owing: the first rows of the `owing_count` reports to be sent. outside: how many bodies filed but are on no roster.
    """

    answer: str
    year: int | None
    has_filings: bool
    by_division: pl.DataFrame
    by_kind: pl.DataFrame
    owing: pl.DataFrame
    owing_count: int
    outside: int


def load(question: Question) -> CoverageData:
    """The filings that the filters let through."""
    filters = question.filters
    year = cached(latest_due_year, filters)
    return CoverageData(
        answer=cached(summaries.coverage, filters, question.lang),
        year=year,
        has_filings=year in cached(coverage.counts, filters)["year"],
        by_division=_shares(question, year, "division"),
        by_kind=_shares(question, year, "kind"),
        owing=cached(coverage.owing, filters, MAX_ROWS_SHOWN),
        owing_count=cached(coverage.count_owing, filters),
        outside=cached(coverage.outside_roster, filters).height,
    )


def _shares(question: Question, year: int | None, key: str) -> pl.DataFrame:
    rows = cached(coverage.counts, question.filters.only(year), (key,)).filter(pl.col("year") == year)
    return rows.with_columns(share=pl.col("filed") / pl.col("expected")).sort("share", key, nulls_last=True)
