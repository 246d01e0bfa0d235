"""Glyphs of a PDF page, with their boxes → lines, and the text of a cell with its gaps."""

from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import NamedTuple

_GAP = 1.2
_NUMBER_GAP = 0.8
_DIGIT_GAP = 0.4
"""The widest gap, in heights of a character, within a field, between a word and a number, and between two digits."""
_CELL_PADDING = 5.5
"""The free space that a word processor leaves on either side of a cell, in points."""
LINE_PITCH = 1.6
"""The largest distance between two lines of a paragraph, in heights of a line."""


_BLOCK = 20.0
"""A text is compared with its like in the squares of the page, of this many points, that begin or end near it."""
_SAME_PLACE = 0.5
"""The share of its width, and of its height, by which a text must be over another to be at one place with it."""


UNCLEAR = "\ufffd"
"""What stands in a text for something drawn of which nobody can tell what it says."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in points."""


class Glyph(NamedTuple):
    """A glyph: its text, its box, and the middle of that."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    x: float
    y: float


def glyph(text: str, box: Box) -> Glyph:
    """A glyph with this text and box."""
    left, top, right, bottom = box
    return Glyph(text, left, top, right, bottom, (left + right) / 2, (top + bottom) / 2)


def unclear(one: Glyph) -> Glyph:
    """A glyph that is drawn, though nobody can tell a digit by what is seen of it; then it is part of no number."""
    return one._replace(text=one.text + UNCLEAR) if one.text.isdigit() else one


def without_repeats(chars: list[Glyph]) -> list[Glyph]:
    """The glyphs in the order of drawing, without those drawn over their like to look bold or shadowed.

    Words are compared before glyphs: a second drawing in another font is wider, so that its last glyphs drift away.
    """
    words = _once(_words(chars))
    return [char for piece in _once([[char] for word in words for char in word]) for char in piece]


def _words(chars: list[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs drawn one after the other that stand side by side."""
    word: list[Glyph] = []
    for char in chars:
        last = word[-1] if word else char
        beside = last.left < char.left and abs(char.y - last.y) < 0.5 * (last.bottom - last.top)
        if word and not (beside and char.text.strip() and last.text.strip() and not has_gap(last, char)):
            yield word
            word = []
        word.append(char)
    if word:
        yield word


def _once(pieces: Iterable[list[Glyph]]) -> list[list[Glyph]]:
    """The pieces, the first of those with one text at one place."""
    kept: list[list[Glyph]] = []
    seen: dict[tuple[str, int, int], list[list[Glyph]]] = {}
    for piece in pieces:
        text = "".join(char.text for char in piece)
        across, down = piece[0].left / _BLOCK, piece[0].y / _BLOCK
        near = {(text, int(x), int(y)) for x in (across - 0.5, across + 0.5) for y in (down - 0.5, down + 0.5)}
        if text.strip() and any(_at_one_place(piece, other) for key in near for other in seen.get(key, ())):
            continue
        seen.setdefault((text, int(across), int(down)), []).append(piece)
        kept.append(piece)
    return kept


def _at_one_place(a: list[Glyph], b: list[Glyph]) -> bool:
    """Whether two stretches of a line stand over each other by more than half."""
    wide = min(a[-1].right - a[0].left, b[-1].right - b[0].left)
    high = min(a[0].bottom - a[0].top, b[0].bottom - b[0].top)
    shared = min(a[-1].right, b[-1].right) - max(a[0].left, b[0].left)
    return shared > _SAME_PLACE * wide and abs(a[0].y - b[0].y) < _SAME_PLACE * high


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
    """The text of a cell of some width: its lines, in which a digit is parted from one that it does not belong to.

    Which of two digits at one place is seen cannot be told from their text.
    """
    if not chars:
        return ""
    out: list[str] = []
    above: list[Glyph] = []
    for line in clusters(chars):
        text = line_text(line)
        if not text.strip():
            continue
        if above and _wrapped(above, line, width):
            out[-1] += text.strip()
        else:
            out.append(text.strip())
        above = [c for c in line if c.text.strip()]
    return "\n".join(out)


def line_text(line: list[Glyph]) -> str:
    """The text of a line; a digit far from the one before it is parted by a break.

    Between a digit and one much smaller, or over it, stands a mark: they are no number, even if sums hold with one.
    """
    text = ""
    for before, char in zip([None, *line], line, strict=False):
        if before and char.text.isdigit() and before.text.isdigit():
            small = (char.bottom - char.top) < 0.87 * (before.bottom - before.top)
            if small or _at_one_place([before], [char]):
                text += UNCLEAR
            elif has_gap(before, char):
                text += "\n"
        text += char.text
    return text


def _wrapped(above: list[Glyph], line: list[Glyph], width: float) -> bool:
    """Whether a number goes on in the next line because the cell is too narrow for one more digit."""
    line = [c for c in line if c.text.strip()]
    if not all(c.text.isdigit() for c in [*above, *line]):
        return False
    first, last = above[0], above[-1]
    digit = (last.right - first.left) / len(above)
    near = line[0].top - first.top < LINE_PITCH * (first.bottom - first.top)
    return near and width - (last.right - first.left) < digit + 2 * _CELL_PADDING


def has_gap(before: Glyph, char: Glyph) -> bool:
    """Whether two glyphs of a line are too far apart to belong together; digits of one number touch."""
    limit = _GAP
    if char.text.isdigit():
        limit = _DIGIT_GAP if before.text.isdigit() else _NUMBER_GAP
    return char.left - before.right > limit * (before.bottom - before.top)
