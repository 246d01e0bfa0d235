"""A frame and its headings → a table on the page, with its downloads below."""

from collections.abc import Callable, Mapping, Sequence

import polars as pl
import streamlit as st

from loaders.language.words import number, official
from loaders.query.filters import Filter
from pages.shared.frame.session import Session
from pages.shared.parts.data_table import data_table
from pages.shared.parts.downloads import download_buttons
from pages.shared.server.streamlit_internals import ColumnConfig


def table(
    session: Session,
    frame: pl.DataFrame,
    headings: Mapping[str, str],
    name: str,
    filters: Filter,
    shares: Sequence[str] = (),
    gap: str | None = None,
    whole: tuple[int, Callable[[], pl.DataFrame]] | None = None,
    links: Mapping[str, str] | None = None,
    files: Mapping[str, str] | None = None,
    note: str = "",
    wrapped: bool = False,
) -> None:
    """Draws a table and the buttons that download it.

    shares: the columns shown in per cent; downloads hold them as parts of 1. gap: the text of an empty cell, if it is not
    one that the form does not ask. whole: if the frame is the beginning of a long table, the number of its rows and a
    function that returns it; downloads hold all of it. links: columns of addresses, each with the word to show; downloads
    omit them. files: further columns of the downloads, and their headings; note: what their description says beside; wrapped: as for `data_table`.
    """
    links = links or {}
    visible = frame.select(list(headings))
    columns = {
        c: st.column_config.LinkColumn(h, display_text=links[c], width="small")
        if c in links
        else _column(visible.schema[c], c, h, c in shares, official(c) if session.lang == "en" else None)
        for c, h in headings.items()
    }
    in_per_cent = visible.with_columns(pl.col(c) * 100 for c in shares if c in visible.columns)
    data_table(in_per_cent, columns, name, session.say("value.unasked") if gap is None else gap, wrapped)
    rows, fetch = visible.height, lambda: frame
    if whole and whole[0] > rows:
        st.caption(session.say("table.first", n=number(rows), all=number(whole[0])))
        rows, fetch = whole
    written = {c: h for c, h in headings.items() if c not in links} | dict(files or {})
    download_buttons(session, name, filters, rows, fetch, written, note, shares)


def _column(dtype: pl.DataType, name: str, heading: str, share: bool, help: str | None) -> ColumnConfig:
    """The format of a column; help: the form's own words for it, read on hover."""
    config = st.column_config
    if share:
        return config.NumberColumn(heading, format="%.1f%%", help=help)
    if name == "points":
        return config.NumberColumn(heading, format="%+.1f", help=help)
    if name == "year":
        return config.NumberColumn(heading, format="%d")
    if dtype == pl.Date:
        return config.DateColumn(heading, format="YYYY-MM-DD")
    if dtype.is_numeric():
        return config.NumberColumn(heading, format="localized", help=help)
    return config.Column(heading, help=help)
