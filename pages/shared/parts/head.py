"""The top of a page: its title, a warning where the data are invented, and the sentence that answers its question."""

import streamlit as st

from loaders.language.numbers import escape_markdown
from pages.shared.frame.session import Session


def head(session: Session, title: str, answer: str) -> None:
    """The page's title, whether the data are real, and the sentence that answers its question."""
    st.title(escape_markdown(title), anchor=False)
    if session.store.synthetic:
        with st.container(key="synthetic"):
            st.warning(session.say("page.synthetic"), icon=":material/science:")
    if answer:
        st.markdown(answer)
