"""Filters, rules of the form → the reports behind a page's figures that break them: how many a year, and which."""

from collections.abc import Sequence

import polars as pl

from loaders.query.filters import Filter
from loaders.query.issues import issue_rows, with_sentences
from loaders.query.plan import counting_reports, counts_vertical, rows_to_sum
from loaders.query.snapshot import Snapshot
from loaders.store.additive import known, vertical
from loaders.store.cubes.sums import MARKS, PLACE

REQUESTS = ("balance", "outcomes", "applicants", "group")
REVIEWS = ("results",)
"""The rules by which the figures of a part of the report add up."""
MAX_EXAMPLES = 200


def mismatches(snapshot: Snapshot, filters: Filter, rules: Sequence[str], by: str = "total") -> pl.DataFrame:
    """year, reports: how many of the reports that are added up break one of the rules; by: as for `addable`."""
    key = ("mismatches", filters, tuple(rules), by)
    return snapshot.memoise(key, lambda: _mismatches(snapshot, filters, rules, by))


def _mismatches(snapshot: Snapshot, filters: Filter, rules: Sequence[str], by: str) -> pl.DataFrame:
    rows = _found(snapshot, filters, rules, by).select("year", "report").unique()
    return rows.group_by("year").agg(reports=pl.len().cast(pl.Int64)).sort("year")


def examples(
    snapshot: Snapshot, filters: Filter, rules: Sequence[str], lang: str, by: str = "total", limit: int = MAX_EXAMPLES
) -> pl.DataFrame:
    """The first of their issues, the latest years first, as `loaders.query.issues.examples` gives them."""
    rows = _found(snapshot, filters, rules, by).head(limit)
    return with_sentences(snapshot, rows["issue"], rows["report"], lang)


def _found(snapshot: Snapshot, filters: Filter, rules: Sequence[str], by: str) -> pl.DataFrame:
    rows = issue_rows(snapshot, filters, ("issue", "report", "year"), pl.col("rule").is_in(list(rules)))
    if not rows.height:
        return rows
    return rows.filter(_added(snapshot, filters, rows["report"], by))


def _added(snapshot: Snapshot, filters: Filter, reports: pl.Series, by: str) -> pl.Series:
    """Which of the reports, given by their rows of the table, are added up."""
    with_vertical = counts_vertical(snapshot, filters)
    if snapshot.reports_have_flags:
        of = snapshot.rows_at("reports", reports, ("place", "scope", *MARKS))
        return of.select(added=counting_reports(snapshot, filters, by, with_vertical))["added"]
    # Otherwise it is settled by place, level, scope, year, form and management alone, of those that are known.
    where = snapshot.rows_at("reports", reports, (*PLACE, "body_id", "kind"))
    where = where.with_columns(known=known(), vertical=vertical())
    if by in ("own", "body"):
        return where.select(added=pl.col("known") & (pl.col("scope") == "own") if by == "own" else "known")["added"]
    key = (*PLACE, "vertical")
    keys = rows_to_sum(snapshot, filters, (), by, PLACE, lambda rows: rows.select(key).unique())
    keys = keys.with_columns(added=True)
    found = where.join(keys, on=list(key), how="left", nulls_equal=True, maintain_order="left")
    return found["added"].fill_null(False) & found["known"]
