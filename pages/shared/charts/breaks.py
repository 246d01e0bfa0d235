"""Lines over years, and the years whose figures rest on other bodies → lines that break there, and a word that says why."""

from collections.abc import Sequence
from typing import TypeVar

from loaders.language.words import say
from pages.shared.charts.figure import Figure
from pages.shared.charts.palette import Palette

T = TypeVar("T")


def with_gaps(
    years: Sequence[int], values: Sequence[T | None], breaks: Sequence[int]
) -> tuple[list[float], list[T | None]]:
    """The points of a line, with one of no value before each break, so that no line leads to it."""
    points: list[tuple[float, T | None]] = []
    for year, value in zip(years, values, strict=True):
        points += [(year - 0.5, None), (year, value)] if year in breaks else [(year, value)]
    return [x for x, _ in points], [v for _, v in points]


def mark_breaks(figure: Figure, years: Sequence[int], breaks: Sequence[int], palette: Palette, lang: str) -> None:
    """Adds a dotted line and a word between two years that rest on other bodies."""
    for year in (y for y in breaks if years and years[0] < y <= years[-1]):
        figure.add_vline(x=year - 0.5, line={"color": palette["outline"], "dash": "dot", "width": 1})
        figure.add_annotation(
            x=year - 0.5, y=1, yref="paper", yanchor="bottom", text=say("chart.other_bodies", lang), showarrow=False,
            font={"color": palette["muted"], "size": 11},
        )  # fmt: skip
