"""Outlines → a map of its districts shaded by a figure, as plain shapes: no map server is asked."""

import polars as pl

from loaders.places.outlines import Rings
from pages.shared.charts.base import figure_of
from pages.shared.charts.figure import Figure, bold, lines, trace
from pages.shared.charts.palette import Palette
from pages.shared.charts.scale import scale_of
from pages.shared.charts.tile_map import add_legend
from pages.shared.charts.unit_figure import format_figure, format_short


def outline_map(
    rows: pl.DataFrame, outlines: dict[str, Rings], rate: bool, highlighted: str | None, palette: Palette, lang: str
) -> tuple[Figure, list[str]]:
    """The districts in their outlines, and the names of those that the file lacks. rows: of one year of `compared`."""
    column = "rate" if rate else "value"
    values = [v for v in rows.filter(pl.col("reason").is_null())[column].to_list() if v is not None]
    scale = scale_of(values, rate)
    figure = figure_of(palette, 460, margin={"l": 8, "r": 8, "t": 8, "b": 30})
    lacking = []
    for row in rows.iter_rows(named=True):
        rings = outlines.get(row["division"] or "") or outlines.get(row["name"])
        if not rings:
            lacking.append(row["name"])
            continue
        has_figure = row[column] is not None and not row["reason"]
        fill = scale.fill(row[column], palette) if has_figure else palette["ground"]
        xs: list[float | None] = []
        ys: list[float | None] = []
        for ring in rings:
            xs += [x for x, _ in ring] + [None]
            ys += [y for _, y in ring] + [None]
        in_ink = row["unit"] == highlighted
        figure.add_trace(
            trace("scatter", 
                x=xs, y=ys, mode="lines", fill="toself", fillcolor=fill, hoveron="fills", name=row["name"],
                line={"color": palette["ink" if in_ink else "outline"], "width": 3 if in_ink else 1, "dash": "solid" if has_figure else "dot"},
                hoverinfo="text", text=f"{row['name']}: {format_figure(row, rate, lang)}",
            )
        )  # fmt: skip
        largest = max(rings, key=len)
        figure.add_annotation(
            x=(min(x for x, _ in largest) + max(x for x, _ in largest)) / 2,
            y=(min(y for _, y in largest) + max(y for _, y in largest)) / 2,
            text=lines(row["name"], bold(format_short(row, rate, lang))), showarrow=False, font={"size": 12, "color": palette.on(fill)},
        )  # fmt: skip
    if values:
        add_legend(figure, scale, palette)
    figure.update_xaxes(visible=False)
    # A degree of longitude is shorter than one of latitude: about 0.83 of it in the middle of the country.
    figure.update_yaxes(visible=False, scaleanchor="x", scaleratio=1.2)
    return figure, lacking
