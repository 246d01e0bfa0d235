"""The districts of the compare page → a map of squares, or one in the outlines that the user uploads."""

import streamlit as st

from loaders.language.words import say
from pages.compare.alt_text import ends
from pages.compare.charts import draw_chart
from pages.compare.data import Data
from pages.compare.outlines import outline_map, read_outlines
from pages.compare.question import Question
from pages.shared.charts.cached import FinishedFigure
from pages.shared.charts.figure import Figure
from pages.shared.charts.palette import Palette
from pages.shared.charts.tile_map import tile_map
from pages.shared.frame.session import Session

_MAX_MEGABYTES = 20


def draw_map(session: Session, question: Question, data: Data) -> None:
    """The figures of the last year, on squares unless the user has uploaded outlines."""
    lang, palette, rate, highlight = session.lang, Palette(session.dark), question.metric.rate, question.highlight
    outlines = st.session_state.get("outlines")
    figure: Figure | FinishedFigure
    if outlines:
        figure, lacking = outline_map(data.of_last, outlines, rate, highlight, palette, lang)
        subtitle = say("compare.outlines.unit", lang)
        if lacking:
            subtitle += say("compare.outlines.lacking", lang, names=say("list.comma", lang).join(lacking))
    else:
        figure, mapped = tile_map(data.of_last, rate, (highlight,) if highlight else (), palette, lang)
        subtitle = say("compare.tiles.mapped" if mapped else "compare.tiles.listed", lang)
    title = "compare.map" if outlines else "compare.tiles"
    draw_chart(
        session,
        question,
        figure,
        "compare_tiles",
        say(title, lang, metric=question.metric_name(lang), year=question.last),
        subtitle,
        ends(data.rows, question.last, rate, lang),
        data.figures_of_last,
        clicks=not outlines,
    )


def choose_outlines(session: Session) -> None:
    """Draws the upload of outlines, which last as long as the session."""
    say, state = session.say, st.session_state
    with st.popover(say("compare.outlines"), icon=":material/map:"):
        st.caption(say("compare.outlines.help"))
        st.file_uploader(
            say("compare.outlines"),
            ["geojson", "json"],
            key="outlines_file",
            on_change=_take_outlines,
            max_upload_size=_MAX_MEGABYTES,
        )
        if state.get("outlines"):
            st.button(say("compare.outlines.drop"), on_click=lambda: state.pop("outlines", None))
        if state.get("outlines_fault"):
            st.error(say("compare.outlines.fault"), icon=":material/error:")


def _take_outlines() -> None:
    """Keeps the uploaded outlines for the session; a file without outlines changes nothing but the message."""
    state = st.session_state
    file = state.get("outlines_file")
    state["outlines_fault"] = False
    if file is None:
        return
    try:
        state["outlines"] = read_outlines(file.getvalue())
    except ValueError:
        state["outlines_fault"] = True
