"""Compare: one figure over districts, cities or the bodies of one kind, between years and against each other."""

import streamlit as st

from pages.compare import charts, sentences
from pages.compare.comparison_table import comparison_table
from pages.compare.data import Data, load
from pages.compare.district_map import choose_outlines, draw_map
from pages.compare.question import Question, choose
from pages.shared.frame.session import Session, current_session
from pages.shared.parts.head import head
from pages.shared.parts.source_line import source_line


def main() -> None:
    """Runs the page."""
    session = current_session()
    slot = st.container()
    question = choose(session, slot)
    data = load(question)
    with slot:
        head(session, session.say("menu.compare"), sentences.answer(question, data, session.lang))
    draw(session, question, data)


def draw(session: Session, question: Question, data: Data) -> None:
    """Draws the charts, two in a row, and the table below them."""
    if quartiles := sentences.quartiles(question, data, session.lang):
        st.caption(quartiles)
    rate, several_years = question.metric.rate, len(question.years) > 1
    left, right = st.columns(2)
    with left:
        charts.draw_slope(session, question, data)
    with right:
        if data.limits:
            charts.draw_funnel(session, question, data, data.limits)
        elif rate:
            charts.draw_ranks_without_limits(session, question, data)
        else:
            charts.draw_bars(session, question, data)
    left, right = st.columns(2)
    with left:
        if several_years and (data.limits or not rate):
            charts.draw_ranks(session, question, data)
    with right:
        if question.unit == "district":
            draw_map(session, question, data)
            choose_outlines(session)
    if several_years:
        charts.draw_multiples(session, question, data)
    comparison_table(session, question, data)
    source_line(session, question.comparison.filters)


main()
