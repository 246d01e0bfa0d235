"""Colours as documents write them → red, green and blue, and whether a text of one is seen on a ground of another."""

import re
from functools import lru_cache

from tinycss2.color4 import Color, parse_color

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
_LIKE = 32
"""The largest difference of a channel between two colours that an eye does not tell apart, of 255."""
_OTHERS = {
    "darkyellow": "#808000", "canvas": "#fff", "window": "#fff", "canvastext": "#000", "windowtext": "#000",
    "currentcolor": "",
}  # fmt: skip
"""Names of Word's and of systems that are no colours of CSS."""
_LONGEST = 200
_BARE = re.compile(r"[0-9a-f]{6}")


@lru_cache(maxsize=1 << 12)
def colour(text: str) -> Colour | None:
    """The colour that a word, a hexadecimal number or a function of CSS names; None for any other text.

    A colour with an alpha channel is mixed with white, the usual ground; None if nothing of it is left.
    """
    text = text[:_LONGEST].strip().lower()
    parsed = parse_color("#" + text if _BARE.fullmatch(text) else _OTHERS.get(text, text))
    if not isinstance(parsed, Color) or not parsed.alpha:
        return None
    red, green, blue = (round(255 * min(max(c, 0.0), 1.0)) for c in _channels(parsed))
    return mixed((red, green, blue), WHITE, parsed.alpha)


def _channels(parsed: Color) -> tuple[float, float, float]:
    """Red, green and blue, of 1; of colours by lightness only that is taken, which tells them from white and black."""
    if parsed.space in ("hsl", "hwb"):
        parsed = parsed.to("srgb")
    first, second, third = (c or 0.0 for c in parsed.coordinates)
    if parsed.space in ("lab", "lch"):
        return first / 100, first / 100, first / 100
    if parsed.space in ("oklab", "oklch"):
        return first, first, first
    return first, second, third


def mixed(front: Colour, back: Colour, alpha: float) -> Colour:
    """The colour of a front that lets a back shine through; alpha: the part of the front, of 1."""
    red, green, blue = (round(b + (f - b) * alpha) for f, b in zip(front, back, strict=True))
    return red, green, blue


def alike(text: Colour, ground: Colour) -> bool:
    """Whether a text of one colour cannot be told from a ground of the other."""
    return max(abs(a - b) for a, b in zip(text, ground, strict=True)) < _LIKE
