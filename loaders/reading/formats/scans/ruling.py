"""A sheet → its ruled tables: the boxes of their cells, on common edges, and the ink apart from the rules."""

from typing import NamedTuple

import cv2
import numpy as np

from loaders.reading.formats.scans.sheet import Picture, Sheet

Pixels = tuple[int, int, int, int]
"""Left, top, right and bottom of a box, in pixels."""

_WINDOW, _DARKER = 41, 22
"""The side of the window, in pixels at 200 dpi, whose mean a pixel of ink is darker than, and by how much, of 255."""
_RULE = 50
"""The shortest rule, in pixels at 200 dpi: longer than any stroke of a letter, shorter than any cell."""
_BREAK = 30
"""The widest break in a rule that is mended."""
_LEAST_TABLE = 40
"""The least width and height of a table."""
_THINNEST, _FULL = 14, 0.86
"""The least width and height of a cell, and the share of its box that a cell fills."""
_SNAP = 7
"""Edges within this distance are one."""
_BETWEEN = 12
"""The thickest rule between two cells of a table."""


_SPREAD, _GUTTER, _INKED = 1.2, 50, 140
"""How much wider than high two pages side by side are; the least width of the gutter between them, in pixels at 200 dpi;
and the grey, of 255, below which a pixel is ink.
"""


class Ruled(NamedTuple):
    """tables: the boxes of the cells of each. ink: what is dark and no rule, 255 where there is any."""

    tables: list[list[Pixels]]
    ink: Picture


def ruled(sheet: Sheet) -> Ruled:
    """The tables of a sheet."""
    window = sheet.pixels(_WINDOW) | 1
    dark = cv2.adaptiveThreshold(
        cv2.GaussianBlur(sheet.grey, (3, 3), 0), 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, window, _DARKER
    )
    across, down = _straight(dark, sheet, True), _straight(dark, sheet, False)
    # What meets no other rule goes before breaks are mended: a row of digits would be drawn out to the edges of its cell.
    crossing = _crossing(across | down, sheet)
    rules = _mended(across & crossing, sheet, True) | _mended(down & crossing, sheet, False)
    rules = np.asarray(cv2.dilate(rules, np.ones((3, 3), np.uint8)), np.uint8)
    ink = cv2.bitwise_and(np.asarray(dark, np.uint8), cv2.bitwise_not(rules))
    return Ruled(_tables(_cells(rules, sheet), sheet), np.asarray(ink, np.uint8))


