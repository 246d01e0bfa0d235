"""A folder of immutable Parquet files and one manifest that names those in force → the tables of one version.

A reader keeps the version that it opened: a commit writes new files beside the old ones and replaces the manifest in
one step. The manifest is written before any other file: where files of tables lie without one, it was lost.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import orjson
import polars as pl

from loaders.bodies.describe import COLUMNS
from loaders.form.vocabulary import SCOPES
from loaders.resources import shipped_path
from loaders.store.backends import Files, Location, storage
from loaders.store.checksums import Checksum, Checksums, Damaged, verify
from loaders.store.cubes import CUBES, EDITION
from loaders.store.errors import StoreError
from loaders.store.outages import of_table, scan
from loaders.store.schema import (
    REPORTS,
    WIDE,
    Cells,
    ColumnType,
    Documents,
    Issues,
    Notes,
    OfficeFiles,
    Overrides,
    Population,
    Prose,
    Roster,
    Timeline,
    Withdrawals,
    types,
)

MANIFEST = "manifest.json"
MANIFEST_COPY = "manifest.copy.json"
"""The same once more, for `gongkai store repair`."""
FORMAT = 2
"""The edition of the tables' columns and words. Files of `OLDEST` and later are read as if this program had written them."""
OLDEST = 1
OFFICE = ("roster_before", "population_before", "timeline_before", "office_files")
"""What the office supplied before what is in force, and files of it."""
WHOLE = (
    "documents",
    "described",
    "reports",
    "issues",
    "notes",
    "roster",
    "population",
    "timeline",
    "overrides",
    "withdrawals",
    *OFFICE,
)
SEGMENTED = ("cells", "prose")
UNFINISHED = "unfinished.json"
DESCRIPTION_KEY: dict[str, ColumnType] = {
    "document": pl.String,
    "source": pl.String,
    "told_agency": pl.String,
    "told_place": pl.String,
    "told_year": pl.Int16,
    "told_scope": pl.Enum(SCOPES),
}
"""The columns that decide a description: the document, its source, and the user's overrides."""
DESCRIBED: dict[str, ColumnType] = {**DESCRIPTION_KEY, "rules": pl.String, **COLUMNS}
"""The columns of `described`: what is known of each document's body, by which rules; what a commit need not seek again."""
_SCHEMAS: dict[str, pl.Schema] = {
    "documents": types(Documents),
    "described": pl.Schema(DESCRIBED),
    "reports": pl.Schema(REPORTS),
    "issues": types(Issues),
    "notes": types(Notes),
    "roster": types(Roster),
    "population": types(Population),
    "timeline": types(Timeline),
    "roster_before": types(Roster),
    "population_before": types(Population),
    "timeline_before": types(Timeline),
    "office_files": types(OfficeFiles),
    "overrides": types(Overrides),
    "withdrawals": types(Withdrawals),
    "cells": types(Cells),
    "prose": types(Prose),
    "wide": pl.Schema(WIDE),
}
TABLES = (*_SCHEMAS, *CUBES)
"""Every table, each in a folder of its own."""


@dataclass(frozen=True)
class Store:
    """One version of a store, as its manifest stood when it was opened.

    superseded: the files that this version is not made of, each with the Unix time at which a commit first found it so.
    checksums: those of the files that it is made of; none in a manifest of an earlier program. commits: the day (ISO) on which
    documents were first committed, by their `seen`; of commits by an earlier program nothing is recorded.
    """

    path: Location
    build: str = "empty"
    label: str | None = None
    created: str | None = None
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    superseded: Mapping[str, int] = field(default_factory=dict)
    checksums: Checksums = field(default_factory=dict)
    commits: Mapping[str, str] = field(default_factory=dict)

    @property
    def synthetic(self) -> bool:
        """Whether the store says of itself that it holds invented reports."""
        return self.label == "demo"

    @property
    def empty(self) -> bool:
        """Whether nothing was ever committed."""
        return not self.files

    def scan(self, table: str) -> pl.LazyFrame:
        """A table, lazily; without rows where the store has none. Raises StoreError where a file of it is damaged."""
        return scan_files(self.path, table, self.files.get(table, ()), self.checksums)

    def read(self, table: str) -> pl.DataFrame:
        """A table, whole."""
        return of_table(str(self.path), self.scan(table).collect)


def scan_files(path: Location, table: str, names: Iterable[str], checksums: Checksums | None = None) -> pl.LazyFrame:
    """A table made of the named files, lazily; without rows where none is named. Raises StoreError where one is damaged.

    Files that a program of before wrote are given the columns and types that the table has now.
    """
    files, urls = storage(path), []
    for name in names:
        _verify(path, files, name, checksums or {})
        urls.append(files.url(name))
    parts = [
        scan(list(alike)) if same else pl.concat([_upgraded(url, table) for url in alike])
        for same, alike in groupby(urls, lambda url: table not in _SCHEMAS or _is_current(url, table))
    ]
    return pl.concat(parts) if parts else pl.LazyFrame(schema=_SCHEMAS[table])


