"""A store → what the page about it says of its documents, reports and issues; no filter applies."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from loaders.query import about, coverage, issues, options, sums
from loaders.query.filters import EVERYTHING
from loaders.query.years import latest_due_year
from pages.shared.frame.cached_queries import cached


@dataclass(frozen=True)
class AboutData:
    """documents: how many became what; reports, years: those in the store; filings: the row of `coverage.counts` of the
    latest year for which reports are due, None where nobody has to file; excluded: how many reports are in no sum;
    issues: the numbers of issues and of reports with them, by rule; superseded: the first documents that a later version
    took the place of, by name.
    """

    documents: about.Documents
    reports: int
    years: list[int]
    filings: Mapping[str, Any] | None
    excluded: int
    issues: Mapping[str, tuple[int, int]]
    superseded: pl.DataFrame


def load() -> AboutData:
    """Queries the data."""
    due = cached(latest_due_year, EVERYTHING)
    counts = cached(coverage.counts, EVERYTHING).filter(pl.col("year").is_in([due]))
    by_rule = cached(issues.by_rule, EVERYTHING).select("rule", "issues", "reports")
    return AboutData(
        documents=cached(about.documents),
        reports=cached(sums.count, EVERYTHING),
        years=cached(options.years),
        filings=counts.row(0, named=True) if counts.height else None,
        excluded=cached(sums.excluded_count, EVERYTHING),
        issues={rule: (n, reports) for rule, n, reports in by_rule.iter_rows()},
        superseded=cached(about.superseded),
    )
