"""A document of a store → its bytes and the name of its file, where they are kept."""

import re
from dataclasses import dataclass

import polars as pl

from loaders.store.sources import sources_of
from loaders.store.versions import Store

_UNFIT = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\\/:*?\"<>|]")
"""What a name of a file cannot have on one system or another, or would show it as another than it is."""
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Kept:
    """The bytes of a document; name: of its file, without folders."""

    name: str
    data: bytes


def kept_bytes(store: Store, document: str) -> Kept | None:
    """The bytes of a document by its id; None where there is no such document, or they are not kept."""
    rows = store.scan("documents").filter(pl.col("document") == document).select("source", "sha256").collect()
    sources = sources_of(store.path)
    if not rows.height or sources is None:
        return None
    source, sha256 = rows.sort("source").row(0)
    data = sources.read(sha256)
    return None if data is None else Kept(file_name(source), data)


def file_name(source: str) -> str:
    """The last part of a document's path, fit to be a file's name everywhere."""
    name = _UNFIT.sub("_", source.replace("\\", "/").rpartition("/")[2]).strip(" .")
    return name[-_LONGEST:] or "document"
