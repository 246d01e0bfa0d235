"""Glyphs of a PDF page, with their boxes → lines, and the text of a cell with its gaps."""

from operator import attrgetter
from typing import NamedTuple

_GAP = 1.2
_NUMBER_GAP = 0.8
_DIGIT_GAP = 0.4
"""The widest gap, in heights of a character, within a field, between a word and a number, and between two digits."""
_CELL_PADDING = 5.5
"""The free space that a word processor leaves on either side of a cell, in points."""
_LINE_PITCH = 1.6
"""The largest distance between two lines of a paragraph, in heights of a line."""


class Glyph(NamedTuple):
    """A glyph: its text, its box, and the middle of that."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    x: float
    y: float


def clusters(chars: list[Glyph]) -> list[list[Glyph]]:
    """Glyphs by line, from top to bottom, each from left to right."""
    lines: list[list[Glyph]] = []
    for char in sorted(chars, key=attrgetter("y")):
        if lines and abs(char.y - lines[-1][-1].y) < 0.5 * max(1.0, min(char.bottom - char.top, 20.0)):
            lines[-1].append(char)
        else:
            lines.append([char])
    return [sorted(line, key=attrgetter("left")) for line in lines]


def cell_text(chars: list[Glyph], width: float) -> str:
    """The text of a cell of some width; a digit much smaller than the one before it, or far from it, begins a line."""
    if not chars:
        return ""
    out: list[str] = []
    above: list[Glyph] = []
    for line in clusters(chars):
        text = ""
        for before, char in zip([None, *line], line, strict=False):
            if before and char.text.isdigit() and before.text.isdigit():
                small = (char.bottom - char.top) < 0.87 * (before.bottom - before.top)
                text += "\n" if small or has_gap(before, char) else ""
            text += char.text
        if not text.strip():
            continue
        if above and _wrapped(above, line, width):
            out[-1] += text.strip()
        else:
            out.append(text.strip())
        above = [c for c in line if c.text.strip()]
    return "\n".join(out)


def _wrapped(above: list[Glyph], line: list[Glyph], width: float) -> bool:
    """Whether a number goes on in the next line because the cell is too narrow for one more digit."""
    line = [c for c in line if c.text.strip()]
    if not all(c.text.isdigit() for c in [*above, *line]):
        return False
    first, last = above[0], above[-1]
    digit = (last.right - first.left) / len(above)
    near = line[0].top - first.top < _LINE_PITCH * (first.bottom - first.top)
    return near and width - (last.right - first.left) < digit + 2 * _CELL_PADDING


def has_gap(before: Glyph, char: Glyph) -> bool:
    """Whether two glyphs of a line are too far apart to belong together; digits of one number touch."""
    limit = _GAP
    if char.text.isdigit():
        limit = _DIGIT_GAP if before.text.isdigit() else _NUMBER_GAP
    return char.left - before.right > limit * (before.bottom - before.top)
