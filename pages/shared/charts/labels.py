"""Labels beside points of a chart → how far each moves up or down so that none covers another."""

from collections.abc import Sequence
from textwrap import wrap
from typing import NamedTuple

from pages.shared.charts.figure import Figure, signed, width
from pages.shared.charts.palette import Palette

_LINE, GAP = 14, 17
"""Pixels from a line of a label to its next, and between the middles of two labels of one line."""
_LONG, _LETTERS = 120, 18
"""Pixels from which on a label is broken, and the letters of a line of its name: a phone has no room for more."""


class LineEnd(NamedTuple):
    """The last point of a line, with the line's colour, its name and its figure there."""

    x: float
    y: float
    colour: str
    name: str
    figure: str


def spread(heights: Sequence[float], lowest: float, highest: float, gap: float = GAP) -> list[float]:
    """The shift of each label, in pixels upward; all arguments are pixels above the axis, gap those between two labels.

    Labels that crowd are set apart around their middle (the pools of an isotonic regression). None lies below `lowest`;
    none lies above `highest` unless there are too many for the space between.
    """
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    # Each pool: the sum of its heights less a gap for each label below, and the number of its labels.
    pools: list[tuple[float, int]] = []
    for k, i in enumerate(order):
        pool = heights[i] - k * gap, 1
        while pools and pools[-1][0] / pools[-1][1] > pool[0] / pool[1]:
            total, n = pools.pop()
            pool = total + pool[0], n + pool[1]
        pools.append(pool)
    bases = [total / n for total, n in pools for _ in range(n)]
    top = max(highest - (len(order) - 1) * gap, lowest)
    shifts = [0.0] * len(heights)
    for k, i in enumerate(order):
        shifts[i] = min(max(bases[k], lowest), top) + k * gap - heights[i]
    return shifts


def _texts(ends: Sequence[LineEnd]) -> list[str]:
    """The labels: each in one line where all are short, else the figure below its name, whose words take as many as needed."""
    whole = [f"{end.name} {end.figure}" for end in ends]
    if all(width(text) <= _LONG for text in whole):
        return whole
    return ["\n".join([*wrap(end.name, _LETTERS, break_long_words=False), end.figure]) for end in ends]


def room_of(ends: Sequence[LineEnd]) -> int:
    """Pixels that the labels of lines take beside a chart."""
    return max((width(line) for text in _texts(ends) for line in text.split("\n")), default=0)


def name_line_ends(figure: Figure, ends: Sequence[LineEnd], palette: Palette, scale: float) -> None:
    """Writes each line's label right of its last point; scale: pixels per unit of the vertical axis, which begins at 0."""
    heights, texts = [end.y * scale for end in ends], _texts(ends)
    gap = GAP + _LINE * max((text.count("\n") for text in texts), default=0)
    # The years stand right below the axis, so the lowest label keeps half a label's height above it.
    shifts = spread(heights, gap / 2, max(heights, default=0.0) + gap, gap)
    for end, text, shift in zip(ends, texts, shifts, strict=True):
        figure.add_annotation(
            x=end.x,
            y=end.y,
            text=signed("━", end.colour, text),
            align="left",
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
