"""Rows of figures → horizontal bars from zero with their figures at the end."""

from collections.abc import Sequence

import polars as pl

from loaders.language.words import number, say
from pages.shared.charts.base import Series, figure_of
from pages.shared.charts.cached import cached_figure
from pages.shared.charts.figure import Figure, trace, width
from pages.shared.charts.palette import Palette


@cached_figure
def bars(
    frame: pl.DataFrame, row: str, series: Sequence[Series], palette: Palette, lang: str, names: Sequence[str]
) -> Figure:
    """Horizontal bars from zero, one a series and row, with their figures written at the end."""
    figure = figure_of(
        palette, 60 + frame.height * (14 + 20 * len(series)), barmode="group", showlegend=len(series) > 1, bargap=0.25,
        legend={"orientation": "h", "y": -0.1, "yanchor": "top", "x": 0, "traceorder": "normal", "font": {"size": 12}},
    )  # fmt: skip
    for s in series:
        values = frame[s.column].to_list()
        figure.add_trace(
            trace(
                "bar",
                y=list(names),
                x=values,
                name=s.name,
                orientation="h",
                marker={"color": palette[s.meaning], "line": {"color": palette["outline"], "width": 0.5}},
                text=[number(v, lang) for v in values],
                textposition="outside",
                cliponaxis=False,
                textfont={"color": palette["ink"], "size": 12},
                hovertemplate="%{y}: %{x:,}<extra>" + s.name + "</extra>",
            )
        )
    most = max((v or 0 for s in series for v in frame[s.column].to_list()), default=0)
    figure.update_xaxes(rangemode="tozero", tickformat=",", range=[0, (most or 1) * 1.15])
    figure.update_yaxes(autorange="reversed", showgrid=False, type="category")
    return figure


@cached_figure
def filed(frame: pl.DataFrame, names: Sequence[str], palette: Palette, lang: str) -> Figure:
    """How many of those who ought to have filed did: bars from zero, n/N at their end; columns filed, expected."""
    shares = [n / all_ for n, all_ in frame.select("filed", "expected").iter_rows()]
    text = [
        f"{s:.0%}{say('value.base', lang, n=number(n, lang), over=number(a, lang))}"
        for s, (n, a) in zip(shares, frame.select("filed", "expected").iter_rows(), strict=True)
    ]
    room = 8 + max((width(t) for t in text), default=0)
    figure = figure_of(
        palette, 70 + 24 * frame.height, barmode="overlay", bargap=0.3, margin={"l": 8, "r": room, "t": 8, "b": 8}
    )
    figure.add_trace(
        trace("bar", 
            y=list(names), x=shares, orientation="h", marker={"color": palette["primary"]}, text=text,
            textposition="outside", textangle=0, cliponaxis=False, textfont={"color": palette["ink"], "size": 12},
            hovertext=[f"{n}: {t}" for n, t in zip(names, text, strict=True)], hoverinfo="text",
        )
    )  # fmt: skip
    figure.update_xaxes(range=[0, 1], tickvals=[0, 0.5, 1], tickformat=".0%", showgrid=True)
    figure.update_yaxes(autorange="reversed", showgrid=False, type="category")
    return figure
