"""A user's GeoJSON → its districts shaded by a figure; drawn as plain shapes, nothing is asked of any map server."""

import json

import plotly.graph_objects as go
import polars as pl

from loaders.words import number, say
from pages.compare.figures import told
from pages.shared.charts import figure_of
from pages.shared.palette import Palette

_CODES = ("adcode", "code", "id", "gb")
_NAMES = ("name", "NAME", "fullname", "区县")


def read_outlines(data: bytes) -> dict[str, list[list[tuple[float, float]]]]:
    """The rings of each feature by its code and its name; ValueError where the file is no GeoJSON of areas."""
    try:
        features = json.loads(data)["features"]
        found: dict[str, list[list[tuple[float, float]]]] = {}
        for feature in features:
            geometry, properties = feature["geometry"], feature.get("properties") or {}
            polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
            rings = [[(float(x), float(y)) for x, y, *_ in polygon[0]] for polygon in polygons]
            for key in (*_CODES, *_NAMES):
                if properties.get(key):
                    found[str(properties[key])[:40]] = rings
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as fault:
        raise ValueError("no GeoJSON of areas") from fault
    if not found:
        raise ValueError("no named areas")
    return found


def outline_map(
    rows: pl.DataFrame, outlines: dict[str, list], rate: bool, chosen: str | None, palette: Palette, lang: str
) -> tuple[go.Figure, list[str]]:
    """The districts in their outlines, and the names of those that the file lacks."""
    column = "rate" if rate else "value"
    values = [v for v in rows.filter(~pl.col("few"))[column].to_list() if v is not None]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    figure = figure_of(palette, 460)
    lacking = []
    for row in rows.iter_rows(named=True):
        rings = outlines.get(row["division"] or "") or outlines.get(row["name"])
        if not rings:
            lacking.append(row["name"])
            continue
        known = row[column] is not None and not row["few"]
        fill = palette.shade(0.12 + 0.88 * ((row[column] - low) / ((high - low) or 1))) if known else palette["ground"]
        xs: list[float | None] = []
        ys: list[float | None] = []
        for ring in rings:
            xs += [x for x, _ in ring] + [None]
            ys += [y for _, y in ring] + [None]
        mine = row["unit"] == chosen
        figure.add_trace(
            go.Scatter(
                x=xs, y=ys, mode="lines", fill="toself", fillcolor=fill, hoveron="fills", name=row["name"],
                line={"color": palette["ink" if mine else "outline"], "width": 3 if mine else 1, "dash": "solid" if known else "dot"},
                hoverinfo="text", text=f"{row['name']}: {told(row, rate, lang)}",
            )
        )  # fmt: skip
        largest = max(rings, key=len)
        shown = say("value.none", lang) if row["value"] is None else say("value.na", lang)
        if row[column] is not None:
            shown = f"{row['rate']:.1%}" if rate else number(row["value"])
        figure.add_annotation(
            x=(min(x for x, _ in largest) + max(x for x, _ in largest)) / 2,
            y=(min(y for _, y in largest) + max(y for _, y in largest)) / 2,
            text=f"{row['name']}<br><b>{shown}</b>", showarrow=False, font={"size": 12, "color": palette.on(fill)},
        )  # fmt: skip
    figure.update_xaxes(visible=False)
    # A degree of longitude is shorter than one of latitude: about 0.83 of it in the middle of the country.
    figure.update_yaxes(visible=False, scaleanchor="x", scaleratio=1.2)
    return figure, lacking
