"""The districts of the compare page → a map of squares, or one in the outlines that the user uploads."""

import streamlit as st

from loaders.ingest.office import file_of
from loaders.language.numbers import escape_markdown
from loaders.places.outlines import OutlinesError, Rings, read_outlines
from loaders.query.snapshot import Snapshot
from pages.compare.alt_text import ends
from pages.compare.charts import draw_chart
from pages.compare.data import CompareData
from pages.compare.outlines import outline_map
from pages.compare.question import CompareQuestion
from pages.shared.charts.cached import FinishedFigure
from pages.shared.charts.figure import Figure
from pages.shared.charts.tile_map import tile_map
from pages.shared.frame.cached_queries import cached
from pages.shared.server.uploads import takes_files

_UPLOAD_MEGABYTES = 200
"""What the upload itself refuses, in English; less than that is refused with our own sentence."""
_NAMED = 5
"""Districts that a message names."""


def draw_map(question: CompareQuestion, data: CompareData) -> None:
    """The figures of the last year, on squares unless the user has uploaded outlines."""
    say, lang, palette = question.say, question.lang, question.palette
    rate, highlight = question.metric.rate, question.highlight
    outlines = st.session_state.get("outlines") or cached(outlines_of_the_office)
    figure: Figure | FinishedFigure
    if outlines:
        figure, lacking = outline_map(data.of_last, outlines, rate, highlight, palette, lang)
        if len(lacking) == data.of_last.height:
            st.error(say("compare.outlines.fault.none", names=say("list.comma").join(lacking[:_NAMED])))
            outlines = None
    if outlines:
        subtitle = say("compare.outlines.unit")
        if lacking:
            subtitle += say("compare.outlines.lacking", names=say("list.comma").join(lacking))
    else:
        figure, mapped = tile_map(data.of_last, rate, (highlight,) if highlight else (), palette, lang)
        subtitle = say("compare.tiles.mapped" if mapped else "compare.tiles.listed")
    title = "compare.map" if outlines else "compare.tiles"
    draw_chart(
        question,
        figure,
        "compare_tiles",
        say(title, metric=question.metric_name, year=question.last),
        subtitle,
        ends(data.rows, question.last, rate, lang),
        data.figures_of_last,
        data.two_totals,
        clicks=not outlines,
    )


def outlines_of_the_office(snapshot: Snapshot) -> dict[str, Rings]:
    """The outlines that the office has put in force; none where there are none, or no longer any that can be read."""
    file = file_of(snapshot.store, "boundaries")
    try:
        return read_outlines(file.content) if file and file.content else {}
    except OutlinesError:
        return {}


def choose_outlines(question: CompareQuestion) -> None:
    """Draws the upload of outlines, which last as long as the session, where the server takes files."""
    say, state = question.say, st.session_state
    if not takes_files():
        return
    with st.popover(say("compare.outlines"), icon=":material/map:"):
        st.caption(say("compare.outlines.help"))
        st.file_uploader(
            say("compare.outlines"),
            ["geojson", "json"],
            key="outlines_file",
            on_change=_take_outlines,
            max_upload_size=_UPLOAD_MEGABYTES,
        )
        if state.get("outlines"):
            st.button(say("compare.outlines.drop"), on_click=lambda: state.pop("outlines", None))
        fault: OutlinesError | None = state.get("outlines_fault")
        if fault:
            words = {k: escape_markdown(str(v)) for k, v in fault.words.items()}
            st.error(say(f"compare.outlines.fault.{fault.reason}", **words), icon=":material/error:")


def _take_outlines() -> None:
    """Keeps the uploaded outlines for the session; a file without outlines changes nothing but the message."""
    state = st.session_state
    file = state.get("outlines_file")
    state["outlines_fault"] = None
    if file is None:
        return
    try:
        state["outlines"] = read_outlines(file.getvalue())
    except OutlinesError as fault:
        state["outlines_fault"] = fault
