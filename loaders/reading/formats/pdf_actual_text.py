"""The texts of a PDF page that are said to be others than those drawn (ActualText, ISO 32000-1, 14.9.4) → their places."""

import ctypes
import re
from collections.abc import Iterable
from typing import Any

import pypdfium2.raw as pdfium

_KEY = b"ActualText"


def _renamed(text: Any) -> list[Any]:
    """The marks of a text object that give it another text than its glyphs."""
    marks = [pdfium.FPDFPageObj_GetMark(text, i) for i in range(max(0, pdfium.FPDFPageObj_CountMarks(text)))]
    length = ctypes.c_ulong()
    return [m for m in marks if pdfium.FPDFPageObjMark_GetParamStringValue(m, _KEY, None, 0, length)]


def misnamed(page: Any, texts: Iterable[Any]) -> list[Any]:
    """Those of the text objects that draw other digits than their marks say. Takes the marks off the page."""
    marked = [(text, marks) for text in texts if (marks := _renamed(text))]
    if not marked:
        return []
    said = _digits(page, [text for text, _ in marked])
    for text, marks in marked:
        for mark in marks:
            pdfium.FPDFPageObj_RemoveMark(text, mark)
    drawn = _digits(page, [text for text, _ in marked])
    return [text for (text, _), one, other in zip(marked, said, drawn, strict=True) if one != other]


def _digits(page: Any, texts: list[Any]) -> list[str]:
    """The digits of text objects as the library reads them now."""
    whole = pdfium.FPDFText_LoadPage(page)
    out = []
    for text in texts:
        length = pdfium.FPDFTextObj_GetText(text, whole, None, 0)
        buffer = ctypes.create_string_buffer(max(2, length))
        pdfium.FPDFTextObj_GetText(text, whole, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)
        out.append(re.sub(r"\D", "", buffer.raw.decode("utf-16-le", errors="replace")))
    pdfium.FPDFText_ClosePage(whole)
    return out
