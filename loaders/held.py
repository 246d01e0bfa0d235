"""A store's version → its reports and cubes, held in memory as narrow as they are, or scanned where memory is short."""

import threading
from collections.abc import Callable
from functools import cached_property
from typing import Any

import polars as pl

from loaders.cubes import CUBES, cubes
from loaders.schema import IDENTITY
from loaders.store import Store

_WORDS = ("body_id", "agency", "division", "division_code", "province", "city", "district", "level", "kind")
"""Columns of few different texts, held as numbers."""
_AT_ONCE = 24
"""Columns that are read in one pass, so that little more than what is kept is in memory."""


class Held:
    """One version, ready to be asked from several threads at once.

    Counts are held in the narrowest type that fits a column: whoever adds them up widens them first.
    """

    def __init__(self, store: Store, low_memory: bool = False):
        self.store = store
        self.build = store.build
        self.low_memory = low_memory
        self._lock = threading.Lock()
        self._tables: dict[str, pl.DataFrame] = {}

    @property
    def reports(self) -> pl.LazyFrame:
        """The wide table, a row a report, in its stored order."""
        return self._table("reports", self._reports)

    @property
    def issues(self) -> pl.LazyFrame:
        """The table of issues in its stored order."""
        return self._table("issues", lambda: _narrow(self.store.read("issues")))

    def cube(self, name: str) -> pl.LazyFrame:
        """One of the cubes."""
        return self._table(name, lambda: _narrow(self.store.read(name)))

    def _table(self, name: str, read: Callable[[], pl.DataFrame]) -> pl.LazyFrame:
        stored = name in self.store.files or name not in CUBES
        if self.low_memory and stored:
            return self.store.scan(name)
        with self._lock:
            if name not in self._tables:
                self._tables[name] = read() if stored else _narrow(self._derived[name])
            return self._tables[name].lazy()

    @cached_property
    def _derived(self) -> dict[str, pl.DataFrame]:
        """The cubes of a version that was committed without them."""
        scan = self.store.scan
        return cubes(*(scan(table) for table in ("reports", "documents", "issues", "roster")))

    def _reports(self) -> pl.DataFrame:
        rows = self.store.scan("reports")
        names = rows.collect_schema().names()
        columns: list[pl.Series] = []
        for i in range(0, len(names), _AT_ONCE):
            columns += _narrow(rows.select(names[i : i + _AT_ONCE]).collect()).get_columns()
        return pl.DataFrame(columns)


def _narrow(frame: pl.DataFrame) -> pl.DataFrame:
    columns = []
    for name, dtype in frame.schema.items():
        column = frame[name]
        if name in _WORDS and dtype == pl.String:
            column = column.cast(pl.Categorical)
        elif dtype.is_integer() and name not in ("year", *IDENTITY):
            column = column.shrink_dtype()
        columns.append(column)
    return pl.DataFrame(columns)


def told(rows: pl.LazyFrame) -> pl.DataFrame:
    """The result of a query, with texts as texts."""
    frame = rows.collect()
    return frame.with_columns(pl.col(pl.Categorical).cast(pl.String))


Query = Callable[..., Any]
"""A function of a Held and plain, hashable arguments."""
