"""The briefing on the current filter: what stands in it, its sentences, and where to print it or take it away."""

from datetime import date
from urllib.parse import urlsplit

import polars as pl
import streamlit as st

from loaders.output import summaries
from loaders.output.briefing.brief import brief
from loaders.output.briefing.model import Chart, Paragraph, Table
from loaders.query.sums import count
from pages.briefing.served import address
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.session import current_session
from pages.shared.parts.head import head
from pages.shared.parts.no_reports import no_reports
from pages.shared.parts.source_line import source_line
from pages.shared.parts.table import to_arrow

session = current_session()
say, filters = session.say, st.session_state["filter"]
head(session, say("menu.briefing"), cached(summaries.overview, filters, session.lang))
if not cached(count, filters):
    no_reports(session)
st.caption(say("briefing.lead"))
place = urlsplit(st.context.url or "")
base = f"{place.scheme}://{place.netloc}" if place.netloc else ""
with st.spinner(say("briefing.making")):
    made = cached(brief, filters, session.lang, date.today(), session.data, base)
with st.container(horizontal=True):
    st.link_button(say("briefing.open"), address(session, filters, "html"), icon=":material/print:")
    st.link_button(say("briefing.word"), address(session, filters, "docx"), icon=":material/download:")

st.header(say("briefing.contents"), anchor=False)
st.markdown(f"**{made.title}** {made.subtitle}")
kinds = {"text": Paragraph, "charts": Chart, "tables": Table}
counts = [{n: sum(isinstance(b, kind) for b in s.blocks) for n, kind in kinds.items()} for s in made.sections]
st.dataframe(
    to_arrow(pl.DataFrame([{"part": s.heading, **n} for s, n in zip(made.sections, counts, strict=True)])),
    column_config={"part": say("briefing.part"), **{n: say(f"briefing.column.{n}") for n in kinds}},
    hide_index=True,
    alt=say("briefing.contents"),
)
st.header(say("briefing.preview"), anchor=False)
for section in made.sections:
    sentences = [b.text for b in section.blocks if isinstance(b, Paragraph)]
    if sentences:
        st.markdown(f"**{section.heading}**")
        for text in sentences:
            st.text(text)
with st.expander(made.notes_heading):
    for i, note in enumerate(made.notes, 1):
        st.text(f"[{i}] {note}")
source_line(session, filters)