def gutter(sheet: Sheet) -> int:
    """The column of pixels between two pages side by side on a wide sheet; 0 where there is but one.

    The gutter is free of ink from top to bottom, with much ink on both sides; a table or a line of text would cross it.
    """
    high, wide = sheet.grey.shape
    if wide < _SPREAD * high:
        return 0
    dark = cv2.erode(cv2.compare(sheet.grey, _INKED, cv2.CMP_LT), np.ones((2, 2), np.uint8))
    columns = (dark > 0).sum(axis=0)
    low, most = wide * 2 // 5, wide * 3 // 5
    free = np.flatnonzero(np.diff(np.concatenate(([1], columns[low:most] > high // 500, [1]))))
    spans = [(int(b - a), low + int(a + b) // 2) for a, b in zip(free[::2], free[1::2], strict=False)]
    width, middle = max(spans, default=(0, 0))
    sides = (columns[:middle].sum(), columns[middle:].sum())
    return middle if width >= sheet.pixels(_GUTTER) and min(sides) > 0.1 * max(sides) else 0


def _bar(long: int, level: bool) -> Picture:
    return np.ones((1, long) if level else (long, 1), np.uint8)


def _straight(dark: Picture, sheet: Sheet, level: bool) -> Picture:
    """What may be rules of one direction."""
    # A rule that is not quite straight steps from one row of pixels to the next.
    thick = cv2.dilate(dark, np.ones((3, 1) if level else (1, 3), np.uint8))
    joined = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, _bar(sheet.pixels(5), level))
    return np.asarray(cv2.morphologyEx(joined, cv2.MORPH_OPEN, _bar(sheet.pixels(_RULE), level)), np.uint8)


def _mended(rules: Picture, sheet: Sheet, level: bool) -> Picture:
    """The rules of one direction without small breaks."""
    return np.asarray(cv2.morphologyEx(rules, cv2.MORPH_CLOSE, _bar(sheet.pixels(_BREAK), level)), np.uint8)


def _crossing(rules: Picture, sheet: Sheet) -> Picture:
    """The rules that meet others; what runs alone is a stroke of letters or an underline."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(rules, connectivity=8)
    least = sheet.pixels(_LEAST_TABLE)
    kept = (stats[:, cv2.CC_STAT_WIDTH] > least) & (stats[:, cv2.CC_STAT_HEIGHT] > least)
    kept[0] = False
    return np.asarray(kept[labels] * np.uint8(255), np.uint8)


def _cells(rules: Picture, sheet: Sheet) -> list[Pixels]:
    """The boxes that rules enclose."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.bitwise_not(rules), connectivity=4)
    least = sheet.pixels(_THINNEST)
    high, wide = rules.shape
    out = []
    for left, top, across, down, area in stats[1:count].tolist():
        if across < least or down < least or area < _FULL * across * down:
            continue
        if left <= 1 or top <= 1 or left + across >= wide - 1 or top + down >= high - 1:
            continue
        out.append((left, top, left + across, top + down))
    return out


def _tables(cells: list[Pixels], sheet: Sheet) -> list[list[Pixels]]:
    """The cells by table, from top to bottom: cells with only a rule between them belong together."""
    if not cells:
        return []
    reach = sheet.pixels(_BETWEEN)
    boxes = np.array(cells)
    left, top, right, bottom = boxes.T
    near = (
        (left[:, None] < right[None] + reach)
        & (left[None] < right[:, None] + reach)
        & (top[:, None] < bottom[None] + reach)
        & (top[None] < bottom[:, None] + reach)
    )
    group = np.arange(len(cells))
    while True:
        lowest = np.where(near, group[None], len(cells)).min(axis=1)
        if (lowest == group).all():
            break
        group = lowest
    tables = [_snapped(boxes[group == g], sheet) for g in np.unique(group)]
    return sorted((t for t in tables if len(t) > 1), key=lambda table: min(box[1] for box in table))


def _snapped(boxes: "np.ndarray[tuple[int, int], np.dtype[np.int64]]", sheet: Sheet) -> list[Pixels]:
    """The boxes of a table, moved to the middle of the rules between them."""
    within = sheet.pixels(_SNAP)
    across, down = _edges(boxes[:, [0, 2]].ravel(), within), _edges(boxes[:, [1, 3]].ravel(), within)
    moved = [(across[left], down[top], across[right], down[bottom]) for left, top, right, bottom in boxes.tolist()]
    return [box for box in moved if box[0] < box[2] and box[1] < box[3]]


def _edges(places: "np.ndarray[tuple[int], np.dtype[np.int64]]", within: int) -> dict[int, int]:
    """Each coordinate with that of its edge: the middle of those that follow each other closely."""
    groups: list[list[int]] = []
    for place in sorted(set(places.tolist())):
        if groups and place - groups[-1][-1] <= within:
            groups[-1].append(place)
        else:
            groups.append([place])
    return {place: round((group[0] + group[-1]) / 2) for group in groups for place in group}


def gaps(table: list[Pixels]) -> list[Pixels]:
    """The parts of a table's frame in which no cell was found, as boxes."""
    lefts, tops = (sorted({b[i] for b in table} | {b[i + 2] for b in table}) for i in (0, 1))
    free = np.ones((len(tops) - 1, len(lefts) - 1), np.uint8)
    for left, top, right, bottom in table:
        free[tops.index(top) : tops.index(bottom), lefts.index(left) : lefts.index(right)] = 0
    count, _, stats, _ = cv2.connectedComponentsWithStats(free, connectivity=4)
    whole = [s for s in stats[1:count].tolist() if s[4] == s[2] * s[3]]
    return [(lefts[x], tops[y], lefts[x + wide], tops[y + high]) for x, y, wide, high, _ in whole]
