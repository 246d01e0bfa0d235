"""The address of the page as it stands → a view with a name, kept in the browser: nothing of it is on the server."""

from pathlib import Path

import streamlit as st

from pages.shared.frame.session import Session

_HERE = Path(__file__).parent
_WORDS = (
    "title", "name", "save", "saved", "list", "none", "remove", "removed", "export", "import", "imported", "unread",
    "unkept", "nameless", "rename", "renamed", "taken",
)  # fmt: skip
_list = st.components.v2.component(
    "gongkai_views",
    html=(_HERE / "views.html").read_text(encoding="utf-8"),
    css=(_HERE / "views.css").read_text(encoding="utf-8"),
    js=(_HERE / "views.js").read_text(encoding="utf-8"),
)


def views(session: Session) -> None:
    """Draws the list of views: saved, opened, renamed, removed, written to a file and read from one, all in the browser."""
    _list(key="views", data={w: session.say(f"views.{w}") for w in _WORDS})
