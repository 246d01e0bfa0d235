"""Counts of filing states → bars of what is lacking by place or kind, and the share in time over the years."""

from collections.abc import Sequence

import polars as pl

from loaders.language.rounding import percent
from loaders.language.words import number, say
from loaders.query.timeline import TimeNote
from pages.shared.charts.base import all_years, edge, figure_of, year_axis
from pages.shared.charts.cached import cached_figure
from pages.shared.charts.figure import Figure, trace, width
from pages.shared.charts.palette import Palette
from pages.shared.charts.timeline import mark_notes

LACKS = ("missing", "failed", "late", "undated")
"""The states in which a report is not as it ought to be."""
_COLOURS = {"missing": "wrong", "failed": "outline", "late": "primary", "undated": "faint"}


@cached_figure
def lacking(frame: pl.DataFrame, names: Sequence[str], words: Sequence[str], palette: Palette, lang: str) -> Figure:
    """Bars of how many reports are missing, unreadable, late or undated, at their end of how many; columns `LACKS`, lacks,
    expected; words: of the states.
    """
    text = [
        say("value.of", lang, n=number(n), over=number(a)) for n, a in frame.select("lacks", "expected").iter_rows()
    ]
    figure = figure_of(
        palette, 70 + 24 * frame.height, barmode="stack", bargap=0.3, showlegend=True,
        margin={"l": 8, "r": 16 + max((width(t) for t in text), default=0), "t": 34, "b": 8},
        legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0, "traceorder": "normal", "font": {"size": 12}},
    )  # fmt: skip
    states = [(state, word) for state, word in zip(LACKS, words, strict=True) if frame[state].sum()]
    for state, word in states:
        colour = palette[_COLOURS[state]]
        figure.add_trace(
            trace(
                "bar",
                y=list(names),
                x=frame[state].to_list(),
                name=word,
                orientation="h",
                marker={"color": colour, "line": {"color": edge(palette, colour), "width": 1}},
                hovertemplate="%{y}: %{x:,}<extra>%{fullData.name}</extra>",
            )
        )
    for name, total, note in zip(names, frame["lacks"], text, strict=True):
        figure.add_annotation(
            x=total, y=name, text=note, showarrow=False, xanchor="left", xshift=4,
            font={"color": palette["ink"], "size": 12},
        )  # fmt: skip
    most = int(frame["lacks"].cast(pl.Int64).max() or 1)  # type: ignore[arg-type]  # a column of counts
    # Whole bodies only: a step of the axis is never half a report.
    figure.update_xaxes(rangemode="tozero", tickformat=",d", dtick=1 if most < 6 else None, nticks=6)
    figure.update_yaxes(autorange="reversed", showgrid=False, type="category")
    return figure


@cached_figure
def in_time(frame: pl.DataFrame, notes: Sequence[TimeNote], palette: Palette, lang: str) -> Figure:
    """A line of the share that was published in time, with n/N at each year; columns year, in_time, expected; notes: on the time axis."""
    counts = {y: (n, a) for y, n, a in frame.select("year", "in_time", "expected").iter_rows()}
    years = all_years(frame)
    shares = [counts[y][0] / counts[y][1] if y in counts else None for y in years]
    text = [
        f"{percent(*counts[y])}\n{number(counts[y][0])}/{number(counts[y][1])}" if y in counts else "" for y in years
    ]
    figure = figure_of(palette, 240, margin={"l": 8, "r": 40, "t": 48, "b": 8})
    lines = [line for t in text for line in t.split("\n")]
    figure.layout["meta"] = {"labels": 90 + len(years) * (4 + max((width(t, 11) for t in lines), default=0))}
    figure.add_trace(
        trace(
            "scatter",
            x=years,
            y=shares,
            text=text,
            mode="lines+markers+text",
            textposition="top center",
            connectgaps=False,
            cliponaxis=False,
            line={"color": palette["primary"], "width": 2.5},
            marker={"size": 7},
            textfont={"color": palette["ink"], "size": 11},
            hovertemplate="%{x}: %{text}<extra>" + say("coverage.state.in_time", lang) + "</extra>",
        )
    )
    figure.update_xaxes(**year_axis(years), showgrid=False)
    figure.update_yaxes(range=[0, 1], tickvals=[0, 0.5, 1], tickformat=".0%")
    mark_notes(figure, years, notes, palette)
    return figure
