"""A zip of XML parts (Word, Excel, OpenDocument) → its parts, with limits that hold before anything is unpacked."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from lxml import etree

from loaders.text.errors import Unreadable

_MOST_PARTS = 5_000
_MOST_XML = 16 << 20
"""Limits far above any annual report: parts of a file, and bytes of a part. A report's largest part has 1 MB."""
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/": b"http://schemas.openxmlformats.org/officeDocument/2006/",
}
"""The namespaces of strict Office Open XML (ISO/IEC 29500), and those that all programs write."""


class Package:
    """The parts of a file by name; raises Unreadable if it is broken, locked or unpacks to an excessive size."""

    def __init__(self, data: bytes, format: str) -> None:
        self.format = format
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise Unreadable("office_broken", format=format) from None
        self._parts = {i.filename.lstrip("/"): i for i in self._archive.infolist()}
        if len(self._parts) > _MOST_PARTS or len(self._parts) < len(self._archive.infolist()):
            raise Unreadable("office_broken", format=format)

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._archive.close()

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def read(self, name: str) -> bytes:
        """The bytes of a part; raises Unreadable if there is none."""
        info = self._parts.get(name)
        if info is None:
            raise Unreadable("office_broken", format=self.format)
        if info.flag_bits & 0x1:
            raise Unreadable("office_encrypted", format=self.format)
        if info.file_size > _MOST_XML:
            raise Unreadable("office_inflated", format=self.format, size=info.file_size >> 20, most=_MOST_XML >> 20)
        try:
            # The size in the directory can lie; zipfile stops at it and then finds the checksum wrong.
            return self._archive.read(info)
        except Exception:  # zlib, lzma and bz2 raise errors of their own
            raise Unreadable("office_broken", format=self.format) from None

    def xml(self, name: str) -> Any:
        """The root element of a part."""
        return parse_xml(self.read(name), self.format)

    def related(self, name: str) -> Iterator[tuple[str, str, str]]:
        """The id, kind (the last word of its type) and part of each relation of a part; those outside are left out."""
        folder, _, base = name.rpartition("/")
        relations = f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
        if relations not in self:
            return
        for relation in self.xml(relations):
            if isinstance(relation.tag, str) and relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/" + folder, relation.get("Target") or "")).lstrip("/")
                yield relation.get("Id") or "", (relation.get("Type") or "").rpartition("/")[2], target

    def main_part(self, usual: str) -> str:
        """The name of the part that a reader opens first."""
        return next((part for _, kind, part in self.related("") if kind == "officeDocument" and part in self), usual)


def parse_xml(data: bytes, format: str) -> Any:
    """The root of an XML part. A document type is refused: no office program writes one, and entities hide text."""
    if _STRICT in data[:4096]:
        for strict, transitional in _TRANSITIONAL.items():
            data = data.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Unreadable("office_broken", format=format) from None
    if root.getroottree().docinfo.doctype:
        raise Unreadable("office_broken", format=format)
    return root
