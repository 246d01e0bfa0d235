"""Reports, documents and roster → who ought to file when, and what became of it, renamed and merged bodies included."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from recomputed.reports import VERTICAL, Choice, Report, counting, covers, with_vertical

FAILURES = ("no_tables",)
FILED = ("in_time", "late", "undated")
OWED = (*FILED, "failed", "missing", "not_due")
Row = Mapping[str, Any]


class Reform(NamedTuple):
    """Names of bodies that a reform ended, the kind of their successors, the first year without them."""

    former: str
    to_kind: str
    since: int
    renamed: bool
    everywhere: bool


REFORMS = (
    Reform("扶贫", "rural_revitalisation", 2021, renamed=True, everywhere=True),
    Reform("乡村振兴", "agriculture_rural", 2024, renamed=False, everywhere=True),
    Reform("行政审批", "data_administration", 2024, renamed=True, everywhere=False),
)
"""国务院机构改革方案 of 2021 and 2023, as far as the stores have such bodies."""


def reform_of(agency: str) -> Reform | None:
    return next((r for r in REFORMS if re.search(r.former, agency)), None)


@dataclass(frozen=True)
class Filing:
    """What became of the report of a body, on its line, in a year; by: the body that filed it."""

    line: str
    by: str
    of: Row
    year: int
    state: str
    aside: bool

    @property
    def due(self) -> date:
        by_march = self.of["kind"] == "people_government" or self.year < 2019
        return date(self.year + 1, 3, 31) if by_march else date(self.year + 1, 1, 31)

    def on(self, today: date | None) -> str:
        """The state on a day; none means long after."""
        return "not_due" if self.state == "missing" and today is not None and today <= self.due else self.state

    @property
    def absent(self) -> bool:
        return self.state in ("missing", "failed") or self.aside


@dataclass(frozen=True)
class Filings:
    """All filings; lines: the body under whose name each renamed body's filings stand; given: whether by a roster."""

    every: tuple[Filing, ...]
    lines: Mapping[str, str]
    forms: frozenset[tuple[str, int, str | None]]
    given: bool
    only_vertical: bool

    def line(self, body: str) -> str:
        return self.lines.get(body, body)

    def of(self, choice: Choice, by_kind: bool = False) -> list[Filing]:
        """Those that are owed or filed, of a choice; where a form is chosen those alone that a report on it stands behind."""
        bodies = tuple(self.line(b) for b in choice.bodies)
        free = replace(choice, templates=(), bodies=bodies)
        every = bool(by_kind or choice.kinds or choice.bodies or self.only_vertical)
        return [f for f in self.every if f.state in OWED and free.holds({**f.of, "body_id": f.line}, f.year)
                and (every or f.of["kind"] not in VERTICAL)
                and (not choice.templates or any((f.by, f.year, t) in self.forms for t in choice.templates))]  # fmt: skip


def filings(reports: tuple[Report, ...], documents: list[Row], roster: list[Row]) -> Filings:
    """Every filing of a store. documents, roster: as rows."""
    dated = [r for r in reports if r.of["body_id"] is not None and r.of["year"] is not None]
    failed = {(d["body_id"], d["year"]) for d in documents if d["status"] == "rejected" and d["reason"] in FAILURES}
    bodies = bodies_of(dated)
    ends, lines = succession(bodies)
    asked = asked_of(roster, bodies, lines)
    failed = {(lines.get(b, b), y) for b, y in failed}
    filed: dict[tuple[str, int], list[tuple[str, Report]]] = {}
    for r in dated:
        key = lines.get(r.of["body_id"], r.of["body_id"]), r.of["year"]
        filed.setdefault(key, []).append((state_of(r, documents), r))
    years = {r.of["year"] for r in dated} | {y for _, y in failed}
    every = []
    for line, (of, first, last) in asked.items():
        latest = max((y for (b, y) in filed if b == line), default=0)
        for year in sorted(years):
            there = sorted(filed.get((line, year), []), key=lambda s: OWED.index(s[0]))
            state, by = (there[0][0], there[0][1].of["body_id"]) if there else ("", line)
            if not there and (line, year) in failed:
                state = "failed"
            elif not there:
                due = (first or 0) <= year <= (last or 9999)
                gone = line in ends and year >= ends[line] and year > latest
                state = "not_expected" if not due else "dissolved" if gone else "missing"
            aside = bool(there) and all(r.of["scope"] == "unknown" for _, r in there)
            every.append(Filing(line, by, of, year, state, aside))
    forms = frozenset((r.of["body_id"], r.of["year"], r.of["disclosure_template"]) for r in dated)
    return Filings(tuple(every), lines, forms, bool(roster), all(r.vertical for r in reports))


@dataclass(frozen=True)
class Body:
    """A body as it was last, and its first and last year with a report."""

    of: Row
    first: int
    last: int


