"""The frame of a server that offers pre-check alone: a language and the page; no store is opened."""

import streamlit as st

from loaders.language.words import say
from pages.precheck.desk import draw_desk
from pages.shared.frame import session
from pages.shared.frame.menu import PAGES
from pages.shared.frame.page_css import page_css

state = st.session_state
state.setdefault("kept_lang", session.language())
lang = state["lang"] = state["kept_lang"]
st.set_page_config(
    page_title=say("menu.precheck", lang), page_icon=str(PAGES / "shared" / "frame" / "icon.png"), layout="wide"
)
st.html(page_css(session.dark(), lang))
st.segmented_control(
    say("frame.language", lang), ["zh", "en"], format_func=lambda v: say(f"lang.{v}", lang), key="lang",
    on_change=session.keep, args=("lang",), required=True, label_visibility="collapsed",
)  # fmt: skip
st.query_params.from_dict({"lang": lang})
draw_desk(lang, None)
