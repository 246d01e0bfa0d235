"""Exported tables of reports and facts → the figures that pages show, computed anew in plain Python.

Nothing of the program that computes is used here: only its exports, as a reader of them has.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

METRICS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "received_new": (("requests.received_new.total",), (), ()),
    "total_processed": (("requests.total_processed.total",), (), ()),
    "carried_out": (("requests.carried_out.total",), (), ()),
    "other": (("requests.other.total",), (), ()),
    "permits": (("disclosure.permits.decisions",), (), ()),
    "normative_issued": (("disclosure.normative_documents.issued",), (), ()),
    "review_total": (("reviews.review.total",), (), ()),
    "reviews.litigation_direct.total": (("reviews.litigation_direct.total",), (), ()),
    "reviews.litigation_after_review.total": (("reviews.litigation_after_review.total",), (), ()),
    "disclosure_rate": (
        ("requests.granted.total", "requests.partially_granted.total"),
        ("requests.total_processed.total",),
        (),
    ),
    "review_rate": (("reviews.review.total",), ("requests.total_processed.total",), ()),
    "correction_rate": (("reviews.review.corrected",), ("reviews.review.total",), ("reviews.review.pending",)),
}
"""Each figure: the cells of its numerator, those of its denominator, and those that are taken off it."""
OTHER_PARTS = ("other_overdue_correction", "other_unpaid_fee", "other_other")
FEWEST = 20
"""The cases below which a rate is not compared."""


@dataclass(eq=False)
class Report:
    """A report: who filed it for where and when, and its numbers by cell."""

    id: str
    of: Mapping[str, Any]
    cells: dict[str, float] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        return self.of["body_id"] is not None and self.of["year"] is not None and self.of["scope"] != "unknown"

    @property
    def who(self) -> tuple[str, str]:
        return self.of["body_id"], self.of["scope"]

    def cell(self, name: str) -> float | None:
        value = self.cells.get(name)
        if name.startswith("requests.other.") and value is None:
            parts = [self.cell(f"requests.{p}.total") for p in OTHER_PARTS]
            return None if None in parts else sum(p for p in parts if p is not None)
        return None if value is None or value < 0 else value

    def figure(self, id_: str) -> tuple[float, float | None] | None:
        """n and N; None where any of the cells has no number."""
        n, over, less = ([self.cell(c) for c in cells] for cells in METRICS[id_])
        if None in n or None in over or None in less:
            return None
        return sum(n), sum(over) - sum(less) if over else None


@dataclass(frozen=True)
class Choice:
    """What a user chose; places are divisions."""

    years: tuple[int, ...] = ()
    divisions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()

    def holds(self, of: Mapping[str, Any], year: int | None, template: str | None = None) -> bool:
        wanted = ((self.years, year), (self.divisions, of["division"]), (self.kinds, of["kind"]),
                  (self.levels, of["level"]), (self.bodies, of["body_id"]), (self.templates, template))  # fmt: skip
        return all(not values or value in values for values, value in wanted)


def reports_of(exported: Iterable[Mapping[str, Any]], facts: Iterable[Mapping[str, Any]]) -> tuple[Report, ...]:
    """The reports of a store, from its two exports."""
    found = {r["report_id"]: Report(r["report_id"], r) for r in exported}
    for fact in facts:
        if fact["state"] == "printed":
            name = f"{fact['section']}.{fact['item']}.{fact['column']}"
            found[fact["report_id"]].cells[name] = fact["value"]
    return tuple(found.values())


def matching(reports: tuple[Report, ...], choice: Choice) -> list[Report]:
    return [r for r in reports if choice.holds(r.of, r.of["year"], r.of["disclosure_template"])]


def covers(area: Report, other: Report, lowest: str = "county") -> bool:
    """Whether an area report holds the figures of another report, of the same year, in its own."""
    a, b = area.of, other.of
    if a["scope"] != "area" or a["year"] != b["year"] or a["level"] not in _LEVELS:
        return False
    if b["scope"] == "area" and b["level"] == a["level"]:
        return False
    if a["level"] == "province":
        return a["province"] == b["province"]
    if a["level"] == "city":
        return a["city"] is not None and (a["province"], a["city"]) == (b["province"], b["city"])
    # Whatever lies in a district or zone bears its code.
    return b["level"] in ("county", "township") and a["division"] == b["division"]


_LEVELS = ("province", "city", "county")


@lru_cache(maxsize=64)
def counting(reports: tuple[Report, ...], choice: Choice, year: int, unit: str = "total") -> list[Report]:
    """The reports that are added up in a year: no figure twice. unit: what they are added up for."""
    there = [r for r in matching(reports, choice) if r.known and r.of["year"] == year]
    if unit == "body":
        return there
    above = {"district": ("province", "city"), "city": ("province",)}.get(unit, ())
    there = [r for r in there if r.of["scope"] == "own" or r.of["level"] not in above]
    return [r for r in there if not any(covers(a, r) for a in there)]


def total(reports: Iterable[Report], id_: str) -> tuple[float | None, float | None, int]:
    """n, N and how many of the reports have a number; None where none has."""
    figures = [f for r in reports if (f := r.figure(id_)) is not None]
    if not figures:
        return None, None, 0
    return sum(n for n, _ in figures), sum(over or 0 for _, over in figures) if METRICS[id_][1] else None, len(figures)


@dataclass(frozen=True)
class Alike:
    """The change of a figure over the same bodies; alike: whether the totals rest on these bodies alone."""

    bodies: int
    alike: bool
    now: float | None = None
    before: float | None = None
    cases: float | None = None
    cases_before: float | None = None
    reason: str | None = None


def change(reports: tuple[Report, ...], choice: Choice, id_: str, year: int) -> Alike:
    """The change over the bodies with a number in both years on one form."""
    choice = replace(choice, years=())
    now, before = ({r.who: r for r in counting(reports, choice, y)} for y in (year, year - 1))
    pairs = [(now[w], before[w]) for w in now if w in before]
    if not pairs:
        return Alike(0, False, reason="other_bodies" if now and before else "no_report")
    if METRICS[id_][0][0].startswith("disclosure"):
        pairs = [(a, b) for a, b in pairs if a.of["disclosure_template"] == b.of["disclosure_template"]]
        if not pairs:
            return Alike(0, False, reason="other_form")
    both = [(a, b) for a, b in pairs if a.figure(id_) is not None and b.figure(id_) is not None]
    if not both:
        return Alike(0, False, reason="no_number")
    n, over, _ = total([a for a, _ in both], id_)
    n0, over0, _ = total([b for _, b in both], id_)
    few = over is not None and min(over, over0 or 0) < FEWEST
    alike = len(both) == len(now) == len(before)
    return Alike(len(both), alike, n, n0, over, over0, "few_cases" if few else None)


@dataclass(frozen=True)
class Due:
    """Bodies that ought to file, in which years, and on which forms they did."""

    bodies: dict[str, Mapping[str, Any]]
    years: set[tuple[str, int]]
    forms: set[tuple[str, int, str]]

    def departments(self, choice: Choice, year: int) -> dict[str, Mapping[str, Any]]:
        """Those of a choice that are due in a year, governments aside, which report on their area.

        Where a form is chosen, those alone that a report on it stands behind: what is missing has none.
        """
        free = replace(choice, templates=())
        return {id_: b for id_, b in self.bodies.items() if (id_, year) in self.years and free.holds(b, year)
                and b["kind"] != "people_government"
                and (not choice.templates or any((id_, year, t) in self.forms for t in choice.templates))}  # fmt: skip


def due(reports: tuple[Report, ...], roster: list[Mapping[str, Any]], failed: set[tuple[str, int]]) -> Due:
    """Who ought to file when: by the roster, else every body from its first report on; and whoever filed anything."""
    dated = [r for r in reports if r.of["body_id"] is not None and r.of["year"] is not None]
    every = {r.of["year"] for r in dated} | {y for _, y in failed}
    filed = {(r.of["body_id"], r.of["year"]) for r in dated} | failed
    if roster:
        bodies = {b["body_id"]: b for b in roster}
        spans = {id_: (b["first"] or 0, b["last"] or 9999) for id_, b in bodies.items()}
    else:
        bodies = {r.of["body_id"]: r.of for r in sorted(dated, key=lambda r: r.of["year"])}
        spans = {id_: (min(r.of["year"] for r in dated if r.of["body_id"] == id_), 9999) for id_ in bodies}
    asked = {(id_, y) for id_, (first, last) in spans.items() for y in every if first <= y <= last}
    forms = {(r.of["body_id"], r.of["year"], r.of["disclosure_template"]) for r in dated}
    return Due(bodies, {(id_, y) for id_, y in asked | filed if id_ in bodies}, forms)


def partial(reports: tuple[Report, ...], choice: Choice, due_: Due, year: int) -> tuple[int, int, int]:
    """Divisions that are sums of bodies; of these bodies, how many are due there, and how many of the due count."""
    own = [r for r in counting(reports, choice, year) if r.of["scope"] == "own" and r.of["division"]]
    divisions = {r.of["division"] for r in own}
    wanted = {id_ for id_, b in due_.departments(choice, year).items() if b["division"] in divisions}
    there = {r.of["body_id"] for r in own}
    return len(divisions), len(wanted | there), len(there)


@dataclass(frozen=True)
class Unit:
    """A place or body in a year. who: the reports behind its figure; partial: whether one that is due is not among them."""

    who: frozenset[tuple[str, str]]
    numbers: int
    value: float | None
    over: float | None
    reason: str | None


_KEY = {"district": "division", "city": "city", "province": "province", "body": "body_id"}
_AREA = {"district": "county", "city": "city", "province": "province"}


def unit_of(reports: tuple[Report, ...], choice: Choice, due_: Due, unit: str, key: str, id_: str, year: int) -> Unit:
    """A unit's figure in a year and why it may not be compared."""
    there = [r for r in counting(reports, choice, year, unit if unit != "province" else "total")
             if r.of[_KEY[unit]] == key]  # fmt: skip
    if unit == "body":
        there = sorted(there, key=lambda r: r.of["scope"] != "area")[:1]
    n, over, numbers = total(there, id_)
    whole = any(r.of["scope"] == "area" and r.of["level"] == _AREA.get(unit) for r in there)
    areas = [r for r in there if r.of["scope"] == "area"]
    wanted = {body for body, of in due_.departments(choice, year).items() if of[_KEY[unit]] == key
              and not any(covers(a, Report("", {**of, "year": year, "scope": "own"})) for a in areas)}  # fmt: skip
    gap = unit != "body" and not whole and bool(wanted - {r.of["body_id"] for r in there})
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


