"""A draft, other drafts and a store → the verdict on the draft: by the rules that a stored report is checked by."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from loaders.checks import arithmetic
from loaders.checks.areas import area_sums
from loaders.form.rules import RULE, severity_order
from loaders.ingest.commit import in_order
from loaders.language.issues import sentence
from loaders.precheck.assessable import Unassessable, assess
from loaders.precheck.drafts import Draft
from loaders.precheck.requirements import Requirement, requirements
from loaders.query.exports_cells import cells_of
from loaders.query.report import Printed
from loaders.store.schema import REPORTS
from loaders.store.versions import Store

_OVER_YEARS = ("carry_over", "in_force")


@dataclass(frozen=True)
class Before:
    """The report on the year before. name: of the draft that it is, None where the store has it."""

    row: dict[str, Any]
    cells: dict[str, Printed]
    name: str | None


@dataclass(frozen=True)
class Verdict:
    """What is to be said of a draft.

    issues: with the column `message`, the gravest first; their numbers are their places from 1 on. checked: how many sums
    of the form were.
    """

    draft: Draft
    issues: pl.DataFrame
    checked: int
    unassessable: tuple[Unassessable, ...]
    requirements: tuple[Requirement, ...]
    before: Before | None

    def count(self, severity: str) -> int:
        """How many issues and requirements are of a severity."""
        found = (self.issues["severity"] == severity).sum()
        return int(found) + sum(r.severity == severity for r in self.requirements)

    @property
    def outcome(self) -> Literal["rejected", "error", "warning", "clear"]:
        """`rejected` where the file could not be read as a report, else the gravest that was found; `clear`: no more than
        remarks.
        """
        if self.draft.document["reason"]:
            return "rejected"
        return "error" if self.count("error") else "warning" if self.count("warning") else "clear"


def verdicts(drafts: Sequence[Draft], store: Store | None, lang: str) -> list[Verdict]:
    """A verdict on each draft. The report of the year before is taken from the other drafts, else from the store."""
    return [_verdict(draft, [d for d in drafts if d is not draft], store, lang) for draft in drafts]


def _verdict(draft: Draft, others: Sequence[Draft], store: Store | None, lang: str) -> Verdict:
    if not draft.report.height:
        return Verdict(draft, arithmetic.issues([]).with_columns(message=pl.lit("")), 0, (), (), None)
    row = draft.report.row(0, named=True)
    before = _before(row, others, store)
    issues = _issues(draft, row, before, store)
    year = draft.document["year"]
    messages = [sentence(i, row, lang, year) for i in issues.iter_rows(named=True)]
    failing = set(issues.select("rule", "section", "item", "column").iter_rows())
    checked, unassessable = assess(draft.cells, before.cells if before else None, failing)
    return Verdict(
        draft,
        issues.with_columns(message=pl.Series(messages, dtype=pl.String)),
        checked,
        unassessable,
        tuple(requirements(draft)),
        before,
    )


def _issues(draft: Draft, row: dict[str, Any], before: Before | None, store: Store | None) -> pl.DataFrame:
    """The issues of a draft, as a commit finds them."""
    frames = [draft.report, *([pl.DataFrame([before.row], schema=REPORTS)] if before else [])]
    document = pl.DataFrame([draft.document], infer_schema_length=None)
    found = [
        arithmetic.check(pl.concat(frames)),
        arithmetic.noted(draft.notes, document),
        arithmetic.identified(document),
        _area(draft, row, store),
    ]
    own = pl.concat(found).filter(pl.col("report_id") == row["report_id"])
    return in_order(own).sort(severity_order(), maintain_order=True)


def _before(row: dict[str, Any], others: Sequence[Draft], store: Store | None) -> Before | None:
    """The report of the same body and scope on the year before."""
    if row["body_id"] is None or row["year"] is None:
        return None
    key = (row["body_id"], row["scope"], row["year"] - 1)
    for other in others:
        for found in other.report.iter_rows(named=True):
            if (found["body_id"], found["scope"], found["year"]) == key:
                return Before(found, other.cells, other.name)
    if store is None or store.empty:
        return None
    body, scope, year = key
    rows = (
        store.scan("reports")
        .filter(pl.col("body_id") == body, pl.col("scope") == scope, pl.col("year") == year)
        .head(1)
        .collect()
    )
    if not rows.height:
        return None
    cells = {
        f"{c['section']}.{c['item']}.{c['column']}": Printed(c["state"], c["value"], c["text"], c["where"])
        for c in cells_of(rows).iter_rows(named=True)
    }
    return Before(rows.row(0, named=True), cells, None)


def _area(draft: Draft, row: dict[str, Any], store: Store | None) -> pl.DataFrame:
    """The issues of a report on a whole area, beside the reports of the bodies in it that the store has."""
    if store is None or store.empty or row["scope"] != "area":
        return arithmetic.issues([])
    same = [pl.col(c).eq_missing(pl.lit(row[c])) for c in ("province", "city")]
    around = store.scan("reports").filter(pl.col("year") <= row["year"], *same).select(*REPORTS).collect()
    reports = pl.concat([around.filter(pl.col("report_id") != row["report_id"]), draft.report])
    return area_sums(reports, store.read("roster"), RULE["area_sum"].severity)
