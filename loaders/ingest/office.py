"""What the office supplies beside reports → in force, whole; the version before is kept, and put back on demand."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import polars as pl

from loaders.ingest.run import set_population, set_roster, set_timeline
from loaders.store.backends import Location
from loaders.store.schema import OfficeFiles
from loaders.store.versions import Store, open_store
from loaders.store.writer import writing

SETTERS: dict[str, Callable[[Location, pl.DataFrame, pl.DataFrame | None], None]] = {
    "roster": set_roster,
    "population": set_population,
    "timeline": set_timeline,
}
"""The tables of the office, each with what puts another in force."""


class OfficeFile(NamedTuple):
    """A file of the office. when: it was put in force, a time of ISO 8601. content: None where it was taken away."""

    name: str
    when: str
    content: bytes | None


def restore(store: Location, table: str) -> bool:
    """Puts the version before of a table of the office back in force, and the one in force in its stead; whether there is
    one.
    """
    opened = open_store(store)
    if not has_before(opened, table):
        return False
    SETTERS[table](store, opened.read(f"{table}_before"), opened.read(table))
    return True


def has_before(store: Store, table: str) -> bool:
    """Whether a version before of a table of the office is kept; it may be empty."""
    return bool(store.files.get(f"{table}_before"))


def file_of(store: Store, kind: str, *, before: bool = False) -> OfficeFile | None:
    """The file of a kind that is in force, or the one before it; None where there never was one."""
    rows = store.scan("office_files").filter(pl.col("kind") == kind, pl.col("before") == before).collect()
    return next((OfficeFile(*row) for row in rows.select("name", "when", "content").iter_rows()), None)


def put_file(store: Location, kind: str, name: str, content: bytes | None, when: datetime) -> None:
    """Puts a file in force, in place of the one before, which is kept; None takes it away."""
    with writing(store) as writer:
        others = writer.store.read("office_files")
        there = file_of(writer.store, kind) or OfficeFile("", "", None)
        new = OfficeFile(name, when.isoformat(timespec="seconds"), content)
        rows = [(kind, old, *file) for old, file in ((False, new), (True, there))]
        mine = pl.DataFrame(rows, schema=others.schema, orient="row")
        kept = others.filter(pl.col("kind") != kind)
        writer.commit({"office_files": OfficeFiles.validate(pl.concat([kept, mine]))})


def restore_file(store: Location, kind: str, when: datetime) -> bool:
    """Puts the file before back in force, and the one in force in its stead; whether there is one."""
    before = file_of(open_store(store), kind, before=True)
    if before is None:
        return False
    put_file(store, kind, before.name, before.content, when)
    return True
