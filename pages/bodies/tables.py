"""The data of a body → its tables: figures beside the peers, what was carried over, templates, issues, documents."""

import polars as pl
import streamlit as st

from loaders.form.deadlines import doubt
from loaders.form.form_2014 import SECTIONS_2014
from loaders.form.metrics import METRICS
from loaders.form.vocabulary import SECTIONS
from loaders.query.exports import reason_text
from loaders.query.filters import Filter
from pages.bodies.data import BodyData
from pages.bodies.numbers import SHARES, file_headings, in_numbers
from pages.bodies.question import BodyQuestion
from pages.bodies.sentences import change_words, figure_words, peer_words
from pages.shared.parts.data_table import data_table
from pages.shared.parts.downloads import download_buttons
from pages.shared.parts.issue_list import issue_list

_OPTIONAL = ("published", "date", "url", "why")
"""Columns of the documents that are left out where no row has anything in them."""


def draw_figures(question: BodyQuestion, data: BodyData) -> None:
    """Every metric in the latest year, with the year before and the quartiles of the peers, where there are such."""
    say, lang, year, now, before = question.say, question.lang, data.year, data.now, data.before
    peers, lines = data.peers_now, []
    for metric in (m.id for m in METRICS if m.section not in SECTIONS_2014 or now.get(m.id) is not None):
        q1, median, q3 = (
            peer_words(peers[metric][q], metric, lang) if metric in peers else "" for q in ("q1", "median", "q3")
        )
        lines.append(
            {
                "figure": say(f"metric.{metric}"),
                "before": figure_words(before, metric, lang) if before else "",
                "now": figure_words(now, metric, lang),
                "moved": change_words(now, before, metric, lang) if before else "",
                "median": median,
                "quartiles": f"{q1}–{q3}" if metric in peers else "",
            }
        )
    headings = {"figure": say("compare.metric")}
    headings |= {"before": str(year - 1)} if before else {}
    headings |= {"now": str(year)}
    headings |= {"moved": say("column.brief")} if before else {}
    if peers:
        headings |= {"median": say(f"body.median.{data.among}"), "quartiles": say(f"body.quartiles.{data.among}")}
    compared = data.among if before or peers else "alone"
    st.header(say(f"body.table.{compared}", year=year), anchor=False)
    if not before:
        st.caption(say("body.before.none" if data.is_due(year - 1) else "body.before.not_due", year=year - 1))
    shown = pl.DataFrame(lines)
    data_table(shown, headings, question.name)
    numbers = in_numbers(data, lang)
    words = file_headings(data, lang)
    of_body, note = Filter(bodies=(question.body,)), say(f"body.method.{data.among}")
    download_buttons(question.session, question.name, of_body, numbers.height, lambda: numbers, words, note, SHARES)


def draw_carried(question: BodyQuestion, carried: pl.DataFrame) -> None:
    """The requests that each year carries in beside those that the year before carried out."""
    say = question.say
    marks = [
        say("body.carried.unknown")
        if before is None or in_ is None
        else say("body.carried.same" if before == in_ else "body.carried.differs")
        for before, in_ in carried.select("carried_out_before", "carried_in").iter_rows()
    ]
    st.header(say("body.carried"), anchor=False)
    st.caption(say("body.carried.unit"))
    data_table(
        carried.with_columns(mark=pl.Series(marks, dtype=pl.String)),
        {
            "year": st.column_config.NumberColumn(say("column.year"), format="%d"),
            "carried_out_before": st.column_config.NumberColumn(say("body.carried.out"), format="localized"),
            "carried_in": st.column_config.NumberColumn(say("body.carried.in"), format="localized"),
            "mark": st.column_config.Column(say("column.state")),
        },
        alt=say("body.carried"),
        gap=say("body.no_before"),
        wrapped=True,
    )


def draw_templates(question: BodyQuestion, history: pl.DataFrame) -> None:
    """The template that each part of a year's report follows."""
    say = question.say
    columns = {f"{section}_template": say(f"body.part.{section}") for section in SECTIONS}
    st.header(say("body.templates"), anchor=False)
    st.caption(say("body.templates.unit"))
    data_table(
        history.select("year", pl.col(list(columns)).cast(pl.String)),
        {
            "year": st.column_config.NumberColumn(say("column.year"), format="%d"),
            **{c: st.column_config.Column(heading) for c, heading in columns.items()},
        },
        alt=say("body.templates"),
        gap=say("body.no_table"),
        wrapped=True,
    )


def draw_issues(question: BodyQuestion, issues: pl.DataFrame) -> None:
    """The issues in the body's reports."""
    say = question.say
    st.header(say("report.issues", n=issues.height), anchor=False)
    if not issues.height:
        st.success(say("report.no_issues"), icon=":material/check_circle:")
        return
    issue_list(issues)
    severities = [say(f"severity.{s}") for s in issues["severity"]]
    headings = {
        "agency": say("column.body"),
        "year": say("column.year"),
        "severity": say("column.severity"),
        "brief": say("column.difference"),
        "message": say("column.issue"),
    }
    rows = issues.with_columns(severity=pl.Series(severities, dtype=pl.String))
    of_body = Filter(bodies=(question.body,))
    download_buttons(question.session, say("overview.wrong"), of_body, rows.height, lambda: rows, headings)


def draw_documents(question: BodyQuestion, documents: pl.DataFrame) -> None:
    """Every document that was read or rejected for the body, with a link to its report if it is in force."""
    say, lang, data = question.say, question.lang, question.session.data
    reasons = [reason_text(r, w, lang) for r, w in documents.select("reason", "reason_words").iter_rows()]
    links = [
        f"report?report={report}&data={data}&lang={lang}" if status == "read" else None
        for report, status in documents.select("report_id", "status").iter_rows()
    ]
    doubts = [doubt(published, year) for published, year in documents.select("published", "year").iter_rows()]
    rows = documents.with_columns(
        date=pl.Series([say(f"date.{d}.short") if d else "" for d in doubts], dtype=pl.String),
        status=pl.Series([say(f"status.{s}") for s in documents["status"]], dtype=pl.String),
        scope=pl.Series([say(f"scope.{s}") for s in documents["scope"]], dtype=pl.String),
        why=pl.Series(reasons, dtype=pl.String),
        open=pl.Series(links, dtype=pl.String),
    )
    st.header(say("body.documents"), anchor=False)
    columns = {
        "year": st.column_config.NumberColumn(say("column.year"), format="%d"),
        "scope": st.column_config.Column(say("cli.explain.scope")),
        "status": st.column_config.Column(say("column.state")),
        "published": st.column_config.DateColumn(say("column.published_on"), format="YYYY-MM-DD"),
        "date": st.column_config.Column(say("date.doubt")),
        "open": st.column_config.LinkColumn(say("menu.report"), display_text=say("body.open")),
        "url": st.column_config.LinkColumn(say("body.address")),
        "source": st.column_config.Column(say("body.file")),
        "why": st.column_config.Column(say("cli.column.reason")),
    }
    there = {
        c: s
        for c, s in columns.items()
        if c not in _OPTIONAL or (rows[c].is_not_null() & (rows[c].cast(pl.String) != "")).any()
    }
    data_table(rows, there, alt=say("body.documents"))
