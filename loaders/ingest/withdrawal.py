"""Documents that a user takes back out, or puts back → a new version of the store, which remembers why, who and when."""

from collections.abc import Collection
from datetime import UTC, datetime

import polars as pl

from loaders.ingest.commit import commit
from loaders.store.backends import Location
from loaders.store.schema import Withdrawals, types
from loaders.store.writer import writing


def withdraw(
    sources: Collection[str], store: Location, *, undo: bool = False, reason: str | None = None, who: str | None = None
) -> pl.DataFrame:
    """Withdraws documents by their source, or with `undo` puts them back; returns the rows of `documents` that changed."""
    with writing(store) as writer:
        stored = writer.store.read("documents")
        matching = (
            pl.col("source").is_in(list(sources))
            & (pl.col("withdrawn") == pl.lit(undo))
            & pl.col("digest").is_not_null()
        )
        changed = stored.filter(matching)
        if changed.height:
            stored = stored.with_columns(withdrawn=pl.when(matching).then(pl.lit(not undo)).otherwise("withdrawn"))
            done = pl.concat([writer.store.read("withdrawals"), _rows(changed, undo, reason, who)])
            commit(writer, stored, [], writer.store.read("notes"), withdrawals=done)
    return changed


def with_carried(withdrawals: pl.DataFrame, carried: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """The withdrawals, and those that facts carry of documents that are new, in the order in which that was done."""
    carried = carried.join(new, on=["document", "source"], how="semi", maintain_order="left").unique(
        maintain_order=True
    )
    if not carried.height:
        return withdrawals
    when = pl.col("when").str.to_datetime("%+", time_zone="UTC", strict=False)
    return pl.concat([withdrawals, carried]).sort(when, maintain_order=True)


def _rows(changed: pl.DataFrame, undo: bool, reason: str | None, who: str | None) -> pl.DataFrame:
    now = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
    about = {"undone": undo, "reason": reason, "who": who, "when": now}
    columns = types(Withdrawals)
    return changed.select("document", "source", *(pl.lit(v, dtype=columns[c]).alias(c) for c, v in about.items()))
