"""Divisions with their middles → one square each on a small grid, every square as near its place as can be."""

from collections.abc import Sequence
from math import ceil, sqrt

import lap
import numpy as np

from loaders.places.gazetteer import gazetteer


def tiles(divisions: Sequence[str]) -> tuple[list[tuple[int, int]], bool]:
    """The column and row (from the top) of each division's square, and whether they follow the map.

    Squares are given out so that the sum of squared ways from the places is smallest. Where the middle of a division is
    not known, all are laid out in the order given.
    """
    n = len(divisions)
    wide = max(1, ceil(sqrt(n * 1.3)))
    high = ceil(n / wide)
    book = gazetteer()
    known = [book.of[d][-1] for d in divisions if d in book.of]
    middles = [(d.lon, -d.lat) for d in known if d.lon is not None and d.lat is not None]
    if n < 3 or len(middles) < n:
        return [(i % wide, i // wide) for i in range(n)], False
    points = np.array(middles, dtype=np.float64)
    points[:, 0] *= np.cos(np.radians(np.mean(points[:, 1])))
    wide, high = wide + 1, high + 1
    low, span = points.min(axis=0), np.ptp(points, axis=0)
    span[span == 0] = 1
    wanted = (points - low) / span * [wide - 1, high - 1]
    cells = np.array([(x, y) for y in range(high) for x in range(wide)])
    ways = ((wanted[:, None, :] - cells[None, :, :]) ** 2).sum(axis=2)
    _, chosen, _ = lap.lapjv(ways, extend_cost=True)
    return [(int(x), int(y)) for x, y in cells[chosen]], True
