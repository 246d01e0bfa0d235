"""A table → its files; a large one is written at a click, with a bar that shows the progress."""

import io
from collections.abc import Callable, Iterator
from functools import partial

import polars as pl
import streamlit as st

from loaders.language.words import number
from loaders.output.tables import write_to
from loaders.query.filters import Filter
from loaders.query.pivot_labels import ExportTable
from pages.shared.frame.session import Session
from pages.shared.parts.chart_data import KINDS, Kind
from pages.shared.parts.downloads import description, download_row, file_name

_LARGE = 50_000
"""Rows above which a file takes longer to write than a browser waits."""
_STEP = 5_000
"""Rows written between two signs of progress."""
Progress = Callable[[int], object]
"""Takes the number of rows written so far."""


def downloads(
    session: Session, name: str, filters: Filter, rows: int, key: str, fetch: Callable[[], ExportTable], note: str = ""
) -> None:
    """The buttons that download a table.

    rows: how many it has; key: its own among all tables; fetch: returns it; note: as for `description`.
    """

    # Runs when the button is clicked, outside a run of the page.
    def written(kind: Kind) -> bytes:
        return _written(session, name, filters, kind, fetch(), lambda _: None, note)

    stem = file_name(session, name, filters)
    with download_row(session, "tables"):
        for id_, kind in KINDS.items():
            file = stem + kind.ending
            if rows > _LARGE:
                _prepare(session, name, filters, id_, file, key, fetch, note)
                continue
            st.download_button(
                session.say(f"download.{id_}"),
                data=partial(written, kind),
                file_name=file,
                mime=kind.mime,
                on_click="ignore",
                key=f"download_tables_{id_}",
                type="tertiary",
            )
    if rows > _LARGE:
        st.caption(session.say("tables.large", n=number(rows)))


@st.fragment
def _prepare(
    session: Session,
    name: str,
    filters: Filter,
    id_: str,
    file: str,
    key: str,
    fetch: Callable[[], ExportTable],
    note: str,
) -> None:
    """A button that writes the file, and then one that downloads it."""
    state = st.session_state
    label = session.say(f"download.{id_}")
    ready = state.get("tables_file")
    if ready and ready[:2] == (key, id_):
        st.download_button(
            label, ready[2], file_name=file, mime=KINDS[id_].mime, on_click="ignore", icon=":material/download:",
            key=f"ready_tables_{id_}", type="primary",
        )  # fmt: skip
        return
    if not st.button(session.say("tables.prepare", format=label), key=f"prepare_tables_{id_}"):
        return
    export = fetch()
    rows = export.rows.height
    bar = st.progress(0.0)

    def progress(done: int) -> None:
        bar.progress(min(done / rows, 1.0), session.say("tables.writing", n=number(done), all=number(rows)))

    state["tables_file"] = (key, id_, _written(session, name, filters, KINDS[id_], export, progress, note))
    st.rerun(scope="fragment")


def _written(
    session: Session, name: str, filters: Filter, kind: Kind, export: ExportTable, progress: Progress, note: str
) -> bytes:
    frame, headings = export.rows, export.headings
    out = io.BytesIO()
    write_to(
        out,
        _slices(frame, progress),
        kind.format,
        about=description(session, name, filters, frame.height, note),
        sheets=(session.say("sheet.about"), session.say("sheet.data")),
        headings=None if kind.format == "parquet" else list(headings.values()),
        bom=True,
        rows=frame.height,
        shares=export.shares,
        encoding=kind.encoding,
        note=(session.say("about.note"), note),
    )
    return out.getvalue()


def _slices(frame: pl.DataFrame, progress: Progress) -> Iterator[pl.DataFrame]:
    if not frame.height:
        yield frame
    for i, part in enumerate(frame.iter_slices(_STEP)):
        progress(i * _STEP)
        yield part
