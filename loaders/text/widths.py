"""A character or a text → how many columns of a fixed-width listing it covers: a wide character covers two."""

import unicodedata


def char_width(char: str) -> int:
    """1 or 2, by Unicode's East Asian width (UAX #11)."""
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def text_width(text: str) -> int:
    """The sum of its characters' widths."""
    return sum(map(char_width, text))
