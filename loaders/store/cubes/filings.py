"""Reports, rejected documents and roster → the filing state of each body and year, and counts by place or kind."""

import polars as pl

from loaders.form.deadlines import FILING_STATES, deadline, filing_state

BODY = ("body_id", "agency", "province", "city", "district", "division", "level", "kind")
FILED = ("in_time", "late", "undated")
FILING = (*BODY, "year", "due", "state", "published")
"""The columns of `filings`."""
COUNTED = tuple(s for s in FILING_STATES if s != "not_expected")
PLACE = ("province", "city", "district", "division", "level", "government", "year")
KIND = ("province", "kind", "year")
_UNREAD = (
    "headings_without_tables", "no_tables", "tables_unclear", "conflicting_tables", "several_reports", "pre2019",
    "reader_failed", "reader_crashed",
)  # fmt: skip
"""The reasons for which a report, and not a look-alike of one, was rejected."""
_ORDER = ("province", "city", "district", "agency", "body_id", "year")


def expected(reports: pl.LazyFrame, roster: pl.DataFrame) -> pl.DataFrame:
    """Who ought to file: the roster given, else every body that filed in any year, from its first one on.

    Columns: those of `BODY`, first, last (reporting years, null for no limit).
    """
    if roster.height:
        return roster.select(*BODY, "first", "last")
    rows = reports.filter(pl.col("body_id").is_not_null(), pl.col("year").is_not_null()).select(*BODY, "year")
    found = rows.sort("year").group_by("body_id").agg(*(pl.col(c).last() for c in BODY[1:]), first=pl.col("year").min())
    return found.with_columns(last=pl.lit(None, dtype=pl.Int16)).collect()


def filings(reports: pl.LazyFrame, documents: pl.LazyFrame, roster: pl.DataFrame) -> pl.DataFrame:
    """One row a body and each year of any report or failed document: `BODY`, year, due, state (of `FILING_STATES`), published;
    sorted by place, body and year.
    """
    known = reports.filter(pl.col("body_id").is_not_null(), pl.col("year").is_not_null())
    filed = known.select("body_id", "year", "published", state=filing_state().cast(pl.Enum(FILING_STATES)))
    filed = filed.sort("state", "published").unique(["body_id", "year"], keep="first", maintain_order=True)
    failed = documents.filter(
        pl.col("status") == "rejected",
        ~pl.col("withdrawn"),
        pl.col("reason").is_in(_UNREAD),
        pl.col("body_id").is_not_null(),
    )
    failed = failed.select("body_id", "year", failed=pl.lit(True)).unique()
    years = pl.concat([known.select("year"), failed.select("year").drop_nulls()]).unique()
    grid = expected(reports, roster).lazy().join(years, how="cross")
    rows = grid.join(filed, on=["body_id", "year"], how="left").join(failed, on=["body_id", "year"], how="left")
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
    rows = rows.with_columns(state=state.cast(pl.Enum(FILING_STATES)), due=deadline())
    return rows.select(FILING).sort(_ORDER).collect()


def by_place(rows: pl.DataFrame) -> pl.DataFrame:
    """How many filings of each state a place, its governments apart from the bodies in it, has in a year."""
    return _counted(rows.with_columns(government=(pl.col("kind") == "people_government").fill_null(False)), PLACE)


def by_kind(rows: pl.DataFrame) -> pl.DataFrame:
    """How many filings of each state a kind has in a province and year."""
    return _counted(rows, KIND)


def _counted(rows: pl.DataFrame, keys: tuple[str, ...]) -> pl.DataFrame:
    rows = rows.filter(pl.col("state") != "not_expected")
    return rows.group_by(keys).agg(state_counts()).sort(keys)


def state_counts() -> list[pl.Expr]:
    """How many filings there are, and of each state, counted over rows of one each."""
    return [pl.len().alias("expected"), *((pl.col("state") == s).sum().cast(pl.UInt32).alias(s) for s in COUNTED)]
