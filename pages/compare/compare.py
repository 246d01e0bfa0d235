"""Compare: one figure over districts, cities or the bodies of one kind, between years and against each other."""

from collections.abc import Callable, Iterator

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from loaders.language.numbers import escape_markdown
from loaders.query.comparability import MIN_UNITS
from pages.compare import charts, sentences
from pages.compare.comparison_table import comparison_table
from pages.compare.data import CompareData, load
from pages.compare.district_map import choose_outlines, draw_map
from pages.compare.question import CompareQuestion, choose
from pages.shared.parts.head import head
from pages.shared.parts.source_line import source_line

Draw = Callable[[CompareQuestion, CompareData], None]


def draw(question: CompareQuestion, data: CompareData, slot: DeltaGenerator) -> None:
    """The page but its widgets. slot: where the head stands, above them."""
    with slot:
        head(question.session, question.say("menu.compare"), sentences.answer(question, data))
    for remark in (data.two_totals, sentences.remark(question, data)):
        if remark:
            st.caption(escape_markdown(remark))
    shown = list(_charts(question, data))
    for i in range(0, len(shown), 2):
        for column, draw_one in zip(st.columns(2), shown[i : i + 2], strict=False):
            with column:
                draw_one(question, data)
    if len(question.years) > 2 and len(question.units) > 1:
        charts.draw_multiples(question, data)
    comparison_table(question, data)
    source_line(question.session, question.filters)


def _charts(question: CompareQuestion, data: CompareData) -> Iterator[Draw]:
    """The charts that have something to compare; of one or two figures the sentence and the table say all."""
    rate, ratio = question.metric.rate, question.metric.ratio
    changes = data.unit_changes
    if changes.rows.height > 1 and changes.up + changes.down:
        yield charts.draw_changes
        yield charts.draw_slope
    if rate and not ratio and data.of_last["rate"].count() > 1:
        yield charts.draw_intervals
    if data.limits:
        yield charts.draw_funnel
    if not rate and data.of_last["value"].count() > 1:
        yield charts.draw_bars
    if (ratio or not rate) and data.ranks["year"].n_unique() > 1:
        yield charts.draw_ranks
    if question.unit == "district" and data.comparable >= MIN_UNITS:
        yield _map


def _map(question: CompareQuestion, data: CompareData) -> None:
    draw_map(question, data)
    choose_outlines(question)


slot = st.container()
question = choose(slot)
draw(question, load(question), slot)
