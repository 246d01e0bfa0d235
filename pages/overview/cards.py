"""A key figure over the years → a card: its value, a line of its years with a gap for a year without one, its change."""

import base64
from collections.abc import Sequence
from pathlib import Path

from loaders.output.html import render
from pages.overview.key_figures import KeyFigure
from pages.shared.charts.palette import Palette

CSS = Path(__file__).with_name("cards.css")
_WIDTH, _HEIGHT, _MARGIN = 120, 22, 4
"""Pixels of the line of years."""


def card(figure: KeyFigure, sources: str, hint: str, palette: Palette) -> str:
    """The card below its name, as HTML; sources: the address of the reports behind its value; hint: whose it is, on hover."""
    picture = spark(figure.line, figure.breaks, palette) if len(figure.line) > 1 else ""
    return render("pages/overview/card.html", figure=figure, sources=sources, hint=hint, spark=picture)


def spark(years: Sequence[tuple[int, float | None]], breaks: Sequence[int], palette: Palette) -> str:
    """The years as a small line, which shows their shape and no size, as the address of a picture.

    breaks: the years to which no line leads.
    """
    figures = dict(years)
    first, last = min(figures), max(figures)
    values = [v for v in figures.values() if v is not None]
    low, high = (min(values), max(values)) if values else (0, 0)
    low = max(0, low - (high - low))
    across = (_WIDTH - 2 * _MARGIN) / max(1, last - first)
    down = (_HEIGHT - 2 * _MARGIN) / ((high - low) or 1)
    runs: list[list[tuple[float, float]]] = [[]]
    for year in range(first, last + 1):
        value = figures.get(year)
        if value is None or year in breaks:
            runs.append([])
        if value is not None:
            runs[-1].append((_MARGIN + (year - first) * across, _HEIGHT - _MARGIN - (value - low) * down))
    dots = [run[0] for run in runs if len(run) == 1]
    if len(runs[-1]) > 1:
        dots.append(runs[-1][-1])
    svg = render(
        "pages/overview/spark.svg",
        width=_WIDTH,
        height=_HEIGHT,
        lines=[run for run in runs if len(run) > 1],
        dots=dots,
        colour=palette["primary"],
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
