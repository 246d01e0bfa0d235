"""Ids of a link that the data do not have → one line above the page that names them."""

from collections.abc import Sequence

import streamlit as st

from loaders.language.numbers import escape_markdown
from loaders.language.words import say


def begin(page: str, of_filters: dict[str, list[str]]) -> None:
    """Makes room for the line and names ids that no filter has, by the labels of the filters.

    The line stays until another page or other filters are chosen.
    """
    state = st.session_state
    at = page, dict(state["choices"])
    if of_filters or state.get("ignored_at") != at:
        state["ignored_at"], state["ignored"] = at, {}
    state["ignored_slot"] = st.empty()
    state["ignored"] |= of_filters
    _draw()


def note(label: str, ids: Sequence[str]) -> None:
    """Names ids that a box of the page does not offer; label: of the box."""
    st.session_state["ignored"][label] = list(ids)
    _draw()


def _draw() -> None:
    state, lang = st.session_state, st.session_state["kept_lang"]
    if not state["ignored"]:
        return
    comma = say("list.comma", lang)
    texts = [say("filter.said", lang, name=label, values=comma.join(ids)) for label, ids in state["ignored"].items()]
    text = say("filter.ignored", lang, names=say("list.semicolon", lang).join(texts))
    state["ignored_slot"].warning(escape_markdown(text), icon=":material/link_off:")
