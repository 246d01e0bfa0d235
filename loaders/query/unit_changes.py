"""Rows of `compared` for two years → which units rose and fell, by how much, and which cannot be compared."""

from dataclasses import dataclass

import polars as pl

from loaders.query.comparability import comparable_pair
from loaders.query.compare import two_years


@dataclass(frozen=True)
class UnitChanges:
    """The units of two years.

    by: the column of the change, `points` of a rate and `difference` of a count. rows: those that may be compared, as
    `two_years` has them, the largest rise first, equal ones in the order of the rows; apart: all others, with the reason in `apart`. up, down, same: how many
    of `rows` rose, fell and stayed.
    """

    by: str
    rows: pl.DataFrame
    apart: pl.DataFrame
    up: int
    down: int
    same: int


def unit_changes(rows: pl.DataFrame, first: int, last: int, rate: bool) -> UnitChanges:
    """The changes between two years, of the rate or of the count; none where both are one year."""
    column, by = ("rate", "points") if rate else ("value", "difference")
    both = two_years(rows, first, last)
    may = comparable_pair(column) if first != last else pl.lit(False)
    pairs = both.filter(may).sort(by, descending=True, maintain_order=True)
    change = pairs[by]
    return UnitChanges(
        by, pairs, both.filter(~may), int((change > 0).sum()), int((change < 0).sum()), int((change == 0).sum())
    )


def without_figure(rows: pl.DataFrame, year: int, column: str) -> int:
    """How many units of a year have no figure that may be compared."""
    return rows.filter(pl.col("year") == year, pl.col("reason").is_not_null() | pl.col(column).is_null()).height
