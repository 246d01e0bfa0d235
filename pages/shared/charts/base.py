"""A theme's palette → an empty figure in our own look; a series of a chart; the years on an axis."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from loaders.output.colours import contrast
from pages.shared.charts.figure import Figure, Values
from pages.shared.charts.palette import FONT, Palette

_VISIBLE = 3.0
"""The contrast with the ground below which a bar needs an outline."""


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


PALE = 0.45
"""How opaque a bar of few cases is."""


def hatch(shape: str | list[str], palette: Palette) -> Values:
    """The hatch of bars: one shape for all, or one for each."""
    return {"shape": shape, "fgcolor": palette["ground"], "fillmode": "overlay", "size": 6, "solidity": 0.3}


def all_years(frame: pl.DataFrame) -> list[int]:
    """Every year from the first to the last of the column `year`, those between without a row as well."""
    years: list[int] = frame["year"].to_list()
    return list(range(min(years), max(years) + 1)) if years else []


def year_texts(years: Sequence[int], most: int = 5) -> list[str]:
    """Each year as it is written on an axis: of more than `most`, all but the first and the last in two digits."""
    if len(years) <= most:
        return [str(y) for y in years]
    return [str(y) if y in (years[0], years[-1]) else f"'{y % 100:02d}" for y in years]


def year_axis(years: Sequence[int], most: int = 5) -> dict[str, object]:
    """An axis that names every year, as Plotly takes it."""
    return {"tickmode": "array", "tickvals": list(years), "ticktext": year_texts(years, most), "tickangle": 0}


def edge(palette: Palette, colour: str) -> str:
    """The outline of a bar: one that is seen where the bar itself is pale, else a gap."""
    return palette["outline" if contrast(colour, palette["ground"]) < _VISIBLE else "ground"]
