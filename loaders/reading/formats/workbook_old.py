"""An old Excel workbook (.xls, and what WPS calls .et) → rows of what a reader sees of its sheets."""

import io
from collections.abc import Iterator
from typing import Any

import xlrd

from loaders.reading.formats.colours import WHITE, Colour, alike
from loaders.reading.formats.document import Document
from loaders.reading.formats.html_looks import SYMBOLS, Look
from loaders.reading.formats.html_text import HIDDEN, Piece, printed, single, tidy
from loaders.reading.formats.number_formats import UNKNOWN, shown
from loaders.reading.formats.workbook import document_of
from loaders.reading.formats.workbook_sheet import Sheet
from loaders.text.errors import Unreadable

_LOW = 60
"""The height of a row below which its text is cut away, in twentieths of a point."""
_NARROW = 128
"""The width of a column below which nothing of it is seen, in 1/256 of a digit."""
_FILLED = 4
"""The alignment that repeats a text to the width of its cell."""


def read_old_workbook(data: bytes) -> Document:
    """An .xls file; raises Unreadable if it is broken or locked."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        return document_of(_sheets(book), "xls")
    except xlrd.XLRDError as error:
        raise Unreadable("office_encrypted" if "ncrypt" in str(error) else "office_broken", format="xls") from None
    except Unreadable:
        raise
    except Exception:  # xlrd raises whatever its arithmetic on broken bytes raises
        raise Unreadable("office_broken", format="xls") from None


def _sheets(book: Any) -> Iterator[Sheet]:
    looks = {index: _look(book, index) for index in range(len(book.xf_list))}
    for source in book.sheets():
        if source.visibility:
            continue
        sheet = Sheet(source.name)
        sheet.merged = [(top, bottom - 1, left, right - 1) for top, bottom, left, right in source.merged_cells]
        sheet.hidden_columns = {c for c, info in source.colinfo_map.items() if info.hidden or info.width < _NARROW}
        infos = source.rowinfo_map
        sheet.hidden_rows = {r for r, info in infos.items() if info.hidden or 0 <= (info.height or _LOW) < _LOW}
        if source.default_row_hidden:
            sheet.hidden_rows |= {r for r in range(source.nrows) if r not in infos}
        for row in range(source.nrows):
            for column in range(source.row_len(row)):
                if text := _text(book, source, row, column, looks):
                    sheet.cells[row, column] = text
        yield sheet


def _text(book: Any, sheet: Any, row: int, column: int, looks: dict[int, Look]) -> str:
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return ""
    index = sheet.cell_xf_index(row, column)
    look = looks[index]
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        code = book.format_map[book.xf_list[index].format_key].format_str
        text = shown(repr(value), code, 1904 if book.datemode else 1900)
        if not value and not sheet.show_zero_values:
            return ""
        if not text:
            return HIDDEN if value else ""
    elif kind == xlrd.XL_CELL_ERROR:
        text = xlrd.error_text_from_code.get(value, UNKNOWN)
    elif kind == xlrd.XL_CELL_BOOLEAN:
        text = "TRUE" if value else "FALSE"
    else:
        return tidy(printed(_pieces(book, sheet.rich_text_runlist_map.get((row, column)), value, look)))
    return single(text, look)


def _pieces(book: Any, runs: list[tuple[int, int]] | None, text: str, look: Look) -> list[Piece | str]:
    """The stretches of a text that change its font, with their looks."""
    if not runs:
        return [Piece(text, look)]
    pieces: list[Piece | str] = [Piece(text[: runs[0][0]], look)]
    for at, (start, font) in enumerate(runs):
        end = runs[at + 1][0] if at + 1 < len(runs) else len(text)
        pieces.append(Piece(text[start:end], _font(book, font, look)))
    return pieces


def _look(book: Any, index: int) -> Look:
    style = book.xf_list[index]
    ground: Colour | None = WHITE
    if style.background.fill_pattern == 1:
        ground = book.colour_map.get(style.background.pattern_colour_index) or WHITE
    elif style.background.fill_pattern:
        ground = None
    look = _font(book, style.font_index, Look(ground=ground))
    return look._replace(turned=look.turned or style.alignment.hor_align == _FILLED)


def _font(book: Any, index: int, base: Look) -> Look:
    font = book.font_list[index]
    ink = book.colour_map.get(font.colour_index) or (0, 0, 0)
    return base._replace(
        size=font.height / 20 * 4 / 3,
        colour=ink,
        blends=base.ground is not None and alike(ink, base.ground),
        struck=bool(font.struck_out),
        raised={1: 5.0, 2: -5.0}.get(font.escapement, 0.0),
        turned=SYMBOLS.search(font.name.lower()) is not None,
    )
