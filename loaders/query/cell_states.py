"""Filters → what a year's sums rest on: how many area and bodies' own reports, and in which state their cells are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from loaders.form.vocabulary import CELLS
from loaders.query.filters import Filter, both, predicate
from loaders.query.plan import counting_reports, counts_vertical, rows_to_sum
from loaders.query.snapshot import Snapshot
from loaders.store.additive import known, non_overlapping, vertical
from loaders.store.cubes.sums import PLACE
from loaders.store.schema import BITMAPS

_AT = {c.name: i for i, c in enumerate(CELLS)}


@dataclass(frozen=True, slots=True)
class CellStates:
    """How many of the reports that are added up print a number in a cell (`zeros`: a 0), leave it blank, print something
    unreadable, say that it does not apply, or do not have it.
    """

    cell: str
    reports: int
    numbers: int
    zeros: int
    blank: int
    unreadable: int
    not_applicable: int

    @property
    def unlisted(self) -> int:
        """Reports whose table does not have the cell."""
        return self.reports - self.numbers - self.blank - self.unreadable - self.not_applicable


class ReportCounts(NamedTuple):
    """How many area reports and how many bodies' own reports are added up."""

    area: int
    own: int


def report_counts(snapshot: Snapshot, filters: Filter, year: int) -> ReportCounts:
    """The reports that the sums of a year add up."""
    by_scope = rows_to_sum(
        snapshot,
        filters.only(year),
        (),
        "total",
        ("scope",),
        lambda rows: rows.group_by("scope").agg(pl.col("reports").sum()),
    )
    counts = dict(by_scope.iter_rows())
    return ReportCounts(counts.get("area", 0), counts.get("own", 0))


def cell_states(snapshot: Snapshot, filters: Filter, year: int, cells: Sequence[str]) -> list[CellStates]:
    """The states of some cells in the reports that are added up in a year."""
    sums = [s.sum().alias(f"{cell} {name}") for cell in cells for name, s in _states(cell).items()]
    with_vertical = counts_vertical(snapshot, filters)

    def query(rows: pl.LazyFrame) -> pl.LazyFrame:
        rows = rows.with_columns(known=known(), vertical=vertical())
        return non_overlapping(rows, "total", with_vertical).select(pl.len().alias("reports"), *sums)

    where = predicate(filters.only(year), snapshot)
    columns = ("body_id", "kind", *dict.fromkeys([*PLACE, *cells, *BITMAPS]))
    if snapshot.reports_have_flags:
        where = both(where, counting_reports(snapshot, filters.only(year), "total", with_vertical))
        counted = snapshot.query(
            "reports", (*cells, *BITMAPS), lambda rows: rows.select(pl.len().alias("reports"), *sums), where
        )
    else:
        counted = snapshot.query("reports", columns, query, where)
    counts = counted.row(0, named=True)
    return [
        CellStates(cell, counts["reports"], **{name: counts[f"{cell} {name}"] or 0 for name in _states(cell)})
        for cell in cells
    ]


def _states(cell: str) -> dict[str, pl.Expr]:
    """Whether a cell of a report is in each of the states that are counted."""
    number = pl.col(cell).is_not_null()
    return {
        "numbers": number,
        "zeros": pl.col(cell) == 0,
        "blank": marked(cell, "blank") & ~number,
        "unreadable": marked(cell, "unreadable") & ~number,
        "not_applicable": marked(cell, "not_applicable") & ~number,
    }


def marked(cell: str, state: str) -> pl.Expr:
    """Whether the bitmaps of a wide row mark a cell as in a state other than `printed`."""
    word, bit = divmod(_AT[cell], 64)
    return (pl.col(f"{state}_{word}").fill_null(0) & pl.lit(1 << bit, dtype=pl.UInt64)) != 0
