"""Filters → for each division and year, how many reports were published in time, and how many have an error."""

import polars as pl

from loaders.query import coverage
from loaders.query.filters import Filter, predicate
from loaders.query.issues import issue_rows
from loaders.query.snapshot import Snapshot


def punctuality(snapshot: Snapshot, filters: Filter) -> pl.DataFrame:
    """One row a division and year: division, year, n (reports published in time), over (reports that were due).

    A division none of whose reports was due in a year has no row of it.
    """
    counts = coverage.counts(snapshot, filters, ("division",)).filter(pl.col("division").is_not_null())
    due = counts.select("division", "year", n="in_time", over=pl.col("expected") - pl.col("not_due"))
    return due.filter(pl.col("over") > 0).sort("division", "year")


def errors(snapshot: Snapshot, filters: Filter) -> pl.DataFrame:
    """One row a division and year: division, year, n (reports with at least one error), over (reports)."""
    keys = ("division", "year")
    reports = snapshot.query(
        "reports", keys, lambda rows: rows.group_by(keys).agg(over=pl.len()), predicate(filters, snapshot)
    )
    wrong = issue_rows(snapshot, filters, (*keys, "report"), pl.col("severity") == "error")
    wrong = wrong.group_by(keys).agg(n=pl.col("report").n_unique())
    rows = reports.drop_nulls().join(wrong, on=keys, how="left")
    counts = (pl.col(c).fill_null(0).cast(pl.Int64) for c in ("n", "over"))
    return rows.select(*keys, *counts).sort(keys)
