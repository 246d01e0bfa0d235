"""Filters and figures → their sums over the years, the latest year's beside those of the year before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from loaders.query import options
from loaders.query.filters import Filter
from loaders.query.snapshot import Snapshot
from loaders.query.sums import comparable_counts, sums


class Remark(NamedTuple):
    """What limits a comparison with the year before: a key of the catalogue and its words."""

    key: str
    words: Mapping[str, int]


@dataclass(frozen=True)
class Years:
    """Sums by year, as `loaders.query.sums.sums` gives them, and the two years that a page compares.

    every: all years; shown: the years of the filter. year: the latest of these with figures, else the latest due. now,
    before: the rows of `year` and of the year before, empty where there is none or where no body stands in both.
    remark: None where the comparison has no limits.
    """

    year: int | None
    every: pl.DataFrame
    shown: pl.DataFrame
    now: Mapping[str, float | None]
    before: Mapping[str, float | None]
    remark: Remark | None


def over_years(snapshot: Snapshot, filters: Filter, ids: Sequence[str]) -> Years:
    """The sums of metrics or cells in the years of a filter, and in all other years under its other choices."""
    every = sums(snapshot, filters.without_years(), tuple(ids))
    shown = every.filter(pl.col("year").is_in(filters.years)) if filters.years else every
    year = max(shown["year"].to_list(), default=None) or latest_due_year(snapshot, filters)
    rows = {r["year"]: r for r in every.iter_rows(named=True)}
    before, remark = _year_before(snapshot, filters, year, rows)
    return Years(year, every, shown, rows.get(year, {}), before, remark)


def latest_reported_year(snapshot: Snapshot, filters: Filter) -> int | None:
    """The latest year of a filter with figures, else `latest_due_year`."""
    return max(sums(snapshot, filters, ())["year"].to_list(), default=None) or latest_due_year(snapshot, filters)


def latest_due_year(snapshot: Snapshot, filters: Filter) -> int | None:
    """The latest year of a filter, else the latest of the store."""
    return max(filters.years or options.years(snapshot), default=None)


def _year_before(
    snapshot: Snapshot, filters: Filter, year: int | None, rows: Mapping[int, Mapping[str, float | None]]
) -> tuple[Mapping[str, float | None], Remark | None]:
    if year is None or year - 1 not in rows:
        return {}, None
    counts = comparable_counts(snapshot, filters, year)
    if not counts.both:
        return {}, Remark("page.not_comparable", {})
    if counts.both < max(counts.now, counts.before):
        return rows[year - 1], Remark("page.partly_comparable", counts._asdict())
    return rows[year - 1], None
