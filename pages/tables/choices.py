"""The boxes above the table → the layout that the user chooses."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from loaders.query.figures import OFFERED, expanded
from loaders.query.pivot_labels import offered_name
from loaders.query.pivot_layout import DIMENSIONS, ORDERS, SPANS, Layout
from pages.shared.frame.page_params import PARAMETERS, choose, choose_several, set_choices
from pages.shared.frame.question import Question
from pages.tables.form_picker import pick_on_form
from pages.tables.ready import FIRST, NOTHING_CHOSEN, READY

_MAX_DIMENSIONS = 3
"""Dimensions in the rows, and in the columns."""
_SHOW = ("totals", "over", "reports")


@dataclass(frozen=True)
class Choices:
    """figures: the ids as chosen, whole rows, columns and parts of the form among them; extras: those of `over` and
    `reports` that stand below the figures.
    """

    figures: tuple[str, ...]
    layout: Layout
    extras: tuple[str, ...]


def choose_layout(question: Question) -> Choices:
    """Draws the buttons of ready tables and the boxes; an address without choices starts with the first ready table."""
    _offer_ready(question)
    say = question.say
    default = NOTHING_CHOSEN if any(p in st.query_params for p in PARAMETERS["tables"]) else FIRST
    with st.container(border=True):
        figures = _choose_figures(question, default["figure"])
        sides = st.columns([3, 3, 2, 2])
        rows = _choose_dimensions(question, sides[0], "row", default["row"])
        columns = _choose_dimensions(question, sides[1], "column", default["column"])
        span = choose(sides[2], "span", say("tables.span"), SPANS, "latest", lambda v: say(f"tables.span.{v}"))
        order = choose(sides[3], "order", say("tables.order"), ORDERS, "form", lambda v: say(f"tables.order.{v}"))
        show = choose_several(
            st.container(), "show", say("tables.show"), _SHOW, default["show"], lambda v: say(f"tables.show.{v}"),
            pills=True,
        )  # fmt: skip
    layout = Layout(expanded(figures), rows, columns, question.filters, span, "totals" in show, order)
    return Choices(figures, layout, tuple(e for e in ("over", "reports") if e in show))


def _offer_ready(question: Question) -> None:
    """A button for each ready table."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(question.say("tables.ready"), width="content")
        for name, choices in READY.items():
            st.button(
                question.say(f"tables.ready.{name}"),
                key=f"ready_{name}",
                on_click=set_choices,
                kwargs={**choices, "span": "latest", "order": "form"},
            )


def _choose_figures(question: Question, default: Sequence[str]) -> tuple[str, ...]:
    say = question.say
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    figures = choose_several(
        left, "figure", say("tables.figures"), OFFERED, default, lambda f: offered_name(f, question.lang),
        hint=say("tables.figures.hint"),
    )  # fmt: skip
    with right.popover(say("tables.pick"), width="stretch"):
        pick_on_form(question)
    return figures


def _choose_dimensions(question: Question, place: DeltaGenerator, side: str, default: Sequence[str]) -> tuple[str, ...]:
    """The dimensions in the rows or in the columns; side: `row` or `column`."""
    say = question.say
    return choose_several(
        place, side, say(f"tables.{side}s"), DIMENSIONS, default, lambda d: say(f"dimension.{d}"),
        most=_MAX_DIMENSIONS, hint=say("tables.side.hint"),
    )  # fmt: skip
