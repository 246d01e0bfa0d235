"""Filters, figures and a year → each figure over the same bodies in that year and in the one before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, NamedTuple

import polars as pl

from loaders.form.metrics import METRIC, MIN_CASES, measures, to_units
from loaders.form.vocabulary import CELL_BY_NAME
from loaders.query.comparability import Reason
from loaders.query.filters import Filter
from loaders.query.plan import rows_to_sum
from loaders.query.snapshot import Snapshot
from loaders.query.sums import comparable_counts

_KEY = ("body_id", "scope")


@dataclass(frozen=True, slots=True)
class Change:
    """A figure over the bodies that have a number for it in both years, on one form.

    bodies: how many they are. alike: whether they are all that count in either year, so that the totals are compared. now,
    before: the sums over them, n of a rate. cases, cases_before: N of a rate, else None. reason: why no change may be
    said; None where one may.
    """

    bodies: int
    alike: bool
    now: float | None = None
    before: float | None = None
    cases: float | None = None
    cases_before: float | None = None
    reason: Reason | None = None

    @property
    def difference(self) -> float | None:
        """How much a count rose; None of a rate, and where no change may be said."""
        if self.reason or self.now is None or self.before is None or self.cases is not None:
            return None
        return self.now - self.before

    @property
    def points(self) -> float | None:
        """How many percentage points a rate rose; None of a count, and where no change may be said."""
        if self.reason or self.now is None or self.before is None or not self.cases or not self.cases_before:
            return None
        return round(100 * (self.now / self.cases - self.before / self.cases_before), 9)


def like_for_like(snapshot: Snapshot, filters: Filter, ids: Sequence[str], year: int) -> dict[str, Change]:
    """The change of each figure, metric or cell by its id, over the same bodies in a year and the year before.

    A body is the same in both years where its id and the scope of its report are. Only part 二 changed between the forms
    of 2019 and 2021: its figures are compared within one form alone.
    """
    # A page and its sentence ask for some of the same figures: each is compared once.
    changes: dict[str, Change] = snapshot.memoise(("like_for_like", filters.without_years(), year), dict)
    missing = [id_ for id_ in ids if id_ not in changes]
    if missing:
        changes.update(_like_for_like(snapshot, filters, missing, year))
    return {id_: changes[id_] for id_ in ids}


def _like_for_like(snapshot: Snapshot, filters: Filter, ids: Sequence[str], year: int) -> dict[str, Change]:
    years = replace(filters, years=(year - 1, year))
    keys = [*_KEY, "year", "disclosure_template"]
    # Numbers are matched faster than ids.
    columns = [pl.col("body_id").cast(pl.Categorical).to_physical(), *keys[1:], *measures(ids)]
    rows = rows_to_sum(snapshot, years, ids, "total", keys, lambda rows: rows.select(columns))
    now, before = (rows.filter(pl.col("year") == y).drop("year") for y in (year, year - 1))
    pairs = now.join(before, on=_KEY, suffix=".before")
    if not pairs.height:
        reason = Reason.OTHER_BODIES if before.height and now.height else Reason.NO_REPORT
        return {id_: Change(0, False, reason=reason) for id_ in ids}
    sides, counts = (_totals(pairs, ids, ""), _totals(pairs, ids, ".before")), _counts(pairs, ids)
    alike = pairs.height == now.height == before.height
    return {id_: _change(*sides, *counts[id_], id_, alike and counts[id_].both == pairs.height) for id_ in ids}


@dataclass(frozen=True, slots=True)
class Breaks:
    """The years to which no line may lead from the year before.

    bodies: those whose total rests on other bodies; figures: of each figure, other years with the reason.
    """

    bodies: tuple[int, ...] = ()
    figures: Mapping[str, Mapping[int, Reason]] = field(default_factory=dict)

    def of(self, id_: str) -> tuple[int, ...]:
        """The years of a figure."""
        return tuple(sorted({*self.bodies, *self.figures.get(id_, ())}))

    def reason(self, id_: str, year: int) -> Reason:
        """Why the line of a figure breaks before a year."""
        return Reason.OTHER_BODIES if year in self.bodies else self.figures[id_][year]


def breaks(snapshot: Snapshot, filters: Filter, ids: Sequence[str], sums: pl.DataFrame) -> Breaks:
    """Where the lines of some figures break; sums: theirs by year, as `loaders.query.sums.sums` gives them."""
    rows = sums.sort("year").rows(named=True)
    bodies = basis_breaks(snapshot, filters, [r["year"] for r in rows])
    figures: dict[str, dict[int, Reason]] = {}
    for before, now in pairwise(rows):
        for id_ in ids if now["year"] not in bodies else ():
            reason = None if _same_numbers(snapshot, filters, id_, ids, before, now) else Reason.NO_NUMBER
            reason = reason or _few(now, before, id_)
            if reason:
                figures.setdefault(id_, {})[now["year"]] = reason
    return Breaks(bodies, figures)


def breaks_of_one(history: pl.DataFrame, ids: Sequence[str]) -> Breaks:
    """Where the lines of a body's metrics break, between two rows of its history, as `loaders.query.body.history` has them."""
    figures: dict[str, dict[int, Reason]] = {}
    for before, now in pairwise(history.sort("year").rows(named=True)):
        for id_ in ids:
            reason = change_of_one(now, before if before["year"] == now["year"] - 1 else None, id_).reason
            if reason:
                figures.setdefault(id_, {})[now["year"]] = reason
    return Breaks(figures=figures)


