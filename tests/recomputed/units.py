"""Reports and filings → the figures of places and bodies beside each other, and why one may not be compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from recomputed.filings import Filings, absent
from recomputed.reports import FEWEST, METRICS, Choice, Report, counting, total

KEY = {"district": "division", "city": "city", "province": "province", "body": "body_id"}
_AREA = {"district": "county", "city": "city", "province": "province"}


@dataclass(frozen=True)
class Unit:
    """A place or body in a year. who: the reports behind its figure."""

    who: frozenset[tuple[str, str]]
    numbers: int
    value: float | None
    over: float | None
    reason: str | None


def unit_of(
    reports: tuple[Report, ...], choice: Choice, filed: Filings, unit: str, key: str, id_: str, year: int
) -> Unit:
    """A unit's figure in a year and why it may not be compared."""
    every = counting(reports, choice, year, unit if unit != "province" else "total")
    there = [r for r in every if r.of[KEY[unit]] == key]
    if unit == "body":
        there = sorted(there, key=lambda r: r.of["scope"] != "area")[:1]
    n, over, numbers = total(there, id_)
    whole = any(r.of["scope"] == "area" and r.of["level"] == _AREA.get(unit) for r in there)
    lacking = any(f.of[KEY[unit]] == key for f in absent(filed, choice, year, there))
    gap = unit != "body" and not whole and lacking
    reason = None
    if not there:
        reason = "no_report"
    elif not numbers:
        reason = "no_number"
    elif gap or numbers < len(there):
        reason = "partial"
    elif over is not None and over < FEWEST:
        reason = "few_cases"
    return Unit(frozenset(r.who for r in there), numbers, n, over, reason)


def size_of_change(id_: str, now: Unit, before: Unit) -> Fraction | None:
    """How far a figure moved, a rate in percentage points; None where the two may not be compared."""
    if now.reason or before.reason or now.who != before.who or now.value is None or before.value is None:
        return None
    if not METRICS[id_][1]:
        return Fraction(now.value) - Fraction(before.value)
    if not now.over or not before.over:
        return None
    return 100 * (Fraction(now.value) / Fraction(now.over) - Fraction(before.value) / Fraction(before.over))


def quartiles(values: list[Fraction]) -> tuple[Fraction, Fraction, Fraction] | None:
    """The quartiles by linear interpolation; None for fewer than four values."""
    if len(values) < 4:
        return None
    ordered = sorted(values)

    def at(share: Fraction) -> Fraction:
        place = share * (len(ordered) - 1)
        low = int(place)
        high = min(low + 1, len(ordered) - 1)
        return ordered[low] + (ordered[high] - ordered[low]) * (place - low)

    return at(Fraction(1, 4)), at(Fraction(1, 2)), at(Fraction(3, 4))


@dataclass(frozen=True)
class Basis:
    """What the sum of a division rests on: area reports, bodies' own reports, and how many bodies ought to stand there."""

    areas: int
    bodies: int
    expected: int


def bases_of(reports: tuple[Report, ...], choice: Choice, filed: Filings, year: int, unit: str) -> Mapping[str, Basis]:
    """By division; those in which nobody reports and nobody ought to are left out."""
    every = counting(reports, choice, year, unit)
    owed = absent(filed, choice, year, every)
    out = {}
    for division in {r.of["division"] for r in every} | {f.of["division"] for f in owed}:
        there = [r for r in every if r.of["division"] == division]
        own = {filed.line(r.of["body_id"]) for r in there if r.of["scope"] == "own"}
        lacking = {f.line for f in owed if f.of["division"] == division}
        out[division] = Basis(len(there) - len(own), len(own), len(own | lacking))
    return out
