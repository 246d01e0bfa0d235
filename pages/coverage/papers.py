"""Filters and a year → the circular on the review, and the notices to all bodies with something to put right."""

import io
import zipfile
from datetime import date

import streamlit as st

from loaders.output.papers.circular import make_circular
from loaders.output.papers.notice import NothingWrong, make_notices
from loaders.query.area import area_of, full_name
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.question import Question
from pages.shared.parts.paper import WORD, choose_paper


def paper_downloads(question: Question, year: int) -> None:
    """The sender, number and day for a reply, and the two buttons."""
    say, snapshot, filters = question.say, question.session.snapshot, question.filters
    area = cached(area_of, filters)
    name = cached(full_name, area) if area else ""
    with st.expander(say("papers.circular.heading")):
        st.caption(say("papers.circular.holds", year=year))
        sent = choose_paper(question.session, "coverage")

        # These run when a button is clicked, outside a run of the page.
        def written() -> bytes:
            return make_circular(snapshot, filters, year, sent)

        def all_written() -> bytes:
            try:
                return make_notices(snapshot, filters, year, sent)
            except NothingWrong:
                return _saying(say("papers.notice.none", year=year))

        today = date.today().isoformat()
        with st.container(horizontal=True):
            st.download_button(
                say("papers.circular.download", year=year),
                data=written,
                file_name=f"{say('papers.file.circular', name=name, year=year)}_{today}.docx",
                mime=WORD,
                on_click="ignore",
                key="download_circular",
                icon=":material/campaign:",
            )
            st.download_button(
                say("papers.notices.download"),
                data=all_written,
                file_name=f"{say('papers.file.notices', name=name, year=year)}_{today}.zip",
                mime="application/zip",
                on_click="ignore",
                key="download_notices",
                icon=":material/folder_zip:",
            )


def _saying(text: str) -> bytes:
    """A zip that says why nothing else is in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("README.txt", text.encode("utf-8-sig"))
    return out.getvalue()
