"""The session and the filters of a run → the question of a page, with the words and colours of its answer."""

from dataclasses import dataclass

import streamlit as st

from loaders.query.filters import Filter
from pages.shared.charts.palette import Palette
from pages.shared.frame.session import Session, current_session


@dataclass(frozen=True)
class Question:
    """The store to read, the language and theme to answer in, and the filters; a page with choices of its own adds them."""

    session: Session
    filters: Filter

    @property
    def lang(self) -> str:
        return self.session.lang

    @property
    def palette(self) -> Palette:
        return Palette(self.session.dark)

    def say(self, key: str, **words: object) -> str:
        """A text of the catalogue in the session's language."""
        return self.session.say(key, **words)


def current_question() -> Question:
    """The question of a page without choices of its own."""
    return Question(current_session(), st.session_state["filter"])
