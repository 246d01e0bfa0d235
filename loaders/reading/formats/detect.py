"""Bytes and a name → the format, by the content; the name decides only between kinds of text."""

import io
import re
import zipfile
from pathlib import PurePath

from loaders.text.errors import Unreadable

FACTS = ("json", "csv", "parquet")
"""The formats of facts, as `gongkai export facts` writes them."""

SUFFIXES = frozenset(
    "txt md html htm shtml xhtml mht mhtml docx docm doc wps xlsx xlsm xls et pdf json csv parquet zip".split()
)
"""The endings of files that are read; others are read only if their content is not plain text."""

_MOST = {"txt": 20, "md": 20, "html": 20, "mht": 40, "csv": 2000, "json": 2000, "parquet": 4000}
_MOST_OTHER = 100
_MEGABYTE = 1 << 20
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|div|p|meta|span|td)[\s>]", re.I)
_MIME = re.compile(rb"^(?:MIME-Version:|From:.*\r?\n|Content-Type:\s*multipart)", re.I | re.M)


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
        return _compound(data)
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"{\\rtf"):
        raise Unreadable("format_not_read", format="rtf")
    if head.startswith(_IMAGES):
        raise Unreadable("image")
    if suffix in ("docx", "xlsx", "doc", "xls", "wps", "et") and b"\x00" in head:
        raise Unreadable("office_broken", format=suffix)
    if suffix == "pdf" and b"\x00" in head:
        raise Unreadable("pdf_broken")
    if _MIME.search(head) and b"multipart" in data[:8192].lower():
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
        return "xlsx"
    if "OFD.xml" in names or "mimetype" in names:
        raise Unreadable("format_not_read", format="ofd" if "OFD.xml" in names else "odt")
    if suffix in ("docx", "xlsx", "docm", "xlsm"):
        raise Unreadable("office_broken", format=suffix)
    return "zip"


def _compound(data: bytes) -> str:
    """The format in an old Office container, by the names of its streams."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Unreadable("office_encrypted", format="docx/xlsx")
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return "xls"
    raise Unreadable("office_broken", format="doc/xls")
