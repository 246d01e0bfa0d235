"""Compare: one figure over districts, cities or the bodies of one kind, between years and against each other."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.compare import charts, sentences
from pages.compare.comparison_table import comparison_table
from pages.compare.data import CompareData, load
from pages.compare.district_map import choose_outlines, draw_map
from pages.compare.question import CompareQuestion, choose
from pages.shared.parts.head import head
from pages.shared.parts.source_line import source_line
from pages.shared.parts.two_totals import two_totals


def draw(question: CompareQuestion, data: CompareData, slot: DeltaGenerator) -> None:
    """The page but its widgets. slot: where the head stands, above them."""
    with slot:
        head(question.session, question.say("menu.compare"), sentences.answer(question, data))
    if question.unit == "district":
        two_totals(question.session, question.filters, question.metric.id, question.last, with_own_bodies=False)
    if quartiles := sentences.quartiles(question, data):
        st.caption(quartiles)
    rate, several_years = question.metric.rate, len(question.years) > 1
    left, right = st.columns(2)
    with left:
        charts.draw_slope(question, data)
    with right:
        if data.limits:
            charts.draw_funnel(question, data, data.limits)
        elif rate:
            charts.draw_ranks_without_limits(question, data)
        else:
            charts.draw_bars(question, data)
    left, right = st.columns(2)
    with left:
        if several_years and (data.limits or not rate):
            charts.draw_ranks(question, data)
    with right:
        if question.unit == "district":
            draw_map(question, data)
            choose_outlines(question)
    if several_years:
        charts.draw_multiples(question, data)
    comparison_table(question, data)
    source_line(question.session, question.filters)


slot = st.container()
question = choose(slot)
draw(question, load(question), slot)
