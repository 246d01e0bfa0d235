"""Rows of `compared` → the figures of the compare page: the highlighted unit in ink, all others in grey."""

import math
from collections.abc import Mapping, Sequence

import polars as pl

from loaders.language.words import say
from loaders.query.compare import two_years, with_breaks
from loaders.query.timeline import TimeNote
from pages.shared.charts.base import figure_of, year_axis
from pages.shared.charts.cached import cached_figure
from pages.shared.charts.figure import Figure, trace, width
from pages.shared.charts.labels import shortened, spread
from pages.shared.charts.palette import Palette
from pages.shared.charts.scale import axis_of
from pages.shared.charts.timeline import mark_notes, mark_units
from pages.shared.charts.unit_figure import Row, format_figure, format_short, unit_names

_AROUND = 40
"""The pixels of a slope above and below its axis."""
_ACROSS = 5
"""Panels side by side: across a sheet of A4, the years of more would touch."""


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
    labels = {u: f"{shortened(r['name'])} {format_short(r, rate, lang)}" for u, r in by_year[last].items()}
    room = 34 + max((width(labels[u]) for u in units), default=0)
    height = max(240.0, 20.0 + 19 * len(units))
    figure = figure_of(palette, round(height) + _AROUND, margin={"l": 8, "r": room, "t": 28, "b": 8})
    figure.layout["meta"] = unit_names(rows)
    ends: list[tuple[float, str, str]] = []
    for unit in sorted(units, key=lambda u: u == highlighted):
        before, now = pairs[unit]
        in_ink = unit == highlighted
        colour = palette["ink" if in_ink else "third"]
        values = [before[column] if before else None, now[column]]
        name = now["name"]
        figure.add_trace(
            trace("scatter", 
                x=[0, 1], y=values, mode="markers" if apart.get(unit) else "lines+markers", name=name, cliponaxis=False, customdata=[unit, unit], line={"color": colour, "width": 3 if in_ink else 1.5},
                marker={"size": 7 if in_ink else 5, "color": colour, "symbol": [_symbol(r) for r in (before, now)]},
                hovertext=[f"{name} {y}: {format_figure(r, rate, lang) if r else say('value.none', lang)}" for y, r in ((first, before), (last, now))],
                hoverinfo="text",
            )
        )  # fmt: skip
        if values[1] is not None:
            ends.append((values[1], unit, labels[unit]))
    axis = axis_of(rows.filter(pl.col("year").is_in([first, last]))[column].drop_nulls().to_list(), rate)
    heights = [axis.height_of(v, height) for v, _, _ in ends]
    for (value, unit, text), shift in zip(ends, spread(heights, 0.0, height), strict=True):
        figure.add_annotation(
            x=1, y=value, text=text, ax=18, ay=-shift, xanchor="left", showarrow=True, arrowhead=0, arrowwidth=0.7,
            standoff=4, arrowcolor=palette["third"],
            font={"size": 12, "color": palette["ink"] if unit == highlighted else palette["muted"]},
        )  # fmt: skip
    figure.update_xaxes(
        tickvals=[0, 1], ticktext=[str(first), str(last)], range=[-0.06, 1.04], side="top", showgrid=False
    )
    figure.update_yaxes(**axis.layout())
    return figure


@cached_figure
def ranks(
    rows: pl.DataFrame,
    years: Sequence[int],
    rate: bool,
    highlighted: str | None,
    palette: Palette,
    lang: str,
    notes: Sequence[TimeNote] = (),
) -> Figure:
    """Each unit's rank over the years, 1 at the top, as of `ranked`; a line breaks where the bodies or the form change.

    notes: on the time axis.
    """
    units = rows["unit"].unique(maintain_order=True).to_list()
    most = max(rows["rank"].to_list(), default=1)
    last = rows.filter(pl.col("year") == years[-1])
    taken: dict[int, list[Row]] = {}
    for r in last.iter_rows(named=True):
        taken.setdefault(r["rank"], []).append(r)
    texts = {rank: _names(of_rank, lang) for rank, of_rank in taken.items()}
    room = 24 + max(map(width, texts.values()), default=0)
    figure = figure_of(palette, max(160, 60 + 19 * most), margin={"l": 8, "r": room, "t": 28, "b": 8})
    figure.layout["meta"] = unit_names(rows)
    for unit in sorted(units, key=lambda u: u == highlighted):
        part = {r["year"]: r for r in rows.filter(pl.col("unit") == unit).iter_rows(named=True)}
        points = _points(part, years)
        in_ink = unit == highlighted
        colour = palette["ink" if in_ink else "third"]
        name = next(iter(part.values()))["name"]
        figure.add_trace(
            trace("scatter",
                x=[x for x, _ in points], y=[r["rank"] if r else None for _, r in points], mode="lines+markers", name=name, cliponaxis=False,
                customdata=[unit] * len(points), line={"color": colour, "width": 3 if in_ink else 1.5}, marker={"size": 7, "color": colour}, connectgaps=False,
                hovertext=[f"{name} {x}: {r['rank']} · {format_figure(r, rate, lang)}" if r else "" for x, r in points],
                hoverinfo="text",
            )
        )  # fmt: skip
    for rank, text in texts.items():
        in_ink = any(r["unit"] == highlighted for r in taken[rank])
        figure.add_annotation(
            x=years[-1], y=rank, text=text, showarrow=False, xanchor="left", xshift=10,
            font={"size": 12, "color": palette["ink" if in_ink else "muted"]},
        )  # fmt: skip
    figure.update_xaxes(**year_axis(years), side="top", showgrid=False)
    mark_notes(figure, years, notes, palette)
    figure.update_yaxes(range=[most + 0.6, 0.4], tickformat="d", dtick=1 if most <= 15 else 5, tick0=1)
    return figure


