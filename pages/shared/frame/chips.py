"""What is chosen → a row of chips above the page, each of which takes its choice away."""

from pathlib import Path

import streamlit as st

from loaders.query.filter_urls import PARAMETERS, names
from loaders.query.filters import EVERYTHING, Filter
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.filters import remove
from pages.shared.frame.session import Session

_HERE = Path(__file__).parent
_row = st.components.v2.component(
    "gongkai_chips",
    html='<ul class="chips"></ul>',
    css=(_HERE / "chips.css").read_text(encoding="utf-8"),
    js=(_HERE / "chips.js").read_text(encoding="utf-8"),
)


def chips(session: Session, filters: Filter) -> None:
    """Draws the row; nothing where nothing is chosen."""
    if filters == EVERYTHING:
        return
    say = session.say
    rows = [
        {"name": name, "value": str(value), "label": label}
        for name, labels in cached(names, filters, session.lang).items()
        for value, label in zip(getattr(filters, PARAMETERS[name]), labels, strict=True)
    ]
    words = {"title": say("filter.chosen"), "remove": say("filter.remove"), "clear": say("filter.reset")}
    _row(key="chips", data={"chips": rows, **words}, on_removed_change=_remove)


def _remove() -> None:
    if gone := st.session_state["chips"].removed:
        remove(gone["name"], gone["value"])
