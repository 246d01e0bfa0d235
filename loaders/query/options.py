"""What there is to choose from: years, places, kinds, levels, bodies and templates of a store."""

from dataclasses import replace

import polars as pl

from loaders.places.tree import Place
from loaders.query.filters import EVERYTHING, Filter, matching, predicate
from loaders.query.snapshot import Snapshot, collect
from loaders.store.cubes.bodies import year_bits

MOST = 1000
"""Bodies that a list to choose from holds; who seeks another one searches for it."""


def years(snapshot: Snapshot) -> list[int]:
    """The reporting years, oldest first."""
    return snapshot.cube("places").select(pl.col("year").drop_nulls().unique().sort()).collect()["year"].to_list()


def places(snapshot: Snapshot) -> tuple[Place, ...]:
    """Provinces, cities and districts with reports in them, each after what it lies in."""
    return tuple(snapshot.places.of.values())


def kinds(snapshot: Snapshot, filters: Filter = EVERYTHING) -> list[str]:
    """The kinds of the bodies that a filter lets through, most bodies first."""
    rows = matching_bodies(snapshot, filters).filter(pl.col("kind").is_not_null()).group_by("kind").len()
    return collect(rows).sort(["len", "kind"], descending=[True, False])["kind"].to_list()


def levels(snapshot: Snapshot, filters: Filter = EVERYTHING) -> list[str]:
    """The levels of the bodies that a filter lets through, most bodies first."""
    rows = matching_bodies(snapshot, filters).filter(pl.col("level").is_not_null()).group_by("level").len()
    return collect(rows).sort(["len", "level"], descending=[True, False])["level"].to_list()


def bodies(snapshot: Snapshot, filters: Filter = EVERYTHING) -> pl.DataFrame:
    """The first bodies that a filter lets through, by place: body_id, agency, district, kind, division; see `MOST`."""
    columns = ("body_id", "agency", "district", "kind", "division")
    return collect(matching_bodies(snapshot, filters).select(columns).head(MOST))


def count_bodies(snapshot: Snapshot, filters: Filter = EVERYTHING) -> int:
    """How many bodies a filter lets through."""
    return matching_bodies(snapshot, filters).select(pl.len()).collect().item()


def names(snapshot: Snapshot, ids: tuple[str, ...]) -> dict[str, str]:
    """What some bodies are called, by id; those that are not there are left out."""
    rows = snapshot.cube("bodies").filter(pl.col("body_id").is_in(ids)).select("body_id", "agency")
    return dict(collect(rows).iter_rows())


def templates(snapshot: Snapshot) -> list[str]:
    """The templates of the form that reports follow, oldest first."""
    rows = snapshot.reports(None, ("disclosure_template",)).select(pl.col("disclosure_template").drop_nulls().unique())
    return rows.collect().to_series().cast(pl.String).sort().to_list()


def matching_bodies(snapshot: Snapshot, filters: Filter) -> pl.LazyFrame:
    """The bodies with a report that a filter lets through; their kind, level and place are the latest."""
    rows = matching(snapshot.cube("bodies"), replace(filters, years=(), templates=()), snapshot.places)
    if filters.templates:
        where = predicate(Filter(years=filters.years, templates=filters.templates), snapshot.places)
        return rows.join(snapshot.reports(where, ("body_id",)), on="body_id", how="semi", maintain_order="left")
    bits = pl.lit(year_bits(filters.years), dtype=pl.UInt64)
    return rows.filter((pl.col("years").cast(pl.UInt64) & bits) != 0) if filters.years else rows
