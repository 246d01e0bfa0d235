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
from pages.shared.parts.data_table import to_arrow

_ALL = "all"
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
    return draw_table(question, preview, outcome=None if chosen == _ALL else chosen)


def draw_table(question: Question, preview: Preview, *, select: bool = True, outcome: str | None = None) -> list[str]:
    """The documents as a table; the keys of its rows."""
    say = question.say
    rows = listed(preview, question.lang)
    if outcome:
        rows = rows.filter(rows["outcome"] == outcome)
    keys = rows["key"].to_list()
    shown = rows.with_columns(
        rows["outcome"]
        .replace_strict({o: say(f"add.outcome.{o}") for o in OUTCOMES}, return_dtype=pl.String)
        .alias("outcome")
    ).select(_COLUMNS)
    config = st.column_config
    st.dataframe(
        to_arrow(shown),
        column_config={
            "outcome": config.Column(say("add.column.outcome"), width=115),
            "agency": config.Column(say("column.body")),
            "year": config.NumberColumn(say("column.year"), format="%d", width="small"),
            "source": config.Column(say("add.column.file")),
            "why": config.Column(say("add.column.why"), width="medium"),
            "issues": config.NumberColumn(say("add.column.issues"), width="small"),
        },
        hide_index=True,
        placeholder="",
        width="stretch",
        alt=say("add.documents"),
        key=f"add_list_{outcome}" if select else "add_first",
        on_select=(lambda: _take(outcome, keys)) if select else "ignore",
        selection_mode="single-row",
    )
    return keys


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
