"""Filters, figures, what they are added up for → the rows to add up: sums made at ingest where they serve, else reports."""

from collections.abc import Sequence

import polars as pl

from loaders.bodies.kinds import VERTICAL
from loaders.form.metrics import measures
from loaders.query.filters import Filter, both, predicate
from loaders.query.settled import settled, settled_places
from loaders.query.snapshot import Snapshot
from loaders.query.stored import Query
from loaders.store.additive import known, non_overlapping, vertical, who
from loaders.store.cubes.sums import FLAGS, KIND, MARKS, PLACE

_FLAG = {by: name for name, by in FLAGS.items()}


def rows_to_sum(
    snapshot: Snapshot, filters: Filter, ids: Sequence[str], by: str, keys: Sequence[str], query: Query
) -> pl.DataFrame:
    """The result of a query over the rows to add up: `keys` and others, `reports`, `who`, the measures of some figures.

    by: as for `non_overlapping`. reports: how many a row stands for. who: as of `loaders.store.additive.who`. query: as
    for `Snapshot.query`. Reports themselves are read only where the cubes do not tell apart what is asked.
    """
    measured = ("reports", "who", *measures(ids))
    asked = counts_vertical(snapshot, filters, keys)
    source, where = pick_source(snapshot, filters, by, keys), predicate(filters, snapshot)
    if source == "places":
        columns = (*PLACE, *MARKS, *measured)
        return snapshot.query("places", columns, query, both(where, _counting(snapshot, filters, by, asked)))
    if source == "kinds":
        return snapshot.query(
            "kinds", (*KIND, *MARKS, *measured), query, both(where, _counted(snapshot, filters, by, asked))
        )
    return _reports(snapshot, filters, ids, by, keys, query)


def _counting(snapshot: Snapshot, filters: Filter, by: str, with_vertical: bool) -> pl.Expr:
    """What holds of the rows of `places` that may be added up; filters: no kinds and no bodies."""
    # What counts where nothing but years is chosen was settled at ingest.
    if by in _FLAG and not filters.chooses("places", "levels", "templates"):
        return flagged(by, with_vertical)
    return pl.lit(settled_places(snapshot, filters, by, with_vertical))


def _added_places(snapshot: Snapshot, filters: Filter, by: str, with_vertical: bool) -> pl.Series:
    """By the number of a row of `places`: whether its reports may be added up; filters: no kinds and no bodies."""
    where = both(predicate(filters, snapshot), _counting(snapshot, filters, by, with_vertical))
    columns = where.meta.root_names() if where is not None else ()
    return snapshot.query("places", columns, lambda rows: rows.select(added=where)).to_series()


def pairs_of_years(snapshot: Snapshot, filters: Filter) -> pl.DataFrame:
    """How many bodies have a report that is added up in a year and in the one before: year, bodies; filters: no kinds, no
    bodies, no years.
    """
    counts = pl.lit(_added_places(snapshot, filters, "total", counts_vertical(snapshot, filters)))
    there = counts.gather(pl.col("place")) & counts.gather(pl.col("place_before"))
    columns = ("year", "place", "place_before", "bodies")
    return snapshot.query(
        "pairs", columns, lambda rows: rows.filter(there).group_by("year").agg(pl.col("bodies").sum())
    )


def counts_vertical(snapshot: Snapshot, filters: Filter, keys: Sequence[str] = ()) -> bool:
    """Whether bodies under vertical management are added up: where kinds or bodies are chosen, where each kind has a sum
    of its own, and where a store holds no others.
    """
    if filters.kinds or filters.bodies or "kind" in keys:
        return True
    return snapshot.memoise("only_vertical", lambda: _only_vertical(snapshot))


def _only_vertical(snapshot: Snapshot) -> bool:
    return set(snapshot.query("kinds", ("kind",), lambda rows: rows.unique())["kind"]) <= VERTICAL


def flagged(by: str, with_vertical: bool) -> pl.Expr:
    """What was settled at ingest to be added up."""
    flag = pl.col(_FLAG[by])
    return flag | (pl.col("known") & pl.col("vertical")) if with_vertical else flag


def pick_source(snapshot: Snapshot, filters: Filter, by: str, keys: Sequence[str]) -> str:
    """Where the rows come from: `places`, `kinds`, or `reports` where no cube tells apart what is asked."""
    if by != "body" and not filters.chooses("kinds", "bodies") and set(keys) <= set(PLACE):
        return "places"
    apart = not filters.chooses("places", "bodies") and set(keys) <= set(KIND)
    if apart and _settled(snapshot, filters, by):
        return "kinds"
    return "reports"


