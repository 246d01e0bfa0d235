"""A verdict → what is read and printed: the outcome, what is wrong, and the form with its marks."""

from functools import partial
from pathlib import Path

import streamlit as st

from loaders.language.numbers import escape_markdown
from loaders.language.words import say, section_name
from loaders.output.slip import slip, slip_name
from loaders.precheck import sentences
from loaders.precheck.verdict import Verdict
from pages.precheck.print_button import print_button
from pages.shared.parts.form_table import CSS, layouts_for, printed_table
from pages.shared.parts.marked_issues import draw_marked_issues, marks_of

_ICONS = {"error": ":material/error:", "warning": ":material/warning:", "info": ":material/info:"}
_BANNERS = {"rejected": st.error, "error": st.error, "warning": st.warning, "clear": st.success}
_OF_OUTCOMES = {"rejected": "error", "error": "error", "warning": "warning", "clear": "check_circle"}
_OWN_CSS = Path(__file__).with_name("paper.css")
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def draw_verdict(verdict: Verdict, lang: str) -> None:
    """The verdict from its outcome to the last table of the form."""
    st.html(CSS)
    st.html(_OWN_CSS)
    draw_outcome(verdict, lang)
    if verdict.outcome == "rejected":
        return
    draw_tools(verdict, lang)
    if verdict.issues.height:
        draw_marked_issues(verdict.issues, lang, verdict.draft.document["format"])
    draw_rest(verdict, lang)
    draw_form(verdict, lang)


def draw_outcome(verdict: Verdict, lang: str) -> None:
    """Whose draft it is, the outcome, and how much was checked."""
    title = verdict.draft.name if verdict.outcome == "rejected" else sentences.whose(verdict, lang)
    st.header(escape_markdown(title), anchor=False)
    icon = f":material/{_OF_OUTCOMES[verdict.outcome]}:"
    _BANNERS[verdict.outcome](escape_markdown(sentences.headline(verdict, lang)), icon=icon)
    if verdict.outcome != "rejected":
        st.markdown(escape_markdown(sentences.counts(verdict, lang)))
        st.caption(escape_markdown(say("precheck.file", lang, name=verdict.draft.name)))


def draw_tools(verdict: Verdict, lang: str) -> None:
    """What is done with the verdict: printed, or taken away as a Word document, which is made when it is asked for."""
    with st.container(horizontal=True):
        print_button(say("precheck.print", lang))
        st.download_button(
            say("precheck.word", lang), partial(slip, verdict, lang), f"{slip_name(verdict, lang)}.docx", _DOCX,
            icon=":material/download:", on_click="ignore", key="precheck_slip",
        )  # fmt: skip


def draw_rest(verdict: Verdict, lang: str) -> None:
    """What could not be checked, and what is required and not there."""
    unassessable = list(sentences.unassessable_texts(verdict, lang))
    if unassessable:
        st.header(say("precheck.kind.unassessable", lang), anchor=False)
        st.markdown("\n".join(f"- {escape_markdown(text)}" for text in unassessable))
    required = list(sentences.requirement_texts(verdict, lang))
    if required:
        st.header(say("precheck.kind.requirements", lang), anchor=False)
        for severity, text in required:
            st.markdown(f"{_ICONS[severity]} **{say(f'severity.{severity}', lang)}** {escape_markdown(text)}")


def draw_form(verdict: Verdict, lang: str) -> None:
    """The draft as on the printed form, each issue marked where it stands, the year before under its figures."""
    draft, marks = verdict.draft, marks_of(verdict.issues)
    if verdict.before:
        st.caption(escape_markdown(sentences.before_text(verdict, lang)))
    before = verdict.before.cells if verdict.before else None
    for section, layout in layouts_for(draft.cells).items():
        if layout:
            name = section_name(section, lang)
            st.header(name, anchor=False)
            title, format = say("report.table.name", lang, section=name), draft.document["format"]
            table = printed_table(
                layout, draft.cells, marks, title, lang, format=format, before=before, selectable=False
            )
            st.html(table)
    st.caption(say("precheck.legend" if before else "precheck.legend.alone", lang))
