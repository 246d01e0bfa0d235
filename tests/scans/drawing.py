"""A report → its pages as grey pictures, the form's tables ruled and filled as a word processor prints them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from loaders.form import paper
from loaders.form.paper import Slot
from loaders.synthetic.documents import Example

_FONTS = Path("/usr/share/fonts")
FACES = {
    "serif": "opentype/noto/NotoSerifCJK-Regular.ttc",
    "sans": "opentype/noto/NotoSansCJK-Regular.ttc",
    "bold": "opentype/noto/NotoSerifCJK-Bold.ttc",
}
"""Faces of Debian's fonts-noto-cjk."""
LATIN = {"serif": "truetype/dejavu/DejaVuSerif.ttf", "sans": "truetype/dejavu/DejaVuSans.ttf"}
"""Faces in which a document may print its digits, where they are installed."""
_MM = 1 / 25.4
_A4 = (210, 297)
_MARGIN = 18
_LABEL = {"disclosure": (34, 46, 46, 48), "requests": (9, 13, 45, *(15,) * 7), "reviews": (11.6,) * 15}
"""The widths of the columns of each table in mm."""


@dataclass(frozen=True)
class Print:
    """How a report is printed: its resolution, faces of words and of digits, size of letters and thickness of rules, 0 for none."""

    dpi: int = 200
    face: str = "serif"
    digits: str | None = None
    points: float = 10.5
    rule: float = 0.5

    def mm(self, length: float) -> int:
        return round(length * _MM * self.dpi)

    def font(self, text: str, points: float) -> ImageFont.FreeTypeFont:
        number = bool(text) and text.isascii()
        path = _FONTS / (LATIN[self.digits] if number and self.digits else FACES[self.face])
        return _font(str(path), round(points / 72 * self.dpi))


@cache
def _font(path: str, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, pixels)


def drawn(example: Example, how: Print) -> list[Image.Image]:
    """The pages: title and part one, then each table under its heading, then the last two parts."""
    book = _Book(how)
    book.words(example.title, 18, centred=True)
    book.words(example.preamble, how.points + 1.5)
    book.words("一、总体情况", how.points + 3)
    book.words("本机关依照条例开展工作，本段是为试验而写的文字。" * 4, how.points + 1.5)
    for section, layout in example.tables().items():
        book.words(paper.TITLES[section], how.points + 3)
        if section == "requests":
            book.turn()
        book.table([[(s, example.text(s)) for s in row] for row in layout], _LABEL[section])
    book.words("五、存在的主要问题及改进情况", how.points + 3)
    book.words("本段是为试验而写的文字，说明问题。" * 5, how.points + 1.5)
    book.words("六、其他需要报告的事项", how.points + 3)
    book.words("无其他事项。", how.points + 1.5)
    return book.pages


class _Book:
    """Pages that fill from top to bottom."""

    def __init__(self, how: Print) -> None:
        self._how = how
        self.pages: list[Image.Image] = []
        self.turn()

    def turn(self) -> None:
        """Begins a page."""
        size = tuple(self._how.mm(side) for side in _A4)
        self.pages.append(Image.new("L", size, 255))
        self._pen = ImageDraw.Draw(self.pages[-1])
        self._y = self._how.mm(_MARGIN)

    def words(self, text: str, points: float, centred: bool = False) -> None:
        """A paragraph over the width of the page."""
        wide = self._how.mm(_A4[0] - 2 * _MARGIN)
        pitch = self._how.mm(points * 0.55)
        for line in wrapped(text, self._how.font(text, points), wide):
            if self._y + pitch > self._how.mm(_A4[1] - _MARGIN):
                self.turn()
            font = self._how.font("字", points)
            x = self._how.mm(_MARGIN) + (int(wide - font.getlength(line)) // 2 if centred else 0)
            self._pen.text((x, self._y), line, 0, font)
            self._y += pitch
        self._y += self._how.mm(2)

    def table(self, rows: list[list[tuple[Slot, str]]], widths: tuple[float, ...]) -> None:
        """A ruled table; rows that find no room begin a page, and a cell over both is ruled on each."""
        lefts = [self._how.mm(_MARGIN + x) for x in accumulate(widths, initial=0)]
        boxes = list(_placed(rows))
        heights = self._heights(boxes, lefts, len(rows))
        first = 0
        while first < len(rows):
            room = self._how.mm(_A4[1] - _MARGIN) - self._y
            end = first
            while end < len(rows) and sum(heights[first : end + 1]) <= room:
                end += 1
            if end == first:
                self.turn()
                continue
            tops = list(accumulate(heights[first:end], initial=self._y))
            for slot, text, row, column in boxes:
                low, high = max(row, first), min(row + slot.rowspan, end)
                if low < high:
                    box = (lefts[column], tops[low - first], lefts[column + slot.colspan], tops[high - first])
                    self._cell(box, text if row >= first else "")
            self._y = tops[-1] + self._how.mm(4)
            first = end
            if first < len(rows):
                self.turn()

    def _heights(self, boxes: list[tuple[Slot, str, int, int]], lefts: list[int], count: int) -> list[int]:
        least = self._how.mm(self._how.points * 0.35 + 2.6)
        heights = [least] * count
        for slot, text, row, column in boxes:
            wide = lefts[column + slot.colspan] - lefts[column] - self._how.mm(2)
            need = len(self._lines(text, wide)) * self._pitch + self._how.mm(1.6)
            have = sum(heights[row : row + slot.rowspan])
            if need > have:
                for i in range(row, row + slot.rowspan):
                    heights[i] += -(-(need - have) // slot.rowspan)
        return heights

    @property
    def _pitch(self) -> int:
        return self._how.mm(self._how.points * 0.42)

    def _lines(self, text: str, wide: int) -> list[str]:
        return wrapped(text, self._how.font(text, self._how.points), wide)

    def _cell(self, box: tuple[int, int, int, int], text: str) -> None:
        left, top, right, bottom = box
        if self._how.rule:
            self._pen.rectangle(box, outline=0, width=max(1, round(self._how.rule / 72 * self._how.dpi)))
        font = self._how.font(text, self._how.points)
        lines = self._lines(text, right - left - self._how.mm(2))
        y = (top + bottom - len(lines) * self._pitch) // 2
        for line in lines:
            x = (left + right - font.getlength(line)) // 2
            self._pen.text((x, y + self._pitch // 2), line, 0, font, anchor="lm")
            y += self._pitch


def _placed(rows: list[list[tuple[Slot, str]]]) -> Iterator[tuple[Slot, str, int, int]]:
    """Each slot and its text with the row and column in which it begins."""
    taken: set[tuple[int, int]] = set()
    for row, slots in enumerate(rows):
        column = 0
        for slot, text in slots:
            while (row, column) in taken:
                column += 1
            taken |= {(row + i, column + k) for i in range(slot.rowspan) for k in range(slot.colspan)}
            yield slot, text, row, column


def wrapped(text: str, font: ImageFont.FreeTypeFont, wide: float) -> list[str]:
    """The lines of a text, broken at any letter."""
    lines = [""]
    for letter in text:
        if lines[-1] and font.getlength(lines[-1] + letter) > wide:
            lines.append("")
        lines[-1] += letter
    return lines
