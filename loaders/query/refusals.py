"""Filters of a year → refused requests by ground, for each district or body, over the reports that give all grounds."""

import polars as pl

from loaders.form.metrics import DENIED
from loaders.query.filters import Filter
from loaders.query.plan import rows_to_sum
from loaders.query.snapshot import Snapshot

GROUNDS = tuple(f"requests.{item}.total" for item in DENIED)
"""The cells of the grounds, in the form's order."""
_ADDED = {"division": "district", "body_id": "own"}


def refusals(snapshot: Snapshot, filters: Filter, by: str) -> pl.DataFrame:
    """One row a division, or a body with its own report: `by`, reports (that count), complete (those with a number for
    every ground), denied and each of `GROUNDS` over the complete ones; by `by`.

    A district is its area report or the sum of its bodies, never both. The counts are null where no report is complete.
    """
    complete = pl.col("denied.reports").cast(pl.Boolean)
    counts = pl.col("denied", *GROUNDS)

    def query(rows: pl.LazyFrame) -> pl.LazyFrame:
        return (
            rows.filter(pl.col(by).is_not_null())
            .group_by(by)
            .agg(pl.col("reports").sum(), complete.sum().cast(pl.Int64).alias("complete"),
                 counts.filter(complete).sum().cast(pl.Int64))
        )  # fmt: skip

    found = rows_to_sum(snapshot, filters, ("denied", *GROUNDS), _ADDED[by], ("body_id", by), query)
    shown = pl.when(pl.col("complete") > 0).then(counts).name.keep()
    return found.with_columns(shown).sort(by)
