"""A store's version and some places → the same version with the rows of these places alone.

It is the one place where an account's places are kept to: whatever reads the store reads it from here, the sums made at
commit included, which are made anew from the rows that are left.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from hashlib import blake2b

import polars as pl

from loaders.places.tree import DivisionTree
from loaders.store.cubes import CUBES
from loaders.store.versions import Store


def limited_to(store: Store, places: tuple[str, ...]) -> Store:
    """A version of which only what lies in some divisions is seen; of reports whose place is not known, nothing is."""
    rows = store.scan("reports").select("division", "province", "city", "district").unique().collect()
    tree = DivisionTree(rows.drop_nulls("division").unique("division", keep="first").iter_rows())
    inside = {d for place in places for d in tree.divisions((place,))}
    above = {code for place in places if place in tree.of for code in tree.path(place)}
    content = {f.name: getattr(store, f.name) for f in fields(Store)}
    # What is remembered of a version is remembered by its build.
    content["build"] = f"{store.build}-{blake2b(repr(sorted(places)).encode(), digest_size=8).hexdigest()}"
    content["files"] = {table: names for table, names in store.files.items() if table not in CUBES}
    return _Limited(**content, inside=frozenset({*inside, *places}), above=frozenset(above))


@dataclass(frozen=True)
class _Limited(Store):
    """inside: the divisions that may be seen; above: those in which they lie, and themselves."""

    inside: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()

    def scan(self, table: str) -> pl.LazyFrame:
        rows = super().scan(table)
        return _KEPT[table](self, rows)

    @cached_property
    def reports(self) -> pl.Series:
        """The ids of the reports that may be seen."""
        return self.scan("reports").select("report_id").collect()["report_id"]

    @cached_property
    def documents(self) -> pl.Series:
        """The documents of these reports, which speak for one, repeat it or were replaced, and withdrawn ones of these places."""
        return self.scan("documents").select(pl.col("document").unique()).collect()["document"]

    def lies_inside(self) -> pl.Expr:
        """Whether a row's division may be seen; a row without one may not."""
        return pl.col("division").is_in(sorted(self.inside)).fill_null(False)


Keep = Callable[[_Limited, pl.LazyFrame], pl.LazyFrame]


def _by_division(store: _Limited, rows: pl.LazyFrame) -> pl.LazyFrame:
    return rows.filter(store.lies_inside())


def _by_document(store: _Limited, rows: pl.LazyFrame) -> pl.LazyFrame:
    return rows.filter(pl.col("document").is_in(store.documents.implode()))


def _documents(store: _Limited, rows: pl.LazyFrame) -> pl.LazyFrame:
    # A rejected document has no place: whose it is, nobody can say. One that was withdrawn keeps its own.
    seen = pl.col("report_id").is_in(store.reports.implode()).fill_null(False)
    there = Store.scan(store, "described").filter(store.lies_inside())
    gone = rows.filter(~seen, "withdrawn").join(there, on=["document", "source"], how="semi")
    return pl.concat([rows.filter(seen), gone])


def _issues(store: _Limited, rows: pl.LazyFrame) -> pl.LazyFrame:
    """Another report that an issue speaks of, or a document of it, is named where it may be seen as well."""
    seen = pl.concat([store.reports, store.documents]).implode()
    other = pl.when(pl.col("other_report").is_in(seen)).then("other_report")
    return rows.filter(pl.col("report_id").is_in(store.reports.implode())).with_columns(other_report=other)


def _timeline(store: _Limited, rows: pl.LazyFrame) -> pl.LazyFrame:
    everywhere = pl.col("division").is_null()
    return rows.filter(everywhere | store.lies_inside() | pl.col("division").is_in(sorted(store.above)))


def _all(_: _Limited, rows: pl.LazyFrame) -> pl.LazyFrame:
    return rows


_KEPT: Mapping[str, Keep] = {
    "reports": _by_division,
    "roster": _by_division,
    "roster_before": _by_division,
    "population": _by_division,
    "population_before": _by_division,
    "timeline": _timeline,
    "timeline_before": _timeline,
    "issues": _issues,
    "documents": _documents,
    **dict.fromkeys(("cells", "prose", "notes", "described", "wide", "overrides", "withdrawals"), _by_document),
    "office_files": _all,
}
"""How each table is narrowed. A table that is not named here cannot be read: whoever adds one says whose its rows are."""
