"""Filters of a year and its figures → sums over the reports alone that have a number for all that is set side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from loaders.form.metrics import measures
from loaders.form.vocabulary import MAIN_OUTCOMES
from loaders.query.filters import Filter
from loaders.query.plan import rows_to_sum
from loaders.query.snapshot import Snapshot
from loaders.query.sums import sums

SOURCES = ("received_new", "carried_in")
ENDS = (*MAIN_OUTCOMES, "carried_out")


class Part(NamedTuple):
    """A count and the whole that it is a part of, over the `reports` that have a number for both; None where none has."""

    n: int | None
    over: int | None
    reports: int


@dataclass(frozen=True, slots=True)
class Balance:
    """Requests of a year. gap: how much what came (`SOURCES`) exceeds what became of it (`ENDS`), in the sums of all reports.

    complete: how many of the `reports` have a number for each of these; came, went, difference: the two sides over them, and
    how far they are apart. printed: how many reports have a number for each outcome and for the total; outcomes, processed:
    both over them.
    """

    reports: int
    gap: int
    complete: int
    came: int
    went: int
    difference: int
    printed: int
    outcomes: int
    processed: int


def parts_of(snapshot: Snapshot, filters: Filter, ids: Sequence[str], over: str) -> dict[str, Part]:
    """Each count of the reports of a year as a part of a whole; ids, over: metrics that are counts, or cells of counts."""
    return snapshot.memoise(("parts_of", filters, tuple(ids), over), lambda: _parts_of(snapshot, filters, ids, over))


def _parts_of(snapshot: Snapshot, filters: Filter, ids: Sequence[str], over: str) -> dict[str, Part]:
    row = _sums(snapshot, filters, (*ids, over))
    whole = row.get(f"{over}.reports") == row.get("reports")
    # Where no report lacks a number, the sums made at ingest are those of the same reports.
    found = {i: Part(row[i], row[over], row["reports"]) for i in ids if whole and row[f"{i}.reports"] == row["reports"]}
    rest = [i for i in ids if i not in found]
    rows = _by_report(snapshot, filters, (*rest, over)) if rest else pl.DataFrame()
    for id_ in rest:
        both = _summed(rows, (id_, over))
        there = both["reports"]
        found[id_] = Part(both[id_], both[over], there) if there else Part(None, None, 0)
    return found


def balance(snapshot: Snapshot, filters: Filter) -> Balance:
    """Both sides of the requests of a year."""
    return snapshot.memoise(("balance", filters), lambda: _balance(snapshot, filters))


def _balance(snapshot: Snapshot, filters: Filter) -> Balance:
    ids, totals = (*SOURCES, *ENDS), (*MAIN_OUTCOMES, "total_processed")
    every = _sums(snapshot, filters, (*ids, "total_processed"))
    reports = every["reports"]
    sides, printed = dict(every), dict(every)
    if any(every[f"{i}.reports"] < reports for i in (*ids, "total_processed")):
        rows = _by_report(snapshot, filters, (*ids, "total_processed"))
        sides, printed = _summed(rows, ids), _summed(rows, totals)
    came, went = (_added(sides, side) for side in (SOURCES, ENDS))
    return Balance(
        reports=reports,
        gap=_added(every, SOURCES) - _added(every, ENDS),
        complete=sides["reports"],
        came=came,
        went=went,
        difference=abs(came - went),
        printed=printed["reports"],
        outcomes=_added(printed, MAIN_OUTCOMES),
        processed=_added(printed, ("total_processed",)),
    )


def _added(row: Mapping[str, int | None], ids: Sequence[str]) -> int:
    return sum(row[i] or 0 for i in ids)


def _sums(snapshot: Snapshot, filters: Filter, ids: Sequence[str]) -> dict[str, int]:
    found = sums(snapshot, filters, tuple(dict.fromkeys(ids)))
    nothing = {"reports": 0} | {name: 0 for i in ids for name in (i, f"{i}.reports")}
    return found.row(0, named=True) if found.height else nothing


def _by_report(snapshot: Snapshot, filters: Filter, ids: Sequence[str]) -> pl.DataFrame:
    columns = list(measures(ids))
    return rows_to_sum(snapshot, filters, ids, "total", ("body_id",), lambda rows: rows.select(columns))


def _summed(rows: pl.DataFrame, ids: Sequence[str]) -> dict[str, int]:
    """The sums over the `reports` that have a number for each of some figures."""
    both = rows.filter(pl.all_horizontal(f"{i}.reports" for i in ids))
    sums = both.select(pl.col(i).cast(pl.Int64).sum() for i in dict.fromkeys(ids))
    return {**sums.row(0, named=True), "reports": both.height}
