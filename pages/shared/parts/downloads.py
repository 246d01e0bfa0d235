"""A table, its name and its filters → the buttons that download it, and the description that each file holds."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

import polars as pl
import streamlit as st

from loaders.language.words import number
from loaders.output.tables import write
from loaders.query.filter_urls import filter_words
from loaders.query.filters import Filter
from pages.shared.frame.cached_queries import cached_for
from pages.shared.frame.session import Session
from pages.shared.parts.chart_data import MIME


def download_buttons(
    session: Session,
    name: str,
    filters: Filter,
    rows: int,
    fetch: Callable[[], pl.DataFrame],
    headings: Mapping[str, str],
    note: str = "",
) -> None:
    """CSV for Excel, a workbook whose first sheet describes the data, Parquet with the same as metadata.

    rows: how many the whole table has; fetch: returns it when a button is clicked; headings: the columns to write; note: as
    for `description`.
    """
    about = description(session, name, filters, rows, note)
    sheets = session.say("sheet.about"), session.say("sheet.data")

    # Runs when the button is clicked, when no page runs and Streamlit has no session.
    def written(format: str) -> bytes:
        frame = fetch().select(list(headings))
        words = None if format == "parquet" else list(headings.values())
        return write(frame, format, about=about, sheets=sheets, headings=words, bom=True)

    with st.container(horizontal=True):
        for format, mime in MIME.items():
            st.download_button(
                session.say(f"download.{format}"),
                data=partial(written, format),
                file_name=f"{file_name(session, name, filters)}.{format}",
                mime=mime,
                on_click="ignore",
                key=f"download_{name}_{format}",
                icon=":material/download:",
            )


def description(session: Session, name: str, filters: Filter, rows: int, note: str = "") -> list[tuple[str, str]]:
    """What a file holds and where it comes from, as pairs of a heading and a text; rows: how many it has; note: what is to
    be known of its figures, such as another total that stands for the same.
    """
    say = session.say
    source = say(f"data.{session.data}")
    if session.store.synthetic:
        source += " " + say("page.synthetic")
    return [
        (say("about.what"), name),
        (say("about.filters"), filter_text(session, filters)),
        (say("about.rows"), number(rows)),
        *([(say("about.note"), note)] if note else []),
        (say("about.source"), source),
        (say("about.build"), f"{session.store.build} {session.store.created or ''}"),
        (say("about.date"), date.today().isoformat()),
        (say("about.method"), say("page.method")),
    ]


def filter_text(session: Session, filters: Filter) -> str:
    """The filters in words; works outside a run of a page, as downloads need it."""
    return cached_for(session.snapshot, filter_words, filters, session.lang)


def file_name(session: Session, name: str, filters: Filter) -> str:
    """The name of a file without its ending: what it holds, the years, today's date."""
    years = filters.years
    span = "-".join(map(str, (min(years), max(years)))) if years else session.say("filter.all_years")
    return f"{name}_{span.replace(' ', '_')}_{date.today().isoformat()}"
