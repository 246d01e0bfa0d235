"""Widgets that put a condition on a figure among the filters, such as 2024, received, ≥ 100."""

from decimal import Decimal

import streamlit as st

from loaders.form.metrics import METRIC, METRICS, MIN_CASES, is_money
from loaders.query import options
from loaders.query.conditions import SIGNS, Condition
from loaders.query.filters import EVERYTHING
from loaders.query.years import latest_due_year
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.session import Session

_MOST = 9_999_999.0


def condition_panel(session: Session) -> None:
    """A switch, and below it the widgets once it is on; what is added is a chip, and stands in the address."""
    say = session.say
    if not st.toggle(say("condition.show"), key="condition_shown"):
        return
    metric = st.selectbox(
        say("condition.metric"),
        [m.id for m in METRICS],
        format_func=lambda m: say(f"metric.{m}"),
        key="condition_metric",
    )
    years, due = cached(options.years), cached(latest_due_year, EVERYTHING)
    at = years.index(due) if due in years else len(years) - 1
    year = st.selectbox(say("condition.year"), years, index=at, key="condition_year")
    sign = st.segmented_control(
        say("condition.sign"), list(SIGNS), format_func=lambda s: say(f"sign.{s}"), default="ge", required=True,
        key="condition_sign",
    )  # fmt: skip
    rate = METRIC[metric].rate
    sort = "rate" if rate else "money" if is_money(metric) else "count"
    whole = sort == "count"
    value = st.number_input(
        say(f"condition.value.{sort}"), 0.0, _MOST, 100.0 if whole else 50.0, 1.0, format="%.0f" if whole else "%.2f",
        key=f"condition_value_{sort}",
    )  # fmt: skip
    least = 1
    if rate:
        least = int(st.number_input(say("condition.least"), 1, int(_MOST), MIN_CASES, key="condition_least"))
    asked = Condition(int(year), metric, str(sign), Decimal(f"{value:.0f}" if whole else f"{value:.2f}"), least)
    st.button(say("condition.add"), on_click=_add, args=(asked.text,), key="condition_add", width="stretch")


def _add(text: str) -> None:
    choices = st.session_state["choices"]
    choices["where"] = (*(c for c in choices["where"] if c != text), text)
