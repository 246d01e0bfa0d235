"""The documents of a demo → the descriptions that its reports have: its places stand in no table, and nobody ever read it."""

import polars as pl

from loaders.bodies.describe import COLUMNS
from loaders.store.errors import StoreError
from loaders.store.versions import DESCRIBED, DESCRIPTION_KEY, Store

_TOLD = tuple(name for name in DESCRIPTION_KEY if name.startswith("told_"))


def invented_descriptions(store: Store, documents: pl.DataFrame, rules: str) -> pl.DataFrame:
    """Rows of `described` for the documents that `gongkai demo` wrote to a store, as their reports in force have it; none for others.

    Raises StoreError where one of them was withdrawn or settled: there is no document from which it could be made again.
    """
    if store.label != "demo":
        return pl.DataFrame(schema=DESCRIBED)
    invented = documents.filter(pl.col("root").is_null() & pl.col("digest").is_not_null())
    changed = pl.any_horizontal("withdrawn", *(pl.col(c).is_not_null() for c in _TOLD))
    if invented.filter(changed).height:
        raise StoreError("store_invented", path=str(store.path))
    reports = store.scan("reports")
    there = [c for c in COLUMNS if c in reports.collect_schema()]
    stored = reports.select("document", *there, body="agency").collect()
    rows = invented.select(list(DESCRIPTION_KEY)).join(stored, on="document").with_columns(rules=pl.lit(rules))
    return rows.select(
        (pl.col(c) if c in rows.columns else pl.lit(None)).cast(t).alias(c) for c, t in DESCRIBED.items()
    )
