"""The text boxes and pictures of a sheet (.xlsx) → the cells that they lie over."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from loaders.reading.formats.html_text import PICTURE
from loaders.reading.formats.number_formats import UNKNOWN
from loaders.reading.formats.packages import Package
from loaders.reading.formats.workbook_sheet import Sheet

_D = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LARGE = 4
"""The number of cells from which on a picture is a seal or a letter head, not a number."""
_MOST = 10_000


class Drawing(NamedTuple):
    """A drawing over rows and columns from 0. text: what a box says. opaque: whether cells below it are not seen."""

    rows: range
    columns: range
    text: str
    opaque: bool


def drawings_of(package: Package, sheet: str) -> Iterator[Drawing]:
    """The drawings of a sheet by the name of its part; lines and large pictures are left out."""
    for _, kind, part in list(package.related(sheet)):
        if kind == "drawing" and part in package:
            for anchor in package.xml(part):
                yield from _drawings(anchor)


def _drawings(anchor: Any) -> Iterator[Drawing]:
    start, end = anchor.find(_D + "from"), anchor.find(_D + "to")
    if start is None:
        return
    rows, columns = (
        range(_place(start, name), _place(start if end is None else end, name) + 1) for name in ("row", "col")
    )
    if len(rows) * len(columns) > _MOST:
        return
    shape = anchor.find(_D + "sp")
    if shape is not None:
        text = "".join(t.text or "" for t in shape.iter(_A + "t"))
        properties = shape.find(_D + "spPr")
        styled = shape.find(f"{_D}style/{_A}fillRef")
        clear = properties is not None and properties.find(_A + "noFill") is not None
        filled = properties is not None and properties.find(_A + "solidFill") is not None
        opaque = not clear and (filled or (styled is not None and styled.get("idx") != "0"))
        yield Drawing(rows, columns, text, opaque)
    elif anchor.find(_D + "pic") is not None and len(rows) * len(columns) <= _LARGE:
        yield Drawing(rows, columns, PICTURE, False)


def _place(corner: Any, name: str) -> int:
    text = corner.findtext(_D + name) or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def lay_over(sheet: Sheet, drawings: Iterator[Drawing]) -> None:
    """Marks the cells that are not blank to the eye though nothing is in them, and those of which nothing is seen."""
    for drawing in drawings:
        says = drawing.text == PICTURE or any(c.isdigit() for c in drawing.text)
        for at in ((row, column) for row in drawing.rows for column in drawing.columns):
            text = sheet.cells.get(at, "")
            if not text and says:
                sheet.cells[at] = PICTURE
            elif drawing.opaque and text and text[-1].isdigit():
                sheet.cells[at] = UNKNOWN + text
