"""A part of the office's files → what is in force, how a file of it is read, and how another is put in force."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from loaders.ingest.csv_input import InputError
from loaders.ingest.office import SETTERS
from loaders.ingest.population import places_of, read_population
from loaders.ingest.roster import read_roster
from loaders.ingest.timeline import read_timeline
from loaders.output.listings import listing
from loaders.store.backends import Location
from loaders.store.versions import Store, open_store
from pages.shared.frame.session import path_of

TABLES = ("roster", "population", "timeline")
PARTS = (*TABLES, "boundaries", "templates")
Read = Callable[[bytes], tuple[pl.DataFrame, list[InputError]]]


@dataclass(frozen=True)
class Part:
    """A table of the office. in_force: as it is stored; rows: as an official fills them in; read: what a listing holds, or
    its faults.
    """

    table: str
    store: Store
    in_force: pl.DataFrame
    rows: pl.DataFrame
    read: Read


def own_store() -> Location:
    """Where the office's files are kept, whatever data are shown."""
    return path_of("own")


def load(table: str) -> Part:
    """The part as it is in force now. Raises StoreError."""
    store = open_store(own_store())
    in_force = store.read(table)
    return Part(table, store, in_force, listing(table, in_force), _reader(table, store))


def put(part: Part, rows: pl.DataFrame) -> None:
    """Puts rows in force in place of those of the part. Raises Changed and StoreError."""
    SETTERS[part.table](part.store.path, rows, part.in_force)


def compared(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """The rows of two listings that only one of them has, with `was`: `added` or `removed`."""
    before, now = (rows.select(pl.all().cast(pl.String)) for rows in (old, new))
    parts = [
        some.join(others, on=old.columns, how="anti", nulls_equal=True).select(pl.lit(was).alias("was"), pl.all())
        for some, others, was in ((now, before, "added"), (before, now, "removed"))
    ]
    return pl.concat(parts)


def _reader(table: str, store: Store) -> Read:
    if table != "roster":
        places = places_of(store.scan("reports"))
        read = read_population if table == "population" else read_timeline
        return lambda data: read(data, places)
    bodies = store.scan("reports").select(pl.col("body_id").drop_nulls().unique()).collect()["body_id"]
    return lambda data: read_roster(data, frozenset(bodies))
