"""Values of style sheets → pixels, factors and degrees."""

import re

_SIZES = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0, "xx-large": 32.0,
    "xxx-large": 48.0,
}  # fmt: skip
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "vw": 13.66, "vh": 7.68}
_LENGTH = re.compile(r"([+-]?\d*\.?\d+(?:e[+-]?\d+)?)([a-z%]*)")


def pixels(value: str, size: float, whole: float) -> float | None:
    """A length in pixels, None for anything else; size: of an em, whole: of 100 %."""
    match = _LENGTH.fullmatch(value)
    if match is None:
        return None
    number, unit = float(match[1]), match[2]
    if unit == "%":
        return number * whole / 100
    if unit in ("em", "rem"):
        return number * (size if unit == "em" else 16.0)
    if unit in ("ex", "ch"):
        return number * size / 2
    return number * _UNITS[unit] if unit in _UNITS else None


def font_size(value: str, around: float, zoom: float) -> float:
    """A font size in pixels; one that cannot be followed is that around."""
    if value in _SIZES:
        return _SIZES[value] * zoom
    if value in ("smaller", "larger"):
        return around * (0.83 if value == "smaller" else 1.2)
    length = pixels(value, around, around)
    if length is None or length < 0:
        return around
    return length if value.endswith(("%", "em", "ex", "ch")) and not value.endswith("rem") else length * zoom


def factor(value: str) -> float:
    """A number or a percentage as a factor, 1 for anything else."""
    match = _LENGTH.fullmatch(value)
    if match is None or match[2] not in ("", "%"):
        return 1.0
    return float(match[1]) / (100 if match[2] else 1)


def angle(text: str) -> float:
    """The degrees of a turn, from 0 to 180 in either direction; 180 for several angles or none."""
    match = re.fullmatch(r"([+-]?\d*\.?\d+)(deg|turn|rad|grad)?", text.strip())
    if match is None:
        return 180.0
    whole = {"turn": 1.0, "rad": 6.2832, "grad": 400.0}.get(match[2] or "deg", 360.0)
    degrees = float(match[1]) / whole * 360 % 360
    return min(degrees, 360 - degrees)
