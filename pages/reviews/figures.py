"""Ratios over years → lines from zero, each named at its end with what it is made of."""

from collections.abc import Sequence

import polars as pl

from loaders.language.numbers import rate, ratio
from loaders.language.words import say
from pages.shared.charts.cached import cached_figure
from pages.shared.charts.charts import Series, figure_of, ticks
from pages.shared.charts.figure import Figure, trace, width
from pages.shared.charts.palette import Palette

_HIGH = 240
_APART = 17
"""Pixels: how high the chart is, and how far apart two names at the lines' ends stand."""


@cached_figure
def ratios(frame: pl.DataFrame, series: Sequence[Series], hundred: bool, palette: Palette, lang: str) -> Figure:
    """Lines of `<id>` over `<id>.over`, as per cent or as so many per 100; a year without a ratio is a gap."""
    years = list(range(frame["year"].min(), frame["year"].max() + 1))
    lines, ends = [], []
    for s in series:
        found = {y: (n, over) for y, n, over in frame.select("year", s.column, f"{s.column}.over").iter_rows()}
        values = [_value(*found.get(y, (None, None)), hundred) for y in years]
        say_it = ratio if hundred else rate
        told = [say_it(*found[y], lang) if y in found else say("value.none", lang) for y in years]
        lines.append((s, values, told))
        last = next((i for i in range(len(years) - 1, -1, -1) if values[i] is not None), None)
        if last is not None:
            ends.append((values[last], years[last], s, f"{s.name} {told[last]}"))
    right = 38 + max((width(e[3]) for e in ends), default=0)
    figure = figure_of(palette, _HIGH, margin={"l": 8, "r": right, "t": 12, "b": 8})
    for s, values, told in lines:
        figure.add_trace(
            trace(
                "scatter",
                x=years,
                y=values,
                mode="lines+markers",
                connectgaps=False,
                cliponaxis=False,
                line={"color": palette[s.meaning], "width": 2.5, "dash": s.dash},
                marker={"size": 6},
                hovertext=[f"{y} {s.name} {t}" for y, t in zip(years, told, strict=True)],
                hoverinfo="text",
            )
        )
    most = max((e[0] for e in ends), default=0)
    most = max([v for _, values, _ in lines for v in values if v is not None] or [most]) or 1
    # Half a label above the axis, whose years stand right below it.
    lowest = -_APART / 2
    for value, year, s, text in sorted(ends, key=lambda e: e[0]):
        height = value / most * (_HIGH - 45)
        place = max(height, lowest + _APART)
        lowest = place
        figure.add_annotation(
            x=year, y=value, text=f'<span style="color:{palette[s.meaning]}">━</span> {text}', showarrow=False, xanchor="left", xshift=8, yshift=place - height,
            font={"size": 12, "color": palette["ink"]},
        )  # fmt: skip
    if not ends:
        figure.add_annotation(
            x=0.5, y=0.5, xref="x domain", yref="y domain", text=say("value.na", lang), showarrow=False,
            font={"size": 14, "color": palette["muted"]},
        )  # fmt: skip
    figure.update_xaxes(
        tickmode="array", tickvals=ticks(years), showgrid=False, range=[years[0] - 0.2, years[-1] + 0.2]
    )
    figure.update_yaxes(range=[0, most * 1.08], tickformat=",.1~f" if hundred else ".0%", nticks=5)
    return figure


def _value(n: float | None, over: float | None, hundred: bool) -> float | None:
    return None if n is None or not over else n / over * (100 if hundred else 1)
