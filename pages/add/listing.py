"""What a commit would do with the documents of an intake → the list of them, and the buttons that commit."""

import polars as pl
import streamlit as st

from loaders.ingest.intake.folder import Intake
from loaders.ingest.intake.preview import OUTCOMES, Preview, clear
from loaders.language.words import number
from pages.add.committing import begin
from pages.add.data import AddData, listed
from pages.shared.frame.page_params import choose, set_choices
from pages.shared.frame.question import Question
from pages.shared.parts.data_table import data_table, to_arrow
from pages.shared.server.streamlit_internals import ColumnConfig

_ALL = "all"
_FIRST = 20
"""Documents of the table that stands while others are read."""
_COLUMNS = ("outcome", "agency", "year", "source", "why", "issues")


def draw_summary(question: Question, data: AddData, preview: Preview) -> None:
    """How many documents become what."""
    say = question.say
    if preview.documents.height:
        counts = say("list.comma").join(
            say("add.count", outcome=say(f"add.outcome.{o}"), n=number(n)) for o, n in _counts(preview).items()
        )
        st.markdown(say("add.ready", n=number(preview.documents.height), counts=counts))
    if data.progress.known:
        st.caption(say("add.known", n=number(data.progress.known)))


def _counts(preview: Preview) -> dict[str, int]:
    found = dict(preview.documents.group_by("outcome").len().iter_rows())
    return {o: found[o] for o in OUTCOMES if o in found}


def draw_list(question: Question, preview: Preview) -> list[str]:
    """The documents of the outcome that is chosen, of which a click chooses one; their keys."""
    say, counts = question.say, _counts(preview)
    options = (_ALL, *counts)
    chosen = choose(
        st, "outcome", say("add.outcome"), options, _ALL,
        lambda o: say("add.count", outcome=say(f"add.outcome.{o}"), n=number(counts.get(o, preview.documents.height))),
        bare=True, row=True,
    )  # fmt: skip
    return draw_table(question, preview, None if chosen == _ALL else chosen)


def draw_table(question: Question, preview: Preview, outcome: str | None) -> list[str]:
    """The documents as a table, of which a click chooses one; the keys of its rows."""
    rows = listed(preview, question.lang)
    if outcome:
        rows = rows.filter(rows["outcome"] == outcome)
    keys = rows["key"].to_list()
    st.dataframe(
        to_arrow(_in_words(question, rows)),
        column_config=_columns(question),
        hide_index=True,
        placeholder="",
        width="stretch",
        alt=question.say("add.documents"),
        key=f"add_list_{outcome}",
        on_select=lambda: _take(outcome, keys),
        selection_mode="single-row",
    )
    return keys


def draw_first(question: Question, preview: Preview) -> None:
    """The first documents as a plain table: it is there at once, where one that scrolls loads its program first."""
    rows = _in_words(question, listed(preview, question.lang))
    data_table(rows.head(_FIRST), _columns(question), question.say("add.documents"), wrapped=True)
    if rows.height > _FIRST:
        st.caption(question.say("add.more_rows", n=number(_FIRST)))


def _in_words(question: Question, rows: pl.DataFrame) -> pl.DataFrame:
    words = {o: question.say(f"add.outcome.{o}") for o in OUTCOMES}
    return rows.with_columns(pl.col("outcome").replace_strict(words, return_dtype=pl.String)).select(_COLUMNS)


def _columns(question: Question) -> dict[str, ColumnConfig]:
    say, config = question.say, st.column_config
    return {
        "outcome": config.Column(say("add.column.outcome"), width=115),
        "agency": config.Column(say("column.body"), width=140),
        "year": config.NumberColumn(say("column.year"), format="%d", width="small"),
        "source": config.Column(say("add.column.file")),
        "why": config.Column(say("add.column.why"), width=270),
        "issues": config.NumberColumn(say("add.column.issues"), width="small"),
    }


def _take(outcome: str | None, keys: list[str]) -> None:
    picked = st.session_state[f"add_list_{outcome}"].selection.rows
    if picked and picked[0] < len(keys):
        set_choices(document=keys[picked[0]])


def draw_commit(question: Question, intake: Intake, preview: Preview) -> None:
    """The buttons that commit, and discard."""
    sure = clear(preview.documents)
    rest = _counts(preview).get("unclear", 0)
    with st.container(horizontal=True):
        if sure.height:
            _button(question, intake, preview, "add.commit", sure.height, [o for o in OUTCOMES if o != "unclear"], True)
        if rest:
            _button(question, intake, preview, "add.commit_all", rest, ["unclear"], not sure.height)
        draw_discard(question, intake, preview.documents.height)


def draw_discard(question: Question, intake: Intake, n: int) -> None:
    """The button that discards what is not committed, n documents or files, once more asked."""
    say = question.say
    with st.popover(say("add.discard"), icon=":material/delete:"):
        st.markdown(say("add.discard.sure", n=number(n)))
        st.button(say("add.discard"), on_click=_discard, args=(question, intake), key="add_discard")


def _button(
    question: Question, intake: Intake, preview: Preview, word: str, n: int, outcomes: list[str], first: bool
) -> None:
    if st.button(question.say(word, n=number(n)), type="primary" if first else "secondary", key=word.replace(".", "_")):
        of = preview.documents.filter(preview.documents["outcome"].is_in(outcomes))
        begin(intake, set(of.select("document", "source").iter_rows()))


def _discard(question: Question, intake: Intake) -> None:
    intake.remove()
    st.session_state["add_said"] = question.say("add.discarded")
