"""Reports → sums of every figure by place and year, and by kind and year: what a page asks without choosing bodies."""

from collections.abc import Sequence

import polars as pl

from loaders.choice import EVERYTHING, addable
from loaders.metrics import METRIC, added, measures
from loaders.vocabulary import CELLS

PLACE = ("province", "city", "district", "division", "level", "scope", "year")
KIND = ("province", "kind", "level", "scope", "year")
IDS = (*METRIC, *(c.name for c in CELLS))
"""Every figure that is summed: metrics and cells by their ids."""
_AT_ONCE = 24
"""Figures that are summed in one pass, so that memory stays small."""


def places(reports: pl.LazyFrame) -> pl.DataFrame:
    """One row a place, level, scope and year: `reports`, the measures of all figures, and what of it may be added up.

    in_total, in_districts: whether `addable` lets these reports through where nothing is chosen. both: how many of them
    come of bodies whose report of the year before counts in the total too.
    """
    frame = _sums(reports, PLACE)
    keys = frame.select(*PLACE, "reports")
    for name, by in (("in_total", "total"), ("in_districts", "district")):
        counted = addable(keys.lazy().with_row_index("at"), EVERYTHING, by).select("at").collect()["at"]
        frame = frame.with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).is_in(counted.implode()).alias(name))
    return frame.join(_both(reports, frame), on=list(PLACE), how="left", nulls_equal=True).with_columns(
        pl.col("both").fill_null(0)
    )


def kinds(reports: pl.LazyFrame) -> pl.DataFrame:
    """One row a province, kind, level and year of the bodies' own reports: `reports` and the measures of all figures."""
    return _sums(reports.filter(pl.col("scope") == "own", pl.col("year").is_not_null()), KIND)


def _sums(reports: pl.LazyFrame, keys: Sequence[str]) -> pl.DataFrame:
    out = reports.group_by(keys).agg(reports=pl.len()).sort(keys).collect()
    for i in range(0, len(IDS), _AT_ONCE):
        ids = IDS[i : i + _AT_ONCE]
        rows = reports.select(*keys, **measures(ids))
        sums = rows.group_by(keys).agg(added(ids)).sort(keys).drop(keys).collect()
        out = out.hstack(sums.get_columns())
    return out


def _both(reports: pl.LazyFrame, places: pl.DataFrame) -> pl.DataFrame:
    """How many of a place's reports that count in the total have one of the year before that does."""
    counted = places.filter("in_total").select(PLACE)
    rows = reports.select(*PLACE, "body_id").filter(pl.col("body_id").is_not_null())
    rows = rows.join(counted.lazy(), on=list(PLACE), how="semi", nulls_equal=True)
    before = rows.select("body_id", "scope", pl.col("year") + 1)
    found = rows.join(before, on=["body_id", "scope", "year"], how="semi")
    return found.group_by(PLACE).agg(both=pl.len()).collect()
