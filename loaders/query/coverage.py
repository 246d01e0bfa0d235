"""Filings → who has published the report of a year, in time, late or not at all, by body, place or kind."""

from dataclasses import replace

import polars as pl

from loaders.query.filters import Filter, both, predicate
from loaders.query.options import matching_bodies
from loaders.query.plan import rows_to_sum
from loaders.query.snapshot import Snapshot, year_key
from loaders.query.stored import Query
from loaders.store.cubes.filings import BODY, COUNTED, FILED, FILING, KIND, PLACE

_OWING = ("missing", "failed")


def has_roster(snapshot: Snapshot) -> bool:
    """Whether the supervising office gave a roster; else it is inferred."""
    return bool(snapshot.store.scan("roster").select(pl.len()).collect().item())


def coverage(snapshot: Snapshot, filters: Filter, limit: int | None = None) -> pl.DataFrame:
    """One row a body and year: `BODY`, year, due, state (of `STATES`), published; for the chosen bodies, by place."""
    numbers = _filings(snapshot, filters)
    return snapshot.rows_at("filings", numbers.head(limit) if limit else numbers, FILING)


def count(snapshot: Snapshot, filters: Filter) -> int:
    """How many rows `coverage` has."""
    return _filings(snapshot, filters).len()


def counts(snapshot: Snapshot, filters: Filter, by: tuple[str, ...] = ()) -> pl.DataFrame:
    """How many bodies stand in each state: columns `year`, those of `by`, `expected`, `filed`, then the states."""
    sums = pl.col("expected", *COUNTED).sum()
    found = _counted(snapshot, filters, by, lambda rows: rows.group_by("year", *by).agg(sums))
    filed = pl.sum_horizontal(FILED).alias("filed")
    return found.select("year", *by, "expected", filed, *COUNTED).sort("year", *by)


def expected(snapshot: Snapshot, filters: Filter, by: str) -> pl.DataFrame:
    """How many bodies, governments aside, which report on their area, ought to file: columns `by`, year, expected, and
    `line`, the `year_key` which stands for the two.
    """

    def query(rows: pl.LazyFrame) -> pl.LazyFrame:
        by_line = rows.filter(pl.col(by).is_not_null()).group_by(line=year_key(by))
        return by_line.agg(pl.col(by, "year").first(), pl.col("expected").sum())

    return _counted(snapshot, filters, (by,), query, governments=False)


def _counted(
    snapshot: Snapshot, filters: Filter, by: tuple[str, ...], query: Query, *, governments: bool = True
) -> pl.DataFrame:
    """The result of a query over filings counted by what is asked, from a cube where one tells it apart."""
    not_government = None if governments else (pl.col("kind") != "people_government").fill_null(True)
    where = predicate(filters, snapshot.places)
    if not filters.chooses("kinds", "bodies", "templates") and set(by) <= set(PLACE):
        where = where if governments else both(where, ~pl.col("government"))
        return snapshot.query("filed_by_place", (*PLACE, "expected", *COUNTED), query, where)
    if not filters.chooses("places", "levels", "bodies", "templates") and set(by) <= set(KIND):
        return snapshot.query("filed_by_kind", (*KIND, "expected", *COUNTED), query, both(where, not_government))
    numbers = _filings(snapshot, filters, both(pl.col("state") != "not_expected", not_government))
    rows = snapshot.rows_at("filings", numbers, list(dict.fromkeys(("year", "state", *by)))).lazy()
    one = pl.lit(1, dtype=pl.Int64).alias("expected")
    states = ((pl.col("state") == s).cast(pl.Int64).alias(s) for s in COUNTED)
    return query(rows.select("year", *by, one, *states)).collect()


def _filings(snapshot: Snapshot, filters: Filter, where: pl.Expr | None = None) -> pl.Series:
    """The row numbers of the filings that a filter lets through; with a template chosen those alone that a report of it
    stands behind: what is missing has none.
    """
    numbers = snapshot.row_numbers("filings", both(predicate(replace(filters, templates=()), snapshot.places), where))
    if not filters.templates:
        return numbers
    # A body's level, kind and place are the latest, a report's those of its year.
    of_template = predicate(Filter(years=filters.years, templates=filters.templates), snapshot.places)
    reports = snapshot.rows("reports", ("body_id", "year"), of_template)
    rows = snapshot.rows_at("filings", numbers, ("body_id", "year")).with_columns(number=numbers)
    return rows.join(reports, on=["body_id", "year"], how="semi", maintain_order="left")["number"]


def partial_total(snapshot: Snapshot, filters: Filter, year: int) -> tuple[int, int, int]:
    """What of a year's total is no area report but a sum of bodies: in how many areas, of how many bodies, of how many
    that ought to stand there.
    """
    own = (pl.col("scope") == "own") & pl.col("division").is_not_null()
    summed = rows_to_sum(
        snapshot,
        filters.only(year),
        (),
        "total",
        ("division",),
        lambda rows: rows.filter(own).group_by("division").agg(pl.col("reports").sum()),
    )
    there = int(summed["reports"].sum())
    asked = expected(snapshot, filters.only(year), "division")
    asked = asked.join(summed, on="division", how="semi")
    return summed.height, there, max(int(asked["expected"].sum()), there)


def owing(snapshot: Snapshot, filters: Filter, limit: int | None = None) -> pl.DataFrame:
    """The reports that are missing or could not be read, the latest year first: the list to send out."""
    # Filings stand by place and name: a stable sort keeps that within a year.
    numbers = _owing(snapshot, filters)
    rows = snapshot.rows_at("filings", numbers, ("year",)).with_columns(number=numbers)
    latest_first = rows.sort("year", descending=True, maintain_order=True)["number"]
    return snapshot.rows_at("filings", latest_first.head(limit) if limit else latest_first, FILING)


def count_owing(snapshot: Snapshot, filters: Filter) -> int:
    """How many rows `owing` has."""
    return _owing(snapshot, filters).len()


def _owing(snapshot: Snapshot, filters: Filter) -> pl.Series:
    """The row numbers of the filings that are missing or could not be read."""
    return _filings(snapshot, filters, pl.col("state").is_in(_OWING))


def bodies_in(snapshot: Snapshot, filters: Filter, state: str | None = None) -> pl.Series:
    """The ids of the chosen bodies, by place and name; only those with a filing of a state, if one is given."""
    numbers = _filings(snapshot, filters, pl.col("state") == state if state else None)
    return snapshot.rows_at("filings", numbers, ("body_id",))["body_id"].unique(maintain_order=True)


def outside_roster(snapshot: Snapshot, filters: Filter) -> pl.DataFrame:
    """The bodies that filed though the roster does not list them: `BODY`, by agency; none without a roster."""
    if not has_roster(snapshot):
        return snapshot.rows("bodies", BODY, pl.lit(False))
    bodies = snapshot.rows_at("bodies", matching_bodies(snapshot, filters.without_years()), BODY)
    listed = snapshot.store.scan("roster").select("body_id").collect()["body_id"]
    return bodies.filter(~pl.col("body_id").is_in(listed.implode())).sort("agency")
