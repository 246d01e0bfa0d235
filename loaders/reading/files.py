"""Folders, files and buckets → the files to read, each with its path below the folder; a .zip is a folder."""

import gzip
import io
import os
import struct
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

from loaders.reading.formats.detect import FACTS, PICTURE_SUFFIXES, SUFFIXES
from loaders.store.backends import Location
from loaders.store.inputs import NotAFile, beginning, content, files_below, opened, size_of
from loaders.store.outages import Unreachable
from loaders.text.errors import Unreadable

_SNIFF = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_MOST = 200 << 20
"""Bytes that are read of a file or an archive's member."""
_MOST_FACTS = 4000 << 20
"""Bytes so of a file of facts."""
_MOST_DIRECTORY = 32 << 20
"""Bytes of an archive's directory: those of some 300,000 members."""
_TEMPORARY = ("~$", ".")
OVERRIDES_NAME = "bodies.csv"
PACKAGE_MARKS = ("datapackage.json", "dictionary.csv")
"""Members of an archive that make it a package of `gongkai package`: of its tables the facts alone are read."""
PACKAGE_FACTS = ("facts.parquet", "facts_synthetic.parquet")
"""What the facts of a package are called; in one of synthetic data the second."""
SYNTHETIC_FACTS = r"(?:^|/)facts_synthetic\.\w+(?:/|$)"
"""The paths of facts of synthetic data: whatever store reads them says of itself that it holds invented reports."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read. source: its path relative to root. member: its name within the archive at path. content: its bytes,
    if they lie in memory and nowhere else. packed: whether those at the path are compressed, as kept ones are.
    """

    root: str
    source: str
    path: str
    member: str | None = None
    content: bytes | None = field(default=None, repr=False)
    packed: bool = False


@dataclass(frozen=True, slots=True)
class IgnoredFile:
    """A file of a type that is not read. source: its path relative to its root."""

    source: str


@dataclass(frozen=True, slots=True)
class OverridesFile:
    """A bodies.csv: the user's corrections of the documents beside it."""

    root: str
    source: str
    path: str


def find_files(locations: Iterable[Location]) -> Iterator[SourceFile | IgnoredFile | OverridesFile]:
    """Every file below the locations, once, in sorted order; raises FileNotFoundError for a missing location."""
    seen: set[str] = set()
    for location in locations:
        root, files = _in_bucket(location) if isinstance(location, str) else _in_folder(location)
        for source, path, real in files:
            if real in seen:
                continue
            seen.add(real)
            yield from files_in(path, root, source)


def files_in(path: str, root: str, source: str) -> Iterator[SourceFile | IgnoredFile | OverridesFile]:
    """What the file at a path is to be read as, by its name `source` below `root`: itself, or the files of an archive."""
    name = PurePosixPath(source)
    if name.name.lower() == OVERRIDES_NAME:
        yield OverridesFile(root, source, path)
    elif name.suffix.lower() == ".zip":
        yield from _members(path, root, source)
    elif not _of_a_page(name) and (name.suffix.lower().lstrip(".") in SUFFIXES or _readable(path)):
        yield SourceFile(root, source, path)
    else:
        yield IgnoredFile(source)


def roots_of(locations: Iterable[Location]) -> set[str]:
    """The roots of the locations that are read whole, as folders and buckets are."""
    return {at if isinstance(at, str) else address(at) for at in locations if isinstance(at, str) or at.is_dir()}


def address(path: Path) -> str:
    """Where a file or folder of this machine lies, as roots and what lies below them are written."""
    return _unicode(str(path.resolve()))


class _Paths(NamedTuple):
    """A file's path below its root, the path to open it by, and that path with all links resolved."""

    source: str
    path: str
    real: str


def _in_folder(path: Path) -> tuple[str, Iterator[_Paths]]:
    if not path.exists():
        raise FileNotFoundError(path)
    root = path if path.is_dir() else path.parent
    return address(root), _walk(path, root)


def _walk(start: Path, root: Path) -> Iterator[_Paths]:
    if not start.is_dir():
        yield _Paths(_unicode(start.name), str(start), os.path.realpath(start))
        return
    for folder, folders, names in os.walk(start):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f != "__MACOSX")
        below = "" if folder == str(root) else Path(folder).relative_to(root).as_posix() + "/"
        real = os.path.realpath(folder)
        facts = _facts_of_package(set(names))
        for name in [facts] if facts else sorted(names):
            if not name.startswith(_TEMPORARY):
                path = os.path.join(folder, name)
                resolved = os.path.realpath(path) if os.path.islink(path) else os.path.join(real, name)
                yield _Paths(_unicode(below + name), path, resolved)


def _unicode(path: str) -> str:
    """A path to show and store. Names of Linux are bytes; those that are no UTF-8 come from old Chinese systems mostly."""
    data = os.fsencode(path)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def _in_bucket(address: str) -> tuple[str, Iterator[_Paths]]:
    names = files_below(address)
    if not names:
        raise FileNotFoundError(address)
    hidden = (*_TEMPORARY, "__MACOSX")
    facts = _facts_of_package(set(names))
    inside = str(PurePosixPath(facts).parent) if facts else None
    names = [n for n in names if n == facts or str(PurePosixPath(n).parent) != inside]
    kept = (n for n in names if not any(part.startswith(hidden) for part in n.split("/")))
    return address, (_Paths(name, f"{address}/{name}", f"{address}/{name}") for name in kept)


def _of_a_page(name: PurePosixPath) -> bool:
    """Whether a file is a picture in the folder that a browser saves beside a page."""
    beside = any(part.endswith(("_files", ".files")) for part in name.parts[:-1])
    return beside and name.suffix.lower().lstrip(".") in PICTURE_SUFFIXES


