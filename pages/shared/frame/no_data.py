"""The page where no store holds a report yet: the page that takes files, and the commands that read them."""

import streamlit as st

from loaders.language.words import say

_COMMANDS = ("ingest", "check", "serve")


def no_data(lang: str) -> None:
    """Says how a store is fed, and ends the run."""
    st.title(say("empty.title", lang), anchor=False)
    st.markdown(say("empty.what", lang))
    st.page_link(st.session_state["pages"]["add"], label=say("menu.add", lang), icon=":material/upload_file:")
    st.markdown(say("empty.or", lang))
    for command in _COMMANDS:
        st.markdown(say(f"empty.{command}", lang))
        folder = f" {say('empty.folder', lang)}/" if command == "ingest" else ""
        st.code(f"gongkai {command}{folder}", language="bash")
    st.caption(say("empty.demo", lang))
    st.stop()
