"""Reports → sums of metrics and cells by year, district or kind, each with how many reports stand behind it."""

from collections.abc import Sequence

import polars as pl

from loaders.metrics import METRIC, cell, denominator, numerator
from loaders.queries.choice import Filter, addable


def metrics(reports: pl.LazyFrame, chosen: Filter, ids: Sequence[str], by: Sequence[str] = ("year",)) -> pl.DataFrame:
    """Sums of metrics: columns of `by`, `reports`, then for each id its sum `<id>`, for rates also `<id>.over`, and
    `<id>.reports`, the reports with a number for it. A sum is null where no report has one.
    """
    rows = addable(reports, chosen, _level(by))
    parts: list[pl.Expr] = [pl.len().alias("reports")]
    for id_ in ids:
        metric = METRIC[id_]
        value = numerator(metric)
        parts += [_sum(value).alias(id_), value.is_not_null().sum().alias(f"{id_}.reports")]
        if metric.rate:
            parts.append(_sum(denominator(metric)).alias(f"{id_}.over"))
    return rows.group_by(by).agg(parts).sort(by).collect()


def cells(reports: pl.LazyFrame, chosen: Filter, names: Sequence[str], by: Sequence[str] = ("year",)) -> pl.DataFrame:
    """Sums of cells: columns of `by`, `reports`, then `<cell>` and `<cell>.reports`, as `metrics` gives them."""
    rows = addable(reports, chosen, _level(by))
    parts: list[pl.Expr] = [pl.len().alias("reports")]
    for name in names:
        parts += [_sum(cell(name)).alias(name), cell(name).is_not_null().sum().alias(f"{name}.reports")]
    return rows.group_by(by).agg(parts).sort(by).collect()


def overlap(reports: pl.LazyFrame, chosen: Filter, year: int) -> tuple[int, int, int]:
    """How many reports are added up in a year, how many in the year before, and how many bodies stand in both."""
    rows = addable(reports, chosen.without_years()).filter(pl.col("year").is_in([year, year - 1]))
    bodies = rows.select("year", "body_id", "scope").unique().collect()
    now, before = (bodies.filter(pl.col("year") == y).select("body_id", "scope") for y in (year, year - 1))
    return now.height, before.height, now.join(before, on=["body_id", "scope"]).height


def _level(by: Sequence[str]) -> str:
    if "body_id" in by:
        return "body"
    if "kind" in by:
        return "own"
    return "district" if "division" in by else "total"


def _sum(value: pl.Expr) -> pl.Expr:
    """A sum that is null, not 0, where no row has a number."""
    return pl.when(value.is_not_null().any()).then(value.sum())
