"""The figures of a map → five shades from a low to a high end that do not make small differences look large."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

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
