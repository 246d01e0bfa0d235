"""A workbook's own XML (.xlsx) → rows of what a reader sees of its sheets.

Whether a condition holds that would hide a number is not followed: the cells of its range are marked.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from loaders.reading.formats.document import Document, Field, Location, Row, collect
from loaders.reading.formats.html_text import HIDDEN, Piece, printed, single, tidy
from loaders.reading.formats.number_formats import UNKNOWN, shown
from loaders.reading.formats.packages import Package
from loaders.reading.formats.workbook_drawings import drawings_of, lay_over
from loaders.reading.formats.workbook_looks import CellStyle, WorkbookStyles, X
from loaders.reading.formats.workbook_sheet import Sheet, rows_of
from loaders.text.errors import Unreadable

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_LAST_ROW, _LAST_COLUMN = 1 << 20, 1 << 14
_FEWEST_POINTS = 3.0
"""The height of a row below which its text is cut away."""
_NARROWEST = 0.5
"""The width of a column below which nothing of it is seen, in digits."""
_WIDTH = 8.43
"""The width of a column that says nothing, in digits."""
_TRUE = ("1", "true")


def read_workbook(data: bytes, format: str = "xlsx") -> Document:
    """An .xlsx or .xlsm file; raises Unreadable if it is broken, locked or has formulas without results."""
    with Package(data, format) as package:
        return document_of(_Workbook(package).sheets(), format)


def document_of(sheets: Iterator[Sheet], format: str) -> Document:
    """The rows of sheets, each behind a line with its name."""
    return Document(format=format, rows=collect(_rows(sheets)))


def _rows(sheets: Iterator[Sheet]) -> Iterator[Row]:
    for number, sheet in enumerate(sheets, 1):
        yield Row((Field(sheet.name, Location(line=number)),), "line")
        yield from rows_of(sheet, number)


class _Workbook:
    """One pass over the visible sheets of a workbook."""

    def __init__(self, package: Package) -> None:
        self.package = package
        main = package.main_part("xl/workbook.xml")
        self.root = package.xml(main)
        related = [r for r in package.related(main) if r[2] in package]
        self.parts = {id_: part for id_, _, part in related}
        kinds = {kind: part for _, kind, part in related}
        self.styles = WorkbookStyles(*(package.xml(kinds[k]) if k in kinds else None for k in ("styles", "theme")))
        strings = package.xml(kinds["sharedStrings"]) if "sharedStrings" in kinds else ()
        self.strings = list(strings)
        properties = self.root.find(X + "workbookPr")
        self.epoch = 1904 if properties is not None and properties.get("date1904") in _TRUE else 1900

    def sheets(self) -> Iterator[Sheet]:
        for element in self.root.iterfind(f"{X}sheets/{X}sheet"):
            part = self.parts.get(element.get(_ID) or "")
            if (element.get("state") or "visible") == "visible" and part is not None:
                root = self.package.xml(part)
                if root.tag == X + "worksheet":
                    sheet = self._sheet(element.get("name") or "", root)
                    if root.find(X + "drawing") is not None:
                        lay_over(sheet, drawings_of(self.package, part))
                    yield sheet

    def _sheet(self, name: str, root: Any) -> Sheet:
        sheet = Sheet(name)
        view = root.find(f"{X}sheetViews/{X}sheetView")
        zeros = view is None or (view.get("showZeros") or "1") in _TRUE
        formulas = view is not None and view.get("showFormulas") in _TRUE
        defaults = root.find(X + "sheetFormatPr")
        widths = _widths(root, defaults, sheet)
        unclear = list(self._unclear(root))
        for merged in root.iterfind(f"{X}mergeCells/{X}mergeCell"):
            if (range_ := _range(merged.get("ref") or "")) is not None:
                sheet.merged.append(range_)
        wide = {(m[0], m[2]) for m in sheet.merged}
        all_hidden = defaults is not None and defaults.get("zeroHeight") in _TRUE
        row = -1
        for element in root.iterfind(f"{X}sheetData/{X}row"):
            number = _number(element.get("r"), row + 2) - 1
            if all_hidden:
                sheet.hidden_rows.update(range(row + 1, min(number, _LAST_ROW)))
            row = number
            if row >= _LAST_ROW or _is_hidden(element, all_hidden):
                sheet.hidden_rows.add(row)
                continue
            column = -1
            for cell in element.iterchildren(X + "c"):
                column = _column(cell.get("r") or "", column + 1)
                if not len(cell) or column >= _LAST_COLUMN or column in sheet.hidden_columns:
                    continue
                style = self.styles.of(cell.get("s"))
                width = None if style.fits or (row, column) in wide else widths.get(column, _WIDTH)
                text = self._text(cell, style, zeros, width)
                if not text:
                    continue
                if (formulas or unclear) and text[-1].isdigit():
                    replaced = formulas or any(_within(row, column, r) for r in unclear)
                    text = UNKNOWN + text if replaced else text
                sheet.cells[row, column] = text
        return sheet

    def _text(self, cell: Any, style: CellStyle, zeros: bool, width: float | None) -> str:
        """What a cell shows. width: of its column, in digits, None if it does not matter."""
        kind = cell.get("t") or "n"
        value = cell.find(X + "v")
        text = (value.text or "") if value is not None else ""
        if kind == "inlineStr":
            inline = cell.find(X + "is")
            return tidy(printed(self._pieces(inline, style))) if inline is not None else ""
        if cell.find(X + "f") is not None and not text and kind != "str":
            # Programs other than Excel write formulas without their results, and such a cell would look blank.
            raise Unreadable("formula_without_value")
        if not text:
            return ""
        if kind == "s":
            index = _number(text, -1)
            if not 0 <= index < len(self.strings):
                raise Unreadable("office_broken", format=self.package.format)
            return tidy(printed(self._pieces(self.strings[index], style)))
        if kind == "b":
            text = "TRUE" if text == "1" else "FALSE"
        elif kind == "n":
            text = _number_text(text, style, zeros, self.epoch, width)
            if text == HIDDEN:
                return text
        return single(text, style.look)

    def _pieces(self, string: Any, style: CellStyle) -> list[Piece | str]:
        """The runs of a string; pronunciations above it (rPh) are no part of it."""
        pieces: list[Piece | str] = []
        for child in string:
            if child.tag == X + "t":
                texts, look = [child.text or ""], style.look
            elif child.tag == X + "r":
                properties = child.find(X + "rPr")
                look = self.styles.font(properties, style.look) if properties is not None else style.look
                texts = [t.text or "" for t in child.iterchildren(X + "t")]
            else:
                continue
            pieces += [Piece(_unescaped(t), look) for t in texts]
        return pieces

    def _unclear(self, root: Any) -> Iterator[tuple[int, int, int, int]]:
        """The ranges in which a condition may hide or replace numbers."""
        for formatting in root.iterfind(X + "conditionalFormatting"):
            for rule in formatting.iterchildren(X + "cfRule"):
                index = _number(rule.get("dxfId"), -1)
                hides = 0 <= index < len(self.styles.differences) and self.styles.differences[index]
                if hides or any(e.get("showValue") in ("0", "false") for e in rule):
                    found = map(_range, (formatting.get("sqref") or "").split())
                    yield from (r for r in found if r is not None)


def _number_text(text: str, style: CellStyle, zeros: bool, epoch: int, width: float | None) -> str:
    out = shown(text, style.code, epoch)
    if not zeros and out.strip("0.") == "":
        return ""
    if not out:
        # A format that shows nothing of a number hides it; one of zeros is how offices leave them out.
        return "" if text.strip("-0.") == "" else HIDDEN
    # Excel fills a cell that is too narrow for its number with ####; a number without a format is rounded first.
    if width is not None and len(out) * style.look.size * 0.75 / 11 > width + 1.5:
        return UNKNOWN + out
    return out


def _widths(root: Any, defaults: Any | None, sheet: Sheet) -> dict[int, float]:
    """The widths of columns in digits, where they are said; hidden columns go into the sheet."""
    widths: dict[int, float] = {}
    for element in root.iterfind(f"{X}cols/{X}col"):
        first, last = _number(element.get("min"), 1) - 1, min(_number(element.get("max"), 1), _LAST_COLUMN)
        width = _float(element.get("width"), _WIDTH)
        hidden = element.get("hidden") in _TRUE or width < _NARROWEST
        for column in range(first, last):
            widths[column] = width
            if hidden:
                sheet.hidden_columns.add(column)
    return widths


def _is_hidden(row: Any, all_hidden: bool) -> bool:
    if row.get("hidden") is not None:
        return row.get("hidden") in _TRUE
    height = row.get("ht")
    if height is not None and _float(height, _FEWEST_POINTS) < _FEWEST_POINTS:
        return True
    return all_hidden and height is None


@lru_cache(maxsize=1 << 12)
def _column(reference: str, other: int) -> int:
    """The column of a cell from 0, by a reference like AB12."""
    match = _CELL.fullmatch(reference)
    if match is None:
        return other
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return column - 1


def _range(reference: str) -> tuple[int, int, int, int] | None:
    """The first and last row, first and last column of a range like A1:C3."""
    first, _, last = reference.replace("$", "").partition(":")
    ends = [_CELL.fullmatch(end) for end in (first, last or first)]
    if None in ends:
        return None
    rows = [int(m[2]) - 1 for m in ends if m]
    columns = [_column(m[0], 0) for m in ends if m]
    return min(rows), min(max(rows), _LAST_ROW), min(columns), min(max(columns), _LAST_COLUMN)


def _within(row: int, column: int, range_: tuple[int, int, int, int]) -> bool:
    return range_[0] <= row <= range_[1] and range_[2] <= column <= range_[3]


def _number(text: str | None, other: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else other


def _float(text: str | None, other: float) -> float:
    try:
        return float(text or "")
    except ValueError:
        return other


def _unescaped(text: str) -> str:
    """A text with the characters that XML cannot hold, written _x000D_ and so on."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), text) if "_x" in text else text
