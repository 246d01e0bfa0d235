"""What there is to choose from: years, districts, kinds and bodies of a store."""

import polars as pl

from loaders.queries.choice import EVERYTHING, Filter, matching


def years(reports: pl.LazyFrame) -> list[int]:
    """The reporting years, oldest first."""
    return reports.select(pl.col("year").drop_nulls().unique().sort()).collect()["year"].to_list()


def districts(reports: pl.LazyFrame) -> pl.DataFrame:
    """Divisions that reports belong to: division, name, level; a city's own bodies stand under its name.

    A division is called by its latest name, with its city's before it where several have the same.
    """
    name = pl.coalesce("district", "city", "province")
    rows = reports.filter(pl.col("division").is_not_null()).sort("year")
    found = rows.group_by("division").agg(
        name=name.last(),
        city=pl.col("city").last().fill_null(""),
        level=pl.when(pl.col("district").last().is_not_null())
        .then(pl.lit("county"))
        .when(pl.col("city").last().is_not_null())
        .then(pl.lit("city"))
        .otherwise(pl.lit("province")),
    )
    several = pl.len().over("name") > 1
    full = pl.when(several & (pl.col("city") != pl.col("name"))).then(pl.col("city") + pl.col("name")).otherwise("name")
    return found.select("division", name=full, level="level").sort("division").collect()


def kinds(reports: pl.LazyFrame, chosen: Filter = EVERYTHING) -> list[str]:
    """The kinds of the bodies that a filter lets through, most reports first."""
    rows = (
        matching(reports, chosen)
        .filter(pl.col("kind").is_not_null())
        .group_by("kind")
        .len()
        .sort(["len", "kind"], descending=[True, False])
    )
    return rows.collect()["kind"].to_list()


def bodies(reports: pl.LazyFrame, chosen: Filter = EVERYTHING) -> pl.DataFrame:
    """Every body with a report that a filter lets through: body_id, agency, district, kind, division."""
    rows = matching(reports, chosen).filter(pl.col("body_id").is_not_null())
    columns = [pl.col(c).last() for c in ("agency", "district", "kind", "division")]
    return rows.group_by("body_id", maintain_order=True).agg(columns).collect()
