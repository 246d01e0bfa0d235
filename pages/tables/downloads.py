"""A table → its files; a large one is written at a click, with a bar that shows the progress."""

import io
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial

import polars as pl
import streamlit as st

from loaders.language.words import number
from loaders.output.tables import write_to
from loaders.query.filters import Filter
from pages.shared.frame.session import Session
from pages.shared.parts.chart_data import MIME
from pages.shared.parts.downloads import description

_LARGE = 50_000
"""Rows above which a file takes longer to write than a browser waits."""
_STEP = 5_000
"""Rows written between two signs of progress."""
Export = tuple[pl.DataFrame, Mapping[str, str]]
"""All rows of a table, and the headings of its columns."""
Progress = Callable[[int], object]
"""Takes the number of rows written so far."""


def downloads(
    session: Session, name: str, filters: Filter, rows: int, key: str, fetch: Callable[[], Export], note: str = ""
) -> None:
    """The buttons that download a table.

    rows: how many it has; key: its own among all tables; fetch: returns it; note: as for `description`.
    """

    # Runs when the button is clicked, outside a run of the page.
    def written(format: str) -> bytes:
        return _written(session, name, filters, format, fetch(), lambda _: None, note)

    with st.container(horizontal=True):
        for format in MIME:
            file = f"{name}_{date.today().isoformat()}.{format}"
            if rows > _LARGE:
                _prepare(session, name, filters, format, file, key, fetch, note)
                continue
            st.download_button(
                session.say(f"download.{format}"),
                data=partial(written, format),
                file_name=file,
                mime=MIME[format],
                on_click="ignore",
                key=f"download_tables_{format}",
                icon=":material/download:",
            )
    if rows > _LARGE:
        st.caption(session.say("tables.large", n=number(rows)))


@st.fragment
def _prepare(
    session: Session,
    name: str,
    filters: Filter,
    format: str,
    file: str,
    key: str,
    fetch: Callable[[], Export],
    note: str,
) -> None:
    """A button that writes the file, and then one that downloads it."""
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
    export = fetch()
    rows = export[0].height
    bar = st.progress(0.0)

    def progress(done: int) -> None:
        bar.progress(min(done / rows, 1.0), session.say("tables.writing", n=number(done), all=number(rows)))

    state["tables_file"] = (key, format, _written(session, name, filters, format, export, progress, note))
    st.rerun(scope="fragment")


def _written(
    session: Session, name: str, filters: Filter, format: str, export: Export, progress: Progress, note: str
) -> bytes:
    frame, headings = export
    out = io.BytesIO()
    write_to(
        out,
        _slices(frame, progress),
        format,
        about=description(session, name, filters, frame.height, note),
        sheets=(session.say("sheet.about"), session.say("sheet.data")),
        headings=None if format == "parquet" else list(headings.values()),
        bom=True,
        rows=frame.height,
    )
    return out.getvalue()


def _slices(frame: pl.DataFrame, progress: Progress) -> Iterator[pl.DataFrame]:
    if not frame.height:
        yield frame
    for i, part in enumerate(frame.iter_slices(_STEP)):
        progress(i * _STEP)
        yield part
