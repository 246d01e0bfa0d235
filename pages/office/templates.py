"""The office's Word templates → each is downloaded, replaced by a file that can be filled, and put back as it was."""

from datetime import date

import streamlit as st

from loaders.language.numbers import escape_markdown
from loaders.output.papers.trial import try_template
from loaders.output.templates.fill import TemplateError
from loaders.output.templates.office import (
    MOST_MEGABYTES,
    TEMPLATES,
    drop_template,
    has_before,
    keep_template,
    own_template,
    restore_template,
    template,
)
from pages.office.data import own_store
from pages.office.tables import done
from pages.shared.frame.changes import note_change
from pages.shared.frame.page_params import choose
from pages.shared.frame.question import Question
from pages.shared.parts.file_box import file_box
from pages.shared.server.streamlit_internals import forget_uploads

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def draw_templates(question: Question, allowed: bool) -> None:
    """The part from the template in force to what may be done with it."""
    say = question.say
    name = choose(
        st, "template", say("office.template"), TEMPLATES, TEMPLATES[0], lambda t: say(f"papers.template.{t}"), row=True
    )
    draw_now(question, name)
    if allowed:
        draw_restore(question, name)
        draw_upload(question, name)


def draw_now(question: Question, name: str) -> None:
    """Whose template is in force, and the file itself."""
    say = question.say
    own = own_template(own_store(), name) is not None
    st.markdown(say("office.template.own" if own else "office.template.default"))
    st.download_button(
        say("office.download", format="Word"), template(own_store(), name), f"{say(f'papers.template.{name}')}.docx", _DOCX,
        icon=":material/download:", on_click="ignore", key=f"office_template_{name}",
    )  # fmt: skip


def draw_restore(question: Question, name: str) -> None:
    """The buttons that put the template before back, and go back to the default one."""
    say = question.say
    with st.container(horizontal=True):
        if has_before(own_store(), name):
            label = say("office.template.restore")
            if st.button(label, icon=":material/undo:", key=f"office_restore_{name}"):
                restore_template(own_store(), name)
                note_change("office", table=f"template {name}", restored=True)
                done(say("office.restored"))
        if own_template(own_store(), name) is not None:
            label = say("office.template.clear")
            if st.button(label, icon=":material/delete:", key=f"office_remove_{name}"):
                drop_template(own_store(), name)
                note_change("office", table=f"template {name}", removed=True)
                done(say("office.removed"))


def draw_upload(question: Question, name: str) -> None:
    """The box for a file; one that cannot be filled is said to be so, and not put in force."""
    say, turn = question.say, st.session_state.get("office_turn", 0)
    st.header(say("office.upload.template"), anchor=False)
    given = file_box(
        say(f"papers.template.{name}"), question.lang, types=["docx"], megabytes=MOST_MEGABYTES,
        key=f"office_file_{name}_{turn}", several=False,
    )  # fmt: skip
    if not given:
        return
    content, shown = given[0].getvalue(), escape_markdown(given[0].name)
    try:
        with st.spinner(say("office.template.trying")):
            try_template(name, content, date.today())
    except TemplateError as fault:
        st.error(escape_markdown(say(f"reason.{fault.reason}", **fault.words)), icon=":material/error:")
        return
    st.markdown(say("office.template.fits", name=shown))
    if st.button(say("office.take"), type="primary", key=f"office_take_{name}"):
        keep_template(own_store(), name, content)
        forget_uploads(given)
        note_change("office", table=f"template {name}")
        done(say("office.boundaries.taken", name=shown))
