"""Issues and reports → each issue with the place, kind, body and year of its report, the gravest and latest first."""

import polars as pl

from loaders.bodies.order import office_order
from loaders.form.rules import severity_order

_OF_REPORT = ("division", "kind", "level", "body_id", "disclosure_template", "agency", "year")


def issue_index(issues: pl.LazyFrame, reports: pl.LazyFrame) -> pl.DataFrame:
    """One row an issue: `issue`, its row in the table of issues, `report`, that of its report in the table of reports,
    rule, severity, division, kind, level, body_id, disclosure_template, year, and `first`, whether it is the first of its rule in its report.
    """
    found = issues.select("report_id", "rule", "severity").with_row_index("issue")
    rows = found.join(reports.select("report_id", *_OF_REPORT).with_row_index("report"), on="report_id", how="left")
    rows = rows.with_columns(first=pl.int_range(pl.len()).over("report_id", "rule", order_by="issue") == 0)
    rows = rows.sort(severity_order(), -pl.col("year"), *office_order(), "rule", "issue", nulls_last=True)
    return rows.drop("report_id", "agency").collect()