def _few(now: Mapping[str, Any], before: Mapping[str, Any], id_: str) -> Reason | None:
    """Whether a rate is over too few cases in a year or the one before."""
    cases = [row.get(f"{id_}.over") for row in (now, before)] if id_ in METRIC and METRIC[id_].rate else []
    return Reason.FEW_CASES if any(n is not None and n < MIN_CASES for n in cases) else None


def _same_numbers(
    snapshot: Snapshot, filters: Filter, id_: str, ids: Sequence[str], before: Mapping[str, Any], now: Mapping[str, Any]
) -> bool:
    """Whether the same reports, of the same bodies, have a number for a figure in a year and the one before."""
    there: int = now[f"{id_}.reports"]
    if there != before[f"{id_}.reports"]:
        return False
    if there in (0, now["reports"]):
        return True
    both = like_for_like(snapshot, filters, ids, now["year"])[id_].bodies
    return both == there


def basis_breaks(snapshot: Snapshot, filters: Filter, years: Sequence[int]) -> tuple[int, ...]:
    """The years, of ascending ones, whose total rests on other bodies than that of the year shown before it."""
    found = []
    for before, year in pairwise(years):
        counts = comparable_counts(snapshot, filters, year)
        if before != year - 1 or not counts.now == counts.before == counts.both:
            found.append(year)
    return tuple(found)


class _Pairs(NamedTuple):
    """Bodies with a report in both years: how many of them on one form, how many of these with a number in both."""

    on_one_form: int
    both: int


def _counts(pairs: pl.DataFrame, ids: Sequence[str]) -> dict[str, _Pairs]:
    forms = pairs.select(_same_form(id_).sum().alias(id_) for id_ in ids).row(0)
    both = pairs.select(_both(id_).sum().alias(id_) for id_ in ids).row(0)
    return {id_: _Pairs(*counts) for id_, *counts in zip(ids, forms, both, strict=True)}


def _totals(pairs: pl.DataFrame, ids: Sequence[str], suffix: str) -> dict[str, float | None]:
    """The sums of figures over the bodies with a number in both years, in their units, and those of their N.

    One query for all figures: each of its own would take longer to plan than to run.
    """
    sums = {
        name: pl.col(f"{name}{suffix}").cast(pl.Int64).filter(_both(id_)).sum()
        for id_ in ids
        for name in measures((id_,))
    }
    return to_units(pairs.select(**sums), ids).row(0, named=True)


def _same_form(id_: str) -> pl.Expr:
    """Whether a body's two reports count a figure alike: pairs have a body, so it is always true but of part 二."""
    if _section(id_) != "disclosure":
        return pl.col("body_id").is_not_null()
    return pl.col("disclosure_template").eq_missing(pl.col("disclosure_template.before"))


def _both(id_: str) -> pl.Expr:
    return _same_form(id_) & pl.col(f"{id_}.reports") & pl.col(f"{id_}.reports.before")


def _change(
    now: Mapping[str, float | None],
    before: Mapping[str, float | None],
    on_one_form: int,
    both: int,
    id_: str,
    alike: bool,
) -> Change:
    if not both:
        return Change(0, False, reason=Reason.NO_NUMBER if on_one_form else Reason.OTHER_FORM)
    over = f"{id_}.over"
    few = over in now and min(now[over] or 0, before[over] or 0) < MIN_CASES
    reason = Reason.FEW_CASES if few else None
    return Change(both, alike, now[id_], before[id_], now.get(over), before.get(over), reason)


def change_of_one(now: Mapping[str, Any], before: Mapping[str, Any] | None, id_: str) -> Change:
    """The change of a metric between two rows of a body's history, as `loaders.query.body.history` has them."""
    if before is None:
        return Change(0, False, reason=Reason.NO_REPORT)
    template = f"{_section(id_)}_template"
    if _section(id_) == "disclosure" and now[template] != before[template]:
        return Change(0, False, reason=Reason.OTHER_FORM)
    if now[id_] is None or before[id_] is None:
        return Change(0, False, reason=Reason.NO_NUMBER)
    cases, cases_before = now.get(f"{id_}.over"), before.get(f"{id_}.over")
    reason = _few(now, before, id_)
    return Change(1, True, now[id_], before[id_], cases, cases_before, reason)


def _section(id_: str) -> str:
    return METRIC[id_].section if id_ in METRIC else CELL_BY_NAME[id_].section
