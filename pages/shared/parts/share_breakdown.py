"""A year's sums by place, kind or body → a chart of 100 % bars whose click leads on, and the reports that disagree."""

from collections.abc import Mapping, Sequence

import polars as pl
import streamlit as st

from loaders.output.bases import lacking
from loaders.output.two_totals import two_totals_remark
from pages.shared.charts.alt_text import share_rows
from pages.shared.charts.base import Series
from pages.shared.charts.share_bars import rows_of, share_bars
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.question import Question
from pages.shared.parts.breakdown import LEVELS, breakdown, follow_click
from pages.shared.parts.chart import chart
from pages.shared.parts.disagreements import disagreements
from pages.shared.parts.two_totals import two_totals


def share_breakdown(
    question: Question,
    year: int | None,
    series: Sequence[Series],
    total: str,
    headings: Mapping[str, str],
    rules: Sequence[str],
    *,
    title_key: str,
    unit: str,
    key: str,
) -> None:
    """Draws the parts of a total for each unit of the grouping that the user chooses.

    series: the parts; total: the id of the printed total; headings: those of the parts, the total and `reports`; rules:
    those that parts and total must meet; title_key: of a title with places for `by` and `year`; key: of the chart.
    """
    say, lang = question.say, question.lang
    ids = (*(s.column for s in series), total)
    by, rows, note = breakdown(question.filters, year, ids, total)
    if not rows.height:
        st.info(say("busiest.none", year=year))
        return
    bars = rows_of(rows, "label", series, total, lang)
    names = {i: headings[i] for i in ids}
    rows = rows.with_columns(lacking=pl.Series([lacking(r, names, lang) for r in rows.iter_rows(named=True)]))
    clicked = chart(
        share_bars(bars, series, question.palette, lang),
        say(title_key, by=say(f"busiest.each.{by}"), year=year),
        unit + note,
        key,
        share_rows(bars, series, lang),
        data=rows.select("name", "reports", "basis", *ids, "lacking"),
        headings={
            "name": say(f"busiest.by.{by}"), "reports": headings["reports"], "basis": say("column.rests_on"), **names,
            "lacking": say("column.lacking"),
        },
        wide=True,
        clicks=True,
        enough=len(bars) > 1 and any(b.total for b in bars),
        note=cached(two_totals_remark, question.filters, total, year, lang) if by == "division" else "",
    )  # fmt: skip
    if by == "division":
        two_totals(question.session, question.filters, total, year)
    if clicked:
        follow_click(by, rows[by][int(clicked["y"])])
    disagreements(question.filters.only(year), rules, LEVELS[by])
