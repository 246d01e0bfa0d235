"""Figures → five shades of a map or the ticks of an axis, which do not make small differences look large."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from loaders.language.rounding import percent
from loaders.language.words import number
from pages.shared.charts.palette import Palette

STEPS = 5
_MIN_SPAN = 0.2
"""The least part that a scale of rates spans, 20 percentage points: 75.0 % and 76.7 % are all but the same shade."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The ends of a scale in `STEPS` equal steps; rate: whether they are parts of 1."""

    low: float
    high: float
    rate: bool

    def step(self, value: float) -> int:
        """The step of a value, 0 the palest."""
        place = (value - self.low) / (self.high - self.low) * STEPS
        return max(0, min(math.floor(place + 1e-9), STEPS - 1))

    def fill(self, value: float, palette: Palette) -> str:
        """The colour of a value."""
        return self.colours(palette)[self.step(value)]

    def colours(self, palette: Palette) -> list[str]:
        """The colours of the steps, the palest first."""
        return [palette.shade(0.12 + 0.88 * i / (STEPS - 1)) for i in range(STEPS)]

    def ends(self) -> tuple[str, str]:
        """The two ends in words."""
        low, high = ((percent(v, 1) if self.rate else number(v)) for v in (self.low, self.high))
        return low, high


def scale_of(values: Sequence[float], rate: bool) -> Scale:
    """The scale of some figures: counts from 0 to the largest; rates between steps of 5 %, 20 percentage points at least."""
    if not rate:
        return Scale(0.0, max([*values, 1.0]), rate)
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    first, last = math.floor(low * 20 + 1e-9) / 20, math.ceil(high * 20 - 1e-9) / 20
    lacking = max(0.0, _MIN_SPAN - (last - first))
    first = max(0.0, first - math.floor(lacking * 10 + 1e-9) / 20)
    last = max(last, first + _MIN_SPAN)
    if high <= 1 < last:
        first, last = max(0.0, 1 - (last - first)), 1.0
    return Scale(round(first, 2), round(last, 2), rate)


@dataclass(frozen=True, slots=True)
class Axis:
    """The ends of an axis and the figures written along it, each once."""

    low: float
    high: float
    ticks: tuple[float, ...]
    texts: tuple[str, ...]

    def layout(self) -> dict[str, Any]:
        """As Plotly takes it."""
        return {
            "range": [self.low, self.high],
            "tickmode": "array",
            "tickvals": list(self.ticks),
            "ticktext": list(self.texts),
        }

    def height_of(self, value: float, pixels: float) -> float:
        """How many pixels above the axis a value stands on a chart so high."""
        return (value - self.low) / (self.high - self.low) * pixels


def axis_of(values: Sequence[float], rate: bool, *, zero: bool = False, steps: int = 5) -> Axis:
    """An axis over some figures, from a step below them to a step above, about `steps` in all; zero: whether it begins there.

    Rates that are parts of a whole stay between 0 and 100 %; counts are never shown in parts.
    """
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    low = min(low, 0.0) if zero else low
    parts = all(float(v).is_integer() for v in values)
    step = _step((high - low) / steps, least=0.01 if rate else 1.0 if parts else 0.0)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    last = max(last, first + 1)
    if rate and high <= 1 and last * step > 1 + 1e-9:
        first, last = first - 1, last - 1
    if low >= 0:
        first = max(first, 0)
    ticks = tuple(round(i * step, 9) for i in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], ticks, tuple(_tick(v, rate) for v in ticks))


def _step(span: float, least: float) -> float:
    """The least of 1, 2, 5, 10, 20 … that is as large as a span."""
    if span <= 0:
        return least or 1.0
    power = 10.0 ** math.floor(math.log10(span))
    return float(max(least, next(m * power for m in (1, 2, 5, 10) if m * power >= span * (1 - 1e-9))))


def _tick(value: float, rate: bool) -> str:
    return f"{round(100 * value, 6):g}%" if rate else number(value)
