"""A store's version → its tables, scanned from disk by each query; for computers with little memory."""

from collections.abc import Sequence

import polars as pl

from loaders.query.stored import Query, Stored, wide_type, widen
from loaders.store.cubes import CUBES


class OnDisk(Stored):
    """A `loaders.query.snapshot.Snapshot` that keeps no table in memory, except cubes that are derived."""

    reports_have_flags = False

    def rows(self, table: str, columns: Sequence[str], where: pl.Expr | None = None) -> pl.DataFrame:
        return self.query(table, columns, lambda rows: rows, where)

    def query(self, table: str, columns: Sequence[str], query: Query, where: pl.Expr | None = None) -> pl.DataFrame:
        stored = self.scan(table)
        rows = (stored if where is None else stored.filter(where)).select(*dict.fromkeys(columns))
        types = pl.Schema({name: wide_type(name, dtype) for name, dtype in rows.collect_schema().items()})
        return widen(query(rows.cast(types)).collect())

    def rows_at(self, table: str, numbers: pl.Series, columns: Sequence[str]) -> pl.DataFrame:
        wanted = pl.LazyFrame({"number": numbers.cast(pl.UInt32)})
        numbered = self.scan(table).select(columns).with_row_index("number")
        return widen(wanted.join(numbered, on="number", maintain_order="left").drop("number").collect())

    def row_numbers(self, table: str, where: pl.Expr | None) -> pl.Series:
        numbered = self.scan(table).with_row_index("number")
        rows = numbered if where is None else numbered.filter(where)
        return rows.select(pl.col("number").cast(pl.Int64)).collect().to_series()

    def report(self, report_id: str, columns: Sequence[str]) -> pl.DataFrame:
        return self.rows("reports", columns, pl.col("report_id") == report_id)

    def preload(self) -> None:
        for table in CUBES:
            self.scan(table)
        _ = self.places
