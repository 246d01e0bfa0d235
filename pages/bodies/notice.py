"""A body and its latest year → the button that downloads the notice to put its report right, where something is wrong."""

from datetime import date

import streamlit as st

from loaders.output.papers.notice import make_notice, problem_count
from loaders.output.papers.paper import paper
from loaders.query.filters import Filter
from pages.bodies.question import BodyQuestion
from pages.shared.frame.cached_queries import cached
from pages.shared.parts.paper import WORD, choose_paper


def notice_download(question: BodyQuestion, year: int) -> None:
    """The sender, number and day for a reply, and the button; nothing where there is nothing to put right."""
    say, snapshot, body = question.say, question.session.snapshot, question.body
    if not cached(problem_count, Filter(bodies=(body,)), year, paper(date.today())):
        return
    with st.expander(say("papers.title.notice")):
        st.caption(say("papers.notice.holds"))
        sent = choose_paper(question.session, "body")

        # Runs when the button is clicked, outside a run of the page.
        def written() -> bytes:
            return make_notice(snapshot, body, year, sent)

        st.download_button(
            say("papers.notice.download", year=year),
            data=written,
            file_name=f"{say('papers.file.notice', name=question.name, year=year)}.docx",
            mime=WORD,
            on_click="ignore",
            key="download_notice",
            icon=":material/assignment_late:",
        )
