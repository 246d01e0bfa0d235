"""Three sentences for a first visit: what this is, where figures come from, how to filter; closed once, closed for good."""

from pathlib import Path

import streamlit as st

from pages.shared.frame.session import Session

_HERE = Path(__file__).parent
_box = st.components.v2.component(
    "gongkai_welcome",
    html="<details><summary></summary><p></p></details>",
    css=(_HERE / "welcome.css").read_text(encoding="utf-8"),
    js=(_HERE / "welcome.js").read_text(encoding="utf-8"),
)
_SENTENCES = ("what", "whence", "how")


def welcome(session: Session) -> None:
    """Draws them: open on a browser's first visit, else behind a question."""
    text = [session.say(f"overview.help.{s}") for s in _SENTENCES]
    _box(key="welcome", data={"question": session.say("overview.help"), "text": " ".join(text)})
