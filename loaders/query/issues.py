"""The issues of the reports that a filter lets through: how many by rule, and each with its sentence."""

from dataclasses import replace

import polars as pl

from loaders.form.rules import operands, severity_order
from loaders.form.vocabulary import CELL_BY_NAME
from loaders.language.issues import sentence
from loaders.language.words import say
from loaders.query.filters import Filter, matching, predicate
from loaders.query.snapshot import Snapshot, collect

MOST = 100


def by_rule(snapshot: Snapshot, filters: Filter) -> pl.DataFrame:
    """severity, rule, issues, reports: how many issues in how many reports, errors first."""
    found = faults(snapshot, filters).group_by("severity", "rule")
    counted = collect(found.agg(issues=pl.len(), reports=pl.col("first").sum().cast(pl.UInt32)))
    return counted.sort(severity_order(), "issues", "rule", descending=[False, True, False])


def by_severity(snapshot: Snapshot, filters: Filter) -> dict[str, tuple[int, int]]:
    """How many issues of each severity there are, and in how many reports."""
    found = faults(snapshot, filters).group_by("severity")
    rows = found.agg(pl.len(), reports=pl.col("report").n_unique()).collect()
    return {str(s): (n, reports) for s, n, reports in rows.iter_rows()}


def examples(snapshot: Snapshot, filters: Filter, lang: str, most: int = MOST) -> pl.DataFrame:
    """report_id, agency, year, rule, severity, grade, message: the first issues, errors first, the latest years first."""
    at = faults(snapshot, filters).select("issue", "report").head(most).collect()
    return with_sentences(snapshot, collect(snapshot.issues_at(at["issue"])), at["report"], lang)


def faults(snapshot: Snapshot, filters: Filter) -> pl.LazyFrame:
    """The issues of the reports that a filter lets through."""
    rows = matching(snapshot.cube("faults"), replace(filters, levels=(), templates=()), snapshot.places)
    where = predicate(filters, snapshot.places)
    if where is None or not filters.chooses("levels", "templates"):
        return rows
    # The level and the template of a report stand with the report alone.
    return rows.filter(pl.col("report").is_in(snapshot.rows_of(where).implode()))


def with_sentences(snapshot: Snapshot, found: pl.DataFrame, reports: pl.Series, lang: str) -> pl.DataFrame:
    """Issues with the body and year of their reports and a sentence each; reports: the rows of these, in the same order."""
    sides = [operands(*row) for row in found.select("rule", "section", "item", "column").iter_rows()]
    cells = sorted({c for left, right in sides for c in (*left, *right) if c in CELL_BY_NAME})
    rows = collect(snapshot.reports_at(reports, ("agency", "year", *cells)))
    messages = [
        sentence(issue, report, lang, report["year"])
        for issue, report in zip(found.iter_rows(named=True), rows.iter_rows(named=True), strict=True)
    ]
    return found.select(
        "report_id",
        rows["agency"],
        rows["year"],
        "rule",
        severity=pl.Series([say(f"severity.{s}", lang) for s in found["severity"]], dtype=pl.String),
        grade="severity",
        message=pl.Series(messages, dtype=pl.String),
    )
