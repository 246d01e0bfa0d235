"""What was read of an intake, beside its store → what a commit would do with each document, and what is wrong with it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from loaders.bodies.describe import describe
from loaders.checks import arithmetic
from loaders.ingest.batch import Batch
from loaders.ingest.commit import differences, in_order
from loaders.ingest.intake.folder import Intake
from loaders.ingest.intake.settling import overrides_of, settled
from loaders.ingest.overrides import apply, said_of, with_said
from loaders.ingest.precedence import precedence, revisions
from loaders.reading.rows import reports_of
from loaders.store.additive import known
from loaders.store.schema import Reports
from loaders.store.versions import Store

OUTCOMES = ("unclear", "new", "replaces", "superseded", "duplicate", "rejected")
"""What a commit would do with a document, first what somebody has to settle."""
KEY = ("document", "source")


@dataclass(frozen=True)
class Preview:
    """The documents that are neither committed nor left out, and what a commit would do.

    documents: columns of `documents`, those of `describe`, and `outcome` of `OUTCOMES`; `holder`: the source of the
    document that holds the report, or held it before; `changed`: in how many cells it differs from that.
    issues: of the reports that they would print, as `Issues`. changes: the cells in which documents differ from those that
    win, as `Issues`, of which `other_report` lost. reports: the rows of `reports`.
    """

    documents: pl.DataFrame
    issues: pl.DataFrame
    changes: pl.DataFrame
    reports: pl.DataFrame


def clear(documents: pl.DataFrame) -> pl.DataFrame:
    """The documents of a preview that nobody has to settle."""
    return documents.filter(pl.col("outcome") != "unclear")


def candidates(row: Mapping[str, Any]) -> list[str]:
    """The bodies that a document of a preview could be of, where that is not decided."""
    return str(row["candidates"]).split("、") if row["candidates"] else []


def pending(intake: Intake, parts: Collection[int]) -> Batch:
    """What was read as some parts, without what is committed or left out, with what users said of it."""
    batch = intake.batch(parts)
    documents = _standing(intake, batch.documents)
    if documents.height < batch.documents.height:
        return batch.only(documents)
    return replace(batch, documents=documents)


def pending_documents(intake: Intake, parts: Collection[int]) -> pl.DataFrame:
    """The documents of `pending` alone."""
    return _standing(intake, intake.documents(parts))


def _standing(intake: Intake, documents: pl.DataFrame) -> pl.DataFrame:
    """Those of the documents that are neither committed nor left out, as settled."""
    done = intake.done()
    gone = done.committed | done.left_out
    if gone:
        kept = [pair not in gone for pair in documents.select(KEY).iter_rows()]
        documents = documents.filter(pl.Series(kept, dtype=pl.Boolean))
    return settled(documents, overrides_of(intake)[0])


def preview(batch: Batch, store: Store) -> Preview:
    """What a commit to a store would do with what was read."""
    overrides = with_said(store.read("overrides"), said_of(batch.documents))
    documents = describe(apply(batch.documents.unique(KEY, keep="first", maintain_order=True), overrides))
    stored = _of_same_reports(documents, store)
    seen = (stored["seen"].max() or 0) if stored.height else 0
    coming = documents.with_columns(seen=pl.col("seen") + pl.lit(int(str(seen)) + 1, dtype=pl.Int32))
    others = stored.join(coming, on=KEY, how="anti")
    decided = precedence(pl.concat([others, coming], how="diagonal_relaxed"))
    pairs = revisions(decided).filter(
        pl.col("document").is_in(documents["document"].implode())
        | pl.col("winner").is_in(documents["document"].implode())
    )
    cells = pl.concat([store.scan("cells"), batch.cells.lazy()]).unique(["document", "section", "item", "column"])
    changes = differences(cells, pairs)
    speaking = decided.join(documents.select(KEY), on=KEY, how="semi").filter(pl.col("status") == "read")
    reports = Reports.validate(reports_of(speaking, batch.wide.unique("document", keep="first")))
    return Preview(
        _with_outcomes(decided, documents, stored, changes),
        _issues(reports, speaking, batch, store),
        changes,
        reports,
    )


def _of_same_reports(documents: pl.DataFrame, store: Store) -> pl.DataFrame:
    """The stored documents of the reports that some documents print."""
    ids = documents["report_id"].drop_nulls().unique().implode()
    return store.scan("documents").filter(pl.col("report_id").is_in(ids)).collect()


def _with_outcomes(
    decided: pl.DataFrame, documents: pl.DataFrame, stored: pl.DataFrame, changes: pl.DataFrame
) -> pl.DataFrame:
    """The documents of an intake in the order in which they were read, with `outcome`, `holder` and `changed`."""
    mine = documents.select(KEY).with_row_index("nth").join(decided, on=KEY)
    before = stored.filter(pl.col("status") == "read").select("report_id", held="source", held_document="document")
    winner = decided.filter(pl.col("status") == "read").select("report_id", won="source")
    counts = pl.concat(
        [
            changes.group_by(document="other_report").len("changed"),
            changes.group_by("report_id").len("changed").join(
                decided.filter(pl.col("status") == "read").select("report_id", "document"), on="report_id"
            ).select("document", "changed"),
        ]
    ).unique("document", keep="first")  # fmt: skip
    rows = mine.join(before, on="report_id", how="left").join(winner, on="report_id", how="left")
    rows = rows.join(counts, on="document", how="left")
    replaces = pl.col("held_document").is_not_null() & (pl.col("held_document") != pl.col("document"))
    outcome = (
        pl.when(pl.col("digest").is_null())
        .then(pl.lit("rejected"))
        .when(~known())
        .then(pl.lit("unclear"))
        .when(pl.col("status") != "read")
        .then(pl.col("status").cast(pl.String))
        .when(replaces)
        .then(pl.lit("replaces"))
        .when(pl.col("held_document").is_not_null())
        .then(pl.lit("duplicate"))
        .otherwise(pl.lit("new"))
    )
    holder = pl.when(outcome == "replaces").then("held").when(outcome.is_in(["superseded", "duplicate"])).then("won")
    rows = rows.with_columns(outcome=outcome, holder=holder, changed=pl.col("changed").fill_null(0))
    return rows.sort("nth").drop("nth", "held", "held_document", "won")


def _issues(reports: pl.DataFrame, speaking: pl.DataFrame, batch: Batch, store: Store) -> pl.DataFrame:
    """The issues of the reports, those against the report of the year before among them."""
    bodies = reports["body_id"].drop_nulls().unique().implode()
    beside = store.scan("reports").filter(pl.col("body_id").is_in(bodies)).select(reports.columns).collect()
    beside = beside.join(reports, on="report_id", how="anti")
    found = [
        arithmetic.check(pl.concat([reports, beside])),
        arithmetic.noted(batch.notes.unique(maintain_order=True), speaking),
        arithmetic.identified(speaking),
    ]
    return in_order(pl.concat(found).filter(pl.col("report_id").is_in(reports["report_id"].implode())))
