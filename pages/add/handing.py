"""What a user drops or chooses → a new intake that is being read."""

from collections.abc import Iterable
from typing import Literal

import streamlit as st

from loaders.ingest.intake.folder import MAX_FILES, Refused, hand_in
from loaders.ingest.intake.reading import start
from loaders.language.words import number
from loaders.reading.formats.detect import SUFFIXES
from pages.add.data import folder, own_store
from pages.shared.frame.page_params import choose, set_choices
from pages.shared.frame.question import Question
from pages.shared.parts.file_box import file_box

MAX_MEGABYTES = 200
"""Of one file; what an archive holds is bounded by reading."""
_WAYS = ("files", "folder")
_COUNT = "add_handed_in"
"""How often this session has handed something in: each time the box begins anew, empty."""


def draw_handing(question: Question) -> None:
    """The boxes in which files are put; what is put there is handed in at once."""
    say = question.say
    way = choose(st, "by", say("add.by"), _WAYS, _WAYS[0], lambda w: say(f"add.by.{w}"), bare=True, row=True)
    count = st.session_state.setdefault(_COUNT, 0)
    several: bool | Literal["directory"] = "directory" if way == "folder" else True
    label = say(f"add.{way}", most=number(MAX_FILES), size=MAX_MEGABYTES)
    files = file_box(
        label, question.lang, types=sorted(SUFFIXES), megabytes=MAX_MEGABYTES, key=f"add_{way}_{count}", several=several
    )
    if files:
        take(question, ((f.name, f.getvalue()) for f in files))


def take(question: Question, files: Iterable[tuple[str, bytes]]) -> None:
    """Hands files in, begins to read them and draws the page anew; says so where they are not taken."""
    try:
        intake = hand_in(folder(), files)
    except Refused as fault:
        st.error(question.say(f"reason.{fault.reason}", **fault.words), icon=":material/error:")
        return
    start(intake, own_store())
    st.session_state[_COUNT] += 1
    set_choices(intake=intake.id)
    st.rerun()
