"""Filters, figures, what they are added up for → the rows to add up: sums made at ingest where they serve, else reports."""

from collections.abc import Sequence

import polars as pl

from loaders.form.metrics import measures
from loaders.query.filters import Filter, matching, predicate
from loaders.query.snapshot import Snapshot
from loaders.store.additive import known, non_overlapping
from loaders.store.cubes.sums import FLAGS, KIND, PLACE

_FLAG = {by: name for name, by in FLAGS.items()}


def rows_to_sum(
    snapshot: Snapshot, filters: Filter, ids: Sequence[str], by: str, keys: Sequence[str] = ()
) -> pl.LazyFrame:
    """Rows to add up: `keys` and others, `reports` that each stands for, and the measures of some figures.

    by: as for `non_overlapping`. Reports themselves are read only where the cubes do not tell apart what is asked.
    """
    wanted = ("reports", *measures(ids))
    source, where = pick_source(snapshot, filters, by, keys), predicate(filters, snapshot.places)
    if source == "places":
        columns = (*PLACE, *FLAGS, "both", *wanted)
        # What counts where nothing but years is chosen was settled at ingest.
        settled = by in _FLAG and not filters.chooses("places", "levels")
        rows = snapshot.cube_where("places", _both(where, pl.col(_FLAG[by]) if settled else None), columns)
        return rows if settled else non_overlapping(rows, by)
    if source == "kinds":
        return snapshot.cube_where("kinds", _both(where, _counted(snapshot, filters, by)), (*KIND, *FLAGS, *wanted))
    return _reports(snapshot, filters, ids, by, keys)


def _both(*tests: pl.Expr | None) -> pl.Expr | None:
    """All of some tests; null where none is left."""
    there = [t for t in tests if t is not None]
    return pl.all_horizontal(there) if there else None


def pick_source(snapshot: Snapshot, filters: Filter, by: str, keys: Sequence[str]) -> str:
    """Where the rows come from: `places`, `kinds`, or `reports` where no cube tells apart what is asked."""
    if by != "body" and not filters.chooses("kinds", "bodies", "templates") and set(keys) <= set(PLACE):
        return "places"
    apart = not filters.chooses("places", "bodies", "templates") and set(keys) <= set(KIND)
    if apart and _settled(snapshot, filters, by):
        return "kinds"
    return "reports"


def _settled(snapshot: Snapshot, filters: Filter, by: str) -> bool:
    """Whether it was settled at ingest what may be added up: of all kinds that report on areas, or of none of them.

    Of some places or levels it was not: where a city's report is left out, those of its districts count.
    """
    if by in ("own", "body"):
        return True
    whole, kinds = area_kinds(snapshot), set(filters.kinds)
    if kinds and not whole & kinds:
        return True
    return by in _FLAG and not filters.chooses("places", "levels") and (not kinds or whole <= kinds)


def _counted(snapshot: Snapshot, filters: Filter, by: str) -> pl.Expr:
    """What of the reports of some kinds, or of all, over all places, may be added up."""
    if by == "own" or (filters.kinds and not area_kinds(snapshot) & set(filters.kinds)):
        return pl.col("known") & (pl.col("scope") == "own")
    return pl.col(_FLAG[by])


def area_kinds(snapshot: Snapshot) -> set[str | None]:
    """The kinds of bodies that report on whole areas."""
    return snapshot.kept("area_kinds", lambda: _area_kinds(snapshot))


def _area_kinds(snapshot: Snapshot) -> set[str | None]:
    rows = snapshot.cube("kinds").filter(pl.col("scope") == "area").select(pl.col("kind").cast(pl.String).unique())
    return set(rows.collect()["kind"])


def _reports(snapshot: Snapshot, filters: Filter, ids: Sequence[str], by: str, keys: Sequence[str]) -> pl.LazyFrame:
    figures = measures(ids)
    needed = dict.fromkeys([*PLACE, *keys, "body_id", "kind"])
    cells = dict.fromkeys(name for figure in figures.values() for name in figure.meta.root_names())
    where = predicate(filters, snapshot.places)
    settled = not (snapshot.low_memory or filters.chooses("bodies", "templates")) and _settled(snapshot, filters, by)
    if settled:
        # Few of millions count: their figures alone are fetched.
        counts = _counted(snapshot, filters, by)
        rows = snapshot.reports(counts if where is None else where & counts, [*needed, *cells])
    else:
        rows = non_overlapping(snapshot.reports(where, [*needed, *cells]).with_columns(known=known()), by)
    return rows.select(*needed, pl.lit(1, dtype=pl.UInt32).alias("reports"), **figures)


def counted(snapshot: Snapshot, filters: Filter) -> pl.LazyFrame:
    """The matching reports, whatever they cover, as rows of `known` with how many reports each stands for."""
    if filters.chooses("bodies", "templates") or (filters.kinds and filters.places):
        one = pl.lit(1, dtype=pl.UInt32).alias("reports")
        rows = snapshot.reports(predicate(filters, snapshot.places), ("body_id", "scope", "year"))
        return rows.select(one, known=known())
    rows = snapshot.cube("kinds" if filters.kinds else "places")
    return matching(rows, filters, snapshot.places).select("known", "reports")