@lru_cache(maxsize=1 << 12)
def _is_current(url: str, table: str) -> bool:
    """Whether a file, which is never changed, has the columns and types that this program writes."""
    return of_table(url, scan(url).collect_schema) == _SCHEMAS[table]


def _upgraded(url: str, table: str) -> pl.LazyFrame:
    """A file of an earlier program with the columns of this one: words of the form that were added since have no rows, cells
    no numbers, and states no cells.
    """
    rows = scan(url)
    there = of_table(url, rows.collect_schema)
    absent = {name: pl.lit(0 if dtype == pl.UInt64 else None) for name, dtype in _SCHEMAS[table].items()}
    return rows.select(
        (pl.col(name) if name in there else absent[name]).cast(dtype).alias(name)
        for name, dtype in _SCHEMAS[table].items()
    )


def _verify(path: Location, files: Files, name: str, checksums: Checksums) -> None:
    try:
        verify(path, files, name, checksums)
    except Damaged as damage:
        raise StoreError(damage.reason, path=str(path), file=name, **damage.words) from None


def shipped(name: str) -> Path:
    """One of the stores that come with the program: `demo` or `sample`. They are read-only."""
    return shipped_path(name)


def exists(path: Location) -> bool:
    """Whether a store with data is at a location, be it one that cannot be opened."""
    try:
        return not open_store(path).empty
    except StoreError:
        return True


def open_store(path: Location) -> Store:
    """The version in force at a location, empty where nothing was committed; StoreError where it cannot be opened.

    All its files are verified; those in a bucket when they are first scanned.
    """
    files = storage(path)
    store = open_version(path, files)
    if files.local:
        verify_all(store, files)
    return store


def verify_all(store: Store, files: Files) -> None:
    """Raises StoreError where a file of a version is damaged."""
    for names in store.files.values():
        for name in names:
            _verify(store.path, files, name, store.checksums)


def open_version(path: Location, files: Files, manifest: str = MANIFEST) -> Store:
    """The version in force among the files of a location, or that of a copy, unverified; else as `open_store`."""
    try:
        content = _manifest(path, files, manifest)
    except (OSError, orjson.JSONDecodeError):
        raise StoreError("store_broken", path=str(path)) from None
    if content is None:
        return Store(path)
    if not isinstance(content, dict) or not isinstance(content.get("format"), int):
        raise StoreError("store_broken", path=str(path))
    if content["format"] > FORMAT:
        raise StoreError("store_newer", path=str(path))
    if content["format"] < OLDEST:
        raise StoreError("store_other_version", path=str(path))
    try:
        # Cubes made by other rules would add up what these leave out: they are made anew from the reports.
        old = CUBES if content.get("cubes") != EDITION else ()
        tables = {table: tuple(names) for table, names in content["tables"].items() if table not in old}
        superseded = dict(content.get("superseded", {}))
        checksums = {name: Checksum(**found) for name, found in content.get("checksums", {}).items()}
        commits = dict(content.get("commits", {}))
        return Store(
            path, content["build"], content.get("label"), content.get("created"), tables, superseded, checksums, commits
        )
    except (KeyError, AttributeError, TypeError, ValueError):
        raise StoreError("store_broken", path=str(path)) from None


def manifest_of(store: Store) -> dict[str, object]:
    """What the manifest of a version says."""
    return {
        "format": FORMAT,
        "build": store.build,
        "cubes": EDITION,
        "label": store.label,
        "created": store.created,
        "tables": store.files,
        "commits": store.commits,
        "superseded": store.superseded,
        "checksums": store.checksums,
    }


def _manifest(path: Location, files: Files, manifest: str) -> object:
    """What the manifest says, None where no store ever was; StoreError where it was lost."""
    try:
        return orjson.loads(files.read(manifest)) or {}
    except FileNotFoundError:
        # An earlier program wrote the parts of its first run before any manifest; its list names them.
        committed = set(TABLES) - read_unfinished(files).keys()
        if any(name.endswith(".parquet") for table in committed for name in files.list(table)):
            raise StoreError("store_manifest_lost", path=str(path), manifest=MANIFEST) from None
        return None


def read_unfinished(files: Files) -> dict[str, list[str]]:
    """The files of each table that a writer kept and did not commit."""
    try:
        tables = orjson.loads(files.read(UNFINISHED))
        return {table: [str(name) for name in names] for table, names in tables.items() if table in TABLES}
    except (OSError, orjson.JSONDecodeError, AttributeError, TypeError):
        return {}
