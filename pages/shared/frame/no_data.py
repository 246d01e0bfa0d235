"""The page where no report can be shown: why not, the pages that help, and the commands that read reports."""

import streamlit as st

from loaders.language.words import number, say
from loaders.query import about, sums
from loaders.query.filters import EVERYTHING
from loaders.query.report import withdrawn_reports
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.session import Session

_COMMANDS = ("ingest", "check", "serve")
_ICONS = {"report": ":material/description:", "about": ":material/info:", "add": ":material/upload_file:"}


def no_data(lang: str) -> None:
    """Says how a store is fed, and ends the run."""
    st.title(say("empty.title", lang), anchor=False)
    st.markdown(say("empty.what", lang))
    _link("add", lang)
    st.markdown(say("empty.or", lang))
    for command in _COMMANDS:
        st.markdown(say(f"empty.{command}", lang))
        folder = f" {say('empty.folder', lang)}/" if command == "ingest" else ""
        st.code(f"gongkai {command}{folder}", language="bash")
    st.caption(say("empty.demo", lang))
    st.stop()


def no_year(session: Session, page: str) -> None:
    """For a store without a report of a known year: says what became of its documents, and ends the run but on the pages on
    which they are put back, settled or explained.
    """
    lang, documents = session.lang, cached(about.documents)
    counts = {
        "withdrawn": cached(withdrawn_reports).height,
        "unclear": cached(sums.count, EVERYTHING),
        "rejected": documents.unread,
    }
    if not any(counts.values()):
        no_data(lang)
    helps = {"report": counts["withdrawn"] or counts["unclear"], "about": counts["rejected"], "add": True}
    if helps.get(page):
        return
    st.title(say("empty.none_counts", lang), anchor=False)
    st.markdown("\n".join(f"- {say(f'empty.{what}', lang, n=number(n))}" for what, n in counts.items() if n))
    for each in (name for name, whether in helps.items() if whether):
        _link(each, lang)
    st.stop()


def _link(page: str, lang: str) -> None:
    st.page_link(st.session_state["pages"][page], label=say(f"menu.{page}", lang), icon=_ICONS[page])
