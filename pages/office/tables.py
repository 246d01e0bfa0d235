"""A table of the office → it is seen, downloaded, edited in place, replaced by a file, and put back as it was."""

from functools import partial

import polars as pl
import streamlit as st

from loaders.ingest.csv_input import InputError
from loaders.ingest.office import has_before, restore
from loaders.ingest.run import Changed
from loaders.language.numbers import escape_markdown
from loaders.language.words import number
from loaders.output.listings import COLUMNS, HEADINGS, as_csv, as_file, listing
from pages.office.data import Part, compared, own_store, put
from pages.shared.frame.changes import note_change
from pages.shared.frame.question import Question
from pages.shared.parts.data_table import data_table
from pages.shared.parts.file_box import file_box
from pages.shared.server.streamlit_internals import ColumnConfig, forget_uploads

MAX_MEGABYTES = 10
MAX_EDITED = 3000
"""Rows beyond which a table is edited in a file."""
_FAULTS = 20
"""Faults that are listed; of more it is said how many."""
_TURN = "office_turn"
"""How often this session has put something in force: each time the box and the editor begin anew."""
_YEARS = ("first", "last", "year")
_FILES = {
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": ("CSV", "text/csv"),
}


def draw_table(question: Question, part: Part, allowed: bool) -> None:
    """The part from what is in force to what may be done with it."""
    draw_now(question, part)
    if allowed:
        draw_restore(question, part)
        draw_upload(question, part)
        draw_editor(question, part)
    elif part.rows.height:
        columns, alt = _columns(question, part), _alt(question, part)
        data_table(part.rows, columns, alt)


def draw_now(question: Question, part: Part) -> None:
    """How much is in force, and its files."""
    say = question.say
    if not part.rows.height:
        st.info(say(f"office.{part.table}.none"), icon=":material/inbox:")
        return
    counted = {"roster": {"bodies": "body_id"}, "population": {"places": "division"}}.get(part.table, {})
    words = {word: number(part.in_force[column].n_unique()) for word, column in counted.items()}
    st.markdown(say(f"office.{part.table}.now", n=number(part.rows.height), **words))
    with st.container(horizontal=True):
        for format, (name, mime) in _FILES.items():
            st.download_button(
                say("office.download", format=name),
                partial(as_file, part.table, part.rows, format, question.lang),
                f"{say(f'office.{part.table}')}.{format}", mime,
                icon=":material/download:", on_click="ignore", key=f"office_{format}_{part.table}",
            )  # fmt: skip


def draw_restore(question: Question, part: Part) -> None:
    """The button that puts the version before back."""
    if not has_before(part.store, part.table):
        return
    n = part.store.scan(f"{part.table}_before").select(pl.len()).collect().item()
    label = question.say("office.restore", n=number(n))
    if st.button(label, icon=":material/undo:", key=f"office_restore_{part.table}"):
        restore(own_store(), part.table)
        note_change("office", table=part.table, restored=True)
        done(question.say("office.restored"))


def draw_upload(question: Question, part: Part) -> None:
    """The box for a file; what it holds is looked at before it is put in force."""
    say, turn = question.say, st.session_state.setdefault(_TURN, 0)
    st.header(say("office.upload"), anchor=False)
    given = file_box(
        say(f"office.{part.table}"), question.lang, types=["csv", "txt", "xlsx", "xls"], megabytes=MAX_MEGABYTES,
        key=f"office_file_{part.table}_{turn}", several=False,
    )  # fmt: skip
    st.caption(say("office.upload.hint", columns=say("list.comma").join(HEADINGS[c] for c in COLUMNS[part.table])))
    if not given:
        return
    rows, faults = part.read(given[0].getvalue())
    name = escape_markdown(given[0].name)
    if faults:
        draw_faults(question, name, faults)
        return
    changes = compared(part.rows, listing(part.table, rows))
    if not changes.height:
        st.info(say("office.same", name=name), icon=":material/check:")
        return
    counts = dict(changes.group_by("was").len().iter_rows())
    words = {was: number(counts.get(was, 0)) for was in ("added", "removed")}
    st.markdown(say("office.found", name=name, n=number(rows.height), **words))
    draw_changes(question, part, changes)
    if st.button(say("office.take"), type="primary", key="office_take"):
        forget_uploads(given)
        _put(question, part, rows, "office.taken")


