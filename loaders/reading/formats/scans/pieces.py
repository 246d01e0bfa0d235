"""A cell of a sheet → the pieces of text in it, as boxes of ink, or the proof that it holds none."""

from itertools import pairwise
from typing import Literal, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from loaders.reading.formats.scans.ruling import Pixels
from loaders.reading.formats.scans.sheet import Picture, Sheet

_INSET = 3
"""Pixels at 200 dpi between a rule's edge and what counts as inside a cell."""
_SPECK = 5
"""Specks below this size, in pixels at 200 dpi, are dust or a point between digits."""
_FAINT = 30
"""How much darker than its paper, of 255, faint ink makes a smoothed pixel."""
_APART = 1.1
"""The gap, in heights of a line, that parts a line into pieces."""
_BAR, _FLAT = 3.0, 0.2
"""How many times wider than high a stroke is that is a dash, and its height as a share of that of its cell."""
_LEANING, _UPRIGHT = 0.25, 0.12
"""How far, in its height, a stroke leans that is a slash; one that leans less than this may be a 1."""
_STRAIGHT = 0.08
"""How far, in its height, a stroke's middle may stray from a line."""

Stroke = Literal["—", "/", "1", ""]
"""The shape of a cell's ink: a level bar, a leaning stroke, one that is no slash, or neither for certain."""


class Letters(NamedTuple):
    """The letters of a piece. runs: where those that stand apart begin and end. points: how many specks between them may
    be points or dust. gap: the widest gap between two. All in pixels.
    """

    runs: list[tuple[int, int]]
    points: int
    gap: int

    @property
    def apart(self) -> int:
        """How many letters stand apart."""
        return len(self.runs)


class Pieces(NamedTuple):
    """boxes: of the pieces, line by line. letters: those of each. stroke: the shape of all ink. ink: whether anything is drawn
    at all. touching: whether ink runs into the rules.
    """

    boxes: list[Pixels]
    letters: list[Letters]
    stroke: Stroke
    ink: bool
    touching: bool


def pieces(sheet: Sheet, ink: Picture, cell: Pixels) -> Pieces:
    """What a cell holds, given the ink apart from the rules."""
    inset = sheet.pixels(_INSET)
    left, top, right, bottom = (cell[0] + inset, cell[1] + inset, cell[2] - inset, cell[3] - inset)
    here = ink[top:bottom, left:right]
    if not here.size:
        return Pieces([], [], "", True, True)
    mask, edge = _without_specks(here, sheet.pixels(_SPECK))
    if not mask.any():
        stained = bool(sheet.red[top:bottom, left:right].any())
        return Pieces(
            [], [], "", stained or _faint(sheet.grey[top:bottom, left:right], sheet.pixels(_SPECK + 2)), False
        )
    spots = [(x0, y0, x1, y1) for y0, y1 in _lines(mask) for x0, x1 in _chunks(mask[y0:y1])]
    boxes = [(left + x0, top + y0, left + x1, top + y1) for x0, y0, x1, y1 in spots]
    letters = [_letters(mask[y0:y1, x0:x1], here[y0:y1, x0:x1]) for x0, y0, x1, y1 in spots]
    x0, y0, x1, y1 = spots[0]
    stroke = _stroke(mask[y0:y1, x0:x1], bottom - top) if [n.apart for n in letters] == [1] else "1"
    return Pieces(boxes, letters, stroke, True, edge)


def crop(sheet: Sheet, box: Pixels, cell: Pixels | None = None, margin: float = 0.25) -> Picture:
    """The picture of a piece with some paper around it, but nothing from outside its cell."""
    pad = max(2, round(margin * (box[3] - box[1])))
    left, top, right, bottom = box[0] - pad, box[1] - pad, box[2] + pad, box[3] + pad
    inset = sheet.pixels(_INSET)
    high, wide = sheet.grey.shape
    limits = (
        (0, 0, wide, high) if cell is None else (cell[0] + inset, cell[1] + inset, cell[2] - inset, cell[3] - inset)
    )
    x0, y0, x1, y1 = max(left, limits[0]), max(top, limits[1]), min(right, limits[2]), min(bottom, limits[3])
    paper = int(np.percentile(sheet.grey[y0:y1, x0:x1], 90)) if y1 > y0 and x1 > x0 else 255
    out = np.full((bottom - top, right - left), paper, np.uint8)
    out[y0 - top : y1 - top, x0 - left : x1 - left] = sheet.grey[y0:y1, x0:x1]
    return out