def _names(rows: Sequence[Row], lang: str) -> str:
    """The names of those that share a rank."""
    text = say("list.comma", lang).join(shortened(r["name"]) for r in rows[:2])
    return text + (f" +{len(rows[2:])}" if len(rows) > 2 else "")


def _points(part: Mapping[int, Row], years: Sequence[int]) -> list[tuple[float, Row | None]]:
    """The rows of a unit by year, with a gap before each that no line may lead to."""
    out: list[tuple[float, Row | None]] = []
    for year in years:
        row = part.get(year)
        if row and row["breaks"]:
            out.append((year - 0.5, None))
        out.append((year, row))
    return out


@cached_figure
def multiples(
    rows: pl.DataFrame,
    median: Mapping[int, float],
    rate: bool,
    highlighted: str | None,
    palette: Palette,
    lang: str,
    notes: Sequence[TimeNote] = (),
) -> Figure:
    """A small line a unit, all on one scale, the medians of `panel_median` behind each in grey.

    A line breaks where two years rest on other bodies, or where one may not be compared. notes: on the time axis.
    """
    column = "rate" if rate else "value"
    units = rows["unit"].unique(maintain_order=True).to_list()
    names = dict(rows.select("unit", "name").iter_rows())
    wide = min(_ACROSS, len(units)) or 1
    high = math.ceil(len(units) / wide)
    figure = figure_of(palette, 60 + 118 * high, margin={"l": 8, "r": 8, "t": 30, "b": 8})
    gaps = (0.02, 0.34 / high if high > 1 else 0)
    figure.split(high, wide, [shortened(names[u], 10) for u in units], gaps, shared=True)
    figure.layout["meta"] = unit_names(rows, 10)
    years = sorted(rows["year"].unique().to_list())
    rows = with_breaks(rows)
    for i, unit in enumerate(units):
        part = {r["year"]: r for r in rows.filter(pl.col("unit") == unit).iter_rows(named=True)}
        points = _points(part, years)
        at = {"row": i // wide + 1, "col": i % wide + 1}
        figure.add_trace(
            trace(
                "scatter",
                x=years,
                y=[median.get(y) for y in years],
                mode="lines",
                line={"color": palette["third"], "width": 1, "dash": "dot"},
                hoverinfo="skip",
            ),
            **at,
        )
        figure.add_trace(
            trace("scatter", 
                x=[x for x, _ in points], y=[r[column] if r else None for _, r in points], mode="lines+markers", connectgaps=False, cliponaxis=False,
                customdata=[unit] * len(points), line={"color": palette["ink" if unit == highlighted else "primary"], "width": 2.2}, marker={"size": 5, "symbol": [_symbol(r) for _, r in points]},
                hovertext=[f"{names[unit]} {x}: {format_figure(r, rate, lang) if r else say('value.none', lang)}" for x, r in points],
                hoverinfo="text",
            ),
            **at,
        )  # fmt: skip
    mark_units(figure, years, notes, [names[u] for u in units], palette)
    figure.update_xaxes(**year_axis(years, 3), showgrid=False)
    for name in [n for n in figure.layout if n.startswith("xaxis")]:
        figure.layout[name]["tickfont"] |= {"size": 10}
    values = [v for v in (*rows[column].to_list(), *median.values()) if v is not None]
    figure.update_yaxes(**axis_of(values, rate, zero=True, steps=2).layout())
    figure.update_annotations(font={"size": 12, "color": palette["ink"]})
    return figure
