"""Filters and figures → their sums over the years, the latest year's beside those of the year before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from loaders.query import options
from loaders.query.filters import Filter
from loaders.query.snapshot import Snapshot
from loaders.query.sums import comparable_counts, sums


@dataclass(frozen=True)
class Years:
    """Sums by year, as `loaders.query.sums.sums` gives them, and what a page says of the latest.

    every: all years, whichever are chosen; shown: those that are chosen. now, before: the rows of `year` and of the year
    before, empty where there is none or where no body stands in both. remark: the key of a remark on the comparison and
    its words, null where nothing is to be remarked.
    """

    year: int | None
    every: pl.DataFrame
    shown: pl.DataFrame
    now: Mapping[str, float | None]
    before: Mapping[str, float | None]
    remark: tuple[str, Mapping[str, int]] | None


def over_years(snapshot: Snapshot, filters: Filter, ids: Sequence[str]) -> Years:
    """The sums of metrics or cells over the years that a filter lets through, and over all others of its choice."""
    every = sums(snapshot, filters.without_years(), tuple(ids))
    shown = every.filter(pl.col("year").is_in(filters.years)) if filters.years else every
    year = shown["year"].max() if shown.height else latest_due_year(snapshot, filters)
    rows = {r["year"]: r for r in every.iter_rows(named=True)}
    before, remark = _year_before(snapshot, filters, year, rows)
    return Years(year, every, shown, rows.get(year, {}), before, remark)


def latest_reported_year(snapshot: Snapshot, filters: Filter) -> int | None:
    """The year whose figures are spoken of: the last that is let through and has some, else `latest_due_year`."""
    return sums(snapshot, filters, ())["year"].max() or latest_due_year(snapshot, filters)


def latest_due_year(snapshot: Snapshot, filters: Filter) -> int | None:
    """The year for which reports are due last: the last one chosen, else the last there is."""
    return max(filters.years or options.years(snapshot), default=None)


def _year_before(
    snapshot: Snapshot, filters: Filter, year: int | None, rows: Mapping[int, Mapping[str, float | None]]
) -> tuple[Mapping[str, float | None], tuple[str, Mapping[str, int]] | None]:
    if year is None or year - 1 not in rows:
        return {}, None
    now, before, both = comparable_counts(snapshot, filters, year)
    if not both:
        return {}, ("page.not_comparable", {})
    if both < max(now, before):
        return rows[year - 1], ("page.partly_comparable", {"now": now, "before": before, "both": both})
    return rows[year - 1], None
