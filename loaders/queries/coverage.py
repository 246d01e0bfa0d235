"""Roster, reports and rejected documents → what became of each body's report of each year."""

import polars as pl

from loaders.deadlines import STATES, deadline, filing_state
from loaders.queries.choice import Filter, addable
from loaders.store import Store

FILED = ("in_time", "late", "undated")
_UNREAD = (
    "headings_without_tables", "no_tables", "tables_unclear", "conflicting_tables", "several_reports", "pre2019",
    "reader_failed", "reader_crashed",
)  # fmt: skip
"""The reasons for which a report, and not a look-alike of one, was rejected."""
_BODY = ("body_id", "agency", "division", "province", "city", "district", "level", "kind")


def given(store: Store) -> bool:
    """Whether the supervising office gave a roster; else it is inferred."""
    return store.scan("roster").select(pl.len()).collect().item() > 0


def bodies(store: Store) -> pl.DataFrame:
    """Who ought to file: the roster given, else every body that filed in any year, from its first one on.

    Columns: those of `_BODY`, first, last (reporting years, null for no limit).
    """
    if given(store):
        return store.read("roster").select(*_BODY, "first", "last")
    rows = store.scan("reports").filter(pl.col("body_id").is_not_null(), pl.col("year").is_not_null()).sort("year")
    return (
        rows.group_by("body_id")
        .agg(*(pl.col(c).last() for c in _BODY[1:]), first=pl.col("year").min())
        .with_columns(last=pl.lit(None, dtype=pl.Int16))
        .sort("province", "city", "district", "agency", nulls_last=False)
        .collect()
    )


def coverage(store: Store, chosen: Filter) -> pl.DataFrame:
    """One row a body and year: `_BODY`, year, due, state (of `STATES`), published, report_id; for the chosen bodies."""
    reports = store.scan("reports").filter(pl.col("body_id").is_not_null(), pl.col("year").is_not_null()).collect()
    years = chosen.years or tuple(reports["year"].unique().sort())
    expected = _chosen(bodies(store), chosen)
    grid = expected.join(pl.DataFrame({"year": list(years)}, schema={"year": pl.Int16}), how="cross")
    filed = reports.with_columns(state=filing_state().cast(pl.Enum(STATES)))
    filed = filed.sort("state", "published").group_by("body_id", "year", maintain_order=True).first()
    failed = store.scan("documents").filter(
        pl.col("status") == "rejected",
        ~pl.col("withdrawn"),
        pl.col("reason").is_in(_UNREAD),
        pl.col("body_id").is_not_null(),
    )
    failed = failed.select("body_id", "year", failed=pl.lit(True)).unique().collect()
    rows = grid.join(
        filed.select("body_id", "year", "state", "published", "report_id"), on=["body_id", "year"], how="left"
    )
    rows = rows.join(failed, on=["body_id", "year"], how="left")
    asked = (pl.col("first").is_null() | (pl.col("first") <= pl.col("year"))) & (
        pl.col("last").is_null() | (pl.col("last") >= pl.col("year"))
    )
    state = (
        pl.when(pl.col("state").is_not_null())
        .then(pl.col("state").cast(pl.String))
        .when(pl.col("failed").is_not_null())
        .then(pl.lit("failed"))
        .when(asked)
        .then(pl.lit("missing"))
        .otherwise(pl.lit("not_expected"))
    )
    return rows.with_columns(state=state.cast(pl.Enum(STATES)), due=deadline()).select(
        *_BODY, "year", "due", "state", "published", "report_id"
    )


def counts(store: Store, chosen: Filter, by: tuple[str, ...] = ()) -> pl.DataFrame:
    """How many bodies stand in each state: columns `year`, those of `by`, `expected`, `filed`, then the states."""
    rows = coverage(store, chosen).filter(pl.col("state") != "not_expected")
    states = [s for s in STATES if s != "not_expected"]
    return (
        rows.group_by("year", *by)
        .agg(
            pl.len().alias("expected"),
            pl.col("state").is_in(FILED).sum().alias("filed"),
            *((pl.col("state") == s).sum().alias(s) for s in states),
        )
        .sort("year", *by)
    )


def partial(store: Store, chosen: Filter, year: int) -> tuple[int, int, int]:
    """What of a year's total is no area report but a sum of bodies: in how many areas, of how many bodies, of how many
    that ought to stand there.
    """
    rows = addable(store.scan("reports"), chosen.only(year)).filter(
        pl.col("scope") == "own", pl.col("body_id").is_not_null()
    )
    summed = rows.select("division", "body_id").unique().collect()
    areas = summed["division"].unique()
    states = coverage(store, chosen.only(year)).filter(
        pl.col("division").is_in(areas.implode()),
        ~pl.col("state").is_in(["not_expected"]),
        pl.col("kind") != "people_government",
    )
    return areas.len(), summed.height, max(states.height, summed.height)


def owing(store: Store, chosen: Filter) -> pl.DataFrame:
    """The reports that are missing or could not be read, the latest year first: the list to send out."""
    rows = coverage(store, chosen).filter(pl.col("state").is_in(["missing", "failed"]))
    return rows.sort("year", "province", "city", "district", "agency", descending=[True, False, False, False, False])


def outside(store: Store, chosen: Filter) -> pl.DataFrame:
    """Bodies that filed though the roster given does not list them: `_BODY`."""
    if not given(store):
        return bodies(store).clear().select(_BODY)
    rows = store.scan("reports").filter(pl.col("body_id").is_not_null()).sort("year")
    found = rows.group_by("body_id").agg(pl.col(c).last() for c in _BODY[1:]).collect()
    return _chosen(found.join(bodies(store), on="body_id", how="anti"), chosen).select(_BODY).sort("agency")


def _chosen(rows: pl.DataFrame, chosen: Filter) -> pl.DataFrame:
    for column, values in (("division", chosen.districts), ("kind", chosen.kinds), ("body_id", chosen.bodies)):
        if values:
            rows = rows.filter(pl.col(column).is_in(values))
    return rows