def _readable(path: str) -> bool:
    """Whether a file with another ending is a document by its content."""
    try:
        head = beginning(path, 4096)
    except OSError:
        return False
    return head.lstrip().startswith(_SNIFF) or (b"<html" in head.lower() and b"\x00" not in head)


def _members(path: str, root: str, source: str) -> Iterator[SourceFile | IgnoredFile]:
    """The files in an archive; a broken archive is a file itself, so that it is rejected with a reason."""
    try:
        with opened(path) as file:
            _bounded(file)
            with zipfile.ZipFile(file) as archive:
                infos = [i for i in archive.infolist() if not i.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, Unreadable):
        yield SourceFile(root, source, path)
        return
    facts = _facts_of_package({member_name(i) for i in infos})
    for info in sorted(infos, key=lambda i: i.filename):
        name = member_name(info)
        if facts and name != facts:
            continue
        inner = PurePosixPath(name)
        if inner.name.startswith(_TEMPORARY) or "__MACOSX" in inner.parts:
            continue
        whole = f"{source}/{name}"
        if inner.suffix.lower().lstrip(".") in SUFFIXES and not _of_a_page(inner):
            yield SourceFile(root, whole, path, info.filename)
        else:
            yield IgnoredFile(whole)


def _facts_of_package(names: set[str]) -> str | None:
    """The member with the facts where an archive or a folder is a package, in whatever folder of it; None for any other."""
    found = [n for n in sorted(names) if PurePosixPath(n).name in PACKAGE_FACTS]
    marked = (n for n in found if all(str(PurePosixPath(n).with_name(mark)) in names for mark in PACKAGE_MARKS))
    return next(marked, None)


def member_name(info: zipfile.ZipInfo) -> str:
    """The name of an archive's member; Chinese Windows writes it in GBK without a flag for it."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gbk")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename


def _bounded(file: BinaryIO) -> None:
    """Raises Unreadable for an archive whose directory is too long to be looked through; PKWARE's APPNOTE, 4.3."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - (1 << 16) - 22))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + 16 > len(tail):
        return
    (length,) = struct.unpack_from("<I", tail, at + 12)
    if length == 0xFFFFFFFF and tail[at - 20 : at - 16] == b"PK\x06\x07":
        (where,) = struct.unpack_from("<Q", tail, at - 12)
        file.seek(where)
        record = file.read(56)
        length = struct.unpack_from("<Q", record, 40)[0] if len(record) == 56 else 0
    if length > _MOST_DIRECTORY:
        raise Unreadable("zip_too_many")


class Archives:
    """Archives that are open: the directory of each is read once, not for each member."""

    def __init__(self) -> None:
        self._open: dict[str, zipfile.ZipFile] = {}

    def member(self, path: str, name: str) -> bytes:
        """The content of a member; raises Unreadable and what zipfile raises."""
        if path not in self._open:
            self.close()
            self._open[path] = zipfile.ZipFile(opened(path))
        archive = self._open[path]
        info = archive.getinfo(name)
        if info.flag_bits & 0x1:
            raise Unreadable("zip_encrypted")
        # What is stored as it is cannot grow when it is unpacked.
        facts = info.compress_type == zipfile.ZIP_STORED and name.endswith(PACKAGE_FACTS)
        most = _MOST_FACTS if facts else _MOST
        if info.file_size > most:
            raise Unreadable("too_large", size=info.file_size >> 20, most=most >> 20)
        with archive.open(info) as f:
            data = io.BytesIO(f.read(most + 1)).getvalue()
        if len(data) > most:
            raise Unreadable("too_large", size=len(data) >> 20, most=most >> 20)
        return data

    def close(self) -> None:
        """Closes all."""
        while self._open:
            archive = self._open.popitem()[1]
            file = archive.fp
            archive.close()
            if file:
                file.close()


def facts_size(file: SourceFile) -> int:
    """The bytes of a file of facts on this machine, at most those of the package that it lies in; 0 of any other."""
    if file.content is not None:
        return len(file.content) if _suffix(file) in FACTS else 0
    try:
        lone = file.member is None and _suffix(file) in FACTS
        return (size_of(file.path) or 0) if lone or (file.member or "").endswith(PACKAGE_FACTS) else 0
    except OSError:
        return 0


def _suffix(file: SourceFile) -> str:
    return PurePosixPath(file.source).suffix.lower().lstrip(".")


def read_bytes(file: SourceFile, archives: Archives) -> bytes:
    """A file's content; raises Unreadable if it is not accessible, no file, locked or unpacks to an excessive size."""
    if file.content is not None:
        return file.content
    try:
        if file.member is not None:
            return archives.member(file.path, file.member)
        suffix = _suffix(file)
        most = _MOST_FACTS if suffix in FACTS else _MOST
        size = size_of(file.path)
        if size is not None and size > most:
            raise Unreadable("too_large", size=size >> 20, most=most >> 20)
        if suffix == "zip":
            with opened(file.path) as stream:
                _bounded(stream)
        data = content(file.path)
        return _unpacked(data, most) if file.packed else data
    except (Unreadable, Unreachable):
        raise
    except NotAFile:
        raise Unreadable("not_a_file") from None
    except MemoryError:
        raise Unreadable("reader_crashed") from None
    except Exception as error:  # besides those of files and archives, zlib and lzma raise errors of their own
        raise Unreadable("file_not_readable", error=str(error)[:200]) from None


def _unpacked(data: bytes, most: int) -> bytes:
    with gzip.open(io.BytesIO(data)) as file:
        found = file.read(most + 1)
    if len(found) > most:
        raise Unreadable("too_large", size=len(found) >> 20, most=most >> 20)
    return found
