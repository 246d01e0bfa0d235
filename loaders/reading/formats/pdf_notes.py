"""The notes and fields of a PDF page → drawn on it as text, or their texts and places where nothing draws them."""

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

_ICONS = {pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP, pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_FILEATTACHMENT}
"""Notes that show at most an icon on the page."""
_TEXTS = {pdfium.FPDF_ANNOT_FREETEXT: b"Contents", pdfium.FPDF_ANNOT_WIDGET: b"V"}
"""Notes whose text stands on the page, and where they hold it."""
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW | pdfium.FPDF_ANNOT_FLAG_INVISIBLE


class Note(NamedTuple):
    """A text on a page, and its box: left, bottom, right, top."""

    text: str
    box: tuple[float, float, float, float]


def flattened(page: Any) -> bool:
    """Draws the notes and fields of a page on it, and says whether there were any but mere icons."""
    if all(pdfium.FPDFAnnot_GetSubtype(note) in _ICONS for note in _notes(page)):
        return False
    return bool(pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS)


def unpainted(page: Any) -> list[Note]:
    """The notes and fields that leave it to the reader's program to draw their text."""
    out = []
    for note in _notes(page):
        source = _TEXTS.get(pdfium.FPDFAnnot_GetSubtype(note))
        if source is None or pdfium.FPDFAnnot_GetFlags(note) & _UNSEEN:
            continue
        text = _text(pdfium.FPDFAnnot_GetStringValue, note, source).strip()
        if text and not _text(pdfium.FPDFAnnot_GetAP, note, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL):
            box = pdfium.FS_RECTF()
            pdfium.FPDFAnnot_GetRect(note, box)
            out.append(Note(text, (box.left, box.bottom, box.right, box.top)))
    return out


def _notes(page: Any) -> Iterator[Any]:
    for i in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, i)
        yield note
        pdfium.FPDFPage_CloseAnnot(note)


def _text(read: Any, note: Any, name: bytes | int) -> str:
    """A text of a note, which the library first measures and then copies."""
    length = read(note, name, None, 0)
    buffer = ctypes.create_string_buffer(length)
    read(note, name, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)
    return buffer.raw.decode("utf-16-le", errors="replace").rstrip("\0")
