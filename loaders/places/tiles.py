"""Divisions with their middles → one square each on a small grid, as near to its division as possible."""

from collections.abc import Sequence
from math import ceil, sqrt

import lap
import numpy as np

from loaders.places.gazetteer import gazetteer


def tiles(divisions: Sequence[str]) -> tuple[list[tuple[int, int]], bool]:
    """The column and row (from the top) of each division's square, and whether they follow the map.

    The sum of the squared distances between divisions and squares is smallest. If the middle of any division is
    unknown, or there are fewer than three, the squares follow the given order.
    """
    n = len(divisions)
    columns = max(1, ceil(sqrt(n * 1.3)))
    rows = ceil(n / columns)
    book = gazetteer()
    known = [book.of[d][-1] for d in divisions if d in book.of]
    middles = [(d.lon, -d.lat) for d in known if d.lon is not None and d.lat is not None]
    if n < 3 or len(middles) < n:
        return [(i % columns, i // columns) for i in range(n)], False
    points = np.array(middles, dtype=np.float64)
    points[:, 0] *= np.cos(np.radians(np.mean(points[:, 1])))
    columns, rows = columns + 1, rows + 1
    low, span = points.min(axis=0), np.ptp(points, axis=0)
    span[span == 0] = 1
    points = (points - low) / span * [columns - 1, rows - 1]
    squares = np.array([(x, y) for y in range(rows) for x in range(columns)])
    distances = ((points[:, None, :] - squares[None, :, :]) ** 2).sum(axis=2)
    _, assigned, _ = lap.lapjv(distances, extend_cost=True)
    return [(int(x), int(y)) for x, y in squares[assigned]], True
