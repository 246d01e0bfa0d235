"""Reports → sums of figures by year, district or kind, each with how many reports stand behind it."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from loaders.form.metrics import sums_of, to_units
from loaders.query.filters import EVERYTHING, Filter
from loaders.query.plan import counted, rows_to_sum
from loaders.query.snapshot import Snapshot, collect


def sums(snapshot: Snapshot, filters: Filter, ids: Sequence[str], by: Sequence[str] = ("year",)) -> pl.DataFrame:
    """Sums of metrics and cells by their ids: columns of `by`, `reports`, then for each id its sum `<id>`, for rates
    also `<id>.over`, and `<id>.reports`, the reports with a number for it. A sum is null where no report has one.
    """
    return to_units(collect(_added_up(snapshot, filters, ids, by)), ids).sort(by)


def measured(snapshot: Snapshot, filters: Filter, ids: Sequence[str], by: Sequence[str]) -> pl.DataFrame:
    """The same as measures, money in cents, which can be added up further."""
    return collect(_added_up(snapshot, filters, ids, by))


def _added_up(snapshot: Snapshot, filters: Filter, ids: Sequence[str], by: Sequence[str]) -> pl.LazyFrame:
    rows = rows_to_sum(snapshot, filters, ids, _level(by), by)
    sums = [pl.col("reports").sum().cast(pl.Int64), *sums_of(ids)]
    if tuple(by) == ("year",) and len(filters.years) == 1:
        # One group: to add up whole columns is several times faster.
        year = pl.lit(filters.years[0], dtype=pl.Int16).alias("year")
        return rows.select(year, *sums).filter(pl.col("reports") > 0)
    return rows.group_by(by).agg(sums)


def comparable_counts(snapshot: Snapshot, filters: Filter, year: int) -> tuple[int, int, int]:
    """How many reports are added up in a year, how many in the year before, and how many bodies stand in both."""
    return snapshot.kept(("overlap", filters.without_years(), year), lambda: _overlap(snapshot, filters, year))


def _overlap(snapshot: Snapshot, filters: Filter, year: int) -> tuple[int, int, int]:
    years = replace(filters, years=(year - 1, year))
    if filters.without_years() == EVERYTHING:
        rows = rows_to_sum(snapshot, years, (), "total")
        at = {
            y: (n, both)
            for y, n, both in rows.group_by("year")
            .agg(pl.col("reports", "both").sum().cast(pl.Int64))
            .collect()
            .iter_rows()
        }
        return at.get(year, (0, 0))[0], at.get(year - 1, (0, 0))[0], at.get(year, (0, 0))[1]
    rows = rows_to_sum(snapshot, years, (), "total", ("body_id",)).select("year", "body_id", "scope").collect()
    now, before = (rows.filter(pl.col("year") == y).select("body_id", "scope") for y in (year, year - 1))
    return now.height, before.height, now.join(before, on=["body_id", "scope"]).height


def excluded_count(snapshot: Snapshot, filters: Filter) -> int:
    """How many matching reports no total counts, because body, year or scope is unknown."""
    return counted(snapshot, filters).filter(~pl.col("known")).select(pl.col("reports").sum()).collect().item()


def count(snapshot: Snapshot, filters: Filter) -> int:
    """How many reports match a filter."""
    return counted(snapshot, filters).select(pl.col("reports").sum()).collect().item()


def _level(by: Sequence[str]) -> str:
    if "body_id" in by:
        return "body"
    if "kind" in by or "level" in by:
        return "own"
    if "division" in by:
        return "district"
    return "city" if "city" in by else "total"
