"""The cells of a table as pictures → what two readings of each say, and whether they can be trusted."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from loaders.reading.formats.document import Sighting
from loaders.reading.formats.scans.pieces import Letters, Pieces, crop, sharpened
from loaders.reading.formats.scans.recognizer import Seen, recognizer
from loaders.reading.formats.scans.ruling import Pixels
from loaders.reading.formats.scans.sheet import Sheet

_SURE = 0.9
"""The confidence from which a reading counts."""
MARKS = ("—", "/")
"""Marks for a blank that are known by their shape: to the model a slash looks like a 1."""
_NO_SLASH = re.compile(r"[02-68-9]|.{2,}")
"""What a first reading never makes of a slash."""
_VALUE = re.compile(r"[-+\d,./]+")
"""A text whose letters can be counted."""
_WITH_UNIT = re.compile(r"(\d+)(亿元|万元|人次|件次|条次|批次|[件条次元个份项篇人宗起例])")
"""A whole number with its unit behind it."""
_DIGIT_WIDE, _UNIT_WIDE = 0.75, (0.7, 1.3)
"""The width of a digit at the most, and of a letter of a unit at least and at the most, in heights of the line."""
_AGAIN = re.compile(r"\D{0,2}\d[\d,.]*\D{0,2}|\D{0,3}")
"""What is read a second time: what may be a number, with or without a unit, or a word for none."""
_DIGITS = re.compile(r"\d{2,}")
_SLIM = 0.17
"""By how much of a digit a 1 at the end of a number is narrower than others."""
_SPACE = 0.35
"""The gap between two letters, in heights of a line, that may be a space where the width of a digit is not known."""
_GAP, _OFF, _FEWEST = 0.12, 0.3, 5
"""The gap between two digits in heights of a line; by how much of a digit a width may be off; numbers that tell the width."""


@dataclass(slots=True)
class Cell:
    """A cell of a table. first, second: the readings of its pieces; none where no second is needed. doubt: its rules were
    not all found.
    """

    box: Pixels
    pieces: Pieces
    doubt: bool = False
    first: list[Seen] = field(default_factory=list)
    second: list[Seen] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """The mark for a blank that alone stands in the cell, by its shape; empty for none."""
        stroke = self.pieces.stroke
        digit = stroke == "/" and _NO_SLASH.fullmatch(self.first[0].text) and self.first[0].confidence > _SURE
        return stroke if stroke in MARKS and not digit else ""


def read_cells(page: Sheet, cells: Iterable[Cell]) -> None:
    """Reads each piece of each cell, and a second time, drawn otherwise, what may be a number."""
    todo = [(cell, box) for cell in cells for box in cell.pieces.boxes]
    crops = [crop(page, box, cell.box) for cell, box in todo]
    for (cell, _), seen in zip(todo, recognizer().texts(crops), strict=True):
        cell.first.append(seen)
    again = [i for i, (cell, _) in enumerate(todo) if all(_AGAIN.fullmatch(s.text) for s in cell.first)]
    for i, seen in zip(again, recognizer().texts([sharpened(crops[i]) for i in again]), strict=True):
        todo[i][0].second.append(seen)


def sightings(cells: Sequence[Cell]) -> list[Sighting]:
    """What was seen in each cell of a page."""
    pitch = _pitch(cells)
    return [_sighting(cell, pitch) for cell in cells]


def _sighting(cell: Cell, pitch: float) -> Sighting:
    whole = not cell.doubt and not cell.pieces.touching
    if cell.mark:
        return Sighting((cell.mark,), whole)
    if not cell.pieces.boxes:
        return Sighting((), whole and not cell.pieces.ink)
    texts = tuple(dict.fromkeys("".join(s.text for s in seen) for seen in (cell.first, cell.second) if seen))
    agree = len(texts) == 1 and len(cell.first) == len(cell.second)
    certain = min((s.confidence for s in (*cell.first, *cell.second)), default=0.0) >= _SURE
    upright = texts != ("1",) or cell.pieces.stroke == "1"
    return Sighting(texts, whole and agree and certain and upright and _counted(cell, pitch))


def _counted(cell: Cell, pitch: float) -> bool:
    """Whether each piece has as many letters as its text: two equal digits that touch are easily read as one."""
    for seen, found, box in zip(cell.first, cell.pieces.letters, cell.pieces.boxes, strict=True):
        text, apart, points, gap = seen.text, found.apart, found.points, found.gap
        if match := _WITH_UNIT.fullmatch(text):
            if not _unit_apart(found, box, len(match[1]), len(match[2])):
                return False
            continue
        if not re.search(r"\d", text):
            if _VALUE.fullmatch(text):
                return False  # a mark whose shape says otherwise
            continue
        if not _VALUE.fullmatch(text):
            return False
        letters = sum(c not in ",." for c in text)
        parted = letters <= apart and apart + points <= len(text)
        if pitch and len(text) > 1 and text.isdigit():
            # A space between two digits makes a number wider, as does a digit that was lost where two touch.
            wider = _width(box) / pitch - len(text)
            ones = text.startswith("1") + text.endswith("1")
            if points or wider > _OFF or (not parted and wider < -_OFF - _SLIM * ones):
                return False
        elif not parted or gap > _SPACE * (box[3] - box[1]):
            return False
    return True


def _unit_apart(letters: Letters, box: Pixels, digits: int, unit: int) -> bool:
    """Whether a piece begins with so many digits, each apart, and what is left is as wide as so many Chinese characters."""
    high, runs = box[3] - box[1], letters.runs
    if len(runs) <= digits or letters.points:
        return False
    left = runs[-1][1] - runs[digits][0]
    least, most = (share * unit * high for share in _UNIT_WIDE)
    gaps = [b[0] - a[1] for a, b in pairwise(runs[: digits + 1])]
    narrow = all(end - begin < _DIGIT_WIDE * high for begin, end in runs[:digits])
    return narrow and max(gaps) <= _SPACE * high and least <= left <= most


def _pitch(cells: Iterable[Cell]) -> float:
    """The width of a digit on a page in heights, told by numbers whose digits stand apart; 0 if there are too few."""
    pieces = (p for c in cells for p in zip(c.first, c.pieces.letters, c.pieces.boxes, strict=True))
    found = [_width(b) / n.apart for s, n, b in pieces if _DIGITS.fullmatch(s.text) and n.apart == len(s.text)]
    return median(found) if len(found) >= _FEWEST else 0.0


def _width(box: Pixels) -> float:
    """The width of a piece, with the gap behind its last digit, in heights."""
    return (box[2] - box[0]) / (box[3] - box[1]) + _GAP
