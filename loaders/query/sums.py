"""Reports → sums of figures by year, district or kind, each with how many reports stand behind it."""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from loaders.form.metrics import sums_of, to_units
from loaders.query.filters import Filter
from loaders.query.plan import counted, pairs_of_years, rows_to_sum
from loaders.query.snapshot import Snapshot, year_key


def sums(snapshot: Snapshot, filters: Filter, ids: Sequence[str], by: Sequence[str] = ("year",)) -> pl.DataFrame:
    """Sums of metrics and cells by their ids: columns of `by`, `reports`, then for each id its sum `<id>`, for rates
    also `<id>.over`, and `<id>.reports`, the reports with a number for it. A sum is null where no report has one.
    """
    return to_units(measured_sums(snapshot, filters, ids, by), ids).sort(by)


def measured_sums(snapshot: Snapshot, filters: Filter, ids: Sequence[str], by: Sequence[str]) -> pl.DataFrame:
    """The same as measures, money in cents, which can be added up further."""
    sums = [pl.col("reports").sum(), *sums_of(ids)]

    def query(rows: pl.LazyFrame) -> pl.LazyFrame:
        if tuple(by) == ("year",) and len(filters.years) == 1:
            # One group: to add up whole columns is several times faster.
            year = pl.lit(filters.years[0], dtype=pl.Int16).alias("year")
            return rows.select(year, *sums).filter(pl.col("reports") > 0)
        return rows.group_by(by).agg(sums)

    return rows_to_sum(snapshot, filters, ids, _level(by), by, query)


class Comparable(NamedTuple):
    """How many reports are added up in a year, how many in the year before, and how many bodies have one in both."""

    now: int
    before: int
    both: int


def comparable_counts(snapshot: Snapshot, filters: Filter, year: int) -> Comparable:
    """How many reports a year and the year before rest on, and how many bodies both do."""
    key = "comparable_counts", filters.without_years()
    counts = snapshot.memoise(key, lambda: _counts_by_year(snapshot, filters.without_years()))
    reports, both = counts.get(year, (0, 0))
    return Comparable(reports, counts.get(year - 1, (0, 0))[0], both)


def _counts_by_year(snapshot: Snapshot, filters: Filter) -> dict[int, tuple[int, int]]:
    """By year: how many reports are added up, and how many of their bodies have one that is in the year before."""
    if not filters.chooses("kinds", "bodies"):
        by_year = rows_to_sum(
            snapshot, filters, (), "total", (), lambda rows: rows.group_by("year").agg(pl.col("reports").sum())
        )
        pairs = dict(pairs_of_years(snapshot, filters).iter_rows())
        return {y: (reports, pairs.get(y, 0)) for y, reports in by_year.iter_rows()}
    # One number a report, in which that of the next year of the same body is the next number.
    line = year_key("body_id").alias("line")
    rows = rows_to_sum(
        snapshot, filters, (), "total", ("body_id", "scope", "year"), lambda rows: rows.select("year", "scope", line)
    )
    rows = rows.sort("scope", "line")
    follows = (pl.col("line") == pl.col("line").shift() + 1) & (pl.col("scope") == pl.col("scope").shift())
    found = rows.with_columns(both=follows.fill_null(False)).group_by("year").agg(pl.len(), pl.col("both").sum())
    return {y: (reports, both) for y, reports, both in found.iter_rows()}


def excluded_count(snapshot: Snapshot, filters: Filter) -> int:
    """How many matching reports no total counts, because body, year or scope is unknown."""
    return counted(snapshot, filters, known_ones=False)


def count(snapshot: Snapshot, filters: Filter) -> int:
    """How many reports match a filter."""
    return counted(snapshot, filters)


def _level(by: Sequence[str]) -> str:
    if "body_id" in by:
        return "body"
    if "kind" in by or "level" in by:
        return "own"
    if "division" in by:
        return "district"
    return "city" if "city" in by else "total"
