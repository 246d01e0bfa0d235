"""Rates of units over years → a small panel a unit, each point with its interval of 95 %."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from loaders.form.metrics import MIN_CASES
from loaders.language.numbers import share
from loaders.language.words import number, say
from loaders.query.timeline import TimeNote
from pages.shared.charts.base import figure_of, year_axis
from pages.shared.charts.cached import cached_figure
from pages.shared.charts.figure import Figure, bold, lines, trace
from pages.shared.charts.labels import shortened
from pages.shared.charts.palette import Palette
from pages.shared.charts.scale import axis_of
from pages.shared.charts.timeline import mark_units
from pages.shared.charts.unit_figure import format_figure, unit_names

WIDE = 4
_HIGH = 148
"""Panels in a row, and the pixels of one."""
Row = Mapping[str, Any]


@cached_figure
def rate_panels(
    rows: pl.DataFrame, units: Sequence[str], meaning: str, palette: Palette, lang: str, notes: Sequence[TimeNote] = ()
) -> Figure:
    """A line a unit over the years, all on one scale; an upright line is the interval of a rate.

    rows: as of `loaders.query.compare.with_breaks`; units: in the order of the panels. A point of few cases, or of a sum that
    may not be compared, is hollow and grey, and no line leads to it. notes: on the time axis.
    """
    years = sorted(rows["year"].unique().to_list())
    of_unit: dict[str, list[Row]] = {u: [] for u in units}
    for row in rows.sort("year").iter_rows(named=True):
        if row["unit"] in of_unit:
            of_unit[row["unit"]].append(row)
    wide = min(WIDE, len(units)) or 1
    high = math.ceil(len(units) / wide) or 1
    figure = figure_of(palette, 50 + _HIGH * high, margin={"l": 8, "r": 8, "t": 40, "b": 8}, hovermode="closest")
    figure.layout["meta"] = unit_names(rows, 11)
    titles = [lines(bold(shortened(r[-1]["name"], 11)), _latest(r, lang)) for r in of_unit.values()]
    figure.split(high, wide, titles, (0.03, 0.36 / high if high > 1 else 0), shared=True)
    for i, unit in enumerate(units):
        _panel(figure, of_unit[unit], palette[meaning], palette, lang, {"row": i // wide + 1, "col": i % wide + 1})
    figure.update_xaxes(
        **year_axis(years, 4), showgrid=False,
        range=[years[0] - 0.4, years[-1] + 0.4],
    )  # fmt: skip
    mark_units(figure, years, notes, [r[-1]["name"] for r in of_unit.values()], palette)
    ends = [v for rows_ in of_unit.values() for r in rows_ for v in (r["rate"], r["high"]) if v is not None]
    figure.update_yaxes(**axis_of(ends, rate=True, zero=True, steps=3).layout())
    figure.update_annotations(font={"size": 12, "color": palette["ink"]})
    return figure


def _panel(figure: Figure, rows: Sequence[Row], colour: str, palette: Palette, lang: str, at: dict[str, int]) -> None:
    drawn = [r for r in rows if r["rate"] is not None]
    for firm in (False, True):
        spans = [r for r in drawn if r["low"] is not None and (r["reason"] is None) == firm]
        figure.add_trace(
            trace(
                "scatter", mode="lines", hoverinfo="skip",
                x=[x for r in spans for x in (r["year"], r["year"], None)],
                y=[y for r in spans for y in (r["low"], r["high"], None)],
                line={"color": palette["third" if firm else "line"], "width": 3 if firm else 1.5},
            ),
            **at,
        )  # fmt: skip
    points: list[tuple[float, Row | None]] = []
    for row in drawn:
        points += [(row["year"] - 0.5, None)] if row["breaks"] else []
        points.append((row["year"], row))
    figure.add_trace(
        trace(
            "scatter", mode="lines+markers", connectgaps=False, cliponaxis=False, hoverinfo="text",
            x=[x for x, _ in points], y=[r["rate"] if r else None for _, r in points],
            customdata=[r["unit"] if r else None for _, r in points],
            line={"color": colour, "width": 2},
            marker={
                "size": 7, "symbol": ["circle-open" if r and r["reason"] else "circle" for _, r in points],
                "color": [palette["third"] if r and r["reason"] else colour for _, r in points],
            },
            hovertext=[f"{r['name']} {r['year']}: {format_figure(dict(r), True, lang)}" if r else "" for _, r in points],
        ),
        **at,
    )  # fmt: skip


def _latest(rows: Sequence[Row], lang: str) -> str:
    """The last year's figure, of few cases as a count alone."""
    row = rows[-1]
    if row["value"] is None:
        return say("value.unasked" if row["filed"] else "value.none", lang)
    if row["over"] and row["over"] < MIN_CASES:
        return say("value.of", lang, n=number(row["value"]), over=number(row["over"]))
    return "".join(share(row["value"], row["over"], lang))
