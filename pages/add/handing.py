"""What a user drops or chooses → a new intake that is being read."""

import time
from collections.abc import Callable, Iterable
from typing import Literal

import streamlit as st

from loaders import settings
from loaders.ingest.intake.fetch import MAX_ADDRESSES, addresses_in, fetch_all
from loaders.ingest.intake.handing import MAX_FILES, Refused, hand_in
from loaders.ingest.intake.reading import start
from loaders.language.numbers import escape_markdown
from loaders.language.words import number
from loaders.reading.formats.detect import SUFFIXES
from pages.add.data import folder, own_store
from pages.shared.frame.page_params import choose, set_choices
from pages.shared.frame.question import Question
from pages.shared.parts.file_box import file_box
from pages.shared.parts.paste_box import paste_box
from pages.shared.server.streamlit_internals import forget_uploads

MAX_MEGABYTES = 200
"""Of one file; what an archive holds is bounded by reading."""
_WAYS = ("files", "folder", "paste", "addresses")
_SAID = "add_fetch_failed"
_COUNT = "add_handed_in"
"""How often this session has handed something in: each time the box begins anew, empty."""


def draw_handing(question: Question) -> None:
    """The boxes in which files are put; what is put there is handed in at once."""
    say = question.say
    ways = _WAYS if settings.fetch() else _WAYS[:-1]
    way = choose(st, "by", say("add.by"), ways, ways[0], lambda w: say(f"add.by.{w}"), bare=True, row=True)
    st.session_state.setdefault(_COUNT, 0)
    draw_said(question)
    {"paste": draw_paste, "addresses": draw_addresses}.get(way, lambda q: draw_files(q, way))(question)


def draw_files(question: Question, way: str) -> None:
    """A box for files, or for a folder."""
    several: bool | Literal["directory"] = "directory" if way == "folder" else True
    label = question.say(f"add.{way}", most=number(MAX_FILES), size=MAX_MEGABYTES)
    key = f"add_{way}_{st.session_state[_COUNT]}"
    files = file_box(label, question.lang, types=sorted(SUFFIXES), megabytes=MAX_MEGABYTES, key=key, several=several)
    if files:
        # Streamlit would keep them in memory until the session ends.
        take(question, ((f.name, f.getvalue()) for f in files), lambda: forget_uploads(files))


def draw_paste(question: Question) -> None:
    """A box to paste into: what comes with markup is taken as a web page, what is typed as text."""
    say = question.say
    key = f"add_paste_{st.session_state[_COUNT]}"
    pasted = paste_box(say("precheck.paste"), say("precheck.paste.hint"), say("add.paste.read"), key)
    if pasted:
        stem = say("add.paste.name", time=time.strftime("%Y-%m-%d %H%M%S"))
        take(question, [(f"{stem}.{'html' if pasted.is_html else 'txt'}", pasted.content)])


def draw_addresses(question: Question) -> None:
    """A box for web addresses."""
    say = question.say
    with st.form("add_addresses", border=False):
        text = st.text_area(say("add.fetch", most=number(MAX_ADDRESSES)), key=f"add_text_{st.session_state[_COUNT]}")
        sent = st.form_submit_button(say("add.fetch.do"), type="primary")
    if not sent:
        return
    addresses = addresses_in(text)
    if not addresses:
        st.warning(say("add.fetch.none"))
        return
    with st.spinner(say("add.fetching", n=number(len(addresses)))):
        found = fetch_all(addresses)
    failed = [f for f in found if f.reason]
    lines = [f"- {escape_markdown(f.address)}  \n{say(f'reason.{f.reason}', **(f.words or {}))}" for f in failed]
    if failed:
        st.session_state[_SAID] = "\n".join([say("add.fetch.failed", n=number(len(failed))), "", *lines])
    if len(failed) == len(found):
        st.rerun()
    take(question, ((f.name, f.data) for f in found if not f.reason))


def draw_said(question: Question) -> None:
    """The addresses of which nothing came."""
    said = st.session_state.pop(_SAID, None)
    if said:
        st.warning(said, icon=":material/link_off:")


def take(question: Question, files: Iterable[tuple[str, bytes]], forget: Callable[[], None] = lambda: None) -> None:
    """Hands files in, begins to read them and draws the page anew; says so where they are not taken. forget: called when
    the files are no longer needed.
    """
    try:
        intake = hand_in(folder(), files)
    except Refused as fault:
        st.error(question.say(f"reason.{fault.reason}", **fault.words), icon=":material/error:")
        return
    finally:
        forget()
    start(intake, own_store())
    st.session_state[_COUNT] += 1
    set_choices(intake=intake.id)
    st.rerun()
