"""Filters, figures, what they are added up for → the rows to add up: sums made at ingest where they serve, else reports."""

from collections.abc import Sequence

import polars as pl

from loaders.choice import Filter, addable, matching, predicate
from loaders.cubes.sums import FLAGS, KIND, PLACE
from loaders.held import Held
from loaders.metrics import measures

_FLAG = {by: name for name, by in FLAGS.items()}


def summands(held: Held, chosen: Filter, ids: Sequence[str], by: str, keys: Sequence[str] = ()) -> pl.LazyFrame:
    """Rows to add up: `keys` and others, `reports` that each stands for, and the measures of some figures.

    by: as for `addable`. Reports themselves are read only where the cubes do not tell apart what is asked.
    """
    wanted = ("reports", *measures(ids))
    where = source(held, chosen, by, keys)
    if where == "places":
        columns = (*PLACE, *FLAGS, "both", *wanted)
        # What counts where nothing but years is chosen was settled at ingest.
        if not chosen.districts:
            return held.cube_where("places", _both(predicate(chosen), pl.col(_FLAG[by])), columns)
        return addable(held.cube_where("places", _both(predicate(chosen)), columns), Filter(), by)
    if where == "kinds":
        return held.cube_where("kinds", _both(predicate(chosen), _counted(held, chosen, by)), (*KIND, *FLAGS, *wanted))
    return _reports(held, chosen, ids, by, keys)


def _both(*tests: pl.Expr | None) -> pl.Expr:
    return pl.all_horizontal(t for t in tests if t is not None)


def source(held: Held, chosen: Filter, by: str, keys: Sequence[str]) -> str:
    """Where the rows come from: `places`, `kinds`, or `reports` where no cube tells apart what is asked."""
    if by in _FLAG and not (chosen.kinds or chosen.bodies) and set(keys) <= set(PLACE):
        return "places"
    if not (chosen.districts or chosen.bodies) and set(keys) <= set(KIND) and _settled(held, chosen, by):
        return "kinds"
    return "reports"


def _settled(held: Held, chosen: Filter, by: str) -> bool:
    """Whether it was settled at ingest what may be added up: of all kinds that report on areas, or of none of them."""
    whole = area_kinds(held)
    return by == "own" or (by in _FLAG and (whole <= set(chosen.kinds) or not whole & set(chosen.kinds)))


def _counted(held: Held, chosen: Filter, by: str) -> pl.Expr:
    """What of the reports of some kinds, over all places, may be added up."""
    if by == "own" or not area_kinds(held) & set(chosen.kinds):
        return (pl.col("scope") == "own") & pl.col("year").is_not_null()
    return pl.col(_FLAG[by])


def area_kinds(held: Held) -> set[str | None]:
    """The kinds of bodies that report on whole areas."""
    rows = held.cube("kinds").filter(pl.col("scope") == "area").select(pl.col("kind").cast(pl.String).unique())
    return set(rows.collect()["kind"])


def _reports(held: Held, chosen: Filter, ids: Sequence[str], by: str, keys: Sequence[str]) -> pl.LazyFrame:
    figures = measures(ids)
    needed = dict.fromkeys([*PLACE, *keys, "body_id", "kind"])
    cells = dict.fromkeys(name for figure in figures.values() for name in figure.meta.root_names())
    rows = held.reports(predicate(chosen), [*needed, *cells])
    settled = not (held.low_memory or chosen.districts or chosen.bodies) and _settled(held, chosen, by)
    rows = rows.filter(_counted(held, chosen, by)) if settled else addable(rows, Filter(), by)
    return rows.select(*needed, pl.lit(1, dtype=pl.UInt32).alias("reports"), **figures)


def counted(held: Held, chosen: Filter) -> pl.LazyFrame:
    """The matching reports, whatever they cover, as rows of scope, year with how many each stands for."""
    if chosen.bodies or (chosen.kinds and chosen.districts):
        one = pl.lit(1, dtype=pl.UInt32).alias("reports")
        return held.reports(predicate(chosen), ("scope", "year")).select("scope", "year", one)
    return matching(held.cube("kinds" if chosen.kinds else "places"), chosen).select("scope", "year", "reports")
