"""Office files: what the office supplies beside reports, each replaced whole, the version before kept."""

import streamlit as st

from loaders.store.errors import StoreError
from pages.office.boundaries import draw_boundaries
from pages.office.data import PARTS, load
from pages.office.tables import draw_table
from pages.office.templates import draw_templates
from pages.shared.frame.changes import changes_allowed, who
from pages.shared.frame.page_params import choose
from pages.shared.frame.question import Question, current_question


def draw(question: Question) -> None:
    """The page from its head to the part that is chosen."""
    say = question.say
    st.title(say("menu.office"), anchor=False)
    st.markdown(say("office.answer"))
    allowed = changes_allowed("office")
    if not allowed:
        st.warning(say("office.forbidden"), icon=":material/lock:")
        if who() is not None:
            # The tables are the office's whole: whoever is known to be no administrator sees none of them.
            st.stop()
    part = choose(st, "part", say("office.part"), PARTS, PARTS[0], lambda p: say(f"office.{p}"), row=True)
    st.markdown(say(f"office.{part}.what"))
    said = st.session_state.pop("office_said", None)
    if said:
        st.success(said, icon=":material/check_circle:")
    if part == "boundaries":
        draw_boundaries(question, allowed)
    elif part == "templates":
        draw_templates(question, allowed)
    else:
        draw_table(question, load(part), allowed)


question = current_question()
try:
    draw(question)
except StoreError as fault:
    st.error(question.say(f"reason.{fault.reason}", **fault.words), icon=":material/error:")
