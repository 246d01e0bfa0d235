"""A commit that runs → how far it is, each half second; then what became of it, and the button to begin anew."""

from collections.abc import Collection

import streamlit as st

from loaders.ingest.intake.adding import RUNNING, Adding, adding, cancel, start, wanted_before
from loaders.ingest.intake.folder import Intake
from loaders.language.words import number
from pages.add.data import own_store
from pages.shared.frame.changes import note_change
from pages.shared.frame.question import Question

_UNTIL = 0.5
"""Seconds until the page looks again."""
_BEGUN = "add_commit_begun"
"""The intake of which this session has begun a commit."""
_ICONS = {
    "cancelled": ":material/pause_circle:",
    "interrupted": ":material/pause_circle:",
    "failed": ":material/error:",
}


def begin(intake: Intake, wanted: Collection[tuple[str, str]]) -> None:
    """Begins to commit documents, and draws the page anew."""
    st.session_state[_BEGUN] = intake.id
    start(intake, own_store(), wanted)
    note_change("add", documents=len(wanted))
    st.rerun()


@st.fragment(run_every=_UNTIL)
def draw_adding(question: Question, intake: Intake) -> None:
    """The bar, and a button to cancel while that is safe."""
    now = adding(intake, own_store())
    if now.stage not in RUNNING:
        st.rerun()
    text = question.say(f"add.adding.{now.stage}", done=number(now.done), of=number(now.of))
    st.progress(now.done / now.of if now.of else 0.0, text=text)
    if now.stage != "counting":
        label = question.say("add.adding.cancel")
        st.button(label, icon=":material/close:", on_click=cancel, args=(intake,), key="add_cancel_commit")


def draw_added(question: Question, intake: Intake, now: Adding, *, all_of_it: bool) -> None:
    """What became of the last commit; all_of_it: whether nothing of the intake is left."""
    say = question.say
    if now.stage == "done":
        if st.session_state.pop(_BEGUN, None) == intake.id:
            # Every page follows: what was added is shown from now on.
            st.session_state["kept_data"] = "own"
            st.rerun()
        words = {"n": number(now.of), "reports": number(now.reports)}
        st.success(say("add.done_all" if all_of_it else "add.done", **words), icon=":material/check_circle:")
        overview = st.session_state["pages"]["overview"]
        st.page_link(overview, label=say("add.see"), icon=":material/arrow_forward:")
    elif now.stage in _ICONS:
        reason = say(f"reason.{now.reason}", **(now.words or {})) if now.reason else ""
        draw = st.error if now.stage == "failed" else st.warning
        draw(say(f"add.adding.{now.stage}", of=number(now.of), reason=reason), icon=_ICONS[now.stage])
        label = say("add.adding.again", n=number(now.of))
        if st.button(label, icon=":material/play_arrow:", key="add_again", type="primary"):
            begin(intake, wanted_before(intake))
