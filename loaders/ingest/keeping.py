"""Files that were read → their bytes, kept beside the store before a commit names the documents."""

import hashlib
from collections.abc import Iterable, Mapping, Set
from contextlib import suppress

import polars as pl

from loaders.ingest.batch import UNREAD
from loaders.reading.files import Archives, SourceFile, read_bytes
from loaders.reading.formats.detect import FACTS
from loaders.store.sources import Sources
from loaders.text.errors import Unreadable


class Keeper:
    """Keeps the bytes of documents; of facts, which are no documents, none. Does nothing where sources is None."""

    def __init__(self, sources: Sources | None, items: Iterable[SourceFile]):
        self._sources = sources
        self._items = {(i.root, i.source): i for i in items} if sources else {}
        self._archives = Archives()

    def take(self, documents: pl.DataFrame) -> None:
        """Keeps the bytes of documents that were read from the items."""
        if not self._sources:
            return
        for root, source, sha256, format, reason in documents.select(
            "root", "source", "sha256", "format", "reason"
        ).iter_rows():
            item = self._items.get((root, source))
            if item and format not in FACTS and reason not in UNREAD and sha256 not in self._sources.names:
                self._keep(item, {sha256})

    def take_known(self, held: Mapping[str, Set[str]]) -> None:
        """Keeps the bytes of items that the store read when sources were not kept; held: its hashes of each source."""
        if not self._sources:
            return
        kept = self._sources.names.keys()
        for item in self._items.values():
            wanted = held.get(item.source, set())
            if wanted and not wanted & kept:
                self._keep(item, wanted)

    def secure(self) -> None:
        """Waits until what is kept is on the disk."""
        if self._sources:
            self._sources.secure()

    def close(self) -> None:
        """Removes what is not on the disk yet, and closes archives."""
        self._archives.close()
        if self._sources:
            self._sources.abandon()

    def _keep(self, item: SourceFile, wanted: Set[str]) -> None:
        # A file that has changed since it was read is another document.
        with suppress(Unreadable):
            data = read_bytes(item, self._archives)
            sha256 = hashlib.sha256(data).hexdigest()
            if self._sources and sha256 in wanted:
                self._sources.keep(sha256, data)
