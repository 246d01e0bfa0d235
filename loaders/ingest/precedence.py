"""All documents of a store → the status of each: the winner of its report, a duplicate, or superseded."""

import polars as pl

from loaders.reading.formats.detect import FACTS
from loaders.store.schema import STATUSES


def precedence(documents: pl.DataFrame) -> pl.DataFrame:
    """The documents with their status settled; a function of the set of documents, never of the order of arrival.

    Among documents of one report a document comes before exported facts, the official host before a mirror, then the
    later publication date, then the path. A document with the winner's cells is a duplicate, one with other cells is
    superseded. The same bytes under another name are a duplicate. A file that its own folder holds in a newer version is
    superseded. Withdrawn documents are rejected.
    """
    taken_out = pl.col("withdrawn") | pl.col("digest").is_null()
    withdrawn = pl.col("withdrawn") & pl.col("digest").is_not_null()
    out = documents.filter(taken_out).with_columns(
        status=pl.lit("rejected", dtype=pl.Enum(STATUSES)),
        reason=pl.when(withdrawn).then(pl.lit("withdrawn")).otherwise("reason"),
    )
    official = pl.col("url").str.contains(r"^https?://[^/]*\.gov\.cn(?::\d+)?(?:/|$)").fill_null(False)
    live = documents.filter(~taken_out).sort(
        "report_id",
        pl.col("seen") < pl.col("seen").max().over("report_id", "root", "source"),
        pl.col("format").is_in(FACTS),
        ~official,
        pl.col("published").is_null(),
        -pl.col("published").dt.epoch("d"),
        "source",
        "document",
    )
    first = pl.int_range(pl.len()).over("report_id") == 0
    same = pl.col("digest") == pl.col("digest").first().over("report_id")
    status = pl.when(first).then(pl.lit("read")).when(same).then(pl.lit("duplicate")).otherwise(pl.lit("superseded"))
    live = live.with_columns(status=status.cast(pl.Enum(STATUSES)), reason=pl.lit(None, dtype=pl.String))
    return pl.concat([live, out]).sort("source", "document")


def revisions(documents: pl.DataFrame) -> pl.DataFrame:
    """Each superseded document, once though it lies under several names, beside the one that won: report_id, document,
    winner.
    """
    winners = documents.filter(pl.col("status") == "read").select("report_id", winner="document")
    lost = documents.filter(pl.col("status") == "superseded").select("report_id", "document")
    return lost.unique(maintain_order=True).join(winners, on="report_id", maintain_order="left")
