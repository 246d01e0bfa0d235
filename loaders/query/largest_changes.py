"""Filters, a metric, a year → the units whose figure changed most on the year before, of those that can be compared."""

import polars as pl

from loaders.form.metrics import METRIC
from loaders.query import options
from loaders.query.compare import Comparison, compared, two_years, units
from loaders.query.filters import Filter, predicate
from loaders.query.snapshot import Snapshot

MAX_TILES = 60
"""The units above which a map of tiles cannot be read, and larger ones are taken."""


def unit_of(snapshot: Snapshot, filters: Filter) -> str:
    """What a map shows: the smallest sort of place of which there are no more than can be read, else the largest."""
    sorts = [u for u in units(snapshot) if u != "body"]
    many = places(snapshot, filters)
    return next((u for u in sorts if many[u] <= MAX_TILES), sorts[-1] if sorts else "district")


def places(snapshot: Snapshot, filters: Filter) -> dict[str, int]:
    """How many districts, cities and provinces a filter's places are."""
    return snapshot.memoise(("places_counted", filters.places), lambda: _places(snapshot, filters))


def _places(snapshot: Snapshot, filters: Filter) -> dict[str, int]:
    rows = snapshot.rows(
        "divisions",
        ("division", "district", "city", "province"),
        predicate(Filter(places=filters.places), snapshot),
    )
    counted = {
        "district": pl.col("division").filter(pl.col("district").is_not_null()),
        "city": pl.col("city"),
        "province": pl.col("province"),
    }
    return rows.select(e.drop_nulls().n_unique().alias(u) for u, e in counted.items()).row(0, named=True)


def codes(snapshot: Snapshot, unit: str) -> dict[str, str]:
    """The codes by which the filter knows the units: of districts themselves, of cities and provinces by their names."""
    found = options.places(snapshot)
    if unit == "district":
        return {p.code: p.code for p in found}
    # Among cities a municipality stands as one, among places as a province.
    levels = ("province", "city") if unit == "city" else (unit,)
    return {p.name: p.code for p in found if p.level in levels}


def largest_changes(
    snapshot: Snapshot, filters: Filter, metric: str, year: int, limit: int
) -> tuple[str, int, pl.DataFrame]:
    """What was compared (`district` … `body`), of how many units, and those that moved most: as `two_years` has them.

    Compared are those of which `loaders.query.comparability` says so.
    """
    unit = unit_of(snapshot, filters)
    if places(snapshot, filters)[unit] < 2 or unit not in units(snapshot) or filters.chooses("bodies"):
        unit = "body"
    rows = compared(snapshot, Comparison(metric, unit, filters, years=(year - 1, year)))
    if unit == "body":
        # A government's report on its area is the place itself.
        rows = rows.filter(~pl.col("area"))
    both = two_years(rows, year - 1, year).filter(pl.col("apart").is_null())
    rate = METRIC[metric].rate
    by = "points" if rate else "difference"
    both = both.filter(pl.col(by).is_not_null())
    order = both.filter(pl.col(by) != 0).sort(pl.col(by).abs(), descending=True, maintain_order=True)
    return unit, both.height, order.head(limit)
