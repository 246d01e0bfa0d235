"""Exported reports and facts → figures, their sums and their changes over the same bodies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

METRICS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "received_new": (("requests.received_new.total",), (), ()),
    "total_processed": (("requests.total_processed.total",), (), ()),
    "carried_out": (("requests.carried_out.total",), (), ()),
    "other": (("requests.other.total",), (), ()),
    "permits": (("disclosure.permits.decisions",), (), ()),
    "normative_issued": (("disclosure.normative_documents.issued",), (), ()),
    "normative_in_force": (("disclosure.normative_documents.in_force",), (), ()),
    "disclosure.normative_documents.produced": (("disclosure.normative_documents.produced",), (), ()),
    "disclosure.normative_documents.published_total": (("disclosure.normative_documents.published_total",), (), ()),
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
VERTICAL = ("tax", "customs")
"""The kinds of bodies in the stores that are no part of a local government; `vertical` names all of them."""


@dataclass(eq=False)
class Report:
    """A report: who filed it for where and when, and its numbers by cell."""

    id: str
    of: Mapping[str, Any]
    cells: dict[str, float] = field(default_factory=dict)

    @property
    def vertical(self) -> bool:
        return self.of["kind"] in VERTICAL

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

    @property
    def every_kind(self) -> tuple[str, ...]:
        return (*self.kinds, *(VERTICAL if "vertical" in self.kinds else ()))

    def holds(self, of: Mapping[str, Any], year: int | None, template: str | None = None) -> bool:
        wanted = ((self.years, year), (self.divisions, of["division"]), (self.every_kind, of["kind"]),
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
    if other.vertical or a["scope"] != "area" or a["year"] != b["year"] or a["level"] not in _LEVELS:
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


def with_vertical(reports: tuple[Report, ...], choice: Choice) -> bool:
    """Whether bodies under vertical management count: where kinds or bodies are chosen, or where there are no others."""
    return bool(choice.kinds or choice.bodies) or all(r.vertical for r in reports)


@lru_cache(maxsize=64)
def counting(reports: tuple[Report, ...], choice: Choice, year: int, unit: str = "total") -> list[Report]:
    """The reports that are added up in a year: no figure twice. unit: what they are added up for.

    `kind` and `level`: bodies' own reports alone, those under vertical management among the kinds.
    """
    there = [r for r in matching(reports, choice) if r.known and r.of["year"] == year]
    if unit == "body":
        return there
    if unit != "kind" and not with_vertical(reports, choice):
        there = [r for r in there if not r.vertical]
    if unit in ("kind", "level"):
        return [r for r in there if r.of["scope"] == "own"]
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
