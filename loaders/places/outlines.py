"""A user's GeoJSON → the outlines of its areas by code and name, or why it gives none."""

import json
import re
from math import isfinite

from loaders.text.encoding import decode
from loaders.text.errors import Unreadable

_CODES = ("adcode", "code", "id", "gb")
_NAMES = ("name", "NAME", "fullname", "区县")


MOST_MEGABYTES = 20
_CHINA = ((70.0, 140.0), (0.0, 60.0))
"""Degrees of longitude and of latitude between which all of the country lies, with a margin."""

Rings = list[list[tuple[float, float]]]


class OutlinesError(ValueError):
    """Why a file gives no map. reason: of the catalogue's `compare.outlines.fault`; words: those that fill it."""

    def __init__(self, reason: str, **words: object) -> None:
        super().__init__(reason)
        self.reason, self.words = reason, words


def read_outlines(data: bytes) -> dict[str, Rings]:
    """The rings of each area by its code, and by its name if no other area has that.

    Points and lines (a county's seat, a border) are passed over; features of one code and name are one area. Raises
    OutlinesError for a file that is too large, is no GeoJSON, names no area, is not in degrees of longitude and latitude,
    or gives one code to areas of different names.
    """
    if len(data) > MOST_MEGABYTES << 20:
        raise OutlinesError("large", size=len(data) >> 20, most=MOST_MEGABYTES)
    by_code: dict[str, Rings] = {}
    names: dict[str, set[str]] = {}
    try:
        for i, feature in enumerate(json.loads(decode(data))["features"]):
            rings = _rings(feature.get("geometry"))
            properties = feature.get("properties") or {}
            code = next((_code(properties[k]) for k in _CODES if properties.get(k)), f"#{i}")
            name = next((str(properties[k])[:40] for k in _NAMES if properties.get(k)), None)
            if rings and (name or not code.startswith("#")):
                by_code.setdefault(code, []).extend(rings)
                names.setdefault(name or code, set()).add(code)
    except (Unreadable, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as fault:
        raise OutlinesError("format") from fault
    if not by_code:
        raise OutlinesError("unnamed")
    _check_degrees(by_code)
    named: dict[str, list[str]] = {}
    for name, codes in names.items():
        for code in codes:
            named.setdefault(code, []).append(name)
    for code, several in named.items():
        if len(several) > 1:
            raise OutlinesError("twice", code=code, first=min(several), second=max(several))
    return {**{n: by_code[next(iter(codes))] for n, codes in names.items() if len(codes) == 1}, **by_code}


def _code(value: object) -> str:
    """A division's code as six digits, however a program wrote it: 320830.0, 156320830, 320830000000."""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    text = re.sub(r"\.0$", "", text)
    return re.sub(r"^(?:156)?(\d{6})(?:0{6})?$", r"\1", text)


def _check_degrees(by_code: dict[str, Rings]) -> None:
    """Raises OutlinesError where points lie outside the country: with swapped axes, or in other units."""
    points = [point for rings in by_code.values() for ring in rings for point in ring]
    if all(_in_china(x, y) for x, y in points):
        return
    raise OutlinesError("swapped" if all(_in_china(y, x) for x, y in points) else "units")


def _in_china(x: float, y: float) -> bool:
    (west, east), (south, north) = _CHINA
    return west <= x <= east and south <= y <= north


def _rings(geometry: object) -> Rings:
    """The borders of an area, the outer ones counterclockwise and holes clockwise, so that a fill leaves holes free."""
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return []
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = []
    for polygon in polygons:
        for place, points in enumerate(polygon):
            ring = [(float(p[0]), float(p[1])) for p in points]
            if len(ring) > 2 and all(isfinite(x) and isfinite(y) for x, y in ring):
                rings.append(ring if _counterclockwise(ring) == (place == 0) else ring[::-1])
    return rings


def _counterclockwise(ring: list[tuple[float, float]]) -> bool:
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    return sum(a[0] * b[1] for a, b in pairs) > sum(b[0] * a[1] for a, b in pairs)
