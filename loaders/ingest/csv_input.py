"""A user's CSV or workbook → its rows by known column, each with its row number, and the errors by row."""

import csv
import io
from dataclasses import dataclass, field

from loaders.reading.formats.detect import detect
from loaders.reading.formats.document import Row
from loaders.reading.formats.readers import read_document
from loaders.text.encoding import decode
from loaders.text.errors import Unreadable
from loaders.text.formulas import original_text
from loaders.text.normalize import strip_space

Headings = dict[str, tuple[str, ...]]
"""A column's id → what it may be called."""


@dataclass(frozen=True, slots=True)
class InputError:
    """An error in a row (1 is the heading): an id of the catalogue and the words that fill it."""

    row: int
    reason: str
    words: dict[str, object] = field(default_factory=dict)


_SEPARATORS = (",", "\t", ";", "；", "，")
_LAST_HEADING_ROW = 10
"""A heading further down than this stands above something else."""


def read_listing(
    data: bytes, headings: Headings, needed: str
) -> tuple[list[tuple[int, dict[str, str]]], list[InputError]]:
    """The rows that hold anything below the heading, of a text in any encoding and with any usual separator or of a workbook.

    Titles may stand above the heading, which is the first row that names the column `needed`; an error where none does.
    """
    lines, error = _lines(data, headings, needed)
    if error:
        return [], [error]
    heading = _heading(lines, headings, needed)
    if heading is None:
        first = next((n for n, line in enumerate(lines) if any(line)), 0)
        names = {"found": "、".join(filter(None, lines[first])) if lines else "", "needed": headings[needed][0]}
        known = "、".join(spellings[0] for spellings in headings.values())
        return [], [InputError(first + 1, "listing_columns", {**names, "known": known})]
    names_found = [_heading_text(cell) for cell in lines[heading]]
    columns = {k: names_found.index(n) for k, spellings in headings.items() for n in spellings if n in names_found}
    rows = []
    for number, line in enumerate(lines[heading + 1 :], heading + 2):
        cells = {k: line[i].strip() if i < len(line) else "" for k, i in columns.items()}
        # A row of a printed list may hold a running number and nothing else.
        if any(strip_space(c) for c in cells.values()):
            rows.append((number, cells))
    return rows, [] if rows else [InputError(heading + 1, "listing_empty")]


def _lines(data: bytes, headings: Headings, needed: str) -> tuple[list[list[str]], InputError | None]:
    """The cells of all rows, from the first one on; an error where the file is neither a text nor a workbook."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _workbook(data)
    try:
        text = decode(data)
    except Unreadable:
        return [], InputError(1, "listing_not_text")
    separators = [s for s in _SEPARATORS if s in text] or [","]
    error = None
    for separator in separators:
        reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
        try:
            lines = list(reader)
        except csv.Error:
            # A quotation mark that nothing closes would swallow the rows below it.
            error = error or InputError(max(reader.line_num, 1), "listing_quote")
            continue
        lines = [[original_text(cell) for cell in line] for line in lines]
        if separator == separators[-1] or _heading(lines, headings, needed) is not None:
            return lines, None
    return [], error


def _workbook(data: bytes) -> tuple[list[list[str]], InputError | None]:
    """The rows of a workbook's first sheet that has any."""
    try:
        document = read_document(data, detect(data, "listing.xlsx"))
    except Unreadable:
        return [], InputError(1, "listing_not_text")
    tables = [row for row in document.rows if row.table is not None]
    rows = [row for row in tables if row.table == tables[0].table]
    lines: list[list[str]] = []
    for row in rows:
        place = row.fields[0].location
        # The number that the row has in the sheet, with the rows above it that hold nothing.
        lines += [[] for _ in range((place.row or len(lines) + 1) - 1 - len(lines))]
        lines.append(_cells(row))
    return lines, None


def _cells(row: Row) -> list[str]:
    cells: list[str] = []
    for part in row.fields:
        column = part.location.column if not part.carried else None
        cells += [""] * ((column or len(cells) + 1) - 1 - len(cells))
        cells.append(part.text)
    return cells


def _heading(lines: list[list[str]], headings: Headings, needed: str) -> int | None:
    """The first row that names the column `needed`, from 0."""
    for number, line in enumerate(lines[:_LAST_HEADING_ROW]):
        if any(_heading_text(cell) in headings[needed] for cell in line):
            return number
    return None


def _heading_text(cell: str) -> str:
    return strip_space(cell).lower().lstrip("\ufeff")