def bodies_of(dated: Iterable[Report]) -> dict[str, Body]:
    ordered = sorted(dated, key=lambda r: (r.of["body_id"], r.of["year"]))
    found = {id_: list(rs) for id_, rs in groupby(ordered, key=lambda r: r.of["body_id"])}
    return {id_: Body(rs[-1].of, rs[0].of["year"], rs[-1].of["year"]) for id_, rs in found.items()}


def succession(bodies: Mapping[str, Body]) -> tuple[dict[str, int], dict[str, str]]:
    """The first year in which each body that ended owes nothing, and the lines of the renamed."""
    heirs: dict[str, tuple[str, Body]] = {}
    for id_, body in bodies.items():
        reform = reform_of(body.of["agency"])
        if reform:
            took = [(i, b) for i, b in bodies.items() if b.of["kind"] == reform.to_kind and b.last > body.last
                    and (b.of["division"], b.of["level"]) == (body.of["division"], body.of["level"])
                    and reform_of(b.of["agency"]) != reform]  # fmt: skip
            if took:
                heirs[id_] = max(took, key=lambda h: (h[1].last, h[1].of["agency"]))
    ends, to = {}, {}
    for id_, body in bodies.items():
        reform = reform_of(body.of["agency"])
        if reform is None:
            continue
        heir, new = heirs.get(id_, (None, None))
        alone = sum(h == heir for h, _ in heirs.values()) == 1
        if new and heir and reform.renamed and alone and new.first > body.last and new.first >= reform.since - 1:
            to[id_] = heir
        elif reform.everywhere or heir:
            ends[id_] = reform.since
    lines = {}
    for id_ in to:
        line = id_
        while line in to:
            line = to[line]
        lines[id_] = line
    return ends, lines


def asked_of(
    roster: list[Row], bodies: Mapping[str, Body], lines: Mapping[str, str]
) -> dict[str, tuple[Row, int | None, int | None]]:
    """By line: the body that ought to file, its first and its last year, None for no limit."""
    listed = [(b, b["first"], b["last"]) for b in roster] or [(b.of, b.first, None) for b in bodies.values()]
    own = {b["body_id"]: b for b, _, _ in listed}
    spans: dict[str, list[tuple[int | None, int | None]]] = {}
    for body, first, last in listed:
        spans.setdefault(lines.get(body["body_id"], body["body_id"]), []).append((first, last))
    out = {}
    for line, of_line in spans.items():
        firsts, lasts = zip(*of_line, strict=True)
        of = own.get(line) or bodies[line].of
        out[line] = of, None if None in firsts else min(firsts), None if None in lasts else max(lasts)
    return out


def state_of(report: Report, documents: Iterable[Row]) -> str:
    """In time, late or undated, by the first publication; a mirror only proves that a report was there by then."""
    government, after = report.of["kind"] == "people_government", report.of["year"] + 1
    deadline = date(after, 3, 31) if government or after < 2020 else date(after, 1, 31)
    own, mirrors = [], []
    for d in documents:
        if d["report_id"] == report.id and d["status"] != "rejected" and not d["withdrawn"]:
            copied = d["url"] is not None and not re.match(r"https?://[^/]*\.gov\.cn(/|$)", d["url"])
            (mirrors if copied else own).append(d["published"])
    days = own or [d for d in mirrors if d is not None and d <= deadline]
    days = [d for d in days if d is not None and d.year == after]
    if not days:
        return "undated"
    return "in_time" if min(days) <= deadline else "late"


def partial(reports: tuple[Report, ...], choice: Choice, filed: Filings, year: int) -> tuple[int, int, int]:
    """Divisions that are sums of bodies; of these bodies, how many are due there, and how many of the due count."""
    every = counting(reports, choice, year)
    own = [r for r in every if r.of["scope"] == "own" and r.of["division"]]
    divisions = {r.of["division"] for r in own}
    lacking = {f.line for f in absent(filed, choice, year, every) if f.of["division"] in divisions}
    there = {filed.line(r.of["body_id"]) for r in own}
    return len(divisions), len(lacking | there), len(there)


def absent(filed: Filings, choice: Choice, year: int, there: list[Report]) -> list[Filing]:
    """The filings of a choice and year that are owed and in no total, governments aside, which report on their area;
    without those that an area report holds.
    """
    owed = [f for f in filed.of(choice) if f.year == year and f.absent and f.of["kind"] != "people_government"]
    areas = [r for r in there if r.of["scope"] == "area"]
    return [f for f in owed if not any(covers(a, Report("", {**f.of, "year": year, "scope": "own"})) for a in areas)]


def apart(reports: tuple[Report, ...], choice: Choice) -> int:
    """How many reports of bodies under vertical management no total holds."""
    if with_vertical(reports, choice):
        return 0
    return len(
        [r for r in reports if r.known and r.vertical and choice.holds(r.of, r.of["year"], r.of["disclosure_template"])]
    )
