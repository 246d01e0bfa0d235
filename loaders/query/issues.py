"""The issues of the reports that a filter lets through: how many by rule, and each with its sentence."""

from collections.abc import Sequence

import polars as pl

from loaders.form.rules import operands, severity_order
from loaders.form.vocabulary import CELL_BY_NAME
from loaders.language.issues import brief, cell_of, sentence
from loaders.language.words import say
from loaders.query.filters import Filter, both, predicate
from loaders.query.snapshot import Snapshot
from loaders.store.schema import Issues, types

MAX_EXAMPLES = 100


def by_rule(snapshot: Snapshot, filters: Filter) -> pl.DataFrame:
    """severity, rule, issues, reports: how many issues in how many reports, errors first."""
    counted = snapshot.query(
        "faults",
        ("severity", "rule", "first"),
        lambda rows: rows.group_by("severity", "rule").agg(issues=pl.len(), reports=pl.col("first").sum()),
        predicate(filters, snapshot),
    )
    return counted.sort(severity_order(), "issues", "rule", descending=[False, True, False])


def by_severity(snapshot: Snapshot, filters: Filter) -> dict[str, tuple[int, int]]:
    """How many issues of each severity there are, and in how many reports."""
    rows = snapshot.query(
        "faults",
        ("severity", "report"),
        lambda rows: rows.group_by("severity").agg(pl.len(), reports=pl.col("report").n_unique()),
        predicate(filters, snapshot),
    )
    return {str(s): (n, reports) for s, n, reports in rows.iter_rows()}


def examples(
    snapshot: Snapshot, filters: Filter, lang: str, limit: int | None = MAX_EXAMPLES, severity: str | None = None
) -> pl.DataFrame:
    """The first issues, all without a limit, errors first, the latest years first; of one severity, if one is given.

    Columns as of `with_sentences`.
    """
    where = pl.col("severity") == severity if severity else None
    rows = issue_rows(snapshot, filters, ("issue", "report"), where)
    rows = rows if limit is None else rows.head(limit)
    return with_sentences(snapshot, rows["issue"], rows["report"], lang)


def issue_rows(
    snapshot: Snapshot, filters: Filter, columns: Sequence[str], where: pl.Expr | None = None
) -> pl.DataFrame:
    """Some columns of the issues of the reports that a filter lets through, of those for which a predicate holds."""
    return snapshot.rows("faults", columns, both(predicate(filters, snapshot), where))


def with_sentences(snapshot: Snapshot, issues: pl.Series, reports: pl.Series, lang: str) -> pl.DataFrame:
    """Issues with the agency and year of their reports and a sentence each.

    issues: their row numbers; reports: the row numbers of their reports, in the same order. Columns: report_id, agency,
    year, rule, severity (in words), grade (its id), brief (the figures that differ), message, cell (where it is marked).
    """
    found = snapshot.rows_at("issues", issues, tuple(types(Issues)))
    sides = [operands(*row) for row in found.select("rule", "section", "item", "column").iter_rows()]
    cells = sorted({c for left, right in sides for c in (*left, *right) if c in CELL_BY_NAME})
    rows = snapshot.rows_at("reports", reports, ("agency", "year", *cells))
    pairs = list(zip(found.iter_rows(named=True), rows.iter_rows(named=True), strict=True))
    messages = [sentence(issue, report, lang, report["year"]) for issue, report in pairs]
    briefs = [brief(issue, lang, report["year"]) for issue, report in pairs]
    return found.select(
        "report_id",
        rows["agency"],
        rows["year"],
        "rule",
        severity=pl.Series([say(f"severity.{s}", lang) for s in found["severity"]], dtype=pl.String),
        grade="severity",
        brief=pl.Series(briefs, dtype=pl.String),
        message=pl.Series(messages, dtype=pl.String),
        cell=pl.Series([cell_of(issue) for issue, _ in pairs], dtype=pl.String),
    )
