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
    bodies: the bodies' own reports beside them; expected: the bodies that ought to stand there, 0 where an area report
    holds them. A division whose bodies ought to report has a row though none of them has.
    """
    asked = coverage.expected(snapshot, filters, "division").select("division", "year", "expected")
    found = _found(snapshot, filters, by)
    asked = asked.filter(pl.col("year").is_in(found["year"].unique().implode()))
    rows = found.join(asked, on=["division", "year"], how="full", coalesce=True)
    rows = rows.join(snapshot.rows("divisions", ("division", "province", "city")), on="division", how="left")
    held = pl.col("held").fill_null(value=False)
    for level in ("province", "city"):
        above = (pl.col("above") == level).any().over(level, "year").fill_null(value=False)
        held |= above & pl.col(level).is_not_null()
    expected = pl.when(held).then("bodies").otherwise(pl.max_horizontal("expected", "bodies"))
    rows = rows.with_columns(pl.col(BASIS).fill_null(0)).with_columns(expected=expected)
    return rows.select("province", "city", "division", "year", *BASIS)


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
    asked = coverage.expected_by(snapshot, filters, tuple(keys))
    asked = asked.filter(pl.col("year").is_in(found["year"].unique().implode()))
    asked = asked.with_columns(pl.col(k).cast(found.schema[k]) for k in keys)
    rows = found.join(asked, on=[*keys, "year"], how="full", coalesce=True, nulls_equal=True)
    return rows.with_columns(pl.col(BASIS).fill_null(0)).with_columns(expected=pl.max_horizontal("expected", "bodies"))


def total_bases(snapshot: Snapshot, filters: Filter) -> pl.DataFrame:
    """The same of the total of each year: one row a year, ascending."""
    key = ("total_bases", filters)
    return snapshot.memoise(
        key, lambda: bases(snapshot, filters, "total").group_by("year").agg(pl.col(BASIS).sum()).sort("year")
    )


def _found(snapshot: Snapshot, filters: Filter, by: str) -> pl.DataFrame:
    """The reports that count, by division and year: areas, bodies; held: whether an area report stands for the division;
    above: the level of one that stands for more than it, null where none does.
    """
    whole = pl.col("scope") == "area"
    keys = ("division", "level", "scope", "year")

    def query(rows: pl.LazyFrame) -> pl.LazyFrame:
        return (
            rows.filter(pl.col("division").is_not_null())
            .group_by("division", "year")
            .agg(
                areas=pl.when(whole).then("reports").otherwise(0).sum(),
                bodies=pl.when(whole).then(0).otherwise("reports").sum(),
                held=whole.any(),
                above=pl.col("level").filter(whole, pl.col("level").is_in(["province", "city"])).first(),
            )
        )

    return rows_to_sum(snapshot, filters, (), by, keys, query)
