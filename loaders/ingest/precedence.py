"""All documents of a store → the status of each: which one speaks for its report, which repeat it or lost to it."""

import polars as pl

from loaders.reading.formats.detect import FACTS
from loaders.store.schema import STATUSES


def precedence(documents: pl.DataFrame) -> pl.DataFrame:
    """The documents with their status settled; a function of the set of documents, never of the order of arrival.

    Among documents of one report the document itself comes before facts exported from one, the official host before
    a mirror, then the later publication date, then the path. Those with the winner's cells are its duplicates, those with others are superseded by it. A file whose bytes
    stand under another name is a duplicate whatever it holds, and one that its own folder now holds in a newer
    version is superseded. Withdrawn documents count for nothing.
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
    """Each superseded document beside the one that won: columns report_id, document, winner."""
    winners = documents.filter(pl.col("status") == "read").select("report_id", winner="document")
    lost = documents.filter(pl.col("status") == "superseded").select("report_id", "document")
    return lost.join(winners, on="report_id")
