"""Colours as documents write them → red, green and blue, and whether a text of one is seen on a ground of another."""

import re
from functools import lru_cache

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
_LIKE = 32
"""The largest difference of a channel between two colours that an eye does not tell apart, of 255."""
_NAMES = {
    "white": 0xFFFFFF, "black": 0x000000, "red": 0xFF0000, "green": 0x008000, "blue": 0x0000FF, "yellow": 0xFFFF00,
    "cyan": 0x00FFFF, "aqua": 0x00FFFF, "magenta": 0xFF00FF, "fuchsia": 0xFF00FF, "gray": 0x808080, "grey": 0x808080,
    "silver": 0xC0C0C0, "navy": 0x000080, "maroon": 0x800000, "purple": 0x800080, "teal": 0x008080, "olive": 0x808000,
    "lime": 0x00FF00, "orange": 0xFFA500, "darkblue": 0x00008B, "darkcyan": 0x008B8B, "darkgreen": 0x006400,
    "darkmagenta": 0x8B008B, "darkred": 0x8B0000, "darkyellow": 0x808000, "darkgray": 0xA9A9A9, "darkgrey": 0xA9A9A9,
    "lightgray": 0xD3D3D3, "lightgrey": 0xD3D3D3, "snow": 0xFFFAFA, "ivory": 0xFFFFF0, "floralwhite": 0xFFFAF0,
    "ghostwhite": 0xF8F8FF, "whitesmoke": 0xF5F5F5, "mintcream": 0xF5FFFA, "azure": 0xF0FFFF, "aliceblue": 0xF0F8FF,
    "seashell": 0xFFF5EE, "lightyellow": 0xFFFFE0, "honeydew": 0xF0FFF0, "lavenderblush": 0xFFF0F5, "oldlace": 0xFDF5E6,
    "linen": 0xFAF0E6, "gainsboro": 0xDCDCDC, "canvas": 0xFFFFFF, "window": 0xFFFFFF, "canvastext": 0, "windowtext": 0,
}  # fmt: skip
_PARTS = re.compile(r"rgba?\(([^)]*)\)")


@lru_cache(maxsize=1 << 12)
def colour(text: str) -> Colour | None:
    """The colour that a word, a hexadecimal number or rgb() names; None for any other text.

    A colour with an alpha channel is mixed with white, the usual ground.
    """
    text = text.strip().lower()
    if text in _NAMES:
        return _split(_NAMES[text])
    digits = text.removeprefix("#")
    if re.fullmatch(r"[0-9a-f]{3,4}", digits) and text.startswith("#"):
        digits = "".join(c * 2 for c in digits)
    if re.fullmatch(r"[0-9a-f]{6}(?:[0-9a-f]{2})?", digits):
        alpha = int(digits[6:], 16) / 255 if len(digits) == 8 else 1.0
        return _mixed(_split(int(digits[:6], 16)), alpha)
    if text == "transparent":
        return None
    if match := _PARTS.fullmatch(text):
        return _from_parts(match[1])
    return None


def _from_parts(text: str) -> Colour | None:
    parts = re.split(r"[\s,/]+", text.strip())
    try:
        channels = [round(float(p[:-1]) * 2.55) if p.endswith("%") else round(float(p)) for p in parts[:3]]
        alpha = float(parts[3].rstrip("%")) / (100 if parts[3].endswith("%") else 1) if len(parts) > 3 else 1.0
    except ValueError:
        return None
    return _mixed((channels[0], channels[1], channels[2]), alpha) if len(channels) == 3 else None


def _split(number: int) -> Colour:
    return number >> 16, number >> 8 & 255, number & 255


def _mixed(colour: Colour, alpha: float) -> Colour:
    return (
        round(255 + (colour[0] - 255) * alpha),
        round(255 + (colour[1] - 255) * alpha),
        round(255 + (colour[2] - 255) * alpha),
    )


def alike(text: Colour, ground: Colour) -> bool:
    """Whether a text of one colour cannot be told from a ground of the other."""
    return max(abs(a - b) for a, b in zip(text, ground, strict=True)) < _LIKE
