"""Paths and buckets that a user names → the files to read, each with its path relative to the folder; a .zip is a folder."""

import io
import os
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from loaders.reading.formats.detect import SUFFIXES
from loaders.store.backends import Location, beginning, content, files_below, opened
from loaders.text.errors import Unreadable

_SNIFF = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_MOST_MEMBER = 200 << 20
_TEMPORARY = ("~$", ".")
LISTING = "bodies.csv"


@dataclass(frozen=True, slots=True)
class Item:
    """A file to read. `source` is its path relative to `root`; `member` its name inside the archive at `path`."""

    root: str
    source: str
    path: str
    member: str | None = None


@dataclass(frozen=True, slots=True)
class Ignored:
    """A file of a type that is not read."""

    source: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A bodies.csv: what the user says of the documents beside it."""

    root: str
    source: str
    path: str


def find_files(locations: Iterable[Location]) -> Iterator[Item | Ignored | Listing]:
    """Every file below the locations, once, in sorted order; raises FileNotFoundError for one that is not there."""
    seen: set[str] = set()
    for where in locations:
        root, found = _in_bucket(where) if isinstance(where, str) else _in_folder(where)
        for source, path, real in found:
            if real in seen:
                continue
            seen.add(real)
            name = PurePosixPath(source)
            if name.name.lower() == LISTING:
                yield Listing(root, source, path)
            elif name.suffix.lower() == ".zip":
                yield from _members(path, root, source)
            elif name.suffix.lower().lstrip(".") in SUFFIXES or _readable(path):
                yield Item(root, source, path)
            else:
                yield Ignored(source)


Found = Iterator[tuple[str, str, str]]
"""Files by their path below the root, the path to read them by, and the one that no link hides."""


def _in_folder(where: Path) -> tuple[str, Found]:
    if not where.exists():
        raise FileNotFoundError(where)
    root = where if where.is_dir() else where.parent
    return str(root.resolve()), _walk(where, root)


def _walk(where: Path, root: Path) -> Found:
    if where.is_file():
        yield where.name, str(where), os.path.realpath(where)
        return
    for folder, folders, names in os.walk(where):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f != "__MACOSX")
        below = "" if folder == str(root) else Path(folder).relative_to(root).as_posix() + "/"
        real = os.path.realpath(folder)
        for name in sorted(names):
            if not name.startswith(_TEMPORARY):
                path = os.path.join(folder, name)
                yield below + name, path, os.path.realpath(path) if os.path.islink(path) else os.path.join(real, name)


def _in_bucket(address: str) -> tuple[str, Found]:
    names = files_below(address)
    if not names:
        raise FileNotFoundError(address)
    hidden = (*_TEMPORARY, "__MACOSX")
    kept = (n for n in names if not any(part.startswith(hidden) for part in n.split("/")))
    return address, ((name, f"{address}/{name}", f"{address}/{name}") for name in kept)


def _readable(path: str) -> bool:
    """Whether a file of another ending is a document all the same."""
    try:
        head = beginning(path, 4096)
    except OSError:
        return False
    return head.lstrip().startswith(_SNIFF) or (b"<html" in head.lower() and b"\x00" not in head)


def _members(path: str, root: str, source: str) -> Iterator[Item | Ignored]:
    """The files in an archive; one that is broken is itself an item, so that it is rejected with its reason."""
    try:
        with opened(path) as file, zipfile.ZipFile(file) as archive:
            infos = [i for i in archive.infolist() if not i.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        yield Item(root, source, path)
        return
    for info in sorted(infos, key=lambda i: i.filename):
        name = member_name(info)
        inner = PurePosixPath(name)
        if inner.name.startswith(_TEMPORARY) or "__MACOSX" in inner.parts:
            continue
        whole = f"{source}/{name}"
        if inner.suffix.lower().lstrip(".") in SUFFIXES:
            yield Item(root, whole, path, info.filename)
        else:
            yield Ignored(whole)


def member_name(info: zipfile.ZipInfo) -> str:
    """A member's name; Chinese Windows writes it in GBK without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gbk")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename


def read_bytes(item: Item) -> bytes:
    """An item's content; raises Unreadable where it cannot be had, is locked or swells beyond all measure."""
    try:
        if item.member is None:
            return content(item.path)
        with opened(item.path) as file, zipfile.ZipFile(file) as archive:
            info = archive.getinfo(item.member)
            if info.flag_bits & 0x1:
                raise Unreadable("zip_encrypted")
            if info.file_size > _MOST_MEMBER:
                raise Unreadable("too_large", size=info.file_size >> 20, most=_MOST_MEMBER >> 20)
            with archive.open(info) as f:
                data = io.BytesIO(f.read(_MOST_MEMBER + 1)).getvalue()
    except Unreadable:
        raise
    except Exception as error:  # besides those of files and archives, zlib and lzma raise errors of their own
        raise Unreadable("file_not_readable", error=str(error)[:200]) from None
    if len(data) > _MOST_MEMBER:
        raise Unreadable("too_large", size=len(data) >> 20, most=_MOST_MEMBER >> 20)
    return data
