"""A PDF page as its file places it → its glyphs and cells as a reader holds the paper: with most of its text upright."""

from collections import Counter
from collections.abc import Iterable

import tablers

from loaders.reading.formats.glyphs import UNCLEAR, Box, Glyph, glyph, unclear
from loaders.text.errors import Unreadable

_CONTROLS = ("\r", "\n", "\x02")
_CHINESE = "\u3000"
_DOT, _LEGIBLE = 1.0, 3.0
"""The height, and twice the width, in points, below which a digit is a mere dot, and from which it can be read."""


_TALL, _TALL_DIGIT = 1.5, 2.5
"""The height of a Chinese character, and of a digit, in widths, above which its box is the font's and not the glyph's."""


def _rotation(page: tablers.Page) -> float:
    """How far a page is turned, in degrees; raises Unreadable for a damaged page, over which the library panics."""
    try:
        return float(page.rotation_degrees)
    except (Exception, KeyboardInterrupt):
        raise
    except BaseException:
        raise Unreadable("pdf_broken") from None


class Turned:
    """A page's glyphs by their angle to the usual one.

    turn: how far the text runs clockwise, in degrees. upright: the glyphs at that angle. upset: the digits of their
    size at another angle. placed: the glyphs that are upright in the file, on a page whose other text is not.
    """

    def __init__(self, page: tablers.Page) -> None:
        glyphs = [
            (text or UNCLEAR, c.bbox, round(c.rotation_degrees) % 360)
            for c in page.objects.chars
            if (text := c.unicode_char) not in _CONTROLS
        ]
        turns = Counter(turn for text, _, turn in glyphs if not text.isspace())
        self.turn = turns.most_common(1)[0][0] if turns else 0
        if self.turn % 90:
            self.turn = 0
        sideways = round(_rotation(page)) % 180 == 90
        self._wide, self._high = (page.height, page.width) if sideways else (page.width, page.height)
        raw = [(text, box) for text, box, turn in glyphs if turn == self.turn]
        heights = sorted(self._size(box)[1] for text, box in raw if text.strip())
        usual = heights[len(heights) // 2] if heights else 0.0
        self.upright = list(self._usable(raw, usual))
        odd = [(text, box) for text, box, turn in glyphs if turn != self.turn and text.isdigit()]
        self.upset = [g for g in self._usable(odd, usual) if g.bottom - g.top < 2 * usual]
        first = [(text, box) for text, box, turn in glyphs if turn == 0 != self.turn]
        self.placed = [glyph(text, box) for text, box in first if text.strip()]

    def box(self, box: Box) -> Box:
        """Where a box of the page lies when the paper is turned."""
        left, top, right, bottom = box
        if self.turn == 90:
            return top, self._wide - right, bottom, self._wide - left
        if self.turn == 180:
            return self._wide - right, self._high - bottom, self._wide - left, self._high - top
        if self.turn == 270:
            return self._high - bottom, left, self._high - top, right
        return box

    def glyphs(self, glyphs: Iterable[Glyph]) -> list[Glyph]:
        """Where glyphs lie when the paper is turned."""
        return [glyph(g.text, self.box((g.left, g.top, g.right, g.bottom))) for g in glyphs] if self.turn else [*glyphs]

    @property
    def height(self) -> float:
        """The height of the paper as it is held, in points."""
        return (self._wide if self.turn in (90, 270) else self._high) or 1.0

    def _size(self, box: Box) -> tuple[float, float]:
        """The width and height of a glyph as it is held."""
        wide, high = box[2] - box[0], box[3] - box[1]
        return (high, wide) if self.turn in (90, 270) else (wide, high)

    def _trimmed(self, text: str, box: Box) -> Box:
        """A box without the room above and below its glyph that the font has for its tallest one; the middle stays."""
        wide, high = self._size(box)
        limit = _TALL_DIGIT if text.isdigit() else _TALL if text >= _CHINESE else 0
        room = (high - limit * wide) / 2 if limit and wide > 0 else 0.0
        if room <= 0:
            return box
        left, top, right, bottom = box
        if self.turn in (90, 270):
            return left + room, top, right - room, bottom
        return left, top + room, right, bottom - room

    def _usable(self, raw: Iterable[tuple[str, Box]], usual: float) -> Iterable[Glyph]:
        """The glyphs that may be part of a cell.

        A vertical font reports boxes many times too large, with the glyph in one corner. A digit of that size is part
        of a watermark; one that is too small or too narrow to be read is unclear.
        """
        for text, box in raw:
            wide, high = self._size(box)
            mark = text.isdigit()
            if (wide <= 0 and not text.strip()) or (high > 3 * usual > 0 and (mark or not text.strip())):
                continue
            left, top, right, bottom = box
            if high > 4 * usual > 0 and wide > 4 * usual:
                right, top = left + usual, bottom - usual
            left, top, right, bottom = self._trimmed(text, (left, top, right, bottom))
            size = min(high, 2 * wide)
            if size >= _DOT or not mark:
                one = glyph(text, (left, top, right, bottom))
                yield one if size >= _LEGIBLE else unclear(one)
