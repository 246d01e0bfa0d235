"""Format and bytes → Document, by the reader of that format. Formats know no words of the form."""

from collections.abc import Callable

from loaders.reading.formats.document import Document
from loaders.reading.formats.html import read_html
from loaders.reading.formats.libreoffice import TEXTS, WORKBOOKS, read_foreign
from loaders.reading.formats.mht import read_mht
from loaders.reading.formats.ofd import read_ofd
from loaders.reading.formats.pictures import PICTURES, Announce, quietly, read_pictures
from loaders.reading.formats.text import read_commas, read_text
from loaders.reading.formats.word import read_word
from loaders.reading.formats.workbook import read_workbook
from loaders.reading.formats.workbook_old import read_old_workbook
from loaders.text.encoding import decode
from loaders.text.errors import Unreadable

_READERS: dict[str, Callable[[bytes], Document]] = {
    "txt": lambda data: read_text(decode(data), "txt"),
    "sheet": lambda data: read_commas(decode(data), "csv"),
    "md": lambda data: read_text(decode(data), "md"),
    "html": lambda data: read_html(decode(data), "html"),
    "mht": read_mht,
    "docx": read_word,
    "xlsx": read_workbook,
    "xls": read_old_workbook,
}


def read_document(data: bytes, format: str, announce: Announce = quietly) -> Document:
    """A file of a known format as a Document; raises Unreadable with the reason.

    announce: is called with the number of pages that are pictures before they are read, which takes seconds for each.
    """
    if format == "pdf":
        # Its libraries take long to load; a page or a workbook does not wait for them.
        from loaders.reading.formats.pdf import read_pdf

        return read_pdf(data, announce=announce)
    if format == "ofd":
        return read_ofd(data, announce)
    if format in PICTURES:
        return read_pictures(data, format, announce)
    if format in TEXTS or format in WORKBOOKS:
        return read_foreign(data, format)
    if format not in _READERS:
        raise Unreadable("format_not_read", format=format)
    return _READERS[format](data)
