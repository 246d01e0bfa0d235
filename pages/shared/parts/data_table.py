"""A frame and its column settings → a table to scroll on the screen, and the same as plain HTML on paper, with all its rows.

A short table beside a chart is the plain one on the screen as well: its words wrap, so that no column is cut off.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
import pyarrow as pa
import streamlit as st

from loaders.language.rounding import fixed
from loaders.language.words import number
from loaders.output.html import render
from loaders.text.widths import text_width
from pages.shared.server.streamlit_internals import ColumnConfig

_PHONE = 328
"""Width of a page on a narrow phone, in px."""
_CELL, _PADDING, _WIDEST, _MEASURED = 7.2, 18, 400, 100
"""Of a canvas: a narrow character, both sides of a column, the widest column, in px; the rows that it measures."""


def data_table(
    frame: pl.DataFrame, columns: Mapping[str, ColumnConfig | str], alt: str, gap: str = "", wrapped: bool = False
) -> None:
    """Draws the columns in their order.

    alt: what the table shows, for those who do not see it; gap: the text of a null; wrapped: whether it is drawn whole and as
    wide as its place, for a few rows, without columns that are nothing but links.
    """
    shown = frame.select(list(columns))
    config: dict[str, Any] = dict(columns)
    if not wrapped:
        st.dataframe(to_arrow(shown), column_config=config, hide_index=True, placeholder=gap, width="stretch", alt=alt)
    # A table that scrolls is drawn on a canvas, of which paper would show the part that is in view. Words that are nothing but
    # a link are of no use there.
    plain = {name: c for name, c in columns.items() if not _settings(c).get("display_text")}
    numeric = [shown.schema[name].is_numeric() for name in plain]
    headings = [_label(c) for c in plain.values()]
    formats = [_settings(c).get("format") for c in plain.values()]
    rows = [
        [_text(v, f, gap) for v, f in zip(row, formats, strict=True)] for row in shown.select(list(plain)).iter_rows()
    ]
    words = {"title": alt, "headings": headings, "numeric": numeric, "rows": rows}
    wide = not wrapped and _width(headings, rows) > _PHONE
    st.html(render("pages/shared/parts/data_table.html", wrapped=wrapped, wide=wide, **words))


def to_arrow(frame: pl.DataFrame) -> pa.Table:
    """The frame as Streamlit sends it.

    Given another kind of table, Streamlit converts it in a way that keeps Python's lock while Polars is busy.
    """
    return pa.table({c.name: c.to_arrow(compat_level=pl.CompatLevel.oldest()) for c in frame.get_columns()})


def _label(column: ColumnConfig | str) -> str:
    return column if isinstance(column, str) else column.get("label") or ""


def _width(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> float:
    """About how wide the table is on a canvas, which gives each column the room of its longest word up to a bound; in px."""
    longest = [max(map(text_width, column)) for column in zip(headings, *rows[:_MEASURED], strict=True)]
    return sum(min(_CELL * n + _PADDING, _WIDEST) for n in longest)


def _settings(column: ColumnConfig | str) -> Mapping[str, Any]:
    return {} if isinstance(column, str) else column.get("type_config") or {}


def _text(value: object, format: str | None, gap: str) -> str:
    """A value as its column shows it."""
    if value is None:
        return gap
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if format == "%d":
        return str(value)
    if format == "%.1f%%":
        return f"{fixed(value, 1)}%"
    if format == "%+.1f":
        return ("+" if value > 0 else "") + fixed(value, 1)
    return number(value)
