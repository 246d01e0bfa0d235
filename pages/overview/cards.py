"""A key figure over the years → a card: its value, a line over its years, its change on the year before."""

import base64
from collections.abc import Sequence
from html import escape
from pathlib import Path

from pages.overview.key_figures import KeyFigure
from pages.shared.charts.palette import Palette

_CSS = (Path(__file__).parent / "cards.css").read_text(encoding="utf-8")
_WIDTH, _HEIGHT = 120, 22
"""Pixels of the small line."""


def style(palette: Palette) -> str:
    """The look of cards and of lists of links, as HTML."""
    return f"<style>\n{_CSS.replace('LINK', palette['primary'])}</style>"


def card(figure: KeyFigure, palette: Palette) -> str:
    """The card below its name, as HTML."""
    muted = palette["muted"]
    line = f'<img src="{spark(figure.line, palette)}" alt="{escape(figure.alt)}">' if len(figure.line) > 1 else ""
    return (
        f'<div class="key"><b>{escape(figure.value)}</b>'
        f'<small style="color:{muted}">{escape(figure.base)}</small>{line}'
        f'<small style="color:{muted}">{escape(figure.note)}</small></div>'
    )


def spark(years: Sequence[tuple[int, float | None]], palette: Palette) -> str:
    """A small line over the years, without a scale, as the address of a picture; it breaks where a year has no figure."""
    by_year = dict(years)
    first, last = min(by_year), max(by_year)
    values = [v for v in by_year.values() if v is not None]
    low, most = (min(values), max(values)) if values else (0, 0)
    low = max(0, low - (most - low))
    span = (most - low) or 1
    step = (_WIDTH - 8) / max(1, last - first)
    runs: list[list[str]] = [[]]
    for year in range(first, last + 1):
        value = by_year.get(year)
        if value is None:
            runs.append([])
        else:
            runs[-1].append(f"{4 + (year - first) * step:.1f},{_HEIGHT - 4 - (value - low) / span * (_HEIGHT - 8):.1f}")
    colour = palette["primary"]
    marks = "".join(
        f'<polyline points="{" ".join(run)}" fill="none" stroke="{colour}" stroke-width="1.8"/>'
        for run in runs
        if len(run) > 1
    )
    dots = [run[0] for run in runs if len(run) == 1]
    if by_year.get(last) is not None:
        dots.append(runs[-1][-1])
    for x, y in (dot.split(",") for dot in dots):
        marks += f'<circle cx="{x}" cy="{y}" r="2.6" fill="{colour}"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}">{marks}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
