"""Paths that a user names → the files to read, each with its path relative to the folder; a .zip is a folder."""

import io
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from loaders.formats import SUFFIXES
from loaders.formats.document import Unreadable

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

    path: str
    root: str


def find_files(paths: list[Path]) -> Iterator[Item | Ignored | Listing]:
    """Every file below the paths, once, in sorted order; raises FileNotFoundError for a path that is not there."""
    seen: set[str] = set()
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(path)
        root = path if path.is_dir() else path.parent
        for file in _walk(path):
            real = os.path.realpath(file)
            if real in seen:
                continue
            seen.add(real)
            source = file.relative_to(root).as_posix()
            if file.name.lower() == LISTING:
                yield Listing(str(file), str(root))
            elif file.suffix.lower() == ".zip":
                yield from _members(file, root, source)
            elif _readable(file):
                yield Item(str(root.resolve()), source, str(file))
            else:
                yield Ignored(source)


def _walk(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f != "__MACOSX")
        yield from (Path(folder, n) for n in sorted(names) if not n.startswith(_TEMPORARY))


def _readable(file: Path) -> bool:
    suffix = file.suffix.lower().lstrip(".")
    if suffix in SUFFIXES:
        return True
    try:
        with file.open("rb") as f:
            head = f.read(4096)
    except OSError:
        return False
    return head.lstrip().startswith(_SNIFF) or (b"<html" in head.lower() and b"\x00" not in head)


def _members(file: Path, root: Path, source: str) -> Iterator[Item | Ignored]:
    """The files in an archive; one that is broken is itself an item, so that it is rejected with its reason."""
    try:
        with zipfile.ZipFile(file) as archive:
            infos = [i for i in archive.infolist() if not i.is_dir()]
    except (zipfile.BadZipFile, OSError):
        yield Item(str(root.resolve()), source, str(file))
        return
    for info in sorted(infos, key=lambda i: i.filename):
        name = member_name(info)
        inner = PurePosixPath(name)
        if inner.name.startswith(_TEMPORARY) or "__MACOSX" in inner.parts:
            continue
        whole = f"{source}/{name}"
        if inner.suffix.lower().lstrip(".") in SUFFIXES:
            yield Item(str(root.resolve()), whole, str(file), info.filename)
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
            return Path(item.path).read_bytes()
        with zipfile.ZipFile(item.path) as archive:
            info = archive.getinfo(item.member)
            if info.flag_bits & 0x1:
                raise Unreadable("zip_encrypted")
            if info.file_size > _MOST_MEMBER:
                raise Unreadable("too_large", size=info.file_size >> 20, most=_MOST_MEMBER >> 20)
            with archive.open(info) as f:
                data = io.BytesIO(f.read(_MOST_MEMBER + 1)).getvalue()
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise Unreadable("file_not_readable", error=str(error)[:200]) from None
    except Exception as error:  # zlib and lzma raise their own errors on spoilt members
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("file_not_readable", error=str(error)[:200]) from None
    if len(data) > _MOST_MEMBER:
        raise Unreadable("too_large", size=len(data) >> 20, most=_MOST_MEMBER >> 20)
    return data
