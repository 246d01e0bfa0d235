"""Rows of `compared` → the rank of each unit in its year, and how far chance alone may shift it.

Sources: Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine 17
(1998) 873-890, method 10: two rates differ where the interval of their difference, made of their Wilson intervals,
excludes nothing. Goldstein and Spiegelhalter, League tables and their limitations, Journal of the Royal Statistical
Society A 159 (1996) 385-443: a rank is not to be given without its uncertainty.
"""

import numpy as np
import polars as pl

from loaders.query.comparability import MIN_UNITS, comparable
from loaders.query.compare import with_breaks


def ranked(rows: pl.DataFrame, rate: bool) -> pl.DataFrame:
    """The rows that may be ranked, with rank (1 the highest), best, worst, and breaks, whether the unit's row of the year before
    rests on other bodies; no row of a year in which fewer than `MIN_UNITS` may be.

    best, worst: the ranks that a unit of a rate could have as well, for it does not differ from theirs beyond chance
    (95 %, each pair for itself). Counts are complete and have one rank; those of ratios without an interval are null.
    """
    column = "rate" if rate else "value"
    may = comparable(column)
    rows = with_breaks(rows).filter(may)
    rows = rows.filter(pl.len().over("year") >= MIN_UNITS)
    rank = pl.col(column).rank("min", descending=True).over("year").cast(pl.Int64)
    rows = rows.with_columns(rank=rank).sort("year", "rank", maintain_order=True)
    if not rate or not rows.height:
        return rows.with_columns(best=pl.col("rank"), worst=pl.col("rank"))
    return pl.concat([_with_band(part) for part in rows.partition_by("year", maintain_order=True)])


def rank_of(rows: pl.DataFrame, year: int) -> dict[str, tuple[int, int, int]]:
    """rank, best and worst of a year by unit, of rows of `ranked`; best and worst are the rank where no interval tells."""
    of_year = rows.filter(pl.col("year") == year)
    band = (pl.col(c).fill_null(pl.col("rank")) for c in ("best", "worst"))
    return {unit: (rank, best, worst) for unit, rank, best, worst in of_year.select("unit", "rank", *band).iter_rows()}


def panel_median(rows: pl.DataFrame, rate: bool) -> tuple[int, dict[int, float]]:
    """The median of each year over the units that may be compared in every year, and how many they are; no year where they
    are fewer than `MIN_UNITS`. A line through medians of other units would show a change of units.
    """
    column = "rate" if rate else "value"
    may = rows.filter(comparable(column))
    always = may.filter(pl.len().over("unit") == rows["year"].n_unique())
    units = always["unit"].n_unique()
    if units < MIN_UNITS:
        return units, {}
    return units, dict(always.group_by("year").agg(pl.col(column).median()).sort("year").iter_rows())


def _with_band(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of one year with the best and the worst rank that chance allows."""
    if rows["low"].null_count():
        nothing = pl.lit(None, dtype=pl.Int64)
        return rows.with_columns(best=nothing, worst=nothing)
    rate, low, high = (rows[c].to_numpy() for c in ("rate", "low", "high"))
    gap = rate[:, None] - rate[None, :]
    reach = np.sqrt((rate - low)[:, None] ** 2 + (high - rate)[None, :] ** 2)
    above = gap > reach
    best, worst = 1 + above.sum(axis=0), rows.height - above.sum(axis=1)
    return rows.with_columns(best=pl.Series(best, dtype=pl.Int64), worst=pl.Series(worst, dtype=pl.Int64))
