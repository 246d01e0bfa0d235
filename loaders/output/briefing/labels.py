"""A chart of lines → where the figures stand at its points: above, below, or not at all where there is no room."""

from typing import Literal

from loaders.output.briefing.model import Chart

Side = Literal["above", "below"]
_ROOM = 0.09
"""How high a figure is with the gap to its point, as a part of the chart's height."""
_MARKER = 0.02
_FEW_SERIES, _FEW_POINTS = 2, 8
"""Charts of no more lines and points give all their figures, others the last of each line."""


def label_sides(chart: Chart) -> dict[tuple[int, int], Side]:
    """The side of the figure at each point that gets one, by series and category. The scale begins at 0.

    Figures stand above their points, in a dip of the line below; none stands on a point or a figure of another line.
    """
    most = max((v for s in chart.series for v in s.values if v is not None), default=0) or 1
    few = len(chart.series) <= _FEW_SERIES and len(chart.categories) <= _FEW_POINTS
    sides: dict[tuple[int, int], Side] = {}
    for i in range(len(chart.categories)):
        points = {k: v / most for k, s in enumerate(chart.series) if (v := s.values[i]) is not None}
        taken: list[tuple[float, float]] = []
        for k in sorted(points, key=lambda k: -points[k]):
            values = chart.series[k].values
            if not few and any(v is not None for v in values[i + 1 :]):
                continue
            around = [v for v in (*values[max(i - 1, 0) : i], *values[i + 1 : i + 2]) if v is not None]
            dip = bool(around) and all(v > (values[i] or 0) for v in around) and points[k] > _ROOM
            order: tuple[Side, Side] = ("below", "above") if dip else ("above", "below")
            for side in order:
                low, high = (points[k], points[k] + _ROOM) if side == "above" else (points[k] - _ROOM, points[k])
                others = [p for j, p in points.items() if j != k]
                # The other line's marker needs a little room itself.
                beside = any(
                    low - _MARKER * (side == "below") < p < high + _MARKER * (side == "above")
                    for p in others
                    if p != points[k]
                )
                free = not beside and all(high <= a or b <= low for a, b in taken)
                if free and low >= 0:
                    sides[k, i] = side
                    taken.append((low, high))
                    break
    return sides
