"""A user's GeoJSON → a map of its districts shaded by a figure, as plain shapes: no map server is asked."""

import json
import re
from math import isfinite

import polars as pl

from loaders.text.encoding import decode
from loaders.text.errors import Unreadable
from pages.shared.charts.base import figure_of
from pages.shared.charts.figure import Figure, trace
from pages.shared.charts.palette import Palette
from pages.shared.charts.scale import scale_of
from pages.shared.charts.tile_map import add_legend
from pages.shared.charts.unit_figure import format_figure, format_short

_CODES = ("adcode", "code", "id", "gb")
_NAMES = ("name", "NAME", "fullname", "区县")


Rings = list[list[tuple[float, float]]]


def read_outlines(data: bytes) -> dict[str, Rings]:
    """The rings of each area by its code, and by its name if no other area has that; ValueError if no area is named.

    Points and lines (a county's seat, a border) are passed over; features of one code are one area.
    """
    try:
        by_code: dict[str, Rings] = {}
        names: dict[str, set[str]] = {}
        for i, feature in enumerate(json.loads(decode(data))["features"]):
            rings = _rings(feature.get("geometry"))
            properties = feature.get("properties") or {}
            code = next(
                (re.sub(r"^156(?=\d{6}$)", "", str(properties[k])) for k in _CODES if properties.get(k)), f"#{i}"
            )
            name = next((str(properties[k])[:40] for k in _NAMES if properties.get(k)), None)
            if rings and (name or not code.startswith("#")):
                by_code.setdefault(code, []).extend(rings)
                names.setdefault(name or code, set()).add(code)
    except (Unreadable, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as fault:
        raise ValueError("no GeoJSON of areas") from fault
    if not by_code:
        raise ValueError("no named areas")
    return {**{n: by_code[next(iter(codes))] for n, codes in names.items() if len(codes) == 1}, **by_code}


def _rings(geometry: object) -> Rings:
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return []
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = [[(float(p[0]), float(p[1])) for p in polygon[0]] for polygon in polygons if polygon]
    return [ring for ring in rings if len(ring) > 2 and all(isfinite(x) and isfinite(y) for x, y in ring)]


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
            text=f"{row['name']}<br><b>{format_short(row, rate, lang)}</b>", showarrow=False, font={"size": 12, "color": palette.on(fill)},
        )  # fmt: skip
    if values:
        add_legend(figure, scale, palette)
    figure.update_xaxes(visible=False)
    # A degree of longitude is shorter than one of latitude: about 0.83 of it in the middle of the country.
    figure.update_yaxes(visible=False, scaleanchor="x", scaleratio=1.2)
    return figure, lacking
