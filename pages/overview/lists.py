"""Changes, and what must be looked at → lists of lines, each a link to the page that shows more."""

from dataclasses import replace
from pathlib import Path

import streamlit as st

from loaders.form.metrics import METRIC
from loaders.language.numbers import change_text, escape_markdown, points_text, share
from loaders.language.numbers import rate as rate_text
from loaders.language.words import number, say
from loaders.output.filings import state_word
from loaders.query.filters import Filter
from pages.overview.data import Attention, Changes
from pages.shared.charts.unit_figure import Row
from pages.shared.frame.links import parameters
from pages.shared.frame.question import Question

_lead = st.components.v2.component(
    "gongkai_to_issues",
    html="<span></span>",
    js=Path(__file__).with_name("to_issues.js").read_text(encoding="utf-8"),
)
_LACKS = ("missing", "failed", "late", "undated")


def link(
    question: Question, page: str, label: str, filters: Filter | None = None, help: str | None = None, **own: str
) -> None:
    """A line that leads to a page; filters: to set there, if not those of the question; own: that page's parameters."""
    target = st.session_state["pages"][page]
    st.page_link(
        target, label=label, help=help, query_params=parameters(question.session, filters or question.filters, **own)
    )


def draw_changes(question: Question, changes: Changes, year: int) -> None:
    """The units that changed most on the year before."""
    say, metric = question.say, changes.metric
    name = say(f"metric.{metric}")
    st.caption(say("overview.moved.unit", metric=name, first=year - 1, last=year, n=changes.compared))
    with st.container(key=f"lines-{metric}"):
        if not changes.rows.height:
            st.markdown(say("overview.moved.none"))
        for row in changes.rows.iter_rows(named=True):
            label = _change(row, METRIC[metric].rate, question.lang)
            if changes.unit == "body":
                link(question, "body", label, of=row["unit"])
            else:
                place = changes.codes.get(row["unit"], row["division"])
                link(question, "overview", label, replace(question.filters, places=(place,)))


def _change(row: Row, rate: bool, lang: str) -> str:
    """A unit's figure in two years and the difference, of a row of `two_years`."""
    if rate:
        change = points_text(row["value"], row["over"], row["value_before"], row["over_before"], lang)
        before = share(row["value_before"], row["over_before"], lang)[0]
        now = rate_text(row["value"], row["over"], lang)
    else:
        change = change_text(row["value"], row["value_before"], lang)
        before, now = (number(row[c], lang) for c in ("value_before", "value"))
    name = escape_markdown(row["name"])
    return say("overview.moved.line", lang, name=name, before=before, now=now, change=change)


def draw_attention(question: Question, attention: Attention) -> None:
    """Issues, reports that are missing or late, reports of unknown bodies: how many of each."""
    say, filters, filings = question.say, question.filters, attention.filings
    (year,) = attention.filters.years
    st.header(say("overview.look", year=year), anchor=False)
    with st.container(key="lines-look", horizontal=True, gap="medium"):
        for severity, mark in (("error", ":red[:material/error:] "), ("warning", "")):
            if severity in attention.issues:
                n, reports = attention.issues[severity]
                text = say(f"overview.look.{severity}", n=number(n), reports=number(reports))
                link(question, "overview", mark + text, attention.filters, severity=severity)
        word = state_word("missing", attention.inferred, question.lang)
        for lack in _LACKS:
            if filings and filings[lack]:
                text = say(f"overview.look.{lack}", n=number(filings[lack]), all=number(filings["expected"]), word=word)
                link(question, "coverage", text, attention.filters, state=lack)
        if attention.excluded:
            own = {"report": attention.unassigned} if attention.unassigned else {}
            text = say("overview.look.unassigned", n=number(attention.excluded))
            link(question, "report", text, filters.without_years(), **own)
        _lead(key="to_issues")
        all_filed = not filings or (
            filings["expected"] == filings["in_time"] + filings["not_due"] and not filters.templates
        )
        if not attention.issues and not attention.excluded and all_filed:
            st.success(say("overview.look.nothing"), icon=":material/check_circle:")
