"""Excel and old Word files → rows, through the HTML that office-oxide makes of them."""

import io
import re
import zipfile
from typing import Literal

from office_oxide import Document as Office
from office_oxide import OfficeOxideError

from loaders.reading.formats.document import Document
from loaders.reading.formats.html import read_html
from loaders.text.errors import Unreadable

OfficeFormat = Literal["doc", "xlsx", "xls"]
_SHEET = re.compile(rb"<sheet\b[^>]*>")
_NAME = re.compile(rb'\bname="([^"]*)"')
_HIDDEN = re.compile(rb'\bstate="(?:hidden|veryHidden)"')
_FORMULA = re.compile(rb"<c\b[^>]*>(?:(?!</c>).)*?<f\b(?:(?!</c>).)*?</c>", re.S)
_VALUE = re.compile(rb"<v>[^<]")
_MOST_XML = 64 << 20


def read_office(data: bytes, format: OfficeFormat) -> Document:
    """A .doc, .xlsx or .xls file; raises Unreadable if it is broken, locked or has formulas without results."""
    hidden = _hidden_sheets(data) if format == "xlsx" else []
    try:
        with Office.from_bytes(data, format) as document:
            html = document.to_html()
    except OfficeOxideError as error:
        raise Unreadable("office_encrypted" if "ncrypt" in str(error) else "office_broken", format=format) from None
    for name in hidden:
        html = re.sub(rf"<h2>{re.escape(name)}</h2>.*?(?=<h2>|$)", "", html, flags=re.S)
    return read_html(html, format)


def _hidden_sheets(data: bytes) -> list[str]:
    """The names of a workbook's hidden sheets; raises Unreadable if a formula has no result.

    Programs other than Excel write formulas without their results, and such a cell would look blank.
    """
    hidden = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                if info.file_size > _MOST_XML:
                    continue
                if info.filename == "xl/workbook.xml":
                    sheets = [s for s in _SHEET.findall(archive.read(info)) if _HIDDEN.search(s)]
                    hidden = [m[1].decode("utf-8", "replace") for s in sheets if (m := _NAME.search(s))]
                elif info.filename.startswith("xl/worksheets/"):
                    xml = archive.read(info)
                    if b"<f" in xml and not all(_VALUE.search(c) for c in _FORMULA.findall(xml)):
                        raise Unreadable("formula_without_value")
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Unreadable("office_broken", format="xlsx") from None
    return hidden
