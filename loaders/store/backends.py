"""A folder or a bucket (s3://…) → named files to read, list, write and replace; a writer lock for either.

Folders are kept by hand: obstore's LocalStore renames without fsync, has no conditional replace and no lock.
"""

import hashlib
import io
import os
import socket
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from obstore import UpdateVersion
    from obstore.store import ObjectStore

Location = Path | str
"""A local path, or the address of a bucket and what lies in it: s3://bucket/folder."""
_LOCK = ".lock"
_LEASE = 900.0
"""Seconds after which the lock of a writer on a bucket that has written nothing since counts as left behind."""


class Locked(Exception):
    """Another writer is at work, or has been since."""


class Unwritable(Exception):
    """A disk that does not take what is written, with the system's reason; what stood there before still stands."""


class Unreachable(Exception):
    """A bucket that does not answer, or not to us; that is no fault of what lies in it."""


class NotAFile(OSError):
    """A pipe, device or socket: reading it may never end."""


def location(text: str) -> Location:
    """What a user typed as a location."""
    return text.rstrip("/") if "://" in text else Path(text)


def storage(where: Location) -> "Files":
    """The files at a location."""
    return Bucket(where) if isinstance(where, str) else Folder(where)


@dataclass(frozen=True)
class Folder:
    """Files below a folder of this machine."""

    path: Path

    def url(self, name: str) -> str:
        """What Polars reads a file by."""
        return str(self.path / name)

    def read(self, name: str) -> bytes:
        """A file's content; FileNotFoundError where there is none."""
        return (self.path / name).read_bytes()

    def write(self, name: str, content: bytes) -> None:
        """Writes or replaces a file in one step, so that no reader ever sees half of it; Unwritable where that fails."""
        target = self.path / name
        partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
        try:
            target.parent.mkdir(exist_ok=True)
            with partial.open("wb") as f:
                f.write(content)
                f.flush()
                os.fsync(f.fileno())
            partial.replace(target)
        except OSError as error:
            with suppress(OSError):
                partial.unlink()
            raise Unwritable(error.strerror or str(error)) from None

    def list(self, folder: str) -> Iterator[str]:
        """The names of the files in a folder; none where there is no such folder."""
        for file in (self.path / folder).glob("*"):
            yield f"{folder}/{file.name}"

    def remove(self, name: str) -> None:
        """Removes a file, if it is there."""
        (self.path / name).unlink(missing_ok=True)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Holds the one lock of a folder; the system gives it back whatever becomes of this process."""
        lock = FileLock(self.path / _LOCK, timeout=0)
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout:
            raise Locked from None
        except OSError as error:
            raise Unwritable(error.strerror or str(error)) from None
        try:
            yield
        finally:
            lock.release()


class Bucket:
    """Objects below an address; access keys and endpoint come from the environment, as the provider's tools read them.

    An object is put whole or not at all. The lock is an object that only one writer can make; it is renewed with every
    file that its holder writes, and one that was not for `_LEASE` seconds is taken over. Should its holder live on, it
    loses: what this writer has read it replaces only if nobody else has replaced it since.
    """

    def __init__(self, address: str):
        self.address = address
        self._tags: dict[str, str | None] = {}
        self._held = False

    @property
    def _store(self) -> "ObjectStore":
        return _connected(self.address)

    def url(self, name: str) -> str:
        """What Polars reads a file by."""
        return f"{self.address}/{name}"

    def read(self, name: str) -> bytes:
        """An object's content; FileNotFoundError where there is none."""
        try:
            with _plain_faults():
                found = self._store.get(name)
        except FileNotFoundError:
            self._tags[name] = None
            raise
        self._tags[name] = found.meta["e_tag"]
        return bytes(found.bytes())

    def write(self, name: str, content: bytes) -> None:
        """Puts an object; one that this writer has read must still be as it was read."""
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        mode: Literal["create", "overwrite"] | UpdateVersion = "overwrite"
        if name in self._tags:
            tag = self._tags[name]
            mode = {"e_tag": tag} if tag else "create"
        try:
            with _plain_faults():
                put = self._store.put(name, content, mode=mode)
        except (AlreadyExistsError, PreconditionError):
            raise Locked from None
        if name in self._tags:
            self._tags[name] = put["e_tag"]
        if self._held and name != _LOCK:
            self.write(_LOCK, _holder())

    def list(self, folder: str) -> Iterator[str]:
        """The names of the objects in a folder; none where there is no such folder."""
        with _plain_faults():
            for part in self._store.list(folder):
                yield from (found["path"] for found in part)

    def remove(self, name: str) -> None:
        """Removes an object, if it is there."""
        if name in self._tags:
            self._tags[name] = None
        try:
            self._store.delete(name)
        except FileNotFoundError:
            return

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Holds the one lock of an address."""
        try:
            self.read(_LOCK)
            if (datetime.now(UTC) - self._store.head(_LOCK)["last_modified"]).total_seconds() < _LEASE:
                raise Locked
        except FileNotFoundError:
            pass
        self.write(_LOCK, _holder())
        self._held = True
        try:
            yield
        finally:
            self._held = False
            self.remove(_LOCK)


Files = Folder | Bucket


@contextmanager
def _plain_faults() -> Iterator[None]:
    """Tells what is not there or changed, as for files, from a bucket that cannot be had at all."""
    from obstore.exceptions import AlreadyExistsError, BaseError, PreconditionError

    try:
        yield
    except (OSError, AlreadyExistsError, PreconditionError):
        raise
    except BaseError as error:
        raise Unreachable(str(error).splitlines()[0][:200]) from None


def _holder() -> bytes:
    return f"{socket.gethostname()} {os.getpid()} {time.time()}".encode()


@cache
def _connected(address: str) -> "ObjectStore":
    from obstore.store import from_url

    return from_url(address)


def named(folder: str, content: bytes) -> str:
    """The name of a Parquet file in a folder: what is in it tells it from all others."""
    return f"{folder}/{hashlib.sha256(content).hexdigest()[:16]}.parquet"


def whole(files: Files, name: str) -> bool:
    """Whether a file is there and holds what it was named by."""
    try:
        return named(name.partition("/")[0], files.read(name)) == name
    except OSError:
        return False


def files_below(address: str) -> list[str]:
    """The objects below an address, relative to it, sorted."""
    with _plain_faults():
        return sorted(meta["path"] for part in _connected(address).list() for meta in part)


def content(path: str) -> bytes:
    """A file of this machine or an object, whole; NotAFile for what is none."""
    if "://" not in path:
        with _regular(path) as f:
            return f.read()
    folder, _, name = path.rpartition("/")
    with _plain_faults():
        return bytes(_connected(folder).get(name).bytes())


def beginning(path: str, most: int) -> bytes:
    """The first bytes of a file or an object; NotAFile for what is none."""
    if "://" not in path:
        with _regular(path) as f:
            return f.read(most)
    folder, _, name = path.rpartition("/")
    with _plain_faults():
        return bytes(_connected(folder).get(name, options={"range": (0, most)}).bytes())


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
