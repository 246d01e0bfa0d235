"""Filters, figures, what they are added up for → the rows to add up: sums made at ingest where they serve, else reports."""

from collections.abc import Sequence

import polars as pl

from loaders.choice import Filter, addable, matching
from loaders.cubes.sums import KIND, PLACE
from loaders.held import Held
from loaders.metrics import measures

_FLAG = {"total": "in_total", "district": "in_districts"}


def summands(held: Held, chosen: Filter, ids: Sequence[str], by: str, keys: Sequence[str] = ()) -> pl.LazyFrame:
    """Rows to add up: `keys`, those of `PLACE`, `reports` that each stands for, and the measures of some figures.

    by: as for `addable`. Reports themselves are read only where bodies or, beside places, kinds are asked for.
    """
    wanted = ("reports", *measures(ids))
    where = source(chosen, by, keys)
    if where == "places":
        rows = held.cube("places").select(*PLACE, *_FLAG.values(), "both", *wanted)
        # What counts where nothing but years is chosen was settled at ingest.
        return addable(rows, chosen, by) if chosen.districts else matching(rows, chosen).filter(_FLAG[by])
    if where == "kinds":
        return matching(held.cube("kinds").select(*KIND, *wanted), chosen)
    needed = dict.fromkeys([*PLACE, *keys, "body_id", "kind"])
    one = pl.lit(1, dtype=pl.UInt32).alias("reports")
    return addable(held.reports, chosen, by).select(*needed, one, **measures(ids))


def source(chosen: Filter, by: str, keys: Sequence[str]) -> str:
    """Where the rows come from: `places`, `kinds`, or `reports` where no cube tells apart what is asked."""
    if by in _FLAG and not (chosen.kinds or chosen.bodies) and set(keys) <= set(PLACE):
        return "places"
    if by == "own" and not (chosen.districts or chosen.bodies) and set(keys) <= set(KIND):
        return "kinds"
    return "reports"


def counted(held: Held, chosen: Filter) -> pl.LazyFrame:
    """The matching reports, whatever they cover, as rows of province, …, scope, year with how many each stands for."""
    if chosen.kinds or chosen.bodies:
        return matching(held.reports, chosen).select("scope", "year", reports=pl.lit(1, dtype=pl.UInt32))
    return matching(held.cube("places"), chosen).select("scope", "year", "reports")
