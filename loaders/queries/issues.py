"""The issues of the reports that a filter lets through: how many by rule, and each with its sentence."""

import polars as pl

from loaders.checks import operands, severity_order
from loaders.choice import Filter, matching
from loaders.held import Held, told
from loaders.sentences import sentence
from loaders.vocabulary import CELL_BY_NAME
from loaders.words import say

MOST = 200


def by_rule(held: Held, chosen: Filter) -> pl.DataFrame:
    """severity, rule, issues, reports: how many issues in how many reports, errors first."""
    found = matching(held.cube("faults"), chosen).group_by("severity", "rule")
    counted = told(found.agg(issues=pl.len(), reports=pl.col("first").sum()))
    return counted.sort(severity_order(), "issues", "rule", descending=[False, True, False])


def examples(held: Held, chosen: Filter, lang: str, most: int = MOST) -> pl.DataFrame:
    """report_id, agency, year, rule, severity, message: the first issues, errors first, the latest years first."""
    first = matching(held.cube("faults"), chosen).select("issue").head(most).collect()["issue"]
    found = held.issues.select(pl.all().gather(first)).collect() if not held.low_memory else _at(held, first)
    return with_sentences(held, found, lang)


def _at(held: Held, rows: pl.Series) -> pl.DataFrame:
    found = held.issues.with_row_index("at").filter(pl.col("at").is_in(rows.implode())).collect()
    order = pl.DataFrame({"at": rows})
    return order.join(found, on="at", maintain_order="left").drop("at")


def with_sentences(held: Held, found: pl.DataFrame, lang: str) -> pl.DataFrame:
    """Issues with the body and year of their reports and a sentence each, in the order given."""
    sides = [operands(*row) for row in found.select("rule", "section", "item", "column").iter_rows()]
    cells = sorted({c for left, right in sides for c in (*left, *right) if c in CELL_BY_NAME})
    rows = held.reports.filter(pl.col("report_id").is_in(found["report_id"].unique().implode()))
    reports = told(rows.select("report_id", "agency", "year", *cells))
    by_id = {r["report_id"]: r for r in reports.iter_rows(named=True)}
    issues = list(found.iter_rows(named=True))
    messages = [sentence(i, by_id[i["report_id"]], lang, by_id[i["report_id"]]["year"]) for i in issues]
    named = found.join(reports.select("report_id", "agency", "year"), on="report_id", how="left", maintain_order="left")
    return named.with_columns(
        severity=pl.Series([say(f"severity.{s}", lang) for s in found["severity"]], dtype=pl.String),
        message=pl.Series(messages, dtype=pl.String),
    ).select("report_id", "agency", "year", "rule", "severity", "message")
