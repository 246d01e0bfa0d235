"""A table, its name and its filters → the buttons that download it, and the description that each file holds."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from hashlib import blake2b

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from loaders.language.spacing import without_blanks
from loaders.language.words import number
from loaders.output.tables import write
from loaders.query.filter_urls import filter_words, names
from loaders.query.filters import Filter
from pages.shared.frame.cached_queries import cached_for
from pages.shared.frame.session import Session
from pages.shared.parts.chart_data import KINDS, Kind

_NAMED = 2
"""Places, bodies and kinds that the name of a file names."""
_UNFIT = re.compile(r'[\s\\/:*?"<>|\x00-\x1f]+')
"""What no system takes in the name of a file."""


def download_buttons(
    session: Session,
    name: str,
    filters: Filter,
    rows: int,
    fetch: Callable[[], pl.DataFrame],
    headings: Mapping[str, str],
    note: str = "",
    shares: Sequence[str] = (),
) -> None:
    """CSV for Excel in UTF-8 or GBK, a workbook whose first sheet describes the data, Parquet with the same as metadata.

    rows: how many the whole table has; fetch: returns it when a button is clicked; headings: the columns to write; note: as
    for `description`; shares: the columns of parts of 1.
    """
    about = description(session, name, filters, rows, note)
    sheets = session.say("sheet.about"), session.say("sheet.data")
    column = session.say("about.note"), note

    # Runs when the button is clicked, when no page runs and Streamlit has no session.
    def written(kind: Kind) -> bytes:
        frame = fetch().select(list(headings))
        words = None if kind.format == "parquet" else list(headings.values())
        return write(
            frame,
            kind.format,
            about=about,
            sheets=sheets,
            headings=words,
            bom=True,
            shares=shares,
            encoding=kind.encoding,
            note=column,
        )

    stem = file_name(session, name, filters)
    with download_row(session, name):
        for id_, kind in KINDS.items():
            st.download_button(
                session.say(f"download.{id_}"),
                data=partial(written, kind),
                file_name=stem + kind.ending,
                mime=kind.mime,
                on_click="ignore",
                key=f"download_{name}_{id_}",
                type="tertiary",
            )


def download_row(session: Session, name: str) -> DeltaGenerator:
    """A line that says that its buttons download, for a narrow column as well; not on paper. name: its own on the page."""
    row = st.container(key=f"downloads_{name}", horizontal=True, gap="small", vertical_alignment="center")
    row.caption(f":material/download: {session.say('download')}", width="content")
    return row


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
    """The name of a file without its ending: what it holds, the places, bodies and kinds, the years, today's date.

    Two files of other filters have other names: what the name has no room for stands in it as a mark of its own.
    """
    words = cached_for(session.snapshot, names, filters, session.lang)
    years = filters.years
    span = "-".join(map(str, sorted({min(years), max(years)}))) if years else session.say("filter.all_years")
    chosen = [w for part in ("place", "body", "kind", "level", "template") for w in words.get(part, ())]
    few = len(chosen) <= _NAMED and not years[1:-1]
    mark = "" if few else blake2b(repr(filters).encode(), digest_size=3).hexdigest()
    parts = [name, *chosen[:_NAMED], span, mark, date.today().isoformat()]
    return _UNFIT.sub("_", without_blanks("_".join(filter(None, parts))))
