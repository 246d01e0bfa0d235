"""The issues of a report → a numbered list, and the numbers that mark them on the cells of its printed form."""

import polars as pl
import streamlit as st

from loaders.form.rules import operands
from loaders.language.issues import difference
from loaders.language.locations import location_text
from loaders.language.numbers import escape_markdown
from loaders.language.words import number, say

_ICONS = {"error": ":material/error:", "warning": ":material/warning:", "info": ":material/info:"}


def draw_marked_issues(issues: pl.DataFrame, lang: str, format: str | None = None, *, headed: bool = True) -> None:
    """The issues, numbered as their marks in the tables.

    issues: those of one report, with `message`; format: of the document that it was read from; headed: whether their number stands above them.
    """
    if not issues.height:
        st.success(say("report.no_issues", lang), icon=":material/check_circle:")
        return
    if headed:
        st.header(say("report.issues", lang, n=issues.height), anchor=False)
    for n, issue in enumerate(issues.iter_rows(named=True), 1):
        severity, message = issue["severity"], escape_markdown(issue["message"])
        location = location_text(issue["where"], lang, format)
        location = say("value.within", lang, text=escape_markdown(location)) if location else ""
        apart = difference(issue)
        by = " " + say("report.difference", lang, n=number(apart)) if apart else ""
        st.markdown(f"{_ICONS[severity]} **[{n}] {say(f'severity.{severity}', lang)}** {message}{by}{location}")


def marks_of(issues: pl.DataFrame) -> dict[str, list[int]]:
    """Cell → the numbers of the issues that are marked at it: at the right side of an equation, if it has one."""
    marks: dict[str, list[int]] = {}
    for n, issue in enumerate(issues.iter_rows(named=True), 1):
        left, right = operands(issue["rule"], issue["section"], issue["item"], issue["column"])
        for cell in right or left:
            marks.setdefault(cell, []).append(n)
    return marks
