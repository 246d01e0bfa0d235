"""Filters, a figure and a year → a city's or province's own area report beside the sum of the districts in it."""

from typing import NamedTuple

import polars as pl

from loaders.form.metrics import METRIC, sums_of, to_units
from loaders.query.filters import Filter
from loaders.query.plan import rows_to_sum
from loaders.query.snapshot import Snapshot


class TwoTotals(NamedTuple):
    """The figure of one or more area reports (`name` of a single one), and the same of what lies in those areas.

    own_over, below_over: N of a rate, None for a count.
    """

    areas: int
    name: str
    own: float
    own_over: float | None
    below: float
    below_over: float | None


def two_totals(
    snapshot: Snapshot, filters: Filter, id_: str, year: int, *, with_own_bodies: bool = True
) -> TwoTotals | None:
    """Both totals of a figure; None where no such report stands beside districts, or one of them has no number.

    with_own_bodies: whether the bodies of a city or province itself are added to its districts.
    """
    filters, keys = filters.only(year), ("province", "city", "district", "division", "level", "scope", "year")
    higher = pl.col("level").is_in(["province", "city"])

    def own(rows: pl.LazyFrame) -> pl.LazyFrame:
        rows = rows.filter(pl.col("scope") == "area", higher)
        place = pl.when(pl.col("level") == "city").then("city").otherwise(None).alias("city")
        return rows.group_by("province", place).agg(sums_of((id_,)))

    def below(rows: pl.LazyFrame) -> pl.LazyFrame:
        rows = rows if with_own_bodies else rows.filter(pl.col("district").is_not_null())
        return rows.group_by("province", "city").agg(sums_of((id_,)))

    areas = rows_to_sum(snapshot, filters, (id_,), "total", keys, own)
    if not areas.height:
        return None
    cities = areas.filter(pl.col("city").is_not_null()).select("province", "city")
    provinces = areas.filter(pl.col("city").is_null()).select("province")
    parts = rows_to_sum(snapshot, filters, (id_,), "district", keys, below)
    inside = pl.concat(
        [
            parts.join(cities, on=["province", "city"], how="semi", nulls_equal=True),
            parts.join(provinces, on="province", how="semi"),
        ]
    )
    totals = [_total(rows, id_) for rows in (areas, inside)]
    (first, first_over), (second, second_over) = totals
    if first is None or second is None:
        return None
    name = (areas["city"][0] or areas["province"][0] or "") if areas.height == 1 else ""
    return TwoTotals(areas.height, name, first, first_over, second, second_over)


def _total(rows: pl.DataFrame, id_: str) -> tuple[float | None, float | None]:
    """The figure over rows, in its unit, and N of a rate."""
    if not rows.height:
        return None, None
    row = to_units(rows.select(sums_of((id_,))), (id_,)).row(0, named=True)
    return row[id_], row[f"{id_}.over"] if id_ in METRIC and METRIC[id_].rate else None
