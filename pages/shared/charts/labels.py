"""Labels beside points of a chart → how far each moves up or down so that none covers another."""

from collections.abc import Sequence
from typing import NamedTuple

from pages.shared.charts.figure import Figure, signed, width
from pages.shared.charts.palette import Palette

GAP = 17
"""Pixels between the middles of two labels."""


class LineEnd(NamedTuple):
    """The last point of a line, with the line's colour and its label."""

    x: float
    y: float
    colour: str
    text: str


def spread(heights: Sequence[float], lowest: float, highest: float) -> list[float]:
    """The shift of each label, in pixels upward; all arguments are pixels above the axis.

    Labels that crowd are set apart around their middle (the pools of an isotonic regression). None lies below `lowest`;
    none lies above `highest` unless there are too many for the space between.
    """
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    # Each pool: the sum of its heights less a gap for each label below, and the number of its labels.
    pools: list[tuple[float, int]] = []
    for k, i in enumerate(order):
        pool = heights[i] - k * GAP, 1
        while pools and pools[-1][0] / pools[-1][1] > pool[0] / pool[1]:
            total, n = pools.pop()
            pool = total + pool[0], n + pool[1]
        pools.append(pool)
    bases = [total / n for total, n in pools for _ in range(n)]
    top = max(highest - (len(order) - 1) * GAP, lowest)
    shifts = [0.0] * len(heights)
    for k, i in enumerate(order):
        shifts[i] = min(max(bases[k], lowest), top) + k * GAP - heights[i]
    return shifts


def name_line_ends(figure: Figure, ends: Sequence[LineEnd], palette: Palette, scale: float) -> None:
    """Writes each line's label right of its last point; scale: pixels per unit of the vertical axis, which begins at 0."""
    heights = [end.y * scale for end in ends]
    # The years stand right below the axis, so the lowest label keeps half a label's height above it.
    shifts = spread(heights, GAP / 2, max(heights, default=0.0) + GAP)
    for end, shift in zip(ends, shifts, strict=True):
        figure.add_annotation(
            x=end.x,
            y=end.y,
            text=signed("━", end.colour, end.text),
            showarrow=False,
            xanchor="left",
            xshift=8,
            yshift=shift,
            font={"color": palette["ink"], "size": 12},
        )


def shortened(text: str, most: int = 14) -> str:
    """A name with its middle left out where it is longer than a chart has room for; its beginning and end tell it apart."""
    room = most * 12
    if width(text) <= room:
        return text
    head, tail = text[:-5], text[-5:]
    while len(head) > 1 and width(f"{head}…{tail}") > room:
        head = head[:-1]
    return f"{head}…{tail}"