def sharpened(piece: Picture) -> Picture:
    """The same in black and white, larger, with a wider margin: what another reader of it would see."""
    large = cv2.resize(piece, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    smooth = cv2.GaussianBlur(large, (0, 0), 1.2)
    _, black = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    pad = max(4, round(0.12 * black.shape[0]))
    framed = cv2.copyMakeBorder(black, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=255)
    return np.asarray(cv2.GaussianBlur(framed, (3, 3), 0), np.uint8)


def _without_specks(ink: Picture, size: int) -> tuple[npt.NDArray[np.bool_], bool]:
    """Where letters are, and whether any of them reaches the edge."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    kept = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) >= size
    kept[0] = False
    mask = kept[labels]
    edge = bool(mask.size and (mask[0].any() or mask[-1].any() or mask[:, 0].any() or mask[:, -1].any()))
    return mask, edge


def _letters(mask: npt.NDArray[np.bool_], ink: Picture) -> Letters:
    """The letters of a piece; points are low in the line."""
    letters = mask.any(axis=0)
    low = mask.shape[0] * 6 // 10
    specks = np.where(mask, 0, ink)[low:].astype(np.uint8)
    points = cv2.erode(specks, np.ones((2, 2), np.uint8)).any(axis=0) if specks.size else np.zeros_like(letters)
    runs = _runs(letters)
    gap = max((b[0] - a[1] for a, b in pairwise(runs)), default=0)
    return Letters(runs, len(_runs(points & ~letters)), gap)


def _faint(grey: Picture, size: int) -> bool:
    """Whether some of a cell is darker than its paper, though too little for ink, and larger than a speck."""
    smooth = cv2.GaussianBlur(grey, (5, 5), 1.2)
    darker = cv2.compare(smooth, float(np.median(smooth)) - _FAINT, cv2.CMP_LT)
    return bool(_without_specks(np.asarray(darker, np.uint8), size)[0].any())


def _stroke(mask: npt.NDArray[np.bool_], cell: int) -> Stroke:
    """The shape of a lone glyph in a cell of some height."""
    high, wide = mask.shape
    if wide > _BAR * high and high < _FLAT * cell:
        return "—"
    rows = np.arange(high)
    middle = np.array([np.flatnonzero(row).mean() if row.any() else np.nan for row in mask])
    known = ~np.isnan(middle)
    if known.sum() < 3:
        return ""
    slope, start = np.polyfit(rows[known], middle[known], 1)
    straight = float(np.std(middle[known] - start - slope * rows[known])) < _STRAIGHT * high
    width = mask.sum(axis=1)
    even = width.max() < 2.5 * max(1.0, float(np.median(width)))
    if -slope < _UPRIGHT:
        return "1"
    return "/" if straight and even and -slope > _LEANING else ""


def _runs(filled: npt.ArrayLike) -> list[tuple[int, int]]:
    """The stretches in which something is, as begin and end."""
    steps = np.flatnonzero(np.diff(np.concatenate(([0], np.asarray(filled, np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(steps[::2], steps[1::2], strict=True)]


def _lines(mask: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The lines of text; strokes of one letter over each other, as in 二, are one."""
    runs = _runs(mask.any(axis=1))
    usual = max(b - a for a, b in runs)
    out: list[tuple[int, int]] = []
    for begin, end in runs:
        if out:
            first, last = out[-1]
            small = min(end - begin, last - first) < 0.6 * usual
            if small and end - first <= 1.3 * usual:
                out[-1] = (first, end)
                continue
        out.append((begin, end))
    return out


def _chunks(line: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The pieces of a line, parted by wide gaps."""
    runs = _runs(line.any(axis=0))
    limit = _APART * line.shape[0]
    cuts = [i for i, (a, b) in enumerate(pairwise(runs), 1) if b[0] - a[1] > limit]
    return [(runs[a][0], runs[b - 1][1]) for a, b in pairwise([0, *cuts, len(runs)])]
