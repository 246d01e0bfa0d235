"""The address, the filters and two boxes → the figure whose reports are listed."""

from dataclasses import dataclass

import streamlit as st

from loaders.form.metrics import METRICS
from loaders.form.vocabulary import CELLS
from loaders.output.figure_sources import at_words
from loaders.query.pivot_labels import offered_name
from loaders.query.sources import Figure
from loaders.query.years import latest_reported_year
from pages.shared.frame import ignored
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.links import parameters
from pages.shared.frame.page_params import choose
from pages.shared.frame.question import Question, current_question

_BY = ("total", "city", "district", "own", "body")
_AT = ("province", "city", "division", "kind", "level", "body_id", "scope")
"""The columns by which a link limits a figure to a cell of a table."""


@dataclass(frozen=True)
class SourcesQuestion(Question):
    """A figure of one year: that of the filters, else the latest with reports that were due."""

    figure: Figure


def choose_figure() -> SourcesQuestion:
    """Draws the boxes; the figure of the address where it names one."""
    question = current_question()
    say, years = question.say, question.filters.years
    left, right = st.columns([2, 3])
    ids = (*(m.id for m in METRICS), *(c.name for c in CELLS))
    id_ = choose(left, "figure", say("sources.figure"), ids, ids[0], lambda i: offered_name(i, question.lang))
    by = choose(right, "by", say("sources.by"), _BY, _BY[0], lambda b: say(f"sources.by.{b}"), row=True)
    year = years[0] if len(years) == 1 else cached(latest_reported_year, question.filters)
    figure = Figure(id_, question.filters.only(year), by, _limits(question))
    draw_limits(question, figure)
    return SourcesQuestion(question.session, question.filters, figure)


def _limits(question: Question) -> tuple[tuple[str, str | None], ...]:
    """What the link limits the figure to, as `column:value`; a value that is empty stands for what is unknown."""
    given = [tuple(text.split(":", 1)) for text in st.query_params.get_all("at")]
    if wrong := [":".join(g) for g in given if len(g) < 2 or g[0] not in _AT]:
        ignored.note(question.say("sources.at"), wrong)
    return tuple((g[0], g[1] or None) for g in given if len(g) == 2 and g[0] in _AT)


def draw_limits(question: Question, figure: Figure) -> None:
    """What the link limits the figure to, and a link without."""
    if not figure.at:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            st.session_state["pages"]["sources"],
            label=question.say("sources.at.drop"),
            icon=":material/close:",
            query_params=parameters(question.session, question.filters, figure=figure.id, by=figure.by),
        )
        words = at_words(question.session.snapshot, figure, question.lang)
        st.markdown(
            question.say(
                "filter.said", name=question.say("sources.at"), values=question.say("list.semicolon").join(words)
            )
        )
