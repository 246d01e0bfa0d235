"""The filters → what the overview shows beside its key figures: changes, what must be looked at, issues."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from loaders.form.vocabulary import MAIN_OUTCOMES
from loaders.query import coverage
from loaders.query.filters import Filter
from loaders.query.issues import by_rule, by_severity
from loaders.query.largest_changes import codes, largest_changes
from loaders.query.report import unassigned
from loaders.query.sums import excluded_count
from loaders.query.years import latest_due_year
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.question import Question

OUTCOMES = MAIN_OUTCOMES
_CHANGING = ("received_new", "disclosure_rate")
_MAX_CHANGES = 3


@dataclass(frozen=True)
class Changes:
    """The units whose figure changed most on the year before.

    unit: the sort of units, `district` … `body`; compared: how many units were compared; rows: as of `two_years`; codes:
    the codes by which the filters know the units, none for bodies.
    """

    metric: str
    unit: str
    compared: int
    rows: pl.DataFrame
    codes: Mapping[str, str]


@dataclass(frozen=True)
class Attention:
    """What must be looked at in the latest year for which reports are due.

    issues: the numbers of issues and of reports with them, by severity; filings: the row of `coverage.counts`, None where
    nobody has to file; excluded: how many reports are in no sum, in any year; unassigned: the id of the first report of
    an unknown body, None if there is none; inferred: whether no roster says who has to file.
    """

    filters: Filter
    issues: Mapping[str, tuple[int, int]]
    filings: Mapping[str, Any] | None
    excluded: int
    unassigned: str | None
    inferred: bool


@dataclass(frozen=True)
class OverviewData:
    """What the page shows. rules: as of `by_rule`."""

    changes: tuple[Changes, ...]
    attention: Attention
    rules: pl.DataFrame


def load(question: Question, year: int) -> OverviewData:
    """Queries the data. year: the latest with figures."""
    filters = question.filters
    return OverviewData(
        changes=tuple(_changes(filters, metric, year) for metric in _CHANGING),
        attention=_attention(filters),
        rules=cached(by_rule, filters),
    )


def _changes(filters: Filter, metric: str, year: int) -> Changes:
    unit, compared, rows = cached(largest_changes, filters, metric, year, _MAX_CHANGES)
    return Changes(metric, unit, compared, rows, {} if unit == "body" else cached(codes, unit))


def _attention(filters: Filter) -> Attention:
    # If the latest year has no reports at all, that is what must be looked at.
    of_year = filters.only(cached(latest_due_year, filters))
    excluded = cached(excluded_count, filters.without_years())
    unknown = cached(unassigned, 1)["report_id"].to_list() if excluded else []
    return Attention(
        filters=of_year,
        issues=cached(by_severity, of_year),
        filings=next(cached(coverage.counts, of_year).iter_rows(named=True), None),
        excluded=excluded,
        unassigned=next(iter(unknown), None),
        inferred=not cached(coverage.has_roster),
    )
