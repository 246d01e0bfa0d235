"""Add reports: files are handed in, looked at, and committed; nothing counts before."""

import streamlit as st

from loaders.ingest.intake import reading, source
from loaders.ingest.intake.folder import sweep
from loaders.language.numbers import escape_markdown
from loaders.language.words import number
from loaders.store.backends import Unwritable
from loaders.store.errors import StoreError
from pages.add.committing import draw_added, draw_adding
from pages.add.data import AddData, folder, load
from pages.add.handing import draw_handing
from pages.add.listing import draw_commit, draw_discard, draw_list, draw_summary
from pages.add.look import draw_document
from pages.add.progress import draw_broken_off, draw_progress, running
from pages.shared.frame.changes import changes_allowed
from pages.shared.frame.page_params import choose, kept_choice
from pages.shared.frame.question import Question, current_question

_BROKEN_OFF = ("cancelled", "interrupted", "failed")
_NAMED = 5
"""Files that are named which are not read."""


def intake_wanted() -> str | None:
    """The id of the intake that the address names, else of the one shown before."""
    return next(iter(st.query_params.get_all("intake") or kept_choice("intake") or ()), None)


def draw(question: Question, data: AddData) -> None:
    """The intake that is chosen: being read, broken off, or to be committed."""
    intake, preview = data.intake, data.preview
    if intake is None:
        st.info(question.say("add.nothing"), icon=":material/inbox:")
        return
    if running(data.progress):
        draw_progress(question, intake)
        return
    if preview is None:
        draw_adding(question, intake)
        return
    draw_discarded()
    if preview.documents.height or data.adding.stage == "done":
        draw_added(question, intake, data.adding, all_of_it=not preview.documents.height)
    if data.progress.stage in _BROKEN_OFF:
        draw_broken_off(question, intake, data.progress)
    draw_ignored(question, data)
    draw_summary(question, data, preview)
    if not preview.documents.height:
        done = "add.committed" if intake.done().committed else "add.all_known"
        if data.progress.stage in _BROKEN_OFF:
            draw_discard(question, intake, len(intake.handed))
        elif data.adding.stage != "done":
            st.success(question.say(done), icon=":material/check_circle:")
        return
    draw_commit(question, intake, preview)
    keys = draw_list(question, preview)
    draw_document(question, data, intake, preview, keys)


def draw_discarded() -> None:
    """That a batch was discarded by the last click."""
    said = st.session_state.pop("add_said", None)
    if said:
        st.info(said)


def draw_ignored(question: Question, data: AddData) -> None:
    """The files that are no documents."""
    ignored = [f.source for f in data.intake.items()[2]] if data.intake else []
    if not ignored:
        return
    names = question.say("list.comma").join(ignored[:_NAMED])
    if len(ignored) > _NAMED:
        names = question.say("add.ignored.more", names=names, n=number(len(ignored)))
    st.caption(escape_markdown(question.say("add.ignored", names=names)))


def choose_intake(question: Question, data: AddData) -> AddData:
    """A box of the intakes where there are several; the data of the one that is chosen."""
    say = question.say
    ids = [i.id for i in data.intakes]
    if not ids:
        return data
    labels = {i.id: say("add.intake.label", time=_time(i.id), n=number(len(i.handed)), stage=say(f"add.stage.{i.progress().stage}"))
              for i in data.intakes}  # fmt: skip
    chosen = choose(st, "intake", say("add.intake"), ids, ids[0], lambda i: labels.get(i, i))
    return data if data.intake and data.intake.id == chosen else load(chosen)


def _time(id_: str) -> str:
    return f"{id_[:4]}-{id_[4:6]}-{id_[6:8]} {id_[9:11]}:{id_[11:13]}"


question = current_question()
st.title(question.say("menu.add"), anchor=False)
st.markdown(question.say("add.answer"))
if not changes_allowed():
    st.warning(question.say("add.forbidden"), icon=":material/lock:")
    st.stop()
try:
    sweep(folder())
    data = load(intake_wanted())
    if data.intake is None or not running(data.progress):
        # It starts workers while the user finds files.
        reading.prepare()
        source.SPARES.fill()
    draw_handing(question)
    draw(question, choose_intake(question, data))
except StoreError as fault:
    st.error(question.say(f"reason.{fault.reason}", **fault.words), icon=":material/error:")
except (OSError, Unwritable) as fault:
    error = getattr(fault, "strerror", None) or str(fault)
    st.error(question.say("reason.intake_not_noted", error=error), icon=":material/error:")
