"""Filters → which rows of the cube of places may be added up, and by them which reports: nothing twice.

What an area report stands for depends on place, level, scope, year, form and management alone, which all reports of a row of the
cube share. So it is settled over the rows of the cube, some hundred thousand, and not over millions of reports.
"""

from dataclasses import replace

import polars as pl

from loaders.query.filters import Filter, both, predicate
from loaders.query.snapshot import Snapshot
from loaders.store.additive import AREAS, non_overlapping
from loaders.store.cubes.sums import MARKS

_OF_REPORTS = ("kinds", "bodies")
"""What of a filter the cube does not tell apart."""


def settled_places(snapshot: Snapshot, filters: Filter, by: str, with_vertical: bool) -> pl.Series:
    """By the number of a row of `places`: whether its reports that a filter lets through may be added up; by,
    with_vertical: as for `loaders.store.additive.left_out`.
    """
    # No report stands for another year: one answer serves all of them.
    filters = filters.without_years()
    key = ("settled", filters, by, with_vertical)
    return snapshot.memoise(key, lambda: _settled_places(snapshot, filters, by, with_vertical))


def settled(snapshot: Snapshot, filters: Filter, by: str, with_vertical: bool) -> pl.Expr:
    """The same of a report, by its column `place`, where a snapshot has it."""
    return pl.lit(settled_places(snapshot, filters, by, with_vertical)).gather(pl.col("place"))


def _settled_places(snapshot: Snapshot, filters: Filter, by: str, with_vertical: bool) -> pl.Series:
    where = predicate(replace(filters, kinds=(), bodies=(), conditions=()), snapshot)
    if filters.chooses(*_OF_REPORTS):
        # An area report that is not chosen stands for nothing.
        areas = _places_of_areas(snapshot, filters)
        where = both(where, (pl.col("scope") != "area") | pl.col("place").is_in(areas.implode()))
    found = snapshot.query(
        "places",
        ("place", "scope", "level", *MARKS, *AREAS.values()),
        lambda rows: non_overlapping(rows, by, with_vertical, numbered=True).select("place"),
        where,
    )["place"]
    every = snapshot.memoise("places", lambda: snapshot.row_numbers("places", None).len())
    return pl.repeat(False, every, eager=True).scatter(found, True)


def _places_of_areas(snapshot: Snapshot, filters: Filter) -> pl.Series:
    """The places with a chosen area report."""
    areas = snapshot.memoise("area_reports", lambda: snapshot.row_numbers("reports", pl.col("scope") == "area"))
    rows = snapshot.rows_at("reports", areas, ("place", "kind", "body_id", "disclosure_template"))
    chosen = predicate(replace(filters, places=(), levels=()), snapshot)
    return (rows if chosen is None else rows.filter(chosen))["place"].unique()
