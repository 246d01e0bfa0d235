"""A store's version → its reports and cubes, held in memory as narrow as they are, or scanned where memory is short."""

import threading
from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from typing import Any

import polars as pl

from loaders.places.tree import Places
from loaders.store.cubes import CUBES, cubes
from loaders.store.cubes.sums import FLAGS
from loaders.store.versions import Store

_WORDS = frozenset(
    "body_id agency division division_code province city district level kind section item column rule".split()
)
"""Columns of few different texts, held as numbers."""
_YEARS = 10_000
"""More than any year."""
_KEPT = 10_000
"""Small things that are kept of what was reckoned."""
_AT_ONCE = 24
"""Columns that are read in one pass, so that little more than what is kept is in memory."""
_WIDENED = (pl.Int8, pl.Int16, pl.UInt8, pl.UInt16)
"""Types whose sums are 64 bits wide without being told so."""


class Snapshot:
    """One version, ready to be asked from several threads at once.

    The reports' counts are held in the narrowest type that fits a column: whoever reckons with them widens them first.
    """

    def __init__(self, store: Store, low_memory: bool = False):
        self.store = store
        self.build = store.build
        self.low_memory = low_memory
        self._lock = threading.Lock()
        self._tables: dict[str, pl.DataFrame] = {}
        self._kept: dict[Hashable, Any] = {}

    def kept(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What was reckoned of this version under a key, once; for what is small and asked for again and again."""
        if key not in self._kept:
            if len(self._kept) > _KEPT:
                self._kept.clear()
            self._kept[key] = make()
        return self._kept[key]

    def forget(self) -> None:
        """Forgets what was reckoned, not what was read: for whoever measures."""
        self._kept.clear()

    def cube(self, name: str) -> pl.LazyFrame:
        """One of the cubes."""
        if self.low_memory:
            # As it was written: texts that are held as numbers cannot be joined with those of a scan.
            return self.store.scan(name) if name in self.store.files else self._derived[name].lazy()
        return self._table(name, lambda: _summable(self._cube(name))).lazy()

    @cached_property
    def places(self) -> Places:
        """What lies in what."""
        return Places(collect(self.cube("divisions")).select("division", "province", "city", "district").iter_rows())

    def cube_at(self, name: str, rows: pl.Series) -> pl.LazyFrame:
        """The given rows of a cube, in that order."""
        table = self.cube(name)
        return _at(table if self.low_memory else table.collect(), rows, ())

    def cube_where(self, name: str, where: pl.Expr | None, columns: Sequence[str]) -> pl.LazyFrame:
        """Some columns of the rows of a cube for which a predicate holds: found first and fetched then, as of `reports`."""
        rows = self.cube(name)
        if where is None:
            return rows.select(columns)
        if self.low_memory:
            return rows.filter(where).select(columns)
        return rows.collect()[rows.select(pl.arg_where(where)).collect().to_series(), list(columns)].lazy()

    def reports(self, where: pl.Expr | None, columns: Sequence[str]) -> pl.LazyFrame:
        """Some columns of the reports for which a predicate holds (of all for none), in their stored order; `FLAGS`
        among them where they are held in memory.

        They are found first, by the columns that the predicate needs, and fetched then: a few of millions.
        """
        if self.low_memory:
            rows = self.store.scan("reports")
            return (rows if where is None else rows.filter(where)).select(columns)
        frame = self._table("reports", self._reports)
        if where is None:
            return frame.lazy().select(*columns, *FLAGS)
        return frame[self.rows_of(where), list(dict.fromkeys([*columns, *FLAGS]))].lazy()

    def rows_of(self, where: pl.Expr) -> pl.Series:
        """The rows of the table of reports for which a predicate holds."""
        table = self.store.scan("reports") if self.low_memory else self._table("reports", self._reports).lazy()
        return table.select(pl.arg_where(where)).collect().to_series()

    def reports_at(self, rows: pl.Series, columns: Sequence[str]) -> pl.LazyFrame:
        """Some columns of the reports in the given rows of the table, in that order."""
        return _at(
            self.store.scan("reports") if self.low_memory else self._table("reports", self._reports), rows, columns
        )

    def report(self, report_id: str, columns: Sequence[str]) -> pl.LazyFrame:
        """Some columns of the report of that id; no row where there is none."""
        mine = pl.col("report_id") == report_id
        if self.low_memory:
            return self.store.scan("reports").filter(mine).select(columns)
        # Numbers are compared many times faster than texts; the text settles it.
        table = self._table("reports", self._reports)
        hashes = self._table("hashes", lambda: table.select(pl.col("report_id").hash()))
        wanted = pl.Series([report_id], dtype=pl.String).hash()
        rows = hashes.select(pl.arg_where(pl.col("report_id") == pl.lit(wanted[0], dtype=pl.UInt64))).to_series()
        found = table[rows, list(dict.fromkeys(["report_id", *columns]))]
        return found.filter(mine).select(columns).lazy()

    def issues_at(self, rows: pl.Series) -> pl.LazyFrame:
        """The issues in the given rows of the table, in that order."""
        return _at(self.store.scan("issues") if self.low_memory else self._table("issues", self._issues), rows, ())

    def preload(self) -> None:
        """Reads into memory what is held there, before somebody waits for it."""
        for name in CUBES:
            self.cube(name)
        _ = self.places
        if not self.low_memory:
            self._table("reports", self._reports)

    def _table(self, name: str, read: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        found = self._tables.get(name)
        if found is None:
            with self._lock:
                if name not in self._tables:
                    self._tables[name] = read()
                found = self._tables[name]
        return found

    def _cube(self, name: str) -> pl.DataFrame:
        return self.store.read(name) if name in self.store.files else self._derived[name]

    @cached_property
    def _derived(self) -> dict[str, pl.DataFrame]:
        """The cubes of a version that was committed without them."""
        return cubes(*(self.store.scan(table) for table in ("reports", "documents", "issues", "roster")))

    def _issues(self) -> pl.DataFrame:
        return _narrow(self.store.read("issues"))

    def _reports(self) -> pl.DataFrame:
        rows = self.store.scan("reports")
        names = rows.collect_schema().names()
        columns: list[pl.Series] = []
        for i in range(0, len(names), _AT_ONCE):
            columns += _narrow(rows.select(names[i : i + _AT_ONCE]).collect()).get_columns()
        return pl.DataFrame([*columns, *self._cube("flags").get_columns()])


def _at(table: pl.DataFrame | pl.LazyFrame, rows: pl.Series, columns: Sequence[str]) -> pl.LazyFrame:
    if isinstance(table, pl.DataFrame):
        return table[rows, list(columns or table.columns)].lazy()
    found = table.with_row_index("at").filter(pl.col("at").is_in(rows.implode()))
    found = found.select("at", *columns) if columns else found
    wanted = pl.LazyFrame({"at": rows.cast(pl.UInt32)})
    return wanted.join(found, on="at", maintain_order="left").drop("at")


def _narrow(frame: pl.DataFrame) -> pl.DataFrame:
    columns = []
    for name, dtype in frame.schema.items():
        column = frame[name]
        if name in _WORDS and dtype == pl.String:
            column = column.cast(pl.Categorical)
        elif dtype.is_integer() and name != "year":
            column = column.shrink_dtype()
        columns.append(column)
    return pl.DataFrame(columns)


def _summable(frame: pl.DataFrame) -> pl.DataFrame:
    """A cube as narrow as its columns can be added up without running over."""
    whole = [c for c, t in frame.schema.items() if t.is_integer()]
    narrow = _narrow(frame)
    wide = [c for c in whole if narrow.schema[c] not in _WIDENED and narrow.schema[c].is_signed_integer()]
    return narrow.with_columns(pl.col(wide).cast(pl.Int64))


def year_key(word: str) -> pl.Expr:
    """A word and a year as one number, by which rows are grouped, joined and sorted several times faster than by both;
    null where the word is. Successive years of a word are successive numbers.
    """
    return pl.col(word).cast(pl.Categorical).to_physical().cast(pl.UInt64) * _YEARS + pl.col("year").cast(pl.UInt64)


def collect(rows: pl.LazyFrame) -> pl.DataFrame:
    """The result of a query, with texts as texts."""
    frame = rows.collect(engine="in-memory")
    return frame.with_columns(pl.col(pl.Categorical).cast(pl.String))
