"""Filters and a year → the review ledger (审核台账): what became of each body's report, what is wrong in it, what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from loaders.form.form_2014 import TEMPLATE
from loaders.form.metrics import measures, to_units
from loaders.form.vocabulary import CELLS, SECTIONS
from loaders.query.comparability import Reason
from loaders.query.completeness import Part, part_counts, parts
from loaders.query.coverage import coverage
from loaders.query.filters import Filter
from loaders.query.issues import with_sentences
from loaders.query.like_for_like import Change, change_of_one
from loaders.query.snapshot import Snapshot
from loaders.store.schema import BITMAPS

FIGURES = ("received_new", "total_processed", "review_total", "litigation_total")
"""The figures that a ledger compares with the year before."""
_OF_2014 = dict(
    zip(FIGURES, ("received_2014", "answered_2014", "review_total_2014", "litigation_total_2014"), strict=True)
)
"""What the table of 2014 counts in their stead, by its own rules."""
_TEMPLATES = tuple(f"{section}_template" for section in SECTIONS)
_NOT_OWED = ("dissolved", "not_expected")


@dataclass(frozen=True)
class Issue:
    """What does not hold in a report. brief: the cells and their figures in few words, else empty; message: a sentence."""

    rule: str
    severity: str
    section: str | None
    brief: str
    message: str


@dataclass(frozen=True)
class Entry:
    """A line of the ledger: a body, its filing of the year, and its report where there is one.

    filing: a row as of `loaders.query.coverage.coverage`. report_id, scope: of the report. parts: by section.
    figures, figures_before: `FIGURES` in it, and in the report of the same body and scope of the year before, of the table of
    2014 what it counts in their stead; changes: what may be said of the two. A body with two reports has two entries.
    """

    filing: Mapping[str, Any]
    report_id: str | None = None
    scope: str | None = None
    parts: Mapping[str, Part] = field(default_factory=dict)
    figures: Mapping[str, float | None] = field(default_factory=dict)
    figures_before: Mapping[str, float | None] = field(default_factory=dict)
    changes: Mapping[str, Change] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()

    def of_severity(self, *severities: str) -> list[Issue]:
        """The issues of some severities."""
        return [i for i in self.issues if i.severity in severities]


def ledger(snapshot: Snapshot, filters: Filter, year: int, lang: str, today: date | None = None) -> list[Entry]:
    """The entries of a year, by place and body; bodies that owe no report for it are left out."""
    filings = coverage(snapshot, filters.only(year), today=today)
    filings = filings.filter(~pl.col("state").cast(pl.String).is_in(_NOT_OWED))
    filers, filers_before = (_filers(snapshot, filings["body_id"], y) for y in (year, year - 1))
    reports = _reports(snapshot, filers, year)
    before = _reports(snapshot, filers_before, year - 1)
    issues = issues_of(snapshot, list(filers.values()), year, lang)
    entries = []
    for filing in filings.iter_rows(named=True):
        body = filing["body_id"]
        earlier = {row["scope"]: row for row in before.get(body, ())}
        for row in reports.get(body, ()):
            entries.append(_entry(filing, row, earlier.get(row["scope"]), issues.get(row["report_id"], [])))
        if body not in reports:
            entries.append(Entry(filing))
    return entries


def _entry(
    filing: Mapping[str, Any], row: Mapping[str, Any], before: Mapping[str, Any] | None, issues: Sequence[Issue]
) -> Entry:
    figures = {id_: row[_id_in(row, id_)] for id_ in FIGURES}
    earlier = {id_: before[_id_in(before, id_)] if before else None for id_ in FIGURES}
    changes = {id_: _change(row, before, id_) for id_ in FIGURES}
    return Entry(filing, row["report_id"], row["scope"], parts(row), figures, earlier, changes, tuple(issues))


def _id_in(row: Mapping[str, Any], id_: str) -> str:
    """The figure that a report prints for one of `FIGURES`, which depends on its form."""
    section = "reviews" if id_ in ("review_total", "litigation_total") else "requests"
    return _OF_2014[id_] if row[f"{section}_template"] == TEMPLATE else id_


def _change(row: Mapping[str, Any], before: Mapping[str, Any] | None, id_: str) -> Change:
    own = _id_in(row, id_)
    if before and _id_in(before, id_) != own:
        return Change(0, False, reason=Reason.OTHER_FORM)
    return change_of_one(row, before, own)


def issues_of(snapshot: Snapshot, bodies: Sequence[str], year: int, lang: str) -> dict[str, list[Issue]]:
    """What does not hold in the reports of some bodies, by report, the gravest first."""
    of_bodies = pl.col("body_id").is_in(list(bodies)) & (pl.col("year") == year)
    found = snapshot.rows("faults", ("issue", "report"), of_bodies)
    sections = snapshot.rows_at("issues", found["issue"], ("section",))["section"]
    by_report: dict[str, list[Issue]] = {}
    rows = with_sentences(snapshot, found["issue"], found["report"], lang)
    for row, section in zip(rows.iter_rows(named=True), sections, strict=True):
        issue = Issue(row["rule"], row["grade"], section, row["brief"], row["message"])
        by_report.setdefault(row["report_id"], []).append(issue)
    return by_report


def _filers(snapshot: Snapshot, bodies: pl.Series, year: int) -> dict[str, str]:
    """The bodies under whose names the reports of a year stand, by the body of their line: a renamed one filed under another."""
    of_bodies = (pl.col("year") == year) & pl.col("body_id").is_in(bodies.implode())
    return dict(snapshot.rows("filings", ("body_id", "filer"), of_bodies).iter_rows())


def _reports(snapshot: Snapshot, filers: Mapping[str, str], year: int) -> dict[str, list[dict[str, Any]]]:
    """The reports of a year by the body of their line: report_id, scope, templates, the figures and the counts of parts."""
    lines = {filer: body for body, filer in filers.items()}
    ids = (*FIGURES, *_OF_2014.values())
    measured = measures(ids)
    columns = ("report_id", "body_id", "scope", *_TEMPLATES, *(c.name for c in CELLS), *BITMAPS)
    where = (pl.col("year") == year) & pl.col("body_id").is_in(list(lines))
    rows = snapshot.rows("reports", columns, where)
    figures = to_units(rows.select(*columns[:3], *_TEMPLATES, **measured, **part_counts()), ids)
    by_body: dict[str, list[dict[str, Any]]] = {}
    for row in figures.sort("body_id", "scope").iter_rows(named=True):
        by_body.setdefault(lines[row["body_id"]], []).append(row)
    return by_body
