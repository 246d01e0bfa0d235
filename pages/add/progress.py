"""An intake that is being read → how far it is, each half second, until the page can show all of it."""

import streamlit as st

from loaders.ingest.intake.folder import Intake, Progress
from loaders.ingest.intake.reading import start
from loaders.language.words import number
from loaders.store.versions import open_store
from pages.add.data import own_store, preview_of
from pages.add.listing import draw_first
from pages.shared.frame.question import Question

_UNTIL = 0.5
"""Seconds until the page looks again."""
_RUNNING = ("waiting", "reading")


def running(progress: Progress) -> bool:
    """Whether the intake is being read."""
    return progress.stage in _RUNNING


@st.fragment(run_every=_UNTIL)
def draw_progress(question: Question, intake: Intake) -> None:
    """The bar, a button to cancel, and the first documents that were read."""
    progress = intake.progress()
    if not running(progress):
        st.rerun()
    share = progress.read / progress.of if progress.of else 0.0
    st.progress(share, text=in_words(question, progress))
    st.button(question.say("add.cancel"), icon=":material/close:", on_click=intake.cancel, key="add_cancel")
    if progress.parts:
        draw_first(question, preview_of(intake, progress, open_store(own_store())))


def in_words(question: Question, progress: Progress) -> str:
    """How many of how many are read, at which rate, and how long it will take."""
    if progress.stage == "waiting" or not progress.of:
        return question.say("add.waiting")
    rate, left = progress.rate, progress.left
    if rate is None or left is None:
        return question.say("add.reading.begun", of=number(progress.of))
    in_minutes = left > 90
    left_words = question.say(
        "add.minutes" if in_minutes else "add.seconds", n=max(1, round(left / 60 if in_minutes else left))
    )
    key, shown = ("add.reading", rate) if rate >= 1 else ("add.reading.slow", 60 * rate)
    counts = {"read": number(progress.read), "of": number(progress.of), "rate": number(round(shown, 1))}
    return question.say(key, **counts, left=left_words)


def draw_broken_off(question: Question, intake: Intake, progress: Progress) -> None:
    """What became of reading that ended before its time, and the buttons to go on."""
    say = question.say
    counts = {"read": number(progress.read), "of": number(progress.of or len(intake.handed))}
    if progress.stage == "failed":
        st.error(say(f"reason.{progress.reason}", **(progress.words or {})), icon=":material/error:")
    else:
        nothing = ".nothing" if progress.stage == "cancelled" and not progress.read else ""
        st.warning(say(f"add.{progress.stage}{nothing}", **counts), icon=":material/pause_circle:")
    st.button(say("add.go_on"), icon=":material/play_arrow:", on_click=_go_on, args=(intake,), key="add_go_on")


def _go_on(intake: Intake) -> None:
    start(intake, own_store())
