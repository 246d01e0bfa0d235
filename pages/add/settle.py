"""Whose a document of an intake is, of which year, scope and date → said by the user, before it counts."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from loaders.ingest.intake.folder import Intake
from loaders.ingest.intake.preview import candidates
from loaders.ingest.intake.settling import say_of, take_back
from loaders.ingest.settle import NotSettled
from loaders.store.versions import Store
from pages.add.data import key_of, known_bodies
from pages.shared.frame.question import Question
from pages.shared.parts.settle_form import draw_said, settle_boxes


def draw_settle(question: Question, intake: Intake, store: Store, row: Mapping[str, Any]) -> None:
    """What is said of a document, and the form in which it is said; row: of the preview."""
    if row["digest"] is None:
        return
    say, source = question.say, str(row["source"])
    draw_said(question, row)
    with st.expander(say("add.settle"), icon=":material/edit_note:", expanded=row["outcome"] == "unclear"):
        words = {_target_name(question, source, target): target for target in targets(source)}
        of = words[
            st.selectbox(say("add.settle.of"), list(words), key=f"add_settle_of_{key_of(row['document'], source)}")
        ]
        with st.form(f"add_settle_{row['document'][:16]}", border=False):
            said = settle_boxes(question, row, [*candidates(row), *known_bodies(store)])
            with st.container(horizontal=True):
                settled = st.form_submit_button(say("change.settle"), type="primary")
                there = any(r["source"] == of for r in intake.overrides())
                undone = st.form_submit_button(say("change.undo")) if there else False
        if undone:
            take_back(intake, of)
            st.rerun()
        if settled:
            try:
                say_of(intake, of, said)
            except NotSettled as error:
                st.error(say(f"settle.{error.fault.reason}", **error.fault.words), icon=":material/error:")
                return
            st.rerun()


def targets(source: str) -> list[str]:
    """The document, then the folders and archives that it lies in, the innermost first; empty for all of the intake."""
    parts = source.split("/")
    return ["/".join(parts[:n]) for n in range(len(parts), -1, -1)]


def _target_name(question: Question, source: str, target: str) -> str:
    if target == source:
        return question.say("add.settle.this")
    return question.say("add.settle.below", folder=target) if target else question.say("add.settle.all")
