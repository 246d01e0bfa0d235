"""Filings → who has published the report of a year, in time, late or not at all, by body, place or kind."""

from dataclasses import replace

import polars as pl

from loaders.query.filters import Filter, matching, predicate
from loaders.query.options import matching_bodies
from loaders.query.plan import rows_to_sum
from loaders.query.snapshot import Snapshot, collect, year_key
from loaders.store.cubes.filings import BODY, COUNTED, FILED, KIND, PLACE

_OWING = ("missing", "failed")


def given(snapshot: Snapshot) -> bool:
    """Whether the supervising office gave a roster; else it is inferred."""
    return snapshot.store.scan("roster").select(pl.len()).collect().item() > 0


def coverage(snapshot: Snapshot, filters: Filter, most: int | None = None) -> pl.DataFrame:
    """One row a body and year: `BODY`, year, due, state (of `STATES`), published; for the chosen bodies, by place."""
    rows = _filings(snapshot, filters)
    return collect(rows.head(most) if most else rows)


def count(snapshot: Snapshot, filters: Filter) -> int:
    """How many rows `coverage` has."""
    return _filings(snapshot, filters).select(pl.len()).collect().item()


def counts(snapshot: Snapshot, filters: Filter, by: tuple[str, ...] = ()) -> pl.DataFrame:
    """How many bodies stand in each state: columns `year`, those of `by`, `expected`, `filed`, then the states."""
    rows = _counted(snapshot, filters, by)
    found = collect(rows.group_by("year", *by).agg(pl.col("expected", *COUNTED).sum().cast(pl.Int64)))
    filed = pl.sum_horizontal(FILED).alias("filed")
    return found.select("year", *by, "expected", filed, *COUNTED).sort("year", *by)


def expected(snapshot: Snapshot, filters: Filter, by: str) -> pl.DataFrame:
    """How many bodies, governments aside, which report on their area, ought to file: columns `by`, year, expected, and
    `year_key`, which stands for the two.
    """
    rows = _counted(snapshot, filters, (by,), governments=False).filter(pl.col(by).is_not_null())
    rows = rows.select(by, "year", "expected", line=year_key(by)).group_by("line")
    return collect(rows.agg(pl.col(by, "year").first(), pl.col("expected").sum().cast(pl.Int64)))


def _counted(snapshot: Snapshot, filters: Filter, by: tuple[str, ...], *, governments: bool = True) -> pl.LazyFrame:
    """Rows of filings counted by what is asked, from a cube where one tells it apart."""
    if not filters.chooses("kinds", "bodies", "templates") and set(by) <= set(PLACE):
        rows = matching(snapshot.cube("filed_by_place"), filters, snapshot.places)
        return rows if governments else rows.filter(~pl.col("government"))
    if not filters.chooses("places", "levels", "bodies", "templates") and set(by) <= set(KIND):
        rows = matching(snapshot.cube("filed_by_kind"), filters, snapshot.places)
        return rows if governments else rows.filter((pl.col("kind") != "people_government").fill_null(True))
    rows = _filings(snapshot, filters).filter(pl.col("state") != "not_expected")
    rows = rows if governments else rows.filter((pl.col("kind") != "people_government").fill_null(True))
    one = pl.lit(1, dtype=pl.UInt32).alias("expected")
    return rows.select("year", *by, one, *((pl.col("state") == s).alias(s) for s in COUNTED))


def _filings(snapshot: Snapshot, filters: Filter, rows: pl.LazyFrame | None = None) -> pl.LazyFrame:
    """The filings that a filter lets through; with a template chosen those alone that a report of it stands behind:
    what is missing has none.
    """
    rows = snapshot.cube("filings") if rows is None else rows
    found = matching(rows, replace(filters, templates=()), snapshot.places)
    if not filters.templates:
        return found
    # A body's level, kind and place are the latest, a report's those of its year.
    where = predicate(Filter(years=filters.years, templates=filters.templates), snapshot.places)
    return found.join(
        snapshot.reports(where, ("body_id", "year")), on=["body_id", "year"], how="semi", maintain_order="left"
    )


def partial(snapshot: Snapshot, filters: Filter, year: int) -> tuple[int, int, int]:
    """What of a year's total is no area report but a sum of bodies: in how many areas, of how many bodies, of how many
    that ought to stand there.
    """
    rows = rows_to_sum(snapshot, filters.only(year), (), "total", ("division",)).filter(
        pl.col("scope") == "own", pl.col("division").is_not_null()
    )
    summed = collect(rows.group_by("division").agg(pl.col("reports").cast(pl.Int64).sum()))
    there = int(summed["reports"].sum())
    asked = expected(snapshot, filters.only(year), "division")
    asked = asked.join(summed, on="division", how="semi")
    return summed.height, there, max(int(asked["expected"].sum()), there)


def owing(snapshot: Snapshot, filters: Filter, most: int | None = None) -> pl.DataFrame:
    """The reports that are missing or could not be read, the latest year first: the list to send out."""
    # Filings stand by place and name: a stable sort keeps that within a year.
    at = _owing(snapshot, filters, "at", "year").sort("year", descending=True, maintain_order=True)
    at = (at.head(most) if most else at).collect()["at"]
    return collect(snapshot.cube_at("filings", at))


def count_owing(snapshot: Snapshot, filters: Filter) -> int:
    """How many rows `owing` has."""
    return _owing(snapshot, filters, "at").select(pl.len()).collect().item()


def _owing(snapshot: Snapshot, filters: Filter, *columns: str) -> pl.LazyFrame:
    rows = _filings(snapshot, filters, snapshot.cube("filings").with_row_index("at"))
    return rows.filter(pl.col("state").is_in(_OWING)).select(columns)


def bodies_in(snapshot: Snapshot, filters: Filter, state: str | None = None) -> pl.Series:
    """The ids of the chosen bodies, by place and name; only those with a filing of a state, if one is given."""
    rows = _filings(snapshot, filters)
    rows = rows.filter(pl.col("state") == state) if state else rows
    return collect(rows.select(pl.col("body_id").unique(maintain_order=True)))["body_id"]


def outside(snapshot: Snapshot, filters: Filter) -> pl.DataFrame:
    """Bodies that filed though the roster given does not list them: `BODY`."""
    found = matching_bodies(snapshot, filters.without_years()).select(BODY)
    if not given(snapshot):
        return collect(found.clear())
    listed = snapshot.store.scan("roster").select("body_id").collect()["body_id"]
    return collect(found.filter(~pl.col("body_id").is_in(listed.implode()))).sort("agency")
