"""Sentences for a first visit: what this is, whence figures come, how to filter and how to add one's own reports.

Closed once, closed for good.
"""

from pathlib import Path

import streamlit as st

from loaders.query.filters import Filter
from pages.shared.frame.links import address
from pages.shared.frame.session import Session

_HERE = Path(__file__).parent
_box = st.components.v2.component(
    "gongkai_welcome",
    html="<details><summary></summary><p><span></span> <a target='_self'></a></p></details>",
    css=(_HERE / "welcome.css").read_text(encoding="utf-8"),
    js=(_HERE / "welcome.js").read_text(encoding="utf-8"),
)
_SENTENCES = ("what", "whence", "how")


def welcome(session: Session, filters: Filter) -> None:
    """Draws them: open on a browser's first visit, else behind a question."""
    text = [session.say(f"overview.help.{s}") for s in _SENTENCES]
    add = {"add": session.say("overview.help.add"), "link": address(session, "add", filters).removeprefix("/")}
    _box(
        key="welcome",
        data={
            "question": session.say("overview.help"),
            "text": ("" if session.lang == "zh" else " ").join(text),
            **add,
        },
    )
