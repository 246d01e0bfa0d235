"""The address, the filters and two boxes → the report to show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from loaders.language.numbers import escape_markdown
from loaders.query import options
from loaders.query.report import body_of, reports_of, unassigned, withdrawn_reports
from pages.reports.changes import draw_done
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.filters import offered_bodies
from pages.shared.frame.question import Question

_MAX_BESIDE = 200
"""Reports without a body, and as many withdrawn ones, that are offered beside the bodies."""
Row = Mapping[str, Any]
"""A row of `loaders.query.report.reports_of`."""


@dataclass(frozen=True)
class Offer:
    """names: of the bodies by id, and of the reports without a body by theirs; alone: the rows of these reports;
    withdrawn: the reports of which no document counts; note: a sentence if there are more bodies than are offered; dead:
    the id of a report in a link that the data do not have.
    """

    names: dict[str, str]
    alone: Mapping[str, Row]
    withdrawn: pl.DataFrame
    note: str
    dead: str | None


def offer(question: Question) -> Offer:
    """The bodies and reports to choose from; the report of a link that was just followed is chosen, and its body offered."""
    state = st.session_state
    names, note = offered_bodies(question.filters)
    withdrawn = cached(withdrawn_reports)
    linked = st.query_params.get("report", "")
    wanted = pl.col("report_id") == linked
    beside = pl.concat([withdrawn.filter(wanted), withdrawn.head(_MAX_BESIDE)]).unique(maintain_order=True)
    of_nobody = pl.concat([cached(unassigned, _MAX_BESIDE), beside.filter(pl.col("body_id").is_null())])
    alone = {r["report_id"]: r for r in of_nobody.iter_rows(named=True)}
    if linked and state.get("report_given") != linked:
        state["report_given"] = linked
        owner = cached(body_of, linked) or next(iter(beside.filter(wanted)["body_id"]), None)
        owner = owner or (linked if linked in alone else None)
        if owner:
            state["report_body"], state["report_id"] = owner, linked
        state["report_dead"] = None if owner else linked
    body = state.get("report_body")
    if body and body not in names and body not in alone:
        names |= cached(options.names, (body,))
    of_bodies = beside.filter(pl.col("body_id").is_not_null()).select("body_id", "agency")
    names |= {i: question.say("report.withdrawn", name=name) for i, name in of_bodies.iter_rows() if i not in names}
    names |= {i: r["agency"] or question.say("report.unassigned", report=i) for i, r in alone.items()}
    return Offer(names, alone, withdrawn, note, state.get("report_dead"))


def choose_report(question: Question, offered: Offer) -> str:
    """Draws the boxes of bodies and of the body's reports; the id of the chosen report, which the address then names.

    Says so and ends the run where a link names a report that is not there, rather than show another.
    """
    state, say, names = st.session_state, question.say, offered.names
    draw_done()
    if offered.dead:
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
    labels = _labels(question, offered, body)
    if state.get("report_id") not in labels:
        state["report_id"] = next(iter(labels))
    report_id = right.selectbox(say("column.report"), list(labels), format_func=lambda r: labels[r], key="report_id")
    state["report_given"] = report_id
    st.query_params["report"] = report_id
    return report_id


def _labels(question: Question, offered: Offer, chosen: str) -> dict[str, str]:
    """The reports of a body by id, those that are withdrawn last; or the report without a body that is chosen."""
    say = question.say
    gone = offered.withdrawn.filter(pl.col("report_id" if chosen in offered.alone else "body_id") == chosen)
    rows = [offered.alone[chosen]] if chosen in offered.alone else cached(reports_of, (chosen,)).to_dicts()
    labels = {
        r["report_id"]: f"{r['year'] or say('cli.unknown')} · {say('scope.' + r['scope'])}"
        for r in [*rows, *gone.iter_rows(named=True)]
    }
    return labels | {i: say("report.withdrawn", name=labels[i]) for i in gone["report_id"]}


def _take_instead() -> None:
    """Goes on with the body that was chosen in place of a report that is not there."""
    state = st.session_state
    state["report_body"], state["report_dead"] = state["report_instead"], None
