"""The briefing on the current filter: what stands in it, its sentences, and where to print it or take it away."""

from datetime import date

import polars as pl
import streamlit as st

from loaders.language.numbers import escape_markdown
from loaders.output import summaries
from loaders.output.briefing.brief import brief
from loaders.output.briefing.model import Briefing, Chart, Paragraph, Table
from loaders.query.sums import count
from loaders.settings import public_url
from pages.briefing.routes import OFFICE, address
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.question import Question, current_question
from pages.shared.parts.data_table import data_table
from pages.shared.parts.head import head
from pages.shared.parts.no_reports import no_reports
from pages.shared.parts.source_line import source_line

_KINDS = {"text": Paragraph, "charts": Chart, "tables": Table}
"""The columns of the table of contents, each with the blocks that it counts."""


def load(question: Question) -> Briefing:
    """Writes the briefing."""
    with st.spinner(question.say("briefing.making")):
        return cached(brief, question.filters, question.lang, date.today(), question.session.data, public_url())


def draw(question: Question) -> None:
    """The page from its head to its source line."""
    session, say, filters = question.session, question.say, question.filters
    head(session, say("menu.briefing"), cached(summaries.overview, filters, question.lang))
    if not cached(count, filters):
        no_reports(session)
    st.caption(say("briefing.lead"))
    briefing = load(question)
    office = st.text_input(say("briefing.office"), max_chars=OFFICE, placeholder=say("briefing.office.none")).strip()
    with st.container(horizontal=True):
        st.link_button(say("briefing.open"), address(session, filters, "html", office), icon=":material/print:")
        st.link_button(say("briefing.word"), address(session, filters, "docx", office), icon=":material/download:")
    draw_contents(question, briefing)
    draw_preview(question, briefing)
    source_line(session, filters)


def draw_contents(question: Question, briefing: Briefing) -> None:
    """The sections, with the number of paragraphs, charts and tables in each."""
    say = question.say
    rows = [
        {"part": s.heading} | {name: sum(isinstance(b, kind) for b in s.blocks) for name, kind in _KINDS.items()}
        for s in (*briefing.sections, *filter(None, (briefing.attached,)))
    ]
    st.header(say("briefing.contents"), anchor=False)
    st.markdown(f"**{escape_markdown(''.join(briefing.title))}** {escape_markdown(briefing.subtitle)}")
    data_table(
        pl.DataFrame(rows),
        {"part": say("briefing.part"), **{n: say(f"briefing.column.{n}") for n in _KINDS}},
        alt=say("briefing.contents"),
    )


def draw_preview(question: Question, briefing: Briefing) -> None:
    """The sentences of the briefing, and its notes."""
    st.header(question.say("briefing.preview"), anchor=False)
    for section in briefing.sections:
        sentences = [b.text for b in section.blocks if isinstance(b, Paragraph)]
        if sentences:
            st.markdown(f"**{section.heading}**")
            for text in sentences:
                st.text(text)
    with st.expander(briefing.notes_heading):
        for i, note in enumerate(briefing.notes, 1):
            st.text(f"[{i}] {note}")


draw(current_question())
