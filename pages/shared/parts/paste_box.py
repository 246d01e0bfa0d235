"""A box to paste into → what was pasted: HTML where the clipboard has it, else text."""

from pathlib import Path
from typing import NamedTuple

import streamlit as st

_HERE = Path(__file__).parent
_box = st.components.v2.component(
    "gongkai_paste",
    html=(_HERE / "paste_box.html").read_text(encoding="utf-8"),
    css=(_HERE / "paste_box.css").read_text(encoding="utf-8"),
    js=(_HERE / "paste_box.js").read_text(encoding="utf-8"),
)


class Pasted(NamedTuple):
    """What was pasted, in UTF-8."""

    content: bytes
    is_html: bool


def paste_box(label: str, hint: str, button: str, key: str) -> Pasted | None:
    """Draws the box with its button; what was pasted in this run, None where nothing was."""
    given = _box(key=key, data={"label": label, "hint": hint, "button": button}, on_pasted_change=lambda: None).pasted
    if not given:
        return None
    text = str(given.get("content", ""))
    return Pasted(text.encode("utf-8", errors="replace"), given.get("kind") == "html") if text.strip() else None
