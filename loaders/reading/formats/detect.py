"""Bytes and a name → the format, by the content; the name decides only between kinds of text."""

import io
import re
import zipfile
import zlib
from pathlib import PurePath

from loaders.text.errors import Unreadable

FACTS = ("json", "csv", "parquet", "xlsx_facts")
"""The formats of facts, as `gongkai export facts` writes them."""

PICTURE_SUFFIXES = frozenset("png jpg jpeg tif tiff bmp gif".split())
SUFFIXES = PICTURE_SUFFIXES | frozenset(
    "txt md html htm shtml xhtml mht mhtml eml docx docm doc wps rtf odt xlsx xlsm xlsb xls et ods pdf ofd json csv parquet zip".split()
)
"""The endings of files that are read, those of pictures among them; others are read only if their content is not plain text."""

_MOST = {"txt": 20, "md": 20, "html": 20, "mht": 40, "csv": 2000, "json": 2000, "parquet": 4000, "xlsx_facts": 400}
_MOST_OTHER = 100
_MEGABYTE = 1 << 20
_HEAD, _MOST_SHEETS = 1 << 16, 8
"""Bytes of a part of a workbook, and parts of it, that are looked into for facts."""
_PICTURES = {
    b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"II*\x00": "tiff", b"MM\x00*": "tiff", b"GIF8": "gif", b"BM": "bmp",
}  # fmt: skip
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|div|p|meta|span|td)[\s>]", re.I)
_MAIL = re.compile(rb"[A-Za-z][A-Za-z-]+:[ \t]")
"""The first line of a message, which is a header."""


def detect(data: bytes, name: str) -> str:
    """The format of a file, `zip` for an archive of files.

    Raises Unreadable for an empty file, a format that is not read, or one that is too large.
    """
    format = _detect(data, PurePath(name).suffix.lower().lstrip("."))
    most = _MOST.get(format, _MOST_OTHER)
    if len(data) > most * _MEGABYTE:
        raise Unreadable("too_large", size=len(data) // _MEGABYTE, most=most)
    return format


def _detect(data: bytes, suffix: str) -> str:
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise Unreadable("empty")
    head = data[:4096]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(data, suffix)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound(data, suffix)
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    for start, format in _PICTURES.items():
        if head.startswith(start):
            return format
    if suffix in ("docx", "xlsx", "doc", "xls", "wps", "et") and b"\x00" in head:
        raise Unreadable("office_broken", format=suffix)
    if suffix == "pdf" and b"\x00" in head:
        raise Unreadable("pdf_broken")
    if (
        _MAIL.match(head.lstrip())
        and b"content-type:" in re.split(rb"\r?\n\r?\n", data[:32768].lstrip(), maxsplit=1)[0].lower()
    ):
        return "mht"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = data = data[:65536].decode("utf-16", errors="ignore").encode()
    if _HTML.search(data[:65536]) or head.lstrip().startswith(b"<?xml"):
        return "html"
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    if start[:1] in (b"[", b"{") and suffix in ("json", "") and b'"report_id"' in data[:65536]:
        return "json"
    if b"report_id" in start[:400] and b"section" in start[:400] and b"," in start[:400]:
        return "csv"
    return {"md": "md", "csv": "sheet"}.get(suffix, "txt")


def _zipped(data: bytes, suffix: str) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Unreadable("zip_broken" if suffix in ("zip", "") else "office_broken", format=suffix) from None
    if any(n.startswith("word/") for n in names):
        return "docx"
    if any(n.startswith("xl/") for n in names):
        if "xl/workbook.bin" in names:
            return "xlsb"
        return "xlsx_facts" if _holds_facts(data, names) else "xlsx"
    if "OFD.xml" in names:
        return "ofd"
    if "mimetype" in names:
        return _open_document(data, suffix)
    if suffix in ("docx", "xlsx", "docm", "xlsm"):
        raise Unreadable("office_broken", format=suffix)
    return "zip"


def _holds_facts(data: bytes, names: list[str]) -> bool:
    """Whether a workbook has the headings of facts, by the beginning of its sheets or of the texts that these share."""
    parts = [n for n in names if n.startswith("xl/worksheets/sheet") or n == "xl/sharedStrings.xml"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in parts[:_MOST_SHEETS]:
            try:
                with archive.open(name) as part:
                    head = part.read(_HEAD)
            except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError, ValueError):
                return False
            if all(b">" + word + b"<" in head for word in (b"report_id", b"section", b"state")):
                return True
    return False


def _open_document(data: bytes, suffix: str) -> str:
    """The format of an OpenDocument file, by the kind that it says it is (OpenDocument 1.3, part 2, 3.3)."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("mimetype") as part:
        kind = part.read(200).decode("ascii", "replace").strip()
    format = {"text": "odt", "spreadsheet": "ods"}.get(kind.removeprefix("application/vnd.oasis.opendocument."))
    if format is None:
        raise Unreadable("format_not_read", format=suffix or kind)
    return format


def _compound(data: bytes, suffix: str) -> str:
    """The format in an old Office container, by the names of its streams."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Unreadable("office_encrypted", format="docx/xlsx")
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return "xls"
    if suffix == "wps":
        return "wps"
    raise Unreadable("office_broken", format="doc/xls")
