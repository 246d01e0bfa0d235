"""Word and Excel files → rows, by way of the HTML that office-oxide makes of them."""

from office_oxide import Document as Office
from office_oxide import OfficeOxideError

from loaders.formats.document import Document, Unreadable
from loaders.formats.html import read_html


def read_office(data: bytes, format: str) -> Document:
    """A .docx, .doc, .xlsx or .xls file; Unreadable where it is broken or locked by a password."""
    try:
        with Office.from_bytes(data, format) as document:
            html = document.to_html()
    except OfficeOxideError as error:
        raise Unreadable("office_encrypted" if "ncrypt" in str(error) else "office_broken", format=format) from None
    return read_html(html, format)
