"""Rows of `compared` → the figures of the compare page: the highlighted unit in ink, all others in grey."""

import math
from collections.abc import Sequence
from statistics import median

import numpy as np
import polars as pl

from loaders.language.rounding import percent
from loaders.language.words import number, say
from loaders.query.compare import two_years, with_breaks
from loaders.query.statistics import LEVELS, Funnel
from pages.shared.charts.base import figure_of, ticks
from pages.shared.charts.cached import cached_figure
from pages.shared.charts.figure import Figure, trace
from pages.shared.charts.labels import spread
from pages.shared.charts.palette import Palette
from pages.shared.charts.unit_figure import Row, format_figure

_NARROW = 0.05
"""The span of a rate's axis below which its ticks need a decimal."""


def _symbol(row: Row | None) -> str:
    """A dot for a report of the unit's own, a diamond for a sum of bodies; hollow for too few cases."""
    if row is None:
        return "circle"
    return ("diamond" if row["expected"] else "circle") + ("-open" if row["reason"] else "")


@cached_figure
def slope(
    rows: pl.DataFrame, first: int, last: int, rate: bool, highlighted: str | None, palette: Palette, lang: str
) -> Figure:
    """Two years side by side, a line a unit, its name at the right end; two dots where the years may not be compared.

    rows: as of `compared`, like in all functions below; rate: whether `rate` is drawn, else `value`; highlighted: the id
    of a unit.
    """
    column = "rate" if rate else "value"
    by_year = {y: {r["unit"]: r for r in rows.filter(pl.col("year") == y).iter_rows(named=True)} for y in (first, last)}
    apart = dict(two_years(rows, first, last).select("unit", "apart").iter_rows())
    pairs = {unit: (by_year[first].get(unit), row) for unit, row in by_year[last].items()}
    units = [u for u, pair in pairs.items() if any(r and r[column] is not None for r in pair)]
    figure = figure_of(palette, max(320, 60 + 19 * len(units)), margin={"l": 8, "r": 190, "t": 28, "b": 8})
    ends: list[tuple[float, str, str]] = []
    for unit in sorted(units, key=lambda u: u == highlighted):
        before, now = pairs[unit]
        in_ink = unit == highlighted
        colour = palette["ink"] if in_ink else palette["faint"]
        values = [before[column] if before else None, now[column]]
        name = now["name"]
        figure.add_trace(
            trace("scatter", 
                x=[0, 1], y=values, mode="markers" if apart.get(unit) else "lines+markers", name=name, customdata=[unit, unit], line={"color": colour, "width": 3 if in_ink else 1.5},
                marker={"size": 7 if in_ink else 5, "color": colour, "symbol": [_symbol(r) for r in (before, now)]},
                hovertext=[f"{name} {y}: {format_figure(r, rate, lang) if r else say('value.none', lang)}" for y, r in ((first, before), (last, now))],
                hoverinfo="text",
            )
        )  # fmt: skip
        if values[1] is not None:
            value_text = percent(values[1], 1) if rate else number(values[1])
            ends.append((values[1], unit, f"{name} {value_text}"))
    low, high = _range(rows.filter(pl.col("year").is_in([first, last]))[column].drop_nulls().to_list())
    height = figure.layout["height"] - 40
    heights = [(v - low) / (high - low) * height for v, _, _ in ends]
    for (value, unit, text), shift in zip(ends, spread(heights, 0.0, height), strict=True):
        figure.add_annotation(
            x=1, y=value, text=text, ax=18, ay=-shift, xanchor="left", showarrow=True, arrowhead=0, arrowwidth=0.7,
            standoff=4, arrowcolor=palette["faint"],
            font={"size": 12, "color": palette["ink"] if unit == highlighted else palette["muted"]},
        )  # fmt: skip
    figure.update_xaxes(
        tickvals=[0, 1], ticktext=[str(first), str(last)], range=[-0.06, 1.04], side="top", showgrid=False
    )
    percent_format = ".0%" if high - low > _NARROW else ".1%"
    figure.update_yaxes(range=[low, high], tickformat=percent_format if rate else ",")
    return figure


