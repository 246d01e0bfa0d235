"""A figure → a chart that stays where it is and is only redrawn; what was clicked on it comes back.

Streamlit's own chart is built anew at each change, which takes most of a redraw and blinks. Where Plotly's script
cannot be had from our own server, its own chart stands in for the rest of the session.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict, cast

import orjson
import plotly
import plotly.graph_objects as go
import streamlit as st
from starlette.requests import Request
from starlette.responses import Response

from loaders.language.words import official_name
from pages.shared.charts.cached import FinishedFigure, finish
from pages.shared.charts.figure import Figure
from pages.shared.server import compressed
from pages.shared.server.base_path import under_base

PATH = f"/api/plotly-{plotly.__version__}.min.js"
_HERE = Path(__file__).parent
_CONFIG = {"displayModeBar": False, "responsive": True}
_STOCK = "stock_charts"
_drawn = st.components.v2.component(
    "gongkai_plot",
    html="""<section class="chart"><h2 class="title"></h2><p class="subtitle"></p><ul class="legend"></ul>
<div class="plot" role="img" tabindex="0"></div><p class="tools"></p><div class="rows" role="region" tabindex="0" hidden></div></section>""",
    css=(_HERE / "plot.css").read_text(encoding="utf-8"),
    js=(_HERE / "plot.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)
_SCRIPT = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def preload() -> None:
    """Begins to compress Plotly's script, which is 5 MB."""
    compressed.pack(_SCRIPT)


def script(request: Request) -> Response:
    """Plotly's script; its address names its version, so that a browser need never ask again."""
    return compressed.sent(_SCRIPT, request)


@dataclass(frozen=True)
class ChartFrame:
    """What stands around a figure.

    alt: what it shows, in a sentence; name: of a saved picture, ground: the colour that it stands on; rows: the address
    of the rows behind it, without its ending, empty where none are given; credit: the line below a saved picture, whose figures
    these are, from where and as of when; tools: what their links are called (`table`,
    `data`, `picture`), and that a wide chart scrolls (`swipe`). official: whether names are to tell the form's own on hover.
    """

    title: str
    subtitle: str
    alt: str
    name: str
    ground: str
    rows: str
    credit: str
    tools: dict[str, str]
    wide: bool
    clicks: bool
    official: bool


class Click(TypedDict):
    """A point that was clicked: the numbers of its trace and of the point, its coordinates, its custom data."""

    curve: int
    point: int
    x: Any
    y: Any
    customdata: Any


def plot(figure: Figure | FinishedFigure, key: str, around: ChartFrame) -> Click | None:
    """Draws the figure; the point clicked since the last run, None if there was no click."""
    ready = finish(figure)
    if st.session_state.get(_STOCK):
        _headed(around)
        return _stock(_figure(ready), key, around.alt, around.clicks)
    payload = {
        **vars(around),
        "figure": orjson.Fragment(ready.json),
        "legend": _legend(ready, around.official),
        "path": under_base(PATH),
    }
    result = _drawn(
        key=key,
        data=orjson.dumps(payload),
        on_clicked_change=lambda: None,
        on_lost_change=lambda: None,
        on_failed_change=_fall_back,
    )
    return cast("Click | None", result.clicked)


def _legend(ready: FinishedFigure, official: bool) -> list[dict[str, str | bool | None]]:
    return [{**each, "official": official_name(str(each["name"])) if official else None} for each in ready.legend]


def _headed(around: ChartFrame) -> None:
    st.header(around.title, anchor=False)
    st.caption(around.subtitle)


def _fall_back() -> None:
    st.session_state[_STOCK] = True


def _figure(ready: FinishedFigure) -> go.Figure:
    """The figure as an object of Plotly's: given plain values, Streamlit fails on an empty one."""
    return go.Figure(orjson.loads(ready.json))


def _stock(figure: go.Figure, key: str, alt: str, clicks: bool) -> Click | None:
    if not clicks:
        st.plotly_chart(figure, key=f"stock_{key}", config=_CONFIG, theme=None, alt=alt, width="stretch")
        return None
    state = st.plotly_chart(
        figure, key=f"stock_{key}", config=_CONFIG, theme=None, alt=alt, width="stretch", on_select="rerun"
    )
    points = state.selection.points
    if not points:
        return None
    point = points[0]
    return Click(
        curve=point["curve_number"],
        point=point["point_index"],
        x=point.get("x"),
        y=point.get("y"),
        customdata=point.get("customdata"),
    )
