"""A table → its files; a large one is written while a bar shows how far it is, and the others work on."""

import io
from collections.abc import Callable, Iterator, Mapping
from datetime import date

import polars as pl
import streamlit as st

from loaders.language.words import number
from loaders.output.tables import write_to
from loaders.query.filters import Filter
from pages.shared.frame.session import Session
from pages.shared.parts.chart_data import MIME
from pages.shared.parts.downloads import description

_LARGE = 50_000
_AT_ONCE = 5_000
Taken = tuple[pl.DataFrame, Mapping[str, str]]


def downloads(session: Session, name: str, filters: Filter, rows: int, key: str, take: Callable[[], Taken]) -> None:
    """The buttons that take a table away: `take` gives all of it and its headings; key tells it from other tables."""
    with st.container(horizontal=True):
        for format in ("csv", "xlsx", "parquet"):
            file = f"{name}_{date.today().isoformat()}.{format}"
            label = session.say(f"download.{format}")
            if rows > _LARGE:
                _prepared(session, name, filters, format, file, key, take)
                continue
            st.download_button(
                label,
                data=lambda f=format: _written(session, name, filters, f, take(), lambda done: None),
                file_name=file,
                mime=MIME[format],
                on_click="ignore",
                key=f"download_tables_{format}",
                icon=":material/download:",
            )
    if rows > _LARGE:
        st.caption(session.say("tables.large", n=number(rows)))


@st.fragment
def _prepared(
    session: Session, name: str, filters: Filter, format: str, file: str, key: str, take: Callable[[], Taken]
) -> None:
    """A button that writes the file, and then one that takes it away."""
    state = st.session_state
    label = session.say(f"download.{format}")
    ready = state.get("tables_file")
    if ready and ready[:2] == (key, format):
        st.download_button(
            label, ready[2], file_name=file, mime=MIME[format], on_click="ignore", icon=":material/download:",
            key=f"ready_tables_{format}", type="primary",
        )  # fmt: skip
        return
    if not st.button(session.say("tables.prepare", format=label), key=f"prepare_tables_{format}"):
        return
    taken = take()
    every = taken[0].height

    def told(done: int) -> None:
        bar.progress(min(done / every, 1.0), session.say("tables.writing", n=number(done), all=number(every)))

    bar = st.progress(0.0)
    state["tables_file"] = (key, format, _written(session, name, filters, format, taken, told))
    st.rerun(scope="fragment")


def _written(
    session: Session, name: str, filters: Filter, format: str, taken: Taken, told: Callable[[int], None]
) -> bytes:
    frame, headings = taken
    out = io.BytesIO()
    write_to(
        out,
        _slices(frame, told),
        format,
        about=description(session, name, filters, frame.height),
        sheets=(session.say("sheet.about"), session.say("sheet.data")),
        headings=None if format == "parquet" else list(headings.values()),
        bom=True,
        rows=frame.height,
    )
    return out.getvalue()


def _slices(frame: pl.DataFrame, told: Callable[[int], None]) -> Iterator[pl.DataFrame]:
    if not frame.height:
        yield frame
    for i, part in enumerate(frame.iter_slices(_AT_ONCE)):
        told(i * _AT_ONCE)
        yield part
