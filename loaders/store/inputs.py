"""The path of a file or the address of an object → its bytes; only regular files are opened."""

import io
import os
import stat
from pathlib import Path
from typing import BinaryIO

from loaders.store.outages import asked, connected


class NotAFile(OSError):
    """A pipe, device or socket: reading it may never end."""


def files_below(address: str) -> list[str]:
    """The objects below an address, relative to it, sorted."""
    return asked(address, lambda: sorted(meta["path"] for part in connected(address).list() for meta in part))


def content(path: str) -> bytes:
    """A file of this machine or an object, whole; NotAFile for what is none."""
    if "://" not in path:
        with _regular(path) as f:
            return f.read()
    folder, _, name = path.rpartition("/")
    return asked(path, lambda: bytes(connected(folder).get(name).bytes()))


def beginning(path: str, most: int) -> bytes:
    """The first bytes of a file or an object; NotAFile for what is none."""
    if "://" not in path:
        with _regular(path) as f:
            return f.read(most)
    folder, _, name = path.rpartition("/")
    return asked(path, lambda: bytes(connected(folder).get(name, options={"range": (0, most)}).bytes()))


def opened(path: str) -> BinaryIO:
    """A file or an object to move about in; NotAFile for what is none."""
    return io.BytesIO(content(path)) if "://" in path else _regular(path)


def size_of(path: str) -> int | None:
    """The bytes of a file of this machine; None for an object."""
    return None if "://" in path else Path(path).stat().st_size


def _regular(path: str) -> BinaryIO:
    # Looked at before it is opened, as opening a device may do something; and after, as it may have been replaced.
    if stat.S_ISREG(Path(path).stat().st_mode):
        file = open(path, "rb", opener=_without_waiting)  # noqa: SIM115, Path.open has no opener
        if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return file
        file.close()
    raise NotAFile(path)


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
