"""Filters, a year → whose reports its total is made of: area reports by level, and bodies' own."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from loaders.form.vocabulary import LEVELS
from loaders.query.filters import Filter
from loaders.query.plan import rows_to_sum
from loaders.query.snapshot import Snapshot

PLACE = "place"
"""The level of a place that no table of divisions has."""


@dataclass(frozen=True)
class Composition:
    """How many area reports of each level, `PLACE` where the place is not known, and how many bodies' own reports are
    added up; the place's name where it is one area report alone.
    """

    areas: Mapping[str, int]
    bodies: int
    name: str | None

    @property
    def reports(self) -> int:
        """All reports that are added up."""
        return sum(self.areas.values()) + self.bodies


def composition(snapshot: Snapshot, filters: Filter, year: int) -> Composition:
    """Whose reports the total of a year is made of."""
    keys = ("scope", "level", "province", "city", "district")
    found = rows_to_sum(
        snapshot,
        filters.only(year),
        (),
        "total",
        keys,
        lambda rows: rows.group_by(keys).agg(pl.col("reports").sum()),
    )
    areas = found.filter(pl.col("scope") == "area")
    level = pl.col("level").cast(pl.String)
    level = pl.when(level.is_in(LEVELS)).then(level).otherwise(pl.lit(PLACE)).alias("level")
    by_level = dict(areas.group_by(level).agg(pl.col("reports").sum()).iter_rows())
    bodies = int(found.filter(pl.col("scope") == "own")["reports"].sum())
    alone = areas.height == 1 and areas["reports"].item() == 1 and not bodies
    name = next((areas[c].item() for c in ("district", "city", "province") if areas[c].item()), None) if alone else None
    return Composition({v: by_level[v] for v in (*LEVELS, PLACE) if v in by_level}, bodies, name)
