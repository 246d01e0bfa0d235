"""The issues of a report → a numbered list, and the numbers that mark them on the cells of its printed form."""

import polars as pl
import streamlit as st

from loaders.language.issues import full_text
from loaders.language.issues import marks_of as marks
from loaders.language.numbers import circled, escape_markdown
from loaders.language.words import number, say

_ICONS = {"error": ":material/error:", "warning": ":material/warning:", "info": ":material/info:"}


def draw_marked_issues(issues: pl.DataFrame, lang: str, format: str | None = None, *, headed: bool = True) -> None:
    """The issues, numbered as their marks in the tables.

    issues: those of one report, with `message`; format: of the document that it was read from; headed: whether their number stands above them.
    """
    if not issues.height:
        st.success(say("report.no_issues", lang), icon=":material/check_circle:")
        return
    for message in issues.filter(pl.col("rule") == "from_picture")["message"]:
        st.warning(escape_markdown(message), icon=":material/document_scanner:")
    if headed:
        st.header(say("report.issues", lang, n=issues.height), anchor=False)
    revisions = []
    for n, issue in enumerate(issues.iter_rows(named=True), 1):
        severity, text = issue["severity"], escape_markdown(full_text(issue, lang, format))
        line = f"{_ICONS[severity]} **{circled(n)} {say(f'severity.{severity}', lang)}** {text}"
        if issue["rule"] == "revision":
            revisions.append(line)
        else:
            st.markdown(line)
    # Versions of a report may differ in all its cells: the other issues would drown.
    if revisions:
        with st.expander(say("report.revisions", lang, n=number(len(revisions))), icon=_ICONS["info"]):
            st.markdown("\n\n".join(revisions))


def marks_of(issues: pl.DataFrame) -> dict[str, list[int]]:
    """Cell → the numbers of the issues that are marked at it: at the right side of an equation, if it has one."""
    return marks(issues.iter_rows(named=True))
