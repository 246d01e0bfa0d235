"""A folder or a bucket (s3://…) → named files to read, list, write and replace; a writer lock for either.

Folders are kept by hand: obstore's LocalStore renames without fsync, has no conditional replace and no lock.
"""

import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from filelock import FileLock, Timeout

from loaders.store.holder import has_ended, holder
from loaders.store.outages import Unreachable, asked, connected

if TYPE_CHECKING:
    from obstore import UpdateVersion
    from obstore.store import ObjectStore

Location = Path | str
"""A local path, or the address of a bucket and what lies in it: s3://bucket/folder."""
_LOCK = ".lock"
_LEASE = 900.0
"""Seconds after which the lock of a writer on a bucket that has written nothing since counts as left behind."""


_held_here: set[str] = set()
"""The addresses of which this process holds the lock."""


class Locked(Exception):
    """Another writer is at work, or has been since."""


class Unwritable(Exception):
    """A disk that does not take what is written, with the system's reason; what stood there before still stands."""


def location(text: str) -> Location:
    """What a user typed as a location."""
    return text.rstrip("/") if "://" in text else Path(text)


def storage(where: Location) -> "Files":
    """The files at a location."""
    return Bucket(where) if isinstance(where, str) else Folder(where)


@dataclass(frozen=True)
class Folder:
    """Files below a folder of this machine."""

    local = True
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
        partial = _partial(target)
        try:
            if not target.parent.exists():
                target.parent.mkdir()
                _to_disk(self.path)
            with partial.open("wb") as f:
                f.write(content)
                f.flush()
                os.fsync(f.fileno())
            partial.replace(target)
            # The new name is on the disk with its folder: what is written next may rely on it.
            _to_disk(target.parent)
        except OSError as error:
            with suppress(OSError):
                partial.unlink()
            raise Unwritable(error.strerror or str(error)) from None

    def write_ahead(self, name: str, content: bytes) -> None:
        """Begins to write a file that is there after `secure`: many files wait for the disk together."""
        target = self.path / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _partial(target).write_bytes(content)
        except OSError as error:
            with suppress(OSError):
                _partial(target).unlink()
            raise Unwritable(error.strerror or str(error)) from None

    def secure(self, names: Iterable[str]) -> None:
        """Puts files that were written ahead under their names, each whole; Unwritable where that fails."""
        targets = [self.path / name for name in names]
        try:
            for target in targets:
                with _partial(target).open("rb+") as f:
                    os.fsync(f.fileno())
                _partial(target).replace(target)
            for folder in {target.parent for target in targets}:
                _to_disk(folder)
                _to_disk(folder.parent)
        except OSError as error:
            raise Unwritable(error.strerror or str(error)) from None

    def abandon(self, names: Iterable[str]) -> None:
        """Removes files that were written ahead and are not under their names yet."""
        for name in names:
            with suppress(OSError):
                _partial(self.path / name).unlink()

    def list(self, folder: str) -> Iterator[str]:
        """The names of the files in a folder; none where there is no such folder."""
        for file in (self.path / folder).glob("*"):
            yield f"{folder}/{file.name}"

    def remove(self, name: str) -> None:
        """Removes a file, if it is there and may be removed."""
        with suppress(OSError):
            (self.path / name).unlink()

    def _sweep(self) -> None:
        """Removes the halves of files that writers left which were killed: who holds the lock is the only writer."""
        for partial in (*self.path.glob(".*.partial"), *self.path.glob("*/.*.partial")):
            with suppress(OSError):
                partial.unlink()

    def length(self, name: str) -> int:
        """A file's bytes; FileNotFoundError where there is none."""
        return (self.path / name).stat().st_size

    def state(self, name: str) -> object:
        """What changes when a file does; FileNotFoundError where there is none."""
        found = (self.path / name).stat()
        return found.st_size, found.st_mtime_ns, found.st_ino

    def changed(self, name: str) -> float:
        """The Unix time at which a file was last written; FileNotFoundError where there is none."""
        return (self.path / name).stat().st_mtime

    def sha256(self, name: str) -> str:
        """The SHA-256 of a file, in hexadecimal digits; FileNotFoundError where there is none."""
        with (self.path / name).open("rb") as f:
            return hashlib.file_digest(f, "sha256").hexdigest()

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Holds the one lock of a folder; the system gives it back whatever becomes of this process."""
        lock = FileLock(self.path / _LOCK, timeout=0)
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock.acquire()
            self._sweep()
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
    file that its holder writes. It is taken over from a process of this machine that has ended, and from any that has not
    renewed it for `_LEASE` seconds. Should its holder live on, it loses: what this writer has read it replaces only if
    nobody else has replaced it since.
    """

    local = False

    def __init__(self, address: str):
        self.address = address
        self._tags: dict[str, str | None] = {}
        self._held = False

    @property
    def _store(self) -> "ObjectStore":
        return connected(self.address)

    def url(self, name: str) -> str:
        """What Polars reads a file by."""
        return f"{self.address}/{name}"

    def read(self, name: str) -> bytes:
        """An object's content; FileNotFoundError where there is none."""
        try:
            content, self._tags[name] = asked(self.address, lambda: self._get(name))
        except FileNotFoundError:
            self._tags[name] = None
            raise
        return content

    def _get(self, name: str) -> tuple[bytes, str | None]:
        found = self._store.get(name)
        return bytes(found.bytes()), found.meta["e_tag"]

    def write(self, name: str, content: bytes) -> None:
        """Puts an object; one that this writer has read must still be as it was read."""
        if name in self._tags:
            self._replace(name, content, self._tags[name])
        else:
            asked(self.address, lambda: self._store.put(name, content))
        if self._held and name != _LOCK:
            self.write(_LOCK, holder())

    def _replace(self, name: str, content: bytes, tag: str | None) -> None:
        """Puts an object where the one of a tag stands, or none; Locked where another one does."""
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        mode: Literal["create"] | UpdateVersion = {"e_tag": tag} if tag else "create"
        try:
            self._tags[name] = asked(self.address, lambda: self._store.put(name, content, mode=mode))["e_tag"]
        except (AlreadyExistsError, PreconditionError):
            # Where the answer to the first of two puts was lost, what stands there is this.
            with suppress(FileNotFoundError):
                if self.read(name) == content:
                    return
            raise Locked from None

    def write_ahead(self, name: str, content: bytes) -> None:
        """Puts an object, as `write` does: it is there at once."""
        self.write(name, content)

    def secure(self, names: Iterable[str]) -> None:
        """Nothing: objects are there at once."""

    def abandon(self, names: Iterable[str]) -> None:
        """Nothing: no object is there by half."""

    def list(self, folder: str) -> Iterator[str]:
        """The names of the objects in a folder; none where there is no such folder."""
        yield from asked(self.address, lambda: [found["path"] for part in self._store.list(folder) for found in part])

    def remove(self, name: str) -> None:
        """Removes an object, if it is there."""
        if name in self._tags:
            self._tags[name] = None
        with suppress(FileNotFoundError):
            asked(self.address, lambda: self._store.delete(name))

    def length(self, name: str) -> int:
        """An object's bytes; FileNotFoundError where there is none."""
        return int(asked(self.address, lambda: self._store.head(name))["size"])

    def state(self, name: str) -> object:
        """Nothing: objects of a store never change, and asking takes as long as a query."""

    def changed(self, name: str) -> float:
        """The Unix time at which an object was last put, by the bucket's clock; FileNotFoundError where there is none."""
        return asked(self.address, lambda: self._store.head(name))["last_modified"].timestamp()

    def sha256(self, name: str) -> str:
        """The SHA-256 of an object, in hexadecimal digits; FileNotFoundError where there is none."""
        return hashlib.sha256(asked(self.address, lambda: self._get(name))[0]).hexdigest()

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Holds the one lock of an address; where the bucket is away in the end, the next writer finds it left behind."""
        with suppress(FileNotFoundError):
            found = self.read(_LOCK)
            fresh = time.time() - self.changed(_LOCK) < _LEASE
            if fresh and not has_ended(found, self.address in _held_here):
                raise Locked
        self.write(_LOCK, holder())
        self._held = True
        _held_here.add(self.address)
        try:
            yield
        finally:
            self._held = False
            _held_here.discard(self.address)
            with suppress(Unreachable):
                self.remove(_LOCK)


Files = Folder | Bucket


def _partial(target: Path) -> Path:
    """What a file is called while this process writes it."""
    return target.with_name(f".{target.name}.{os.getpid()}.partial")


def _to_disk(folder: Path) -> None:
    """Makes the names in a folder outlast a power cut; systems that cannot open a folder do so by themselves."""
    if os.name == "nt":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
