"""Filters and figures → their sums over the years, the latest year's beside those of the year before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from loaders.form.deadlines import is_due
from loaders.query import options
from loaders.query.filters import Filter
from loaders.query.like_for_like import Breaks, Change, breaks, like_for_like
from loaders.query.snapshot import Snapshot
from loaders.query.sums import sums

_FORMS_SINCE = 2019
"""The first year of the forms that parts 二, 三 and 四 follow."""


@dataclass(frozen=True)
class Years:
    """Sums by year, as `loaders.query.sums.sums` gives them, and the two years that a page compares.

    every: all years; shown: the years of the filter, or all that were due where it chooses none, without those
    whose forms ask for none of the figures. year: the latest of
    these with figures, else the latest due. now: the row of `year`, empty where there is none. changes: of each figure,
    over the same bodies in `year` and the year before. breaks: where the lines of the figures break.
    """

    year: int | None
    every: pl.DataFrame
    shown: pl.DataFrame
    now: Mapping[str, float | None]
    changes: Mapping[str, Change]
    breaks: Breaks


def over_years(snapshot: Snapshot, filters: Filter, ids: Sequence[str], today: date | None = None) -> Years:
    """The sums of metrics or cells over the years that a filter lets through, and over all others of its choice."""
    every = sums(snapshot, filters.without_years(), tuple(ids))
    shown = every.filter(pl.col("year").is_in(filters.years)) if filters.years else every
    reported = _last_due(shown["year"].drop_nulls().to_list(), filters, today)
    if not filters.years and reported is not None:
        shown = shown.filter(pl.col("year") <= reported)
    year = latest_due_year(snapshot, filters, today) if reported is None else reported
    # Where no report of a year before 2019 gives any of the figures, their forms did not ask for them.
    asked = shown.filter(
        (pl.col("year") >= _FORMS_SINCE) | pl.any_horizontal(pl.lit(False), pl.col(list(ids)).is_not_null())
    )
    shown = asked if asked.height else shown
    rows = {r["year"]: r for r in every.iter_rows(named=True)}
    changes = like_for_like(snapshot, filters, ids, year) if year is not None else {}
    broken = breaks(snapshot, filters.without_years(), ids, every)
    return Years(year, every, shown, rows.get(year, {}), changes, broken)


def latest_reported_year(snapshot: Snapshot, filters: Filter, today: date | None = None) -> int | None:
    """The year whose figures are spoken of: the last that is let through, has some and was due, else `latest_due_year`."""
    reported = _last_due(sums(snapshot, filters, ())["year"].drop_nulls().to_list(), filters, today)
    return latest_due_year(snapshot, filters, today) if reported is None else reported


def latest_due_year(snapshot: Snapshot, filters: Filter, today: date | None = None) -> int | None:
    """The last year for which reports were due by a day, the present one unless it is given; the last one chosen where
    years are chosen.
    """
    return _last_due(filters.years or options.years(snapshot), filters, today)


def years_not_due(snapshot: Snapshot, filters: Filter, today: date | None = None) -> list[int]:
    """The years with reports that are left out because no report was due by a day; none where years are chosen."""
    latest = latest_due_year(snapshot, filters, today)
    return [y for y in options.years(snapshot) if latest is not None and y > latest and not filters.years]


def _last_due(years: Sequence[int], filters: Filter, today: date | None) -> int | None:
    """The last of some years that was due; the last of all where years were chosen, or where none was due."""
    due = [] if filters.years else [y for y in years if is_due(y, today or date.today())]
    return max(due or years, default=None)
