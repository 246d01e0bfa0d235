"""A store's version → the rows of its reports, issues and cubes, from memory or from disk."""

from collections.abc import Callable, Hashable, Sequence
from typing import Protocol, TypeVar

import polars as pl

from loaders.places.tree import DivisionTree
from loaders.query.in_memory import InMemory
from loaders.query.on_disk import OnDisk
from loaders.query.stored import Query
from loaders.store.leases import lease
from loaders.store.versions import Store

_YEARS = 10_000
"""More than any year."""
T = TypeVar("T")


class Snapshot(Protocol):
    """One version of a store. Several threads may query it at once.

    A table is `reports`, `issues` or one of `loaders.store.cubes.CUBES`. All rows handed out have the types of
    `loaders.query.stored.wide_type`: whole numbers are Int64 and texts are String, however they are stored.
    """

    store: Store
    build: str
    reports_have_flags: bool
    """Whether `reports` has the columns of `loaders.store.cubes.sums.FLAGS`."""

    @property
    def places(self) -> DivisionTree:
        """The tree of the divisions."""
        ...

    def rows(self, table: str, columns: Sequence[str], where: pl.Expr | None = None) -> pl.DataFrame:
        """Some columns of the rows of a table for which a predicate holds, of all rows without one, in stored order."""
        ...

    def query(self, table: str, columns: Sequence[str], query: Query, where: pl.Expr | None = None) -> pl.DataFrame:
        """The result of a query over such rows.

        It is faster than the same query over the result of `rows`: it runs over narrow columns (counts of 8, 16 or 64
        bits, all of which Polars sums in 64 bits, and texts as categories), and only its result is widened.
        """
        ...

    def rows_at(self, table: str, numbers: pl.Series, columns: Sequence[str]) -> pl.DataFrame:
        """Some columns of the rows of a table with the given row numbers, in that order."""
        ...

    def row_numbers(self, table: str, where: pl.Expr | None) -> pl.Series:
        """The numbers of the rows of a table for which a predicate holds, counted from 0."""
        ...

    def report(self, report_id: str, columns: Sequence[str]) -> pl.DataFrame:
        """Some columns of the report with an id: one row, or none."""
        ...

    def memoise(self, key: Hashable, make: Callable[[], T]) -> T:
        """A small result for this snapshot, made once for its key."""
        ...

    def forget(self) -> None:
        """Drop the memoised results, for measurements."""
        ...

    def preload(self) -> None:
        """Read into memory what queries will need, before the first of them."""
        ...


def open_snapshot(store: Store, *, low_memory: bool = False) -> Snapshot:
    """A store's version, read into memory, or scanned from disk by each query where memory is short."""
    leased = lease(store)
    return OnDisk(leased) if low_memory else InMemory(leased)


def year_key(name: str) -> pl.Expr:
    """A text column and `year` as one number (UInt64), null where the text is.

    Grouping, joining and sorting by it is several times faster than by both. Successive years of a text are successive
    numbers. The numbers hold within one process only.
    """
    text = pl.col(name).cast(pl.Categorical).to_physical().cast(pl.UInt64)
    return text * _YEARS + pl.col("year").cast(pl.UInt64)
