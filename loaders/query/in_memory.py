"""A store's version → its tables in memory, each column as narrow as its values, widened where rows are handed out."""

import threading
from collections.abc import Callable, Iterable, Sequence

import polars as pl

from loaders.query.stored import Query, Stored, is_count, widen
from loaders.store.cubes import CUBES
from loaders.store.versions import Store

_CATEGORIES = frozenset(
    "body_id agency division division_code province city district level kind section item column rule".split()
)
"""Text columns with few different values: they are kept as numbers."""
_NARROW = (pl.Int8, pl.Int16)
"""The types of counts in memory, beside Int64. Polars sums these in 64 bits, but Int32 in 32."""
_DENSE = 0.05
"""The share of rows from which on it is quicker to go through a column than to pick them out of it."""
_COLUMNS_AT_ONCE = 24
"""Columns that are read in one pass, so that reading takes little more memory than the narrow table."""


class InMemory(Stored):
    """A `loaders.query.snapshot.Snapshot` that reads each table once."""

    reports_have_flags = True

    def __init__(self, store: Store):
        super().__init__(store)
        self._lock = threading.Lock()
        self._tables: dict[str, pl.DataFrame] = {}

    def rows(self, table: str, columns: Sequence[str], where: pl.Expr | None = None) -> pl.DataFrame:
        return widen(self._narrow_rows(table, columns, where))

    def query(self, table: str, columns: Sequence[str], query: Query, where: pl.Expr | None = None) -> pl.DataFrame:
        rows = self._narrow_rows(table, columns, where).lazy()
        return widen(query(rows).collect(engine="in-memory"))

    def rows_at(self, table: str, numbers: pl.Series, columns: Sequence[str]) -> pl.DataFrame:
        return widen(self._table(table)[numbers, list(columns)])

    def row_numbers(self, table: str, where: pl.Expr | None) -> pl.Series:
        frame = self._table(table)
        if where is None:
            return pl.int_range(frame.height, eager=True)
        return _few(frame, where.meta.root_names()).select(pl.arg_where(where).cast(pl.Int64)).to_series()

    def report(self, report_id: str, columns: Sequence[str]) -> pl.DataFrame:
        """The row is found by a hash of the id: numbers compare many times faster than texts."""
        reports = self._table("reports")
        hashes = self._read_once("hashes", lambda: reports.select(pl.col("report_id").hash()))
        wanted = pl.Series([report_id], dtype=pl.String).hash()[0]
        numbers = hashes.select(pl.arg_where(pl.col("report_id") == pl.lit(wanted, dtype=pl.UInt64))).to_series()
        same_hash = reports[numbers, list(dict.fromkeys(["report_id", *columns]))]
        return widen(same_hash.filter(pl.col("report_id") == report_id).select(columns))

    def _narrow_rows(self, table: str, columns: Sequence[str], where: pl.Expr | None) -> pl.DataFrame:
        """The rows are found by the columns of the predicate; the other columns are then read for those rows alone."""
        frame, names = self._table(table), list(dict.fromkeys(columns))
        if where is None:
            return _few(frame, names)
        numbers = self.row_numbers(table, where)
        if numbers.len() < frame.height * _DENSE:
            return frame[numbers, names]
        return _few(frame, names).filter(_few(frame, where.meta.root_names()).select(where).to_series())

    def preload(self) -> None:
        for table in (*CUBES, "reports"):
            self._table(table)
        _ = self.places

    def _table(self, name: str) -> pl.DataFrame:
        return self._read_once(name, lambda: self._reports() if name == "reports" else _narrow(self.scan(name)))

    def _read_once(self, name: str, read: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        if name not in self._tables:
            with self._lock:
                if name not in self._tables:
                    self._tables[name] = read()
        return self._tables[name]

    def _reports(self) -> pl.DataFrame:
        """The reports, with their flags beside them."""
        rows = self.scan("reports")
        names = rows.collect_schema().names()
        parts = [names[i : i + _COLUMNS_AT_ONCE] for i in range(0, len(names), _COLUMNS_AT_ONCE)]
        return pl.concat(
            [*(_narrow(rows.select(part)) for part in parts), self.scan("flags").collect()], how="horizontal"
        )


def _few(frame: pl.DataFrame, names: Iterable[str]) -> pl.DataFrame:
    """Some columns. To select of a frame takes time for each of its columns: 15 ms for the 900 of a cube."""
    return pl.DataFrame([frame.get_column(name) for name in dict.fromkeys(names)])


def _narrow(rows: pl.LazyFrame) -> pl.DataFrame:
    columns = []
    for column in rows.collect().get_columns():
        if column.name in _CATEGORIES and column.dtype == pl.String:
            column = column.cast(pl.Categorical)
        elif is_count(column.name, column.dtype):
            narrow = column.cast(pl.Int64).shrink_dtype()
            column = narrow if narrow.dtype in _NARROW else column.cast(pl.Int64)
        columns.append(column)
    return pl.DataFrame(columns)
