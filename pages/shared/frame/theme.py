"""A change of the browser's theme while a page is open → another run of the page, in the colours of that theme."""

from pathlib import Path

import streamlit as st

_watch = st.components.v2.component(
    "gongkai_theme", html="<i></i>", js=Path(__file__).with_name("theme.js").read_text(encoding="utf-8")
)


def follow_theme() -> None:
    """Draws what is not seen and tells of a change."""
    _watch(key="theme", on_changed_change=lambda: None)
