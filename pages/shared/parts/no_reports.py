"""The page where no report passes the filters."""

import streamlit as st

from loaders.language.words import number
from loaders.query import sums
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.session import Session


def no_reports(session: Session) -> None:
    """The page where the filters let nothing through, or only reports that are in no total."""
    filters = st.session_state["filter"]
    there, aside = cached(sums.count, filters), cached(sums.excluded_count, filters)
    text = session.say("page.only_aside", n=number(aside)) if there and there == aside else session.say("page.nothing")
    st.info(text, icon=":material/filter_alt_off:")
    st.stop()