@cached_figure
def ranks(rows: pl.DataFrame, rate: bool, highlighted: str | None, palette: Palette, lang: str) -> Figure:
    """Each unit's rank over the years, 1 at the top; a unit with too few cases has none."""
    column = "rate" if rate else "value"
    ranked = rows.filter(pl.col("reason").is_null(), pl.col(column).is_not_null()).with_columns(
        rank=pl.col(column).rank("min", descending=True).over("year")
    )
    years = sorted(rows["year"].unique().to_list())
    units = ranked["unit"].unique(maintain_order=True).to_list()
    most = max(ranked["rank"].to_list(), default=1)
    figure = figure_of(palette, max(320, 60 + 19 * most), margin={"l": 8, "r": 130, "t": 28, "b": 8})
    for unit in sorted(units, key=lambda u: u == highlighted):
        in_ink = unit == highlighted
        part = {r["year"]: r for r in ranked.filter(pl.col("unit") == unit).iter_rows(named=True)}
        colour = palette["ink"] if in_ink else palette["faint"]
        name = next(iter(part.values()))["name"]
        figure.add_trace(
            trace("scatter", 
                x=years, y=[part[y]["rank"] if y in part else None for y in years], mode="lines+markers", name=name,
                customdata=[unit] * len(years), line={"color": colour, "width": 3 if in_ink else 1.5}, marker={"size": 7, "color": colour}, connectgaps=False,
                hovertext=[f"{name} {y}: {int(part[y]['rank'])} · {format_figure(part[y], rate, lang)}" if y in part else "" for y in years],
                hoverinfo="text",
            )
        )  # fmt: skip
    last = ranked.filter(pl.col("year") == years[-1]).sort("rank", "name") if years else ranked
    taken: dict[int, list[str]] = {}
    for r in last.iter_rows(named=True):
        taken.setdefault(int(r["rank"]), []).append(r["name"])
    for rank, names in taken.items():
        in_ink = any(r["unit"] == highlighted and int(r["rank"]) == rank for r in last.iter_rows(named=True))
        text = say("list.comma", lang).join(names[:2]) + (f" +{len(names) - 2}" if len(names) > 2 else "")
        figure.add_annotation(
            x=years[-1], y=rank, text=text, showarrow=False, xanchor="left", xshift=10,
            font={"size": 12, "color": palette["ink"] if in_ink else palette["muted"]},
        )  # fmt: skip
    figure.update_xaxes(tickmode="array", tickvals=ticks(years), side="top", showgrid=False)
    figure.update_yaxes(range=[most + 0.6, 0.4], tickformat="d", dtick=1 if most <= 15 else 5, tick0=1)
    return figure