def draw_editor(question: Question, part: Part) -> None:
    """The table, edited in place; each row is checked when it is saved."""
    say, turn = question.say, st.session_state.setdefault(_TURN, 0)
    st.header(say("office.edit"), anchor=False)
    if part.rows.height > MAX_EDITED:
        st.caption(say("office.edit.long", n=number(part.rows.height), most=number(MAX_EDITED)))
        return
    st.caption(say("office.edit.hint"))
    edited = st.data_editor(
        part.rows, column_config=_columns(question, part), num_rows="dynamic", alt=_alt(question, part), placeholder="",
        key=f"office_edit_{part.table}_{part.store.build}_{turn}",
    )  # fmt: skip
    if not st.button(say("office.save"), type="primary", key=f"office_save_{part.table}"):
        return
    rows = edited.filter(~pl.all_horizontal(pl.all().is_null()))
    if not compared(part.rows, rows).height:
        st.info(say("office.unchanged"), icon=":material/check:")
        return
    # A table without rows is none: to read it would be to miss them.
    read, faults = part.read(as_csv(part.table, rows)) if rows.height else (part.in_force.clear(), [])
    if faults:
        # The rows of the table are counted from 1, those of a file from its heading.
        counted = [InputError(f.row - 1, f.reason, f.words) for f in faults]
        draw_faults(question, say(f"office.{part.table}"), counted)
        return
    _put(question, part, read, "office.saved")


def draw_faults(question: Question, name: str, faults: list[InputError]) -> None:
    """What is wrong, row by row."""
    say = question.say
    texts = [say(f"reason.{f.reason}", row=f.row, **f.words) for f in faults[:_FAULTS]]
    if len(faults) > _FAULTS:
        texts.append(say("office.more", n=number(len(faults) - _FAULTS)))
    st.error(say("office.refused", name=name, n=number(len(faults))), icon=":material/error:")
    st.markdown("\n".join(f"- {escape_markdown(text)}" for text in texts))


def draw_changes(question: Question, part: Part, changes: pl.DataFrame) -> None:
    """The rows that a file adds and those that it takes away."""
    words = {was: question.say(f"office.was.{was}") for was in ("added", "removed")}
    shown = changes.with_columns(pl.col("was").replace_strict(words, return_dtype=pl.String))
    label = question.say("office.column.was")
    named = {c: st.column_config.TextColumn(question.say(f"office.column.{c}")) for c in COLUMNS[part.table]}
    columns = {"was": st.column_config.TextColumn(label, width="small"), **named}
    data_table(shown, columns, label)


def _put(question: Question, part: Part, rows: pl.DataFrame, said: str) -> None:
    try:
        put(part, rows)
        note_change("office", table=part.table, rows=rows.height)
    except Changed:
        st.session_state[_TURN] += 1
        st.error(question.say("office.changed"), icon=":material/error:")
        return
    done(question.say(said, n=number(rows.height)))


def done(said: str) -> None:
    """Draws the page anew, and says what was done."""
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    st.session_state["office_said"] = said
    # Every page follows: what was changed is shown from now on.
    st.session_state["kept_data"] = "own"
    st.rerun()


def _columns(question: Question, part: Part) -> dict[str, ColumnConfig]:
    """The columns as they are headed; a year is no count."""
    config = st.column_config
    columns: dict[str, ColumnConfig] = {}
    for c in COLUMNS[part.table]:
        label = question.say(f"office.column.{c}")
        if c in _YEARS:
            columns[c] = config.NumberColumn(label, format="%d", min_value=2000, max_value=2100, step=1, width="small")
        elif c == "residents":
            columns[c] = config.NumberColumn(label, min_value=0, step=1)
        else:
            columns[c] = config.TextColumn(label)
    return columns


def _alt(question: Question, part: Part) -> str:
    return question.say("office.rows", table=question.say(f"office.{part.table}"))
