"""Rows of `compared` → a map of equal squares, shaded by their figures."""

from collections.abc import Collection

import polars as pl

from loaders.places.tiles import tiles
from pages.shared.charts.base import figure_of
from pages.shared.charts.cached import cached_figure
from pages.shared.charts.figure import Figure, bold, lines, trace
from pages.shared.charts.palette import Palette
from pages.shared.charts.scale import STEPS, Scale, scale_of
from pages.shared.charts.unit_figure import format_figure, format_short, unit_names

_LEGEND = 30
"""Pixels below a map for the legend of its shades."""
_SWATCH = 22


@cached_figure
def tile_map(
    rows: pl.DataFrame, rate: bool, highlighted: Collection[str], palette: Palette, lang: str, height: int | None = None
) -> tuple[Figure, bool]:
    """One square a place where it roughly lies, shaded by its figure; and whether the places are known.

    A square that is clicked tells its unit as `customdata`. height: that of the whole map, else it grows with its rows.
    """
    column = "rate" if rate else "value"
    listed = rows.sort("division").to_dicts()
    places, mapped = tiles([r["division"] for r in listed])
    values = [r[column] for r in listed if r[column] is not None and not r["reason"]]
    scale = scale_of(values, rate)
    wide = max((x for x, _ in places), default=0) + 1
    tall = max((y for _, y in places), default=0) + 1
    figure = figure_of(
        palette,
        height or max(240, 92 * tall + 20 + _LEGEND),
        margin={"l": 8, "r": 8, "t": 8, "b": _LEGEND},
        barmode="overlay",
        bargap=0,
        hovermode="closest",
    )
    figure.layout["meta"] = unit_names(rows, 99)
    small = 12 if wide <= 6 else 10
    for r, (x, y) in zip(listed, places, strict=True):
        known = r[column] is not None and not r["reason"]
        fill = scale.fill(r[column], palette) if known else palette["ground"]
        mine = r["unit"] in highlighted
        figure.add_shape(
            type="rect", x0=x + 0.03, x1=x + 0.97, y0=-y - 0.97, y1=-y - 0.03, fillcolor=fill, layer="below",
            line={"color": palette["ink"] if mine else palette["grid"], "width": 3 if mine else 1, "dash": "solid" if known else "dot"},
        )  # fmt: skip
        figure.add_annotation(
            x=x + 0.5, y=-y - 0.5, text=lines(_folded(r["name"], wide), bold(format_short(r, rate, lang))), showarrow=False,
            font={"size": small, "color": palette.on(fill)}, captureevents=False,
        )  # fmt: skip
    figure.add_trace(
        trace("bar",
            x=[x + 0.5 for x, _ in places], y=[0.94] * len(places), base=[-y - 0.97 for _, y in places], width=0.94, opacity=0,
            customdata=[r["unit"] for r in listed], hoverinfo="text",
            hovertext=[f"{r['name']}: {format_figure(r, rate, lang)}" for r in listed],
        )
    )  # fmt: skip
    if values:
        add_legend(figure, scale, palette)
    figure.update_xaxes(visible=False, range=[0, wide], constrain="domain")
    figure.update_yaxes(visible=False, range=[-tall, 0], scaleanchor="x" if height else None, constrain="domain")
    return figure, mapped


def add_legend(figure: Figure, scale: Scale, palette: Palette) -> None:
    """The shades of a map below it, with both ends of their scale."""
    low, high = scale.ends()
    middle, size = -_SWATCH * STEPS / 2, 11
    for i, colour in enumerate(scale.colours(palette)):
        figure.add_shape(
            type="rect", xref="paper", yref="paper", xsizemode="pixel", ysizemode="pixel", xanchor=0.5, yanchor=0,
            x0=middle + _SWATCH * i, x1=middle + _SWATCH * (i + 1), y0=-22, y1=-10, fillcolor=colour,
            line={"color": palette["grid"], "width": 1},
        )  # fmt: skip
    for text, side, shift in ((low, "right", middle - 6), (high, "left", -middle + 6)):
        figure.add_annotation(
            text=text, x=0.5, y=0, xref="paper", yref="paper", xanchor=side, yanchor="middle", xshift=shift, yshift=-16,
            showarrow=False, font={"size": size, "color": palette["muted"]},
        )  # fmt: skip


def _folded(name: str, wide: int) -> str:
    """A name in lines that a square of so wide a map has room for."""
    most = 6 if wide <= 5 else 5 if wide <= 6 else 4
    return "\n".join(name[i : i + most] for i in range(0, len(name), most))
