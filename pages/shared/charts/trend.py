"""Figures by year → lines, each named at its end."""

from collections.abc import Mapping, Sequence

import polars as pl

from loaders.language.words import number
from loaders.output.bases import Basis
from loaders.query.like_for_like import Breaks
from loaders.query.timeline import TimeNote
from pages.shared.charts.base import Series, all_years, figure_of, year_axis
from pages.shared.charts.breaks import mark_breaks, partial_mark, symbols, with_gaps
from pages.shared.charts.cached import cached_figure
from pages.shared.charts.figure import Figure, trace
from pages.shared.charts.labels import LineEnd, name_line_ends, room_of
from pages.shared.charts.palette import Palette
from pages.shared.charts.timeline import mark_notes

_UNBROKEN = Breaks()
_NONE: Mapping[int, Basis] = {}
_HEIGHT = 280
_SCALED = 238
"""Pixels: how high a trend is, and how high its largest value stands above the axis."""


@cached_figure
def trend(
    frame: pl.DataFrame,
    series: Sequence[Series],
    palette: Palette,
    lang: str,
    *,
    breaks: Breaks = _UNBROKEN,
    bases: Mapping[int, Basis] = _NONE,
    notes: Sequence[TimeNote] = (),
) -> Figure:
    """Lines over years, named at their ends; a year without a figure is a gap.

    breaks: no line leads to these years, and a word says why. bases: what the sums of years rest on; those of partial ones
    are open points. notes: on the time axis, each a thin line with a word.
    """
    ids = [s.column for s in series]
    broken = any(breaks.of(id_) for id_ in ids)
    figure = figure_of(
        palette, _HEIGHT, margin={"l": 8, "r": 8, "t": 24 if broken else 12, "b": 8}, hovermode="x unified"
    )
    years = all_years(frame)
    ends: list[LineEnd] = []
    largest = 0.0
    for s in series:
        values: dict[int, float | None] = dict(frame.select("year", s.column).iter_rows())
        line = [values.get(y) for y in years]
        xs, ys = with_gaps(years, line, breaks.of(s.column))
        _, signs = with_gaps(years, symbols(years, bases), breaks.of(s.column))
        _, marks = with_gaps(years, [partial_mark(y, bases) for y in years], breaks.of(s.column))
        figure.add_trace(
            trace(
                "scatter",
                x=xs,
                y=ys,
                name=s.name,
                mode="lines+markers",
                connectgaps=False,
                cliponaxis=False,
                line={"color": palette[s.meaning], "width": 2.5, "dash": s.dash},
                marker={"size": 6, "symbol": signs},
                customdata=marks,
                hovertemplate="%{y:,}%{customdata}<extra>%{fullData.name}</extra>",
            )
        )
        points = [(y, v) for y, v in zip(years, line, strict=True) if v is not None]
        if points:
            year, value = points[-1]
            ends.append(
                LineEnd(year, value, palette[s.meaning], s.name, number(value, lang) + partial_mark(year, bases))
            )
            largest = max(largest, *(v for _, v in points))
    figure.layout["margin"]["r"] = 30 + room_of(ends)
    name_line_ends(figure, ends, palette, _SCALED / (largest or 1))
    mark_notes(figure, years, notes, palette)
    mark_breaks(figure, years, breaks, ids, palette, lang)
    figure.update_xaxes(**year_axis(years), showgrid=False, range=[years[0] - 0.5, years[-1] + 0.2] if years else None)
    figure.update_yaxes(rangemode="tozero", tickformat=",")
    return figure
