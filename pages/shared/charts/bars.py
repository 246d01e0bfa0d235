"""Rows of figures → horizontal bars from zero with their figures at the end."""

from collections.abc import Sequence

import polars as pl

from loaders.language.words import number
from pages.shared.charts.base import Series, figure_of
from pages.shared.charts.cached import cached_figure
from pages.shared.charts.figure import Figure, trace, width
from pages.shared.charts.palette import Palette
from pages.shared.charts.scale import axis_of
from pages.shared.charts.unit_figure import unit_names


@cached_figure
def bars(
    frame: pl.DataFrame,
    series: Series,
    palette: Palette,
    lang: str,
    names: Sequence[str],
    notes: Sequence[str],
    highlighted: Sequence[bool],
) -> Figure:
    """Horizontal bars from zero, one a row, with their figures written at the end.

    notes: what a row's figure lacks; such a bar is pale and hatched, and the note stands behind its figure. highlighted:
    the rows in ink.
    """
    values = frame[series.column].to_list()
    texts = [number(v, lang) + note for v, note in zip(values, notes, strict=True)]
    room = 16 + max((width(t) for t in texts), default=0)
    figure = figure_of(
        palette, 60 + frame.height * 34, bargap=0.25, margin={"l": 8, "r": room, "t": 8, "b": 8}, hovermode="closest"
    )
    if "unit" in frame.columns:
        figure.layout["meta"] = unit_names(frame)
    figure.add_trace(
        trace(
            "bar",
            y=list(range(frame.height)),
            x=values,
            name=series.name,
            orientation="h",
            customdata=frame["unit"].to_list() if "unit" in frame.columns else None,
            marker={
                "color": [
                    palette["outline" if note else "ink" if ink else series.meaning]
                    for note, ink in zip(notes, highlighted, strict=True)
                ],
                "line": {"color": palette["outline"], "width": 1},
                # Where a bar is hatched, its colour is that of the lines.
                "pattern": {"shape": ["/" if note else "" for note in notes], "solidity": 0.2, "size": 6},
            },
            text=texts,
            textposition="outside",
            cliponaxis=False,
            textfont={"color": palette["ink"], "size": 12},
            hovertext=[f"{n}: {t}" for n, t in zip(names, texts, strict=True)],
            hoverinfo="text",
        )
    )
    axis = axis_of([v or 0.0 for v in values], rate=False, zero=True)
    figure.update_xaxes(**axis.layout())
    figure.update_yaxes(
        range=[frame.height - 0.4, -0.6], tickmode="array", tickvals=list(range(frame.height)), ticktext=list(names),
        showgrid=False,
    )  # fmt: skip
    return figure
