"""The data of the compare page → its table: a row a unit, the last year beside the first."""

import polars as pl
import streamlit as st

from loaders.form.metrics import MIN_CASES
from pages.compare.data import CompareData
from pages.compare.question import CompareQuestion
from pages.compare.sentences import place
from pages.shared.charts.unit_figure import Row, format_basis, format_reason
from pages.shared.parts.table import table

_OF_RATE = ("rate_before", "rate", "points", "value", "over", "low", "high", "limits")
_OF_COUNT = ("value_before", "value", "difference", "percent")
_CHANGES = ("rate_before", "value_before", "points", "difference", "percent")
"""The columns that need two years."""
_SHARES = ("rate_before", "rate", "low", "high", "percent")


def comparison_table(question: CompareQuestion, data: CompareData) -> None:
    """Draws the table with its heading and the note on the method."""
    say, lang = question.say, question.lang
    rows = list(data.changes.iter_rows(named=True))
    frame = data.changes.with_columns(
        basis=pl.Series([format_basis(r, lang) for r in rows], dtype=pl.String),
        why=pl.Series([_why(question, r) for r in rows], dtype=pl.String),
        limits=pl.Series([place(r, data.places, lang) for r in rows], dtype=pl.String),
    )
    name = f"{say('menu.compare')}_{question.metric_name}"
    st.header(say("compare.table"), anchor=False)
    table(question.session, frame, _headings(question), name, question.filters, shares=_SHARES, gap="—")
    st.caption(say("compare.method", fewest=MIN_CASES))


def _why(question: CompareQuestion, row: Row) -> str:
    """Why the last year's figure, or its change since the first, is not compared; of the first year with that year."""
    text = format_reason(
        row["reason"] or (row["apart"] if question.first != question.last else None), row["filed"], question.lang
    )
    of_first = row["reason"] is None and row["apart"] is not None and row["apart"] == row["reason_before"]
    return question.say("basis.of_year", year=question.first, basis=text) if text and of_first else text


def _headings(question: CompareQuestion) -> dict[str, str]:
    """The columns and their headings; a column of the compared figure is named by its year."""
    rate, first, last = question.metric.rate, str(question.first), str(question.last)
    years = {"rate_before": first, "rate": last} if rate else {"value_before": first, "value": last}
    columns = [c for c in (_OF_RATE if rate else _OF_COUNT) if first != last or c not in _CHANGES]
    return {
        "name": question.say(f"compare.unit.{question.unit}"),
        **{c: years.get(c) or question.say(f"column.{c}") for c in columns},
        "basis": question.say("column.rests_on"),
        "why": question.say("column.why"),
    }
