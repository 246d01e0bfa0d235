"""What there is to choose from: years, districts, kinds and bodies of a store."""

import polars as pl

from loaders.choice import EVERYTHING, Filter, matching
from loaders.cubes.bodies import year_bits
from loaders.held import Held, told

MOST = 1000
"""Bodies that a list to choose from holds; who seeks another one searches for it."""


def years(held: Held) -> list[int]:
    """The reporting years, oldest first."""
    return held.cube("places").select(pl.col("year").drop_nulls().unique().sort()).collect()["year"].to_list()


def districts(held: Held) -> pl.DataFrame:
    """Divisions that reports belong to: division, name, level; a city's own bodies stand under its name.

    A division is called by its latest name, with its city's before it where several have the same.
    """
    frame = told(held.cube("divisions"))
    level = (
        pl.when(pl.col("district").is_not_null())
        .then(pl.lit("county"))
        .when(pl.col("city").is_not_null())
        .then(pl.lit("city"))
        .otherwise(pl.lit("province"))
    )
    frame = frame.with_columns(name=pl.coalesce("district", "city", "province"), level=level)
    several = (pl.len().over("name") > 1) & (pl.col("city") != pl.col("name"))
    return frame.select(
        "division", pl.when(several).then(pl.col("city") + pl.col("name")).otherwise("name").alias("name"), "level"
    )


def kinds(held: Held, chosen: Filter = EVERYTHING) -> list[str]:
    """The kinds of the bodies that a filter lets through, most bodies first."""
    rows = _bodies(held, chosen).filter(pl.col("kind").is_not_null()).group_by("kind").len()
    return told(rows).sort(["len", "kind"], descending=[True, False])["kind"].to_list()


def levels(held: Held, chosen: Filter) -> list[str]:
    """The levels of the bodies that a filter lets through, most bodies first."""
    rows = _bodies(held, chosen).filter(pl.col("level").is_not_null()).group_by("level").len()
    return told(rows).sort(["len", "level"], descending=[True, False])["level"].to_list()


def bodies(held: Held, chosen: Filter = EVERYTHING) -> pl.DataFrame:
    """The first bodies that a filter lets through, by place: body_id, agency, district, kind, division; see `MOST`."""
    columns = ("body_id", "agency", "district", "kind", "division")
    return told(_bodies(held, chosen).select(columns).head(MOST))


def count_bodies(held: Held, chosen: Filter = EVERYTHING) -> int:
    """How many bodies a filter lets through."""
    return _bodies(held, chosen).select(pl.len()).collect().item()


def names(held: Held, ids: tuple[str, ...]) -> dict[str, str]:
    """What some bodies are called, by id; those that are not there are left out."""
    rows = held.cube("bodies").filter(pl.col("body_id").is_in(ids)).select("body_id", "agency")
    return dict(told(rows).iter_rows())


def _bodies(held: Held, chosen: Filter) -> pl.LazyFrame:
    """The bodies with a report that a filter lets through; their kind and place are the latest."""
    rows = matching(held.cube("bodies"), chosen.without_years())
    bits = pl.lit(year_bits(chosen.years), dtype=pl.UInt64)
    return rows.filter((pl.col("years").cast(pl.UInt64) & bits) != 0) if chosen.years else rows
