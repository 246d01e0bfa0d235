"""The bytes of documents ↔ files named by their SHA-256, in a folder of the store or where the office has them.

They lie compressed where that makes them smaller. A document's bytes are on the disk before a commit names the document.
"""

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator

from loaders import settings
from loaders.store.backends import Files, Location, location, storage

FOLDER = "sources"
_PACKED = ".gz"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_WORTH = 0.9
"""The share of its size below which a file is kept compressed."""
_QUICK = 3
"""The level of compression: higher ones take more time than reading the document does."""


class Sources:
    """The bytes of documents that are kept at a location. beside: whether that is the store itself."""

    def __init__(self, files: Files, beside: bool):
        self.files, self.beside = files, beside
        self._names: dict[str, str] | None = None
        self._ahead: list[str] = []

    @property
    def names(self) -> dict[str, str]:
        """SHA-256 → the name of the file that holds those bytes."""
        if self._names is None:
            names = self.files.list(FOLDER)
            self._names = {digest_of(name): name for name in names if not name.startswith(f"{FOLDER}/.")}
        return self._names

    def keep(self, sha256: str, data: bytes) -> None:
        """Keeps bytes, from the next `secure` on; Unwritable where that fails."""
        if sha256 in self.names:
            return
        packed = gzip.compress(data, _QUICK, mtime=0)
        small = len(packed) < _WORTH * len(data)
        name = f"{FOLDER}/{sha256}{_PACKED if small else ''}"
        self._ahead.append(name)
        self.files.write_ahead(name, packed if small else data)
        self.names[sha256] = name

    def secure(self) -> None:
        """Waits until all that is kept is on the disk; Unwritable where that fails."""
        self.files.secure(self._ahead)
        self._ahead.clear()

    def abandon(self) -> None:
        """Removes what is not on the disk yet."""
        self.files.abandon(self._ahead)
        self._ahead.clear()

    def read(self, sha256: str) -> bytes | None:
        """The bytes; None where they are not kept, or are not what they were."""
        for name in _possible(sha256):
            try:
                data = unpacked(name, self.files.read(name))
            except (OSError, EOFError, zlib.error):
                continue
            if hashlib.sha256(data).hexdigest() == sha256:
                return data
        return None

    def has(self, sha256: str) -> bool:
        """Whether the bytes are kept, without listing all."""
        for name in _possible(sha256):
            try:
                self.files.length(name)
            except OSError:
                continue
            return True
        return False

    def damaged(self) -> Iterator[str]:
        """The names of files that are not what they were, by reading all."""
        yield from (name for sha256, name in sorted(self.names.items()) if self.read(sha256) is None)

    def remove_damaged(self) -> set[str]:
        """Removes files that are not what they were, so that the bytes can be kept again; returns their names."""
        names = set(self.damaged())
        for name in names:
            self.remove(name)
        return names

    def remove(self, name: str) -> None:
        """Removes a file."""
        self.files.remove(name)
        self.names.pop(digest_of(name), None)


def sources_of(store: Location) -> Sources | None:
    """The kept bytes of the documents of a store; None where they are not kept."""
    given = settings.sources()
    if given is None:
        return None
    return Sources(storage(location(given) if given else store), beside=not given)


def _possible(sha256: str) -> tuple[str, ...]:
    """The names that the file of some bytes may have; none for what is no SHA-256, as a file of facts may say."""
    return (f"{FOLDER}/{sha256}{_PACKED}", f"{FOLDER}/{sha256}") if _DIGEST.fullmatch(sha256) else ()


def is_packed(name: str) -> bool:
    """Whether a file holds compressed bytes, by its name."""
    return name.endswith(_PACKED)


def digest_of(name: str) -> str:
    """The SHA-256 of the bytes in a file, by its name."""
    return name.rpartition("/")[2].removesuffix(_PACKED)


def unpacked(name: str, content: bytes) -> bytes:
    """The bytes of the document in a file; OSError, EOFError or zlib.error where the file is damaged."""
    return gzip.decompress(content) if is_packed(name) else content
