"""Reports → the figures around the quartiles of each kind, level, scope and year, from which one body can be left out."""

import math

import polars as pl

from loaders.form.metrics import METRICS, MIN_CASES, denominator, is_money, numerator

GROUP = ("kind", "level", "scope", "year")
QUARTILES = {"q1": 0.25, "median": 0.5, "q3": 0.75}
PEERS = (*GROUP, "metric", "n", *(f"{q}_{i}" for q in QUARTILES for i in range(3)))
"""The columns of `peers`."""


def figures() -> dict[str, pl.Expr]:
    """The figure of each metric in a row; rates over fewer than `MIN_CASES` cases are none."""
    out = {}
    for metric in METRICS:
        value = numerator(metric).cast(pl.Float64)
        if metric.rate:
            over = denominator(metric)
            value = pl.when(over >= MIN_CASES).then(value / over)
        elif is_money(metric.id):
            value = value / 1_000_000
        out[metric.id] = value
    return out


def peers(reports: pl.LazyFrame) -> pl.DataFrame:
    """One row a group and metric: metric, `n` figures, and for each quartile the three sorted figures that it lies
    between whether or not one of the group is left out (`q1_0`, `q1_1`, `q1_2` …).
    """
    known = reports.filter(pl.all_horizontal(pl.col(c).is_not_null() for c in (*GROUP, "body_id")))
    out = []
    for metric, value in figures().items():
        rows = known.select(*GROUP, value=value).drop_nulls("value")
        grouped = rows.group_by(GROUP).agg(pl.col("value").sort(), n=pl.len()).filter(pl.col("n") > 1)
        around = [
            pl.col("value").list.get(_first(q) + i, null_on_oob=True).alias(f"{name}_{i}")
            for name, q in QUARTILES.items()
            for i in range(3)
        ]
        out.append(grouped.select(*GROUP, "n", *around, metric=pl.lit(metric)).collect())
    return pl.concat(out).sort(*GROUP, "metric")


def _first(share: float) -> pl.Expr:
    """The place of a quartile in the group without one of its members."""
    return (pl.lit(share) * (pl.col("n").cast(pl.Int64) - 2)).floor().cast(pl.Int64)


def quartile(share: float, n: int, around: tuple[float, ...], own: float | None) -> float:
    """A quartile of a group of n by linear interpolation, without the figure `own` if that is one of them."""
    first = math.floor(share * (n - 2))
    if own is None:
        at, rest = share * (n - 1), list(around)
    else:
        at, rest = share * (n - 2), list(around)
        # What is left out stands before, at or behind the second of the three; equal figures are the same.
        rest.pop(0 if own <= rest[0] else 1 if rest[2] is None or own < rest[2] else 2)
    low = math.floor(at) - first
    part = at - math.floor(at)
    return rest[low] if not part else rest[low] + (rest[low + 1] - rest[low]) * part
