"""The page where no store holds a report yet: what to put where, and the commands that read it."""

import streamlit as st

from loaders.language.words import say

_COMMANDS = ("ingest", "check", "serve")


def no_data(lang: str) -> None:
    """Says how a store is fed, and ends the run."""
    st.title(say("empty.title", lang), anchor=False)
    st.markdown(say("empty.what", lang))
    for command in _COMMANDS:
        st.markdown(say(f"empty.{command}", lang))
        folder = f" {say('empty.folder', lang)}/" if command == "ingest" else ""
        st.code(f"gongkai {command}{folder}", language="bash")
    st.caption(say("empty.demo", lang))
    st.stop()
