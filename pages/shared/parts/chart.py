"""A figure with its title, subtitle and data → a chart on the page."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl
import streamlit as st

from loaders.language.numbers import escape_markdown
from loaders.language.words import number
from loaders.query.filters import Filter
from pages.shared.charts.cached import FinishedFigure
from pages.shared.charts.figure import Figure
from pages.shared.charts.palette import Palette
from pages.shared.charts.plot import ChartFrame, Click, plot
from pages.shared.frame.session import Session, current_session
from pages.shared.parts import chart_data
from pages.shared.parts.downloads import description, file_name, filter_text
from pages.shared.parts.table import table
from pages.shared.server.base_path import under_base

_FEW_ROWS, _FEW_COLUMNS = 20, 8
"""Rows and columns up to which the table that stands for a chart is drawn whole."""
_LONG = 400
"""Letters up to which the sentence that stands for a chart is read."""


def chart(
    figure: Figure | FinishedFigure,
    title: str,
    subtitle: str,
    key: str,
    alt: str,
    *,
    data: pl.DataFrame | None = None,
    headings: Mapping[str, str] | None = None,
    shares: Sequence[str] = (),
    gap: str | None = None,
    wide: bool = False,
    clicks: bool = False,
    among: Filter | None = None,
    note: str = "",
    enough: bool = True,
) -> Click | None:
    """Draws a figure below its title and subtitle; returns the point clicked since the last run if `clicks` is set.

    data, headings, shares, gap: the rows of the figure, to be read and downloaded, as for `table`. A wide chart scrolls
    on a narrow screen rather than being squeezed. among: the filters that it shows, if not the page's. note: what its files say of
    its figures beside. enough: whether there is enough to draw; else the sentence of `alt` and the rows as a table stand for it.
    """
    session = current_session()
    say = session.say
    if not enough and data is not None:
        st.header(escape_markdown(title), anchor=False)
        # What a click does holds of the chart alone; a sentence that lists many figures is read better in the table.
        for text in (*(() if clicks else (subtitle,)), *((alt,) if len(alt) <= _LONG or not data.height else ())):
            st.caption(escape_markdown(text))
        shown = headings or {c: c for c in data.columns}
        shown = {c: h for c, h in shown.items() if data[c].dtype != pl.String or (data[c].fill_null("") != "").any()}
        if data.height:
            whole = data.height <= _FEW_ROWS and len(shown) <= _FEW_COLUMNS
            table(session, data, shown, title, among or st.session_state["filter"], shares, gap, wrapped=whole)
        return None
    # A saved picture leaves the page that marks its data as invented.
    name = f"{title} · {say('data.demo')}" if session.store.synthetic else title
    rows = ""
    if data is not None:
        filters = among or st.session_state["filter"]
        rows = _register(session, data, headings or {}, title, shares, gap, filters, note)
    frame = ChartFrame(
        title=title,
        subtitle=subtitle,
        alt=alt,
        name=name,
        ground=Palette(session.dark)["ground"],
        rows=rows,
        credit=_credit(session, among or st.session_state["filter"]),
        tools={t: say(f"chart.{t}") for t in ("table", "data", "picture", "swipe")},
        wide=wide,
        clicks=clicks,
        official=session.lang == "en",
    )
    return plot(figure, key, frame)


def _credit(session: Session, filters: Filter) -> str:
    """The line below a saved picture: whose figures, from which data, and the day."""
    words = {"filters": filter_text(session, filters), "data": session.say(f"data.{session.data}")}
    return session.say("chart.credit", build=session.store.build[:8], date=date.today().isoformat(), **words)


def _register(
    session: Session,
    data: pl.DataFrame,
    headings: Mapping[str, str],
    title: str,
    shares: Sequence[str],
    gap: str | None,
    filters: Filter,
    note: str,
) -> str:
    """Keeps the rows of a chart and returns their address without its ending."""
    say = session.say
    frame = data.select(list(headings)) if headings else data
    token = chart_data.register_rows(
        chart_data.ChartRows(
            frame=frame,
            headings=tuple(headings.values()) or tuple(frame.columns),
            shares=tuple(shares),
            gap=say("value.unasked") if gap is None else gap,
            about=tuple(description(session, title, filters, frame.height, note)),
            sheets=(say("sheet.about"), say("sheet.data")),
            note=(say("about.note"), note),
            name=file_name(session, title, filters),
            first=say("table.first", n=number(chart_data.READ), all=number(frame.height)),
        )
    )
    return under_base(chart_data.PATH.format(token=token, format="").removesuffix("."))
