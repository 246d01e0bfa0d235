"""Reports → sums of every figure by place and year, and by kind and year: what a page asks without choosing bodies."""

from collections.abc import Sequence

import polars as pl

from loaders.form.metrics import METRIC, measures, sums_of
from loaders.form.vocabulary import CELLS
from loaders.store.additive import areas, known, non_overlapping, vertical, who

PLACE = ("province", "city", "district", "division", "level", "scope", "year", "disclosure_template")
KIND = ("province", "kind", "level", "scope", "year", "disclosure_template")
FLAGS = {"known": "body", "in_total": "total", "in_districts": "district"}
"""Whether `non_overlapping` lets a report through where nothing but years is chosen, and what for."""
MARKS = (*FLAGS, "vertical")
"""`FLAGS`, and whether the report's body is under vertical management: those are in no total."""
IDS = (*METRIC, *(c.name for c in CELLS))
"""Every figure that is summed: metrics and cells by their ids."""
_AT_ONCE = 24
"""Figures that are summed in one pass, so that memory stays small."""


def flags(reports: pl.LazyFrame) -> pl.DataFrame:
    """`MARKS` of each report, in the order of the table, and `place`, the number of its row in the cube of places."""
    of_reports = reports.select(*PLACE, known=known(), vertical=vertical())
    keys = of_reports.unique().collect()
    for name, by in FLAGS.items():
        counted = non_overlapping(keys.lazy().with_row_index("at"), by).select("at").collect()["at"]
        keys = keys.with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).is_in(counted.implode()).alias(name))
    keys = keys.sort(*PLACE, *MARKS).with_row_index("place")
    on = [*PLACE, "known", "vertical"]
    rows = of_reports.join(keys.lazy(), on=on, how="left", nulls_equal=True, maintain_order="left")
    return rows.select(*MARKS, "place").collect()


def places(reports: pl.LazyFrame, flags: pl.DataFrame) -> pl.DataFrame:
    """One row a place, level, scope, year and form: `place` (its number), `MARKS`, `reports`, `who`, the measures of all
    figures, and `areas`.
    """
    return _sums(reports, flags, ("place", *PLACE, *MARKS)).with_columns(**areas())


def pairs(reports: pl.LazyFrame, flags: pl.DataFrame) -> pl.DataFrame:
    """Where bodies with a report of two successive years stand: year, place, place_before (numbers of rows of `places`), and
    how many `bodies` do; of known reports alone.
    """
    rows = reports.with_columns(flags.get_columns()).filter("known").select("body_id", "scope", "year", "place")
    before = rows.select("body_id", "scope", pl.col("year") + 1, place_before="place")
    found = rows.join(before, on=["body_id", "scope", "year"]).group_by("year", "place", "place_before")
    return found.agg(bodies=pl.len()).sort("place", "place_before").collect()


def kinds(reports: pl.LazyFrame, flags: pl.DataFrame) -> pl.DataFrame:
    """One row a province, kind, level, scope, year and form, by what may be added up: `reports`, `who`, all measures."""
    return _sums(reports, flags, (*KIND, *MARKS))


def divisions(reports: pl.LazyFrame) -> pl.DataFrame:
    """One row a division: its latest province, city and district."""
    rows = reports.filter(pl.col("division").is_not_null()).select("division", "province", "city", "district", "year")
    latest = rows.sort("year").group_by("division").agg(pl.col("province", "city", "district").last())
    return latest.sort("division").collect()


def _sums(reports: pl.LazyFrame, flags: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    rows = reports.with_columns(flags.get_columns())
    out = rows.group_by(keys).agg(reports=pl.len(), who=who().sum()).sort(keys).collect()
    for i in range(0, len(IDS), _AT_ONCE):
        ids = IDS[i : i + _AT_ONCE]
        part = rows.select(*keys, **measures(ids))
        sums = part.group_by(keys).agg(sums_of(ids)).sort(keys).drop(keys).collect()
        out = out.hstack(sums.get_columns())
    return out
