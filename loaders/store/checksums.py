"""A store's files ↔ the checksums in its manifest: each file is verified when it is first opened, and when it has changed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from loaders.store.backends import Files, Location


@dataclass(frozen=True, slots=True)
class Checksum:
    """What a file must be: its SHA-256 in hexadecimal digits and its length in bytes."""

    sha256: str
    length: int


class Damaged(Exception):
    """A file that is not what was written: its name, and the id of the sentence that says how, with its words."""

    def __init__(self, name: str, reason: str, **words: object):
        super().__init__(name, reason, words)
        self.name = name
        self.reason = reason
        self.words = words


Checksums = Mapping[str, Checksum]
_sound: dict[tuple[Location, str], object] = {}
"""The state in which a file was found sound, by location and name."""


def checksum(content: bytes) -> Checksum:
    """The checksum of a file's content."""
    return Checksum(hashlib.sha256(content).hexdigest(), len(content))


def named(folder: str, content: bytes) -> str:
    """The name of a Parquet file in a folder: what is in it tells it from all others."""
    return f"{folder}/{hashlib.sha256(content).hexdigest()[:16]}.parquet"


def verify(path: Location, files: Files, name: str, known: Checksums) -> None:
    """Raises Damaged for a file that is not there, cannot be read, or is not what its checksum says.

    A manifest of an earlier program has no checksums: the first digits in the file's name then stand for one. An object
    in a bucket is fetched whole only by `gongkai store check`; here its length has to do.
    """
    try:
        state = files.state(name)
        if _sound.get((path, name)) == state:
            return
        expected = known.get(name)
        length = files.length(name)
        if expected and length != expected.length:
            raise Damaged(name, "store_file_damaged")
        if files.local:
            verify_content(files, name, expected)
    except FileNotFoundError:
        raise Damaged(name, "store_file_lost") from None
    except OSError as error:
        raise Damaged(name, "store_file_unreadable", error=error.strerror or str(error)) from None
    _sound[path, name] = state


def verify_content(files: Files, name: str, expected: Checksum | None) -> None:
    """Raises Damaged for a file whose every byte was read and that is not what its checksum says; OSError."""
    found = files.sha256(name)
    if not (found == expected.sha256 if expected else name == f"{name.partition('/')[0]}/{found[:16]}.parquet"):
        raise Damaged(name, "store_file_damaged")


def whole(files: Files, name: str) -> bool:
    """Whether a file is there and holds what it was named by."""
    try:
        verify_content(files, name, None)
    except (OSError, Damaged):
        return False
    return True
