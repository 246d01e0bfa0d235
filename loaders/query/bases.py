"""Filters → what the sum of each place, kind or body and year consists of: area reports, and k of m bodies."""

from collections.abc import Sequence

import polars as pl

from loaders.query import coverage
from loaders.query.filters import Filter
from loaders.query.plan import rows_to_sum
from loaders.query.snapshot import Snapshot

BASIS = ("areas", "bodies", "expected")


def bases(snapshot: Snapshot, filters: Filter, by: str) -> pl.DataFrame:
    """One row a division and year: province, city, division, year, areas, bodies, expected, each of which can be added up.

    by: what is added up, as for `loaders.store.additive.non_overlapping`. areas: the area reports that stand there;
    bodies: the bodies' own reports beside them; expected: these bodies and those that are absent though no area report
    holds them. A division whose bodies ought to report has a row though none of them has.
    """
    keys = ("scope", "level", "province", "city", "division", "year")
    found = rows_to_sum(snapshot, filters, (), by, keys, lambda rows: rows.group_by(keys).agg(pl.col("reports").sum()))
    absent = coverage.absent(snapshot, filters, "division", found).select("division", "year", "absent")
    absent = absent.filter(pl.col("year").is_in(found["year"].unique().implode()))
    whole = pl.col("scope") == "area"
    grouped = found.filter(pl.col("division").is_not_null()).group_by("division", "year")
    there = grouped.agg(areas=pl.col("reports").filter(whole).sum(), bodies=pl.col("reports").filter(~whole).sum())
    rows = there.join(absent, on=["division", "year"], how="full", coalesce=True)
    rows = rows.join(snapshot.rows("divisions", ("division", "province", "city")), on="division", how="left")
    rows = rows.with_columns(pl.col("areas", "bodies", "absent").fill_null(0))
    return rows.select(
        "province", "city", "division", "year", "areas", "bodies", expected=pl.col("bodies") + pl.col("absent")
    )


def bases_apart(snapshot: Snapshot, filters: Filter, by: str, keys: Sequence[str]) -> pl.DataFrame:
    """The same by kind, level or body: one row for some columns of reports (`keys`) and a year.

    by: `own` or `body`, as for `loaders.store.additive.non_overlapping`: there no area report holds those of others.
    """
    whole = pl.col("scope") == "area"
    found = rows_to_sum(
        snapshot,
        filters,
        (),
        by,
        tuple(dict.fromkeys([*keys, "scope", "year"])),
        lambda rows: rows.group_by(*keys, "year").agg(
            areas=pl.when(whole).then("reports").otherwise(0).sum(),
            bodies=pl.when(whole).then(0).otherwise("reports").sum(),
        ),
    )
    if by == "body":
        return found.with_columns(expected="bodies")
    absent = coverage.absent_by(snapshot, filters, tuple(keys))
    absent = absent.filter(pl.col("year").is_in(found["year"].unique().implode()))
    absent = absent.with_columns(pl.col(k).cast(found.schema[k]) for k in keys)
    rows = found.join(absent, on=[*keys, "year"], how="full", coalesce=True, nulls_equal=True)
    rows = rows.with_columns(pl.col("areas", "bodies", "absent").fill_null(0))
    return rows.select(*keys, "year", "areas", "bodies", expected=pl.col("bodies") + pl.col("absent"))


def total_bases(snapshot: Snapshot, filters: Filter) -> pl.DataFrame:
    """The same of the total of each year: one row a year, ascending."""
    key = ("total_bases", filters)
    return snapshot.memoise(
        key, lambda: bases(snapshot, filters, "total").group_by("year").agg(pl.col(BASIS).sum()).sort("year")
    )