@cached_figure
def multiples(rows: pl.DataFrame, rate: bool, highlighted: str | None, palette: Palette, lang: str) -> Figure:
    """A small line a unit, all on one scale, the median of those that may be compared behind each in grey.

    A line breaks where two years rest on other bodies, or where one may not be compared.
    """
    column = "rate" if rate else "value"
    units = rows["unit"].unique(maintain_order=True).to_list()
    names = dict(rows.select("unit", "name").iter_rows())
    wide = 6 if len(units) > 4 else max(1, len(units))
    high = math.ceil(len(units) / wide)
    figure = figure_of(palette, 60 + 118 * high, margin={"l": 8, "r": 8, "t": 30, "b": 8})
    gaps = (0.02, 0.34 / high if high > 1 else 0)
    figure.split(high, wide, [names[u] for u in units], gaps, shared=True)
    years = sorted(rows["year"].unique().to_list())
    rows = with_breaks(rows)
    comparable = rows.filter(pl.col("reason").is_null())
    middle = dict(comparable.group_by("year").agg(pl.col(column).median()).iter_rows())
    for i, unit in enumerate(units):
        part = {r["year"]: r for r in rows.filter(pl.col("unit") == unit).iter_rows(named=True)}
        points = [
            p
            for y in years
            for p in ((y - 0.5, None), (y, part.get(y)))
            if p[0] == y or (y in part and part[y]["breaks"])
        ]
        at = {"row": i // wide + 1, "col": i % wide + 1}
        figure.add_trace(
            trace(
                "scatter",
                x=years,
                y=[middle.get(y) for y in years],
                mode="lines",
                line={"color": palette["faint"], "width": 1.5},
                hoverinfo="skip",
            ),
            **at,
        )
        figure.add_trace(
            trace("scatter", 
                x=[x for x, _ in points], y=[r[column] if r else None for _, r in points], mode="lines+markers", connectgaps=False,
                customdata=[unit] * len(points), line={"color": palette["ink" if unit == highlighted else "primary"], "width": 2.2}, marker={"size": 5, "symbol": [_symbol(r) for _, r in points]},
                hovertext=[f"{names[unit]} {x}: {format_figure(r, rate, lang) if r else say('value.none', lang)}" for x, r in points],
                hoverinfo="text",
            ),
            **at,
        )  # fmt: skip
    ends = [years[0], years[-1]] if len(years) > 1 else years
    figure.update_xaxes(tickvals=ends, ticktext=[str(y) for y in ends], showgrid=False)
    figure.update_yaxes(rangemode="tozero", tickformat=".0%" if rate else ",", nticks=3)
    figure.update_annotations(font={"size": 12, "color": palette["ink"]})
    return figure


@cached_figure
def funnel_plot(rows: pl.DataFrame, group: Funnel, highlighted: str | None, palette: Palette, lang: str) -> Figure:
    """Rates against their N, with limits of 95 % and 99.8 % around the group's rate; units outside are named.

    rows: with `place`, as `funnel_of` gives them.
    """
    figure = figure_of(palette, 380, margin={"l": 8, "r": 60, "t": 8, "b": 8})
    most = max(rows["over"].to_list(), default=1.0)
    sizes = np.unique(np.round(np.geomspace(5, most * 1.08, 160)))
    for level, dash in zip(LEVELS, ("dot", "solid"), strict=True):
        for limit in group.limits(sizes, level):
            figure.add_trace(
                trace(
                    "scatter",
                    x=sizes,
                    y=limit,
                    mode="lines",
                    line={"color": palette["outline"], "width": 1, "dash": dash},
                    hoverinfo="skip",
                )
            )
        figure.add_annotation(
            x=sizes[-1], y=float(group.limits(sizes[-1:], level)[1][0]), text=percent(level, 1).replace(".0%", "%"), showarrow=False,
            xanchor="left", xshift=4, font={"size": 11, "color": palette["muted"]},
        )  # fmt: skip
    figure.add_hline(y=group.target, line={"color": palette["outline"], "width": 1})
    parts = rows.with_columns(out=~pl.col("place").is_in(["inside", "few"])).partition_by("out", as_dict=True)
    for (out,), part in parts.items():
        figure.add_trace(
            trace("scatter", 
                x=part["over"].to_list(), y=part["rate"].to_list(), mode="markers+text" if out else "markers",
                customdata=part["unit"].to_list(),
                text=part["name"].to_list() if out else None, textposition="top center", textfont={"size": 12, "color": palette["ink"]},
                marker={
                    "size": 9,
                    "color": [palette["ink"] if u == highlighted else palette["primary"] if out else palette["third"] for u in part["unit"]],
                    "symbol": ["circle-open" if f else "circle" for f in part["reason"]],
                },
                hovertext=[_hover_text(r, lang) for r in part.iter_rows(named=True)],
                hoverinfo="text",
            )
        )  # fmt: skip
    figure.update_xaxes(
        title={"text": say("compare.over", lang), "font": {"size": 12}, "standoff": 15},
        rangemode="tozero",
        tickformat=",",
    )
    typical = [round(median(rows["over"].to_list() or [1]))]
    seen = [float(limit[0]) for limit in group.limits(typical, LEVELS[1])]
    low, high = _range([*rows["rate"].to_list(), *seen], room=0.08)
    figure.update_yaxes(tickformat=".0%", range=[max(-0.02, low), min(1.04, high)])
    return figure


def _hover_text(row: Row, lang: str) -> str:
    place = row["place"]
    return f"{row['name']}: {format_figure(row, True, lang)} · {say(f'compare.place.{place}', lang)}"


def _range(values: Sequence[float], room: float = 0.06) -> tuple[float, float]:
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    gap = ((high - low) or abs(high) or 1.0) * room
    return (0.0 if low >= 0 and low - gap < 0 else low - gap), high + gap
