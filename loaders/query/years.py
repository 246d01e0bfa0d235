"""Filters and figures → their sums over the years, the latest year's beside those of the year before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from loaders.query import options
from loaders.query.filters import Filter
from loaders.query.like_for_like import Change, basis_breaks, like_for_like
from loaders.query.snapshot import Snapshot
from loaders.query.sums import sums


@dataclass(frozen=True)
class Years:
    """Sums by year, as `loaders.query.sums.sums` gives them, and the two years that a page compares.

    every: all years; shown: the years of the filter. year: the latest of these with figures, else the latest due. now:
    the row of `year`, empty where there is none. changes: of each figure, over the same bodies in `year` and the year
    before. breaks: the years whose total rests on other bodies than that of the year before.
    """

    year: int | None
    every: pl.DataFrame
    shown: pl.DataFrame
    now: Mapping[str, float | None]
    changes: Mapping[str, Change]
    breaks: tuple[int, ...]


def over_years(snapshot: Snapshot, filters: Filter, ids: Sequence[str]) -> Years:
    """The sums of metrics or cells in the years of a filter, and in all other years under its other choices."""
    every = sums(snapshot, filters.without_years(), tuple(ids))
    shown = every.filter(pl.col("year").is_in(filters.years)) if filters.years else every
    year = max(shown["year"].to_list(), default=None) or latest_due_year(snapshot, filters)
    rows = {r["year"]: r for r in every.iter_rows(named=True)}
    changes = like_for_like(snapshot, filters, ids, year) if year is not None else {}
    breaks = basis_breaks(snapshot, filters.without_years(), sorted(rows))
    return Years(year, every, shown, rows.get(year, {}), changes, breaks)


def latest_reported_year(snapshot: Snapshot, filters: Filter) -> int | None:
    """The latest year of a filter with figures, else `latest_due_year`."""
    return max(sums(snapshot, filters, ())["year"].to_list(), default=None) or latest_due_year(snapshot, filters)


def latest_due_year(snapshot: Snapshot, filters: Filter) -> int | None:
    """The latest year of a filter, else the latest of the store."""
    return max(filters.years or options.years(snapshot), default=None)
