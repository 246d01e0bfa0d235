"""A store's version → its tables as they are stored, with cubes derived where it has none; and the types of queries."""

from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any, TypeVar

import polars as pl

from loaders.places.tree import DivisionTree
from loaders.store.cubes import CUBES, cubes
from loaders.store.cubes.bodies import YEARS_ON
from loaders.store.schema import BITMAPS
from loaders.store.versions import Store

_AS_STORED = frozenset(("year", "years", *YEARS_ON.values(), *BITMAPS))
"""Whole numbers that nobody adds up: years (Int16), and sets of bits (UInt64), whose highest bit Int64 cannot hold."""
_MAX_MEMOISED = 10_000
T = TypeVar("T")
Query = Callable[[pl.LazyFrame], pl.LazyFrame]
"""Rows of a table → the rows that answer a question."""


class Stored:
    """The tables of one version, the divisions' tree, and small results that are made once."""

    def __init__(self, store: Store):
        self.store = store
        self.build = store.build
        self._memoised: dict[Hashable, Any] = {}

    def scan(self, table: str) -> pl.LazyFrame:
        """A table as it is stored, or as it is derived from the others."""
        if table in CUBES and table not in self.store.files:
            return self._derived_cubes[table].lazy()
        return self.store.scan(table)

    @cached_property
    def places(self) -> DivisionTree:
        """The tree of the divisions."""
        divisions = self.scan("divisions").select("division", "province", "city", "district").collect()
        return DivisionTree(divisions.iter_rows())

    def memoise(self, key: Hashable, make: Callable[[], T]) -> T:
        """A small result for this snapshot, made once for its key."""
        # Another session may clear the results at any moment: what was found or made is handed out, and not looked up again.
        result: T | None = self._memoised.get(key)
        if result is None:
            result = make()
            if len(self._memoised) > _MAX_MEMOISED:
                self._memoised.clear()
            self._memoised[key] = result
        return result

    def forget(self) -> None:
        """Drop the memoised results, for measurements."""
        self._memoised.clear()

    @cached_property
    def _derived_cubes(self) -> dict[str, pl.DataFrame]:
        """The cubes of a version that was committed without them."""
        return cubes(*(self.store.scan(table) for table in ("reports", "documents", "issues", "roster")))


def is_count(name: str, dtype: pl.DataType) -> bool:
    """Whether a column holds whole numbers that may be added up."""
    return dtype.is_integer() and name not in _AS_STORED


def wide_type(name: str, dtype: pl.DataType) -> pl.DataType:
    """The type in which queries get a column: Int64 for counts, String for categories, else as stored."""
    if is_count(name, dtype):
        return pl.Int64()
    return pl.String() if isinstance(dtype, pl.Categorical) else dtype


def widen(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with each column in its `wide_type`."""
    return pl.DataFrame([column.cast(wide_type(column.name, column.dtype)) for column in rows.iter_columns()])
