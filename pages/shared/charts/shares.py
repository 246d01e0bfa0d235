"""Rows of parts → bars of 100 % with a legend."""

from collections.abc import Sequence

import polars as pl

from loaders.language.rounding import percent
from loaders.language.words import number, say
from pages.shared.charts.base import Series, figure_of
from pages.shared.charts.cached import cached_figure
from pages.shared.charts.figure import Figure, trace
from pages.shared.charts.palette import Palette

_MIN_LABELLED = 0.08
"""The least share that is labelled inside its bar; smaller ones have their figure on hover and in the table."""


@cached_figure
def shares(
    frame: pl.DataFrame, row: str, series: Sequence[Series], palette: Palette, lang: str, names: Sequence[str]
) -> Figure:
    """Rows of 100 %: each series' part of the row's sum, with n and N on hover and the share where there is room."""
    figure = figure_of(
        palette, 90 + 40 * frame.height, barmode="stack", showlegend=True, margin={"l": 8, "r": 18, "t": 8, "b": 8},
        legend={"orientation": "h", "y": -0.12, "yanchor": "top", "x": 0, "traceorder": "normal", "font": {"size": 12}},
    )  # fmt: skip
    totals = frame.select(pl.sum_horizontal([s.column for s in series])).to_series().to_list()
    for s in series:
        values = frame[s.column].to_list()
        parts = [v / t if t and v is not None else None for v, t in zip(values, totals, strict=True)]
        hover = [
            say("chart.share", lang, name=s.name, row=n, share=percent(p, 1), n=number(v, lang), total=number(t, lang))
            if p is not None
            else ""
            for n, p, v, t in zip(names, parts, values, totals, strict=True)
        ]
        figure.add_trace(
            trace(
                "bar",
                y=list(names),
                x=parts,
                name=s.name,
                orientation="h",
                marker={"color": palette[s.meaning], "line": {"color": palette["ground"], "width": 1}},
                text=[f"{p:.0%}" if p and p >= _MIN_LABELLED else "" for p in parts],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont={"color": palette.on(palette[s.meaning]), "size": 12},
                hovertext=hover,
                hoverinfo="text",
            )
        )
    figure.update_xaxes(tickformat=".0%", range=[0, 1], tickvals=[0, 0.5, 1], showgrid=True)
    figure.update_yaxes(autorange="reversed", showgrid=False, type="category")
    return figure
