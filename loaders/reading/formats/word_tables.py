"""The rows of a Word table → its cells with the columns and rows that they cover, and the look of each by its place."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from loaders.reading.formats.word_styles import VAL, Look, W, child_of, is_on, number

AROUND = frozenset(
    W + t for t in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "dir")
)
"""Elements around what is seen."""
FEWEST_TWIPS = 60
"""The height of a row or line below which its text is cut away, in twentieths of a point."""


class Cell(NamedTuple):
    """A cell, or a gap in front of the first: its element and ground, the columns and rows that it covers, its place."""

    element: Any | None
    shade: Any | None
    colspan: int
    rowspan: int
    place: int


def within(parent: Any) -> Iterator[Any]:
    """The children of an element, and those of elements around them; text that was deleted or moved away is left out."""
    for child in parent:
        if child.tag in AROUND:
            yield from within(child)
        elif child.tag not in (W + "del", W + "moveFrom"):
            yield child


def properties_of(parent: Any | None) -> dict[str, Any]:
    """The children of an element of properties, by tag."""
    return {child.tag: child for child in parent} if parent is not None else {}


def value_of(element: Any | None) -> str | None:
    """The value of an element of properties, None if it is not there."""
    value: str | None = element.get(VAL) if element is not None else None
    return value


def is_hidden_row(row: Any) -> bool:
    """Whether a row is hidden, deleted or too low to be read."""
    properties = properties_of(child_of(row, W + "trPr"))
    if any((e := properties.get(W + name)) is not None and is_on(e) for name in ("hidden", "del")):
        return True
    height = properties.get(W + "trHeight")
    return height is not None and height.get(W + "hRule") == "exact" and 0 < number(height) < FEWEST_TWIPS


def grid(rows: list[Any]) -> list[list[Cell]]:
    """The cells of each row; one that goes on below covers the rows that it is merged with."""
    out: list[list[Cell]] = []
    above: dict[int, tuple[int, int]] = {}
    for at, row in enumerate(rows):
        cells: list[Cell] = []
        open_: dict[int, tuple[int, int]] = {}
        before = row.find(f"{W}trPr/{W}gridBefore")
        column = int(number(before)) if before is not None else 0
        if column:
            cells.append(Cell(None, None, column, 1, 0))
        for place, cell in enumerate(c for c in within(row) if c.tag == W + "tc"):
            properties = properties_of(child_of(cell, W + "tcPr"))
            if W + "cellDel" in properties:
                continue
            span = max(int(number(properties[W + "gridSpan"])), 1) if W + "gridSpan" in properties else 1
            merge = _merge(properties.get(W + "vMerge"))
            if cells and _merge(properties.get(W + "hMerge")) == "continue":
                cells[-1] = cells[-1]._replace(colspan=cells[-1].colspan + span)
            elif merge == "continue" and column in above:
                of, index = open_[column] = above[column]
                out[of][index] = out[of][index]._replace(rowspan=out[of][index].rowspan + 1)
            else:
                if merge:
                    open_[column] = at, len(cells)
                shade = properties.get(W + "shd")
                cells.append(Cell(None if merge == "continue" else cell, shade, span, 1, place))
            column += span
        out.append(cells)
        above = open_
    return out


def _merge(merge: Any | None) -> str:
    """`restart` or `continue` of a merged cell, empty for one that is not merged."""
    return "" if merge is None else merge.get(VAL) or "continue"


def marks_of(mark: Any | None) -> dict[str, bool]:
    """The parts of a table that its style sets apart."""
    if mark is None:
        return {}
    bits = int(mark.get(VAL) or "0", 16) if re.fullmatch(r"[0-9A-Fa-f]+", mark.get(VAL) or "") else 0
    return {
        name: mark.get(W + name) not in _NO if mark.get(W + name) is not None else bool(bits & bit)
        for name, bit in _PARTS.items()
    }


_PARTS = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}
_NO = ("0", "false", "off")


def conditional(looks: dict[str, Look], marks: dict[str, bool], row: int, rows: int, place: int, cells: int) -> Look:
    """The look of a cell by its place in the table (ECMA-376 part 1, 17.7.6)."""
    first, left = marks.get("firstRow", False), marks.get("firstColumn", False)
    conditions = ["wholeTable"]
    if not marks.get("noVBand", True):
        conditions.append("band1Vert" if (place - left) % 2 == 0 else "band2Vert")
    if not marks.get("noHBand", True):
        conditions.append("band1Horz" if (row - first) % 2 == 0 else "band2Horz")
    conditions += ["firstCol"] * (left and place == 0) + ["lastCol"] * (
        marks.get("lastColumn", False) and place == cells - 1
    )
    conditions += ["firstRow"] * (first and row == 0) + ["lastRow"] * (marks.get("lastRow", False) and row == rows - 1)
    out: Look = {}
    for condition in conditions:
        out |= looks.get(condition, {})
    return out
