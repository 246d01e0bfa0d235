"""The issues of the reports that a filter lets through: how many by rule, and each with its sentence."""

import polars as pl

from loaders.checks import severity_order
from loaders.queries.choice import Filter, matching
from loaders.sentences import sentence
from loaders.store import Store
from loaders.words import say

MOST = 500


def by_rule(store: Store, chosen: Filter) -> pl.DataFrame:
    """severity, rule, issues, reports: how many issues in how many reports, errors first."""
    found = _found(store, chosen)
    counted = found.group_by("severity", "rule").agg(issues=pl.len(), reports=pl.col("report_id").n_unique())
    return counted.sort(severity_order(), "issues", descending=[False, True]).collect()


def examples(store: Store, chosen: Filter, lang: str) -> pl.DataFrame:
    """report_id, agency, year, severity, message: the first issues, errors first, the latest years first."""
    reports = store.scan("reports")
    rows = _found(store, chosen).join(reports.select("report_id", "agency", "year"), on="report_id", how="left")
    rows = rows.sort(severity_order(), -pl.col("year"), "agency", "rule").head(MOST).collect()
    values = reports.filter(pl.col("report_id").is_in(rows["report_id"].implode())).collect()
    by_id = {r["report_id"]: r for r in values.iter_rows(named=True)}
    messages = [sentence(i, by_id[i["report_id"]], lang, i["year"]) for i in rows.iter_rows(named=True)]
    severities = [say(f"severity.{s}", lang) for s in rows["severity"]]
    return rows.select(
        "report_id",
        "agency",
        "year",
        "rule",
        severity=pl.Series(severities, dtype=pl.String),
        message=pl.Series(messages, dtype=pl.String),
    )


def _found(store: Store, chosen: Filter) -> pl.LazyFrame:
    return store.scan("issues").join(
        matching(store.scan("reports"), chosen).select("report_id"), on="report_id", how="semi"
    )