def _settled(snapshot: Snapshot, filters: Filter, by: str) -> bool:
    """Whether it was settled at ingest what may be added up: of all kinds that report on areas, or of none of them.

    Of some places, levels or forms it was not: where a city's report is left out, those of its districts count.
    """
    if by in ("own", "body"):
        return True
    whole, kinds = area_kinds(snapshot), set(filters.kind_ids)
    if kinds and not whole & kinds:
        return True
    return by in _FLAG and not filters.chooses("places", "levels", "templates") and (not kinds or whole <= kinds)


def _counted(snapshot: Snapshot, filters: Filter, by: str, with_vertical: bool) -> pl.Expr:
    """What of the reports of some kinds, or of all, over all places, may be added up."""
    if by == "own" or (filters.kinds and not area_kinds(snapshot) & set(filters.kind_ids)):
        own = pl.col("known") & (pl.col("scope") == "own")
        return own if with_vertical or by == "body" else own & ~pl.col("vertical")
    return flagged(by, with_vertical and by != "body")


def area_kinds(snapshot: Snapshot) -> set[str | None]:
    """The kinds of bodies that report on whole areas."""
    return snapshot.memoise("area_kinds", lambda: _area_kinds(snapshot))


def _area_kinds(snapshot: Snapshot) -> set[str | None]:
    rows = snapshot.rows("kinds", ("kind",), pl.col("scope") == "area")
    return set(rows["kind"].unique())


def _reports(
    snapshot: Snapshot, filters: Filter, ids: Sequence[str], by: str, keys: Sequence[str], query: Query
) -> pl.DataFrame:
    figures, asked = measures(ids), counts_vertical(snapshot, filters, keys)
    needed = dict.fromkeys([*PLACE, *keys, "body_id", "kind"])
    columns = [*needed, *(name for figure in figures.values() for name in figure.meta.root_names())]
    where = predicate(filters, snapshot)

    def measured(rows: pl.LazyFrame) -> pl.LazyFrame:
        return query(rows.select(*needed, "vertical", pl.lit(1, dtype=pl.Int64).alias("reports"), who=who(), **figures))

    if snapshot.reports_have_flags and not filters.chooses("bodies"):
        # Few of millions count: their figures alone are fetched, with the columns that are asked for.
        needed = dict.fromkeys([*keys, "body_id"])
        columns = [*needed, *(name for figure in figures.values() for name in figure.meta.root_names())]
        if by in ("own", "body") or filters.chooses("kinds"):
            where = both(where, counting_reports(snapshot, filters, by, asked))
        else:
            # One look-up of a report's place takes less time than several comparisons.
            places = _added_places(snapshot, filters, by, asked).arg_true()
            where = pl.col("place").is_in(places.implode())
        return snapshot.query("reports", [*columns, "vertical"], measured, where)

    def added(rows: pl.LazyFrame) -> pl.LazyFrame:
        return measured(non_overlapping(rows.with_columns(known=known(), vertical=vertical()), by, asked))

    return snapshot.query("reports", columns, added, where)


def counting_reports(snapshot: Snapshot, filters: Filter, by: str, with_vertical: bool) -> pl.Expr:
    """What holds of the reports that may be added up, of those that a filter lets through, where reports have flags."""
    if by == "body":
        return pl.col("known")
    if by == "own":
        own = pl.col("known") & (pl.col("scope") == "own")
        return own if with_vertical else own & ~pl.col("vertical")
    if _settled(snapshot, filters, by) and not filters.chooses("bodies"):
        return _counted(snapshot, filters, by, with_vertical)
    return settled(snapshot, filters, by, with_vertical)


def counted(snapshot: Snapshot, filters: Filter, known_ones: bool | None = None) -> int:
    """How many reports a filter lets through, whatever they cover: all, or only those that are, or are not, `known`."""
    where = predicate(filters, snapshot)
    if filters.chooses("bodies") or (filters.kinds and filters.places):
        is_known = pl.col("known") if snapshot.reports_have_flags else known()
        return snapshot.row_numbers(
            "reports", both(where, None if known_ones is None else is_known == known_ones)
        ).len()
    where = both(where, None if known_ones is None else pl.col("known") == known_ones)
    return _reports_in(snapshot, "kinds" if filters.kinds else "places", where)


def _reports_in(snapshot: Snapshot, cube: str, where: pl.Expr | None) -> int:
    return int(snapshot.query(cube, ("reports",), lambda rows: rows.select(pl.col("reports").sum()), where).item())


def vertical_count(snapshot: Snapshot, filters: Filter) -> int:
    """How many matching reports of bodies under vertical management no total holds."""
    if counts_vertical(snapshot, filters):
        return 0
    by_report = filters.chooses("bodies")
    where = both(predicate(filters, snapshot), known() & vertical() if by_report else None)
    if by_report:
        return snapshot.row_numbers("reports", where).len()
    where = both(where, pl.col("known") & pl.col("vertical"))
    return _reports_in(snapshot, "places", where)
