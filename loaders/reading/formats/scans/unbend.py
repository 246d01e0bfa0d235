"""A picture of a curled page → how far each of its pixels lies from where it would on a flat one."""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Shift = npt.NDArray[np.float32]

_LONG_SIDE = 2339
"""Pixels of the long side of an A4 page at 200 dpi, in which the lengths below are given."""
_WINDOW, _DARKER = 41, 22
"""The side of the window whose mean a pixel of a rule is darker than, and by how much, of 255."""
_PIECE, _BREAK, _THICK = 24, 12, 9
"""The shortest straight piece of a bent rule, the widest break in it, and its greatest thickness."""
_LONG, _FEWEST = 0.5, 6
"""The least length of a rule that tells how a page is bent, as a share of its width, and how many must tell the same."""
_DEGREE, _SAMPLES = 6, 60
"""The degree of the curve that is laid through the rules, and how many points of each it goes by."""
_BENT, _OFF = 2.0, 1.2
"""The bend from which a page is straightened, and how far the rules may stray from the curve on the mean, in pixels."""


def bend(grey: Picture) -> Shift | None:
    """How far down each pixel of a page lies by the bend of its level rules; None if it is flat, or they do not agree."""
    high, wide = grey.shape
    scale = max(grey.shape) / _LONG_SIDE
    rules = _rules(grey, scale)
    if len(rules) < _FEWEST:
        return None
    rows, heights = [], []
    for i, (x, y) in enumerate(rules):
        for at in np.unique(np.linspace(0, len(x) - 1, _SAMPLES).astype(int)):
            own = np.zeros(len(rules))
            own[i] = 1.0
            rows.append([*own, *_terms(2 * x[at] / wide - 1, 2 * y[at] / high - 1)])
            heights.append(y[at])
    solved = np.linalg.lstsq(np.array(rows), np.array(heights), rcond=None)[0]
    off = float(np.sqrt(np.mean((np.array(rows) @ solved - heights) ** 2)))
    across = np.linspace(-1, 1, wide, dtype=np.float32)[None, :]
    down = np.linspace(-1, 1, high, dtype=np.float32)[:, None]
    shift = sum(a * term for a, term in zip(solved[len(rules) :], _terms(across, down), strict=True))
    shift = np.asarray(shift - np.median(shift), np.float32)
    # What is merely askew is laid straight as a whole later; beside the rules the curve is a guess.
    ruled = shift[:, min(int(x[0]) for x, _ in rules) : max(int(x[-1]) for x, _ in rules)]
    curved = float(np.abs(ruled - ruled.mean(axis=1, keepdims=True) - _slope(ruled)).max())
    return shift if off <= _OFF * scale + 0.5 and curved > _BENT * scale else None


def flat(picture: Picture, shift: Shift, way: int, paper: int) -> Picture:
    """The picture as it would lie flat. way: of interpolation."""
    high, wide = picture.shape
    down, across = np.mgrid[0:high, 0:wide].astype(np.float32)
    return np.asarray(cv2.remap(picture, across, down + shift, way, borderValue=paper), np.uint8)


def _terms(x: Any, y: Any) -> list[Any]:
    """The terms of the curve in the place across, and in the same times the place down, both from -1 to 1."""
    powers = [x**k for k in range(1, _DEGREE + 1)]
    return [*powers, *(p * y for p in powers[:4])]


def _slope(shift: Shift) -> Shift:
    """The level part of a bend that is a mere slope."""
    wide = shift.shape[1]
    x = np.linspace(-1, 1, wide, dtype=np.float32)
    return np.asarray((shift @ x / (x @ x))[:, None] * x[None, :], np.float32)


def _rules(grey: Picture, scale: float) -> list[tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]]:
    """The long level rules of a page: where each stands in its columns."""
    window = max(3, round(_WINDOW * scale)) | 1
    dark = cv2.adaptiveThreshold(
        cv2.GaussianBlur(grey, (3, 3), 0), 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, window, _DARKER
    )
    thick = cv2.dilate(dark, np.ones((3, 1), np.uint8))
    level = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, max(3, round(_PIECE * scale))), np.uint8))
    level = cv2.morphologyEx(level, cv2.MORPH_CLOSE, np.ones((3, max(3, round(_BREAK * scale))), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(level, connectivity=8)
    out = []
    for i in range(1, count):
        left, top, long, tall = (int(stats[i, k]) for k in range(4))
        if long < _LONG * grey.shape[1]:
            continue
        mask = labels[top : top + tall, left : left + long] == i
        thickness = mask.sum(axis=0)
        single = (thickness > 0) & (thickness <= _THICK * scale)
        if single.mean() < 0.8:
            continue
        middle = (mask * np.arange(tall)[:, None]).sum(axis=0)[single] / thickness[single]
        out.append((left + np.flatnonzero(single), top + middle))
    return out
