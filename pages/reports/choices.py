"""The address, the filters and two boxes → the report to show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from loaders.language.numbers import escape_markdown
from loaders.query import options
from loaders.query.report import body_of, reports_of, unassigned
from pages.reports.changes import draw_done, draw_withdrawn
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.filters import offered_bodies
from pages.shared.frame.question import Question

_MAX_UNASSIGNED = 200
"""Reports without a body that are offered beside the bodies."""
Row = Mapping[str, Any]
"""A row of `loaders.query.report.reports_of`."""


@dataclass(frozen=True)
class Offer:
    """names: of the bodies by id, and of the reports without a body by theirs; unassigned: the rows of these reports;
    note: a sentence if there are more bodies than are offered; dead: the id of a report in a link that the data do not
    have.
    """

    names: dict[str, str]
    unassigned: Mapping[str, Row]
    note: str
    dead: str | None


def offer(question: Question) -> Offer:
    """The bodies and reports to choose from; the report of a link that was just followed is chosen, and its body offered."""
    state = st.session_state
    names, note = offered_bodies(question.filters)
    rows = {r["report_id"]: r for r in cached(unassigned, _MAX_UNASSIGNED).iter_rows(named=True)}
    linked = st.query_params.get("report")
    if linked and state.get("report_given") != linked:
        state["report_given"] = linked
        owner = cached(body_of, linked) or (linked if linked in rows else None)
        if owner:
            state["report_body"], state["report_id"] = owner, linked
        state["report_dead"] = None if owner else linked
    body = state.get("report_body")
    if body and body not in names and body not in rows:
        names |= cached(options.names, (body,))
    names |= {i: r["agency"] or question.say("report.unassigned", report=i) for i, r in rows.items()}
    return Offer(names, rows, note, state.get("report_dead"))


def choose_report(question: Question, offered: Offer) -> str:
    """Draws the boxes of bodies and of the body's reports; the id of the chosen report, which the address then names.

    Says so and ends the run where a link names a report that is not there, rather than show another.
    """
    state, say, names = st.session_state, question.say, offered.names
    draw_done()
    if offered.dead and not draw_withdrawn(question, offered.dead):
        st.warning(say("report.dead_link", id=escape_markdown(offered.dead)), icon=":material/link_off:")
    left, right = st.columns([3, 2])
    if offered.dead:
        left.selectbox(
            say("filter.body"), list(names), index=None, format_func=lambda b: names.get(b, b),
            placeholder=say("body.choose"), key="report_instead", on_change=_take_instead,
        )  # fmt: skip
        st.stop()
    if state.get("report_body") not in names:
        state["report_body"] = next(iter(names))
    body = left.selectbox(say("filter.body"), list(names), format_func=lambda b: names.get(b, b), key="report_body")
    if body in offered.unassigned:
        rows: list[Row] = [offered.unassigned[body]]
    else:
        rows = list(cached(reports_of, (body,)).iter_rows(named=True))
    labels: dict[str, str] = {
        r["report_id"]: f"{r['year'] or say('cli.unknown')} · {say('scope.' + r['scope'])}" for r in rows
    }
    if state.get("report_id") not in labels:
        state["report_id"] = next(iter(labels))
    report_id = right.selectbox(say("column.report"), list(labels), format_func=lambda r: labels[r], key="report_id")
    state["report_given"] = report_id
    st.query_params["report"] = report_id
    return report_id


def _take_instead() -> None:
    """Goes on with the body that was chosen in place of a report that is not there."""
    state = st.session_state
    state["report_body"], state["report_dead"] = state["report_instead"], None
