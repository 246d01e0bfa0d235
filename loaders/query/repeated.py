"""Filters → the bodies whose reports were missing, late or wrong in two years or more."""

import polars as pl

from loaders.bodies.order import office_order
from loaders.query import coverage
from loaders.query.filters import Filter
from loaders.query.issues import issue_rows
from loaders.query.plan import counts_vertical
from loaders.query.snapshot import Snapshot
from loaders.store.additive import vertical
from loaders.store.cubes.lines import BODY

FAULTS = ("missing", "late", "errors")
MIN_YEARS = 2


def repeated(snapshot: Snapshot, filters: Filter) -> pl.DataFrame:
    """One row a body with one of `FAULTS` in at least `MIN_YEARS` years: `BODY`, contact, for each fault its years, in
    ascending order (a list, empty where there is none), and worst, the most years of one fault; the worst first, then by
    place and name.

    missing: a report that was due was not found or could not be read; late: published after its day; errors: the report
    breaks a rule of the form. Years are those of the filter where it chooses several, else all.
    """
    if len(filters.years) < MIN_YEARS:
        filters = filters.without_years()
    found = pl.concat(_years(snapshot, filters, fault) for fault in FAULTS).unique()
    years = [pl.col("year").filter(pl.col("fault") == f).sort().alias(f) for f in FAULTS]
    rows = found.group_by("body_id").agg(years)
    counts = [pl.col(f).list.len().cast(pl.Int64) for f in FAULTS]
    rows = rows.with_columns(worst=pl.max_horizontal(counts), every=pl.sum_horizontal(counts))
    rows = rows.filter(pl.col("worst") >= MIN_YEARS)
    rows = _bodies(snapshot, rows["body_id"]).join(rows, on="body_id", maintain_order="left")
    rows = rows.join(coverage.contacts(snapshot), on="body_id", how="left", maintain_order="left")
    return rows.sort("worst", "every", descending=True, maintain_order=True).drop("every")


def _years(snapshot: Snapshot, filters: Filter, fault: str) -> pl.DataFrame:
    """body_id of the line, year and fault: the years in which a body has it."""
    columns = ("body_id", "year")
    if fault == "errors":
        rows = issue_rows(snapshot, filters, (*columns, "kind"), pl.col("severity") == "error")
        rows = rows if counts_vertical(snapshot, filters) else rows.filter(~vertical())
        rows = rows.with_columns(pl.col("body_id").replace(coverage.renamed(snapshot)))
    else:
        numbers = coverage.of_state(snapshot, filters, coverage.OWING if fault == "missing" else fault)
        rows = snapshot.rows_at("filings", numbers, columns)
    return rows.select(*columns, fault=pl.lit(fault)).drop_nulls()


def _bodies(snapshot: Snapshot, ids: pl.Series) -> pl.DataFrame:
    """`BODY` of some bodies, as offices list them; of those that never reported as the roster has them."""
    some = pl.col("body_id").is_in(ids.implode())
    rows = pl.concat([snapshot.rows("bodies", BODY, some), snapshot.rows("filings", BODY, some)])
    return rows.unique("body_id", keep="first").sort(*office_order(), nulls_last=True)
