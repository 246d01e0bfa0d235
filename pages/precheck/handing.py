"""Dropped files or a pasted page → drafts, kept for this session until another is handed in or the page is left."""

import threading

import streamlit as st

from loaders.ingest.processes import NoWorkers
from loaders.language.words import say
from loaders.precheck.drafts import Draft, in_memory, read_drafts
from loaders.reading.files import SourceFile
from loaders.reading.formats.detect import FACTS, SUFFIXES
from pages.shared.frame.session import DRAFTS
from pages.shared.parts.file_box import file_box
from pages.shared.parts.paste_box import paste_box
from pages.shared.server.streamlit_internals import forget_uploads

TYPES = sorted(SUFFIXES - {*FACTS, "zip"})
MAX_FILES = 20
MAX_MEGABYTES = 20
_desks = threading.BoundedSemaphore(2)
"""So many sessions read at once; others wait, and pages are drawn meanwhile."""


def draw_handing(lang: str) -> list[Draft]:
    """The boxes for files and for what is pasted; what was handed in last."""
    kept = st.session_state.setdefault(DRAFTS, {"drafts": [], "turn": 0})
    by_file, by_paste = st.tabs([say("precheck.by_file", lang), say("precheck.by_paste", lang)])
    with by_file:
        files = _dropped(lang, kept["turn"])
    with by_paste:
        files = files or _pasted(lang, kept["turn"])
    if files:
        kept |= {"drafts": _read(files, lang), "turn": kept["turn"] + 1, "key": None}
        st.rerun()
    drafts: list[Draft] = kept["drafts"]
    return drafts


def _dropped(lang: str, turn: int) -> list[SourceFile]:
    given = file_box(
        say("precheck.files", lang), lang, types=TYPES, megabytes=MAX_MEGABYTES, key=f"precheck_files_{turn}"
    )
    st.caption(say("precheck.files.hint", lang, n=MAX_FILES, size=MAX_MEGABYTES))
    if len(given) > MAX_FILES:
        forget_uploads(given)
        st.error(say("precheck.too_many", lang, n=len(given), most=MAX_FILES), icon=":material/error:")
        return []
    files = [in_memory(file.name, file.getvalue()) for file in given]
    # Streamlit would keep them until the session ends.
    forget_uploads(given)
    return files


def _pasted(lang: str, turn: int) -> list[SourceFile]:
    pasted = paste_box(
        say("precheck.paste", lang),
        say("precheck.paste.hint", lang),
        say("precheck.check", lang),
        f"precheck_paste_{turn}",
    )
    if pasted is None:
        return []
    if len(pasted.content) > MAX_MEGABYTES << 20:
        st.error(
            say("reason.too_large", lang, size=len(pasted.content) >> 20, most=MAX_MEGABYTES), icon=":material/error:"
        )
        return []
    name = say("precheck.pasted", lang) + (".html" if pasted.is_html else ".txt")
    return [in_memory(name, pasted.content)]


def _read(files: list[SourceFile], lang: str) -> list[Draft]:
    with st.spinner(say("precheck.reading", lang, n=len(files))):
        try:
            with _desks:
                return read_drafts(files)
        except NoWorkers as error:
            st.error(say("cli.no_workers", lang, code=error.args[0]), icon=":material/error:")
            st.stop()
