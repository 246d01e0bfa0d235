"""Issues → a list on the page, each a link to the cell that it is about."""

from pathlib import Path
from typing import NamedTuple

import polars as pl
import streamlit as st

from loaders.language.words import number, say
from loaders.output.html import render
from loaders.query.filters import Filter
from pages.shared.frame.links import address
from pages.shared.frame.session import current_session

CSS = Path(__file__).with_name("issue_list.css")


class _Line(NamedTuple):
    """An issue in words. lead: what differs, or the whole sentence; detail: the sentence, if it is not the lead."""

    severity: str
    word: str
    report: str
    lead: str
    detail: str
    address: str


def issue_list(issues: pl.DataFrame) -> None:
    """Draws the list, all revisions of a report as one line.

    issues: rows of report_id, agency, year, rule, severity or grade (its id), brief, message, cell.
    """
    grade = "grade" if "grade" in issues.columns else "severity"
    rows = folded(issues, current_session().lang)
    rows = rows.select("report_id", "agency", "year", "brief", "message", "cell", grade=grade)
    lines = [_line(**row) for row in rows.iter_rows(named=True)]
    st.html(CSS)
    st.html(render("pages/shared/parts/issue_list.html", issues=lines))


def folded(issues: pl.DataFrame, lang: str) -> pl.DataFrame:
    """The issues with one row, at the place of the first, for all cells in which other versions of a report differ."""
    revision = pl.col("rule") == "revision"
    n = pl.when(revision).then(pl.len().over("report_id", "rule")).otherwise(1)
    kept = issues.with_columns(n=n).filter(~revision | pl.struct("report_id", "rule").is_first_distinct())
    rows = [
        row if row["n"] == 1
        else row | {
            "brief": say("report.revisions", lang, n=number(row["n"])),
            "message": say("report.revisions.first", lang, first=row["message"]),
        }
        for row in kept.iter_rows(named=True)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=kept.schema)


def _line(
    report_id: str, agency: str | None, year: int | None, brief: str, message: str, cell: str | None, grade: str
) -> _Line:
    session = current_session()
    own = {"report": report_id, **({"cell": cell} if cell else {})}
    unknown = say("cli.unknown", session.lang)
    return _Line(
        severity=grade,
        word=say(f"severity.{grade}", session.lang),
        report=f"{agency or unknown} · {year or unknown}",
        lead=brief or message,
        detail=message if brief else "",
        address=address(session, "report", Filter(), **own).removeprefix("/"),
    )
