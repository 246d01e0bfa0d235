"""What can be changed from a report's page: whose it is, of which year, and whether its documents count."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from loaders.ingest.overrides import Override
from loaders.ingest.settle import NotSettled, settle, take_back
from loaders.ingest.withdrawal import withdraw
from loaders.language.numbers import escape_markdown
from loaders.language.words import time_text
from loaders.query import options
from loaders.query.report import Report, candidates, unassigned, withdrawal_of, withdrawn_of
from loaders.store.additive import lacking
from loaders.store.errors import StoreError
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.changes import changes_allowed, note_change, who
from pages.shared.frame.question import Question
from pages.shared.frame.session import path_of
from pages.shared.parts.settle_form import draw_said, settle_boxes

_MAX_BUTTONS = 5
"""Documents of a report that can be withdrawn from its page; `gongkai withdraw` takes any."""


def draw_changes(question: Question, report: Report) -> None:
    """What is settled, and the form; nothing to click where visitors may not change the store."""
    document = report.document
    if not document:
        return
    draw_said(question, document)
    if question.session.data != "own" or not changes_allowed("settle"):
        return
    row = report.row
    unclear = bool(lacking(row))
    with st.expander(question.say("change.title"), icon=":material/edit_note:", expanded=unclear):
        if unclear:
            st.info(question.say("change.unclear"), icon=":material/help:")
        draw_form(question, report, document)
        draw_withdraw(question, report.documents)


def draw_done() -> None:
    """What the last click on this page has done."""
    done = st.session_state.pop("report_done", None)
    if done:
        st.success(done, icon=":material/check_circle:")


def draw_form(question: Question, report: Report, document: Mapping[str, Any]) -> None:
    """The form in which a user says whose the report is, filled with what was said before."""
    say = question.say
    st.caption(say("change.intro"))
    with st.form(f"settle_{document['document'][:16]}", border=False):
        names = [*cached(candidates, document["document"]), *cached(options.bodies)["agency"].to_list()]
        said = settle_boxes(question, document, names)
        with st.container(horizontal=True):
            settled = st.form_submit_button(say("change.settle"), type="primary")
            undone = document["told_when"] and st.form_submit_button(say("change.undo"))
    of = [Override(document=d) for d in _of_report(report.documents)]
    if settled:
        each = [replace(said, document=o.document) for o in of]
        _change(question, "change.settled", lambda path: settle(path, each, anew=True))
    if undone:
        _change(question, "change.undone", lambda path: take_back(path, of))


def draw_withdraw(question: Question, documents: pl.DataFrame) -> None:
    """A button for each document of the report, which asks before it withdraws it; and the next report to settle."""
    say = question.say
    sources = documents.filter(~pl.col("withdrawn"))["source"].unique(maintain_order=True)
    with st.container(horizontal=True):
        for source in sources.head(_MAX_BUTTONS):
            label = say("change.withdraw") if len(sources) == 1 else say("change.withdraw.of", source=source)
            with st.popover(escape_markdown(label), icon=":material/delete:", key=f"withdraw? {source}"):
                words = {"source": escape_markdown(source)}
                st.markdown(say("change.withdraw.sure", **words))
                with st.form(f"withdraw_{source}", border=False):
                    reason = st.text_input(say("change.withdraw.reason")).strip()
                    sure = st.form_submit_button(say("change.withdraw.do"))
                if sure and not reason:
                    st.error(say("change.withdraw.why"))
                elif sure:
                    change = partial(withdraw, [source], reason=reason, who=who())
                    _change(question, "change.withdrawn", change, words)
        rest = cached(unassigned, 2)
        here = st.query_params.get("report")
        others = [r for r in rest["report_id"] if r != here]
        if others:
            st.page_link(
                st.session_state["pages"]["report"], label=say("change.next"), icon=":material/arrow_forward:",
                query_params={"report": others[0], "data": question.session.data, "lang": question.lang},
            )  # fmt: skip


def draw_withdrawn(question: Question, report_id: str) -> None:
    """Says which documents of a report are withdrawn, with a button for each that puts it back."""
    say = question.say
    sources = cached(withdrawn_of, report_id)["source"].unique(maintain_order=True)
    for source in sources:
        words = {"source": escape_markdown(source)}
        about = dict(cached(withdrawal_of, source))
        if when := about.get("when"):
            about["when"] = time_text(when)
        values = [say("filter.said", name=say(f"change.gone.{c}"), values=v) for c, v in about.items() if v]
        text = say("change.gone", source=source)
        st.warning(escape_markdown(say("list.semicolon").join([text, *values])), icon=":material/delete:")
        allowed = question.session.data == "own" and changes_allowed("settle")
        label = say("change.put_back") if len(sources) == 1 else say("change.put_back.of", source=source)
        if allowed and st.button(escape_markdown(label), key=f"put back {source}"):
            _change(question, "change.is_back", partial(withdraw, [source], undo=True, who=who()), words)


def _change(
    question: Question, done: str, change: Callable[..., pl.DataFrame], words: Mapping[str, str] | None = None
) -> None:
    """Changes the store, says so, and goes on at the report that the document prints then; or says why it cannot be."""
    try:
        with st.spinner(question.say("change.title")):
            changed = change(path_of("own"))
            note_change(done, documents=changed["document"].unique().to_list()[:_MAX_BUTTONS])
    except NotSettled as error:
        st.error(question.say(f"settle.{error.fault.reason}", **error.fault.words), icon=":material/error:")
        return
    except StoreError as fault:
        st.error(question.say(f"reason.{fault.reason}", **fault.words), icon=":material/error:")
        return
    st.session_state["report_done"] = question.say(done, **(words or {}))
    ids = changed["report_id"].drop_nulls()
    if ids.len():
        st.query_params["report"] = ids[0]
    # The address is followed anew: the report may have another body now, or none of its documents is left.
    st.session_state.pop("report_given", None)
    st.rerun()


def _of_report(documents: pl.DataFrame) -> list[str]:
    """The documents with the cells of the report: what is said of it is said of each."""
    return (
        documents.filter(pl.col("status").is_in(["read", "duplicate"]))["document"]
        .unique(maintain_order=True)
        .to_list()
    )