def grouped(value: float | None) -> str:
    return "无数字" if value is None else f"{value:,.0f}"


def moved(text: str, now: float | None, before: float | None) -> bool:
    """Whether `，比上年增加 3 件（+1.2%）` is so."""
    if now is None or before is None:
        return False
    if text == "，与上年持平":
        return now == before
    word, n, share = re.fullmatch(r"，比上年(增加|减少) ([\d,]+) 件(?:（(.+)）)?", text).groups()
    if (word == "增加") != (now > before) or int(n.replace(",", "")) != abs(now - before):
        return False
    if not share or not before:
        return not share and not before
    if times := re.fullmatch(r"上年的 ([\d,.]+) 倍", share):
        return near(times[1], Fraction(now) / Fraction(before)) and now >= 10 * before
    return ("+" if now > before else "−") == share[0] and near(
        share[1:-1], 100 * abs(Fraction(now - before)) / Fraction(before)
    )


def near(text: str, value: Fraction) -> bool:
    """Whether a printed number is a value rounded half up to its digits, and looks neither whole nor nothing unless it is."""
    digits = len(text.partition(".")[2])
    printed = Fraction(text.replace(",", "").replace("−", "-"))
    nearest = Fraction((value * 10**digits + Fraction(1, 2)).__floor__(), 10**digits)
    return printed == nearest and (printed == 0) == (value == 0)


def rate_is(text: str, n: float | None, over: float | None, unit: str) -> bool:
    """Whether `54.0%（1,902/3,521）` is so."""
    if n is None or over is None:
        return text == "无数字"
    if over == 0:
        return text == "不适用"
    share, base = re.fullmatch(rf"([\d.,]+){unit}（([\d,]+/[\d,]+)）", text).groups()
    exact = 100 * Fraction(n) / Fraction(over)
    # A count for each hundred may be a little more than nothing and look like it.
    true = near(share, exact) if unit else abs(Fraction(share.replace(",", "")) - exact) <= Fraction(1, 20)
    return base == f"{n:,.0f}/{over:,.0f}" and true and (not unit or (share == "100.0") == (exact == 100))
