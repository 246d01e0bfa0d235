"""Filters → what a year's sums rest on: how many area and bodies' own reports, and in which state their cells are."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from loaders.form.vocabulary import CELLS
from loaders.query.filters import Filter, predicate
from loaders.query.plan import rows_to_sum
from loaders.query.snapshot import Snapshot
from loaders.store.additive import known, non_overlapping
from loaders.store.cubes.sums import PLACE
from loaders.store.schema import BITMAPS

_AT = {c.name: i for i, c in enumerate(CELLS)}


@dataclass(frozen=True, slots=True)
class CellStates:
    """How many of the reports that are added up print a number in a cell (how many of them 0), leave it blank, print
    what is no number, or do not have the cell.
    """

    cell: str
    reports: int
    numbers: int
    zeros: int
    blank: int
    unreadable: int
    unlisted: int


def report_counts(snapshot: Snapshot, filters: Filter, year: int) -> tuple[int, int]:
    """How many reports on whole areas and how many of bodies on themselves are added up in a year."""
    by_scope = rows_to_sum(
        snapshot,
        filters.only(year),
        (),
        "total",
        ("scope",),
        lambda rows: rows.group_by("scope").agg(pl.col("reports").sum()),
    )
    counts = dict(by_scope.iter_rows())
    return counts.get("area", 0), counts.get("own", 0)


def cell_states(snapshot: Snapshot, filters: Filter, year: int, cells: Sequence[str]) -> list[CellStates]:
    """The states of some cells in the reports that are added up in a year."""
    columns = ("body_id", *dict.fromkeys([*PLACE, *cells, *BITMAPS]))
    sums = [pl.len().alias("reports")]
    for cell in cells:
        number = pl.col(cell).is_not_null()
        blank, unreadable = (_marked(cell, state) & ~number for state in ("blank", "unreadable"))
        sums += [
            number.sum().alias(f"{cell} numbers"), (pl.col(cell) == 0).sum().alias(f"{cell} zeros"),
            blank.sum().alias(f"{cell} blank"), unreadable.sum().alias(f"{cell} unreadable"),
        ]  # fmt: skip
    where = predicate(filters.only(year), snapshot.places)
    found = snapshot.query(
        "reports", columns, lambda rows: non_overlapping(rows.with_columns(known=known())).select(sums), where
    ).row(0, named=True)
    out = []
    for cell in cells:
        numbers, zeros, blank, unreadable = (
            found[f"{cell} {s}"] or 0 for s in ("numbers", "zeros", "blank", "unreadable")
        )
        unlisted = found["reports"] - numbers - blank - unreadable
        out.append(CellStates(cell, found["reports"], numbers, zeros, blank, unreadable, unlisted))
    return out


def _marked(cell: str, state: str) -> pl.Expr:
    word, bit = divmod(_AT[cell], 64)
    return (pl.col(f"{state}_{word}").fill_null(0) & pl.lit(1 << bit, dtype=pl.UInt64)) != 0
