"""Tidy frames → figures in our own look; nothing here knows Streamlit."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from loaders.language.words import number, say
from pages.shared.charts.cached import cached_figure
from pages.shared.charts.figure import Figure, trace, width
from pages.shared.charts.palette import FONT, Palette

_TREND = 280
_LABEL = 16
"""Pixels: how high a trend is, and how far apart the names at its lines' ends stand."""

_WRITTEN = 0.08
"""The least share that has room for its figure; the others have theirs on hover and in the table."""


@dataclass(frozen=True, slots=True)
class Series:
    """A column to draw: its name as shown, the meaning that gives its colour, and how a line is dashed, if it is."""

    column: str
    name: str
    meaning: str
    dash: str = "solid"


def figure_of(palette: Palette, height: int, **layout: object) -> Figure:
    """An empty figure in our own look."""
    axis = {
        "gridcolor": palette["grid"],
        "linecolor": palette["grid"],
        "zeroline": False,
        "tickfont": {"color": palette["muted"], "size": 12},
        "fixedrange": True,
        "automargin": True,
    }
    return Figure(
        {
            "height": height,
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "font": {"family": FONT, "size": 13, "color": palette["ink"]},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "hoverlabel": {
                "bgcolor": palette["ground"],
                "bordercolor": palette["outline"],
                "font": {"family": FONT},
                "align": "left",
            },
            "autotypenumbers": "strict",
            "xaxis": dict(axis),
            "yaxis": dict(axis),
            "showlegend": False,
            "separators": ".,",
            **layout,
        }
    )


def ticks(years: Sequence[int]) -> list[int]:
    """The years to write on an axis: all of a few, else every second one up to the last, so that a phone has room."""
    return list(years) if len(years) <= 4 else list(years)[::-2][::-1]


@cached_figure
def trend(
    frame: pl.DataFrame, series: Sequence[Series], palette: Palette, lang: str, *, break_at: int | None = None
) -> Figure:
    """Lines over years, named at their ends; a year without a figure is a gap, and so is the year of a break."""
    figure = figure_of(
        palette, _TREND, margin={"l": 8, "r": 8, "t": 24 if break_at else 12, "b": 8}, hovermode="x unified"
    )
    years = list(range(frame["year"].min(), frame["year"].max() + 1)) if frame.height else []
    ends: list[tuple[float, int, Series]] = []
    for s in series:
        values = dict(frame.select("year", s.column).iter_rows())
        line = [values.get(y) for y in years]
        figure.add_trace(
            trace(
                "scatter",
                x=years,
                y=line,
                name=s.name,
                mode="lines+markers",
                connectgaps=False,
                cliponaxis=False,
                line={"color": palette[s.meaning], "width": 2.5, "dash": s.dash},
                marker={"size": 6},
                hovertemplate="%{y:,}<extra>" + s.name + "</extra>",
            )
        )
        last = next((i for i in range(len(line) - 1, -1, -1) if line[i] is not None), None)
        if last is not None:
            ends.append((line[last], years[last], s))
    most = max((v or 0 for s in series for v in frame[s.column].to_list()), default=0) or 1
    names = [f"{s.name} {number(value, lang)}" for value, _, s in ends]
    figure.layout["margin"]["r"] = 30 + max((width(n) for n in names), default=0)
    heights = _apart([v / most * _TREND * 0.85 for v, _, _ in ends])
    for (value, year, s), name, shift in zip(ends, names, heights, strict=True):
        figure.add_annotation(
            x=year, y=value, text=f'<span style="color:{palette[s.meaning]}">━</span> {name}',
            showarrow=False, xanchor="left", xshift=8, yshift=shift, font={"color": palette["ink"], "size": 12},
        )  # fmt: skip
    if break_at and years and years[0] < break_at <= years[-1]:
        figure.add_vline(x=break_at - 0.5, line={"color": palette["outline"], "dash": "dot", "width": 1})
        figure.add_annotation(
            x=break_at - 0.5, y=1, yref="paper", yanchor="bottom", text=say("chart.break", lang), showarrow=False,
            font={"color": palette["muted"], "size": 11},
        )  # fmt: skip
    figure.update_xaxes(tickmode="array", tickvals=ticks(years), showgrid=False)
    figure.update_yaxes(rangemode="tozero", tickformat=",")
    return figure


def _apart(heights: Sequence[float]) -> list[float]:
    """How far to move each label, in pixels, so that none covers another; heights in pixels from the axis."""
    shifts = [0.0] * len(heights)
    # Half a label above the axis, whose years stand right below it.
    lowest = -_LABEL / 2
    for i in sorted(range(len(heights)), key=lambda i: heights[i]):
        place = max(heights[i], lowest + _LABEL)
        shifts[i], lowest = place - heights[i], place
    return shifts


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
            say("chart.share", lang, name=s.name, row=n, share=f"{p:.1%}", n=number(v, lang), total=number(t, lang))
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
                text=[f"{p:.0%}" if p and p >= _WRITTEN else "" for p in parts],
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


@cached_figure
def heatmap(
    counts: Sequence[Sequence[float | None]], rows: Sequence[str], columns: Sequence[str], palette: Palette, lang: str
) -> Figure:
    """Counts in a grid, shaded by their share of the row, each with its figure; empty where nothing is printed."""
    parts, hover = [], []
    for name, line in zip(rows, counts, strict=True):
        total = sum(v for v in line if v is not None)
        parts.append([None if v is None else (v / total if total else 0) for v in line])
        hover.append(
            [
                ""
                if v is None
                else say("chart.share", lang, name=c, row=name, share=f"{v / total:.1%}" if total else say("value.na", lang),
                         n=number(v, lang), total=number(total, lang))
                for c, v in zip(columns, line, strict=True)
            ]
        )  # fmt: skip
    figure = figure_of(palette, 80 + 34 * len(rows))
    figure.add_trace(
        trace(
            "heatmap",
            z=parts,
            x=[c.replace(" ", "<br>") for c in columns],
            y=list(rows),
            text=[["" if v is None else number(v, lang) for v in line] for line in counts],
            texttemplate="%{text}",
            hovertext=hover,
            hoverinfo="text",
            colorscale=palette.heat,
            zmin=0,
            zmax=1,
            showscale=False,
            xgap=1,
            ygap=1,
        )
    )
    figure.update_xaxes(side="top", showgrid=False, tickangle=0)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure
