"""Reports of a store → the records that facts carry: their documents, superseded ones with their cells, and reading's notes."""

from collections import defaultdict
from typing import Any

import polars as pl

from loaders.reading.formats.facts_record import NOTED, PRINTED, WITHDRAWN, Kept, Record, pieces, to_text
from loaders.store.versions import Store

SCHEMA = {"document": pl.String, "nth": pl.UInt32, "record": pl.String}
"""The columns of the pieces of records: for the nth cell, from 0, of the report that a document prints."""

OF_WITHDRAWN = ("withdrawn_reason", "withdrawn_who", "withdrawn_when")
"""What the export of documents says of those that are withdrawn."""


def records(
    store: Store, rows: pl.DataFrame, cells: pl.DataFrame, documents: pl.DataFrame, rest: pl.DataFrame
) -> pl.DataFrame:
    """The pieces of the records of some rows of `reports`; none for what was never printed on a document, unless it carries
    some of the rest.

    documents: those of these reports, as of `documents_of`; rest: as of `without_report`; cells: those of all these documents.
    """
    printed = rows.join(cells.group_by("document").len(), on="document", how="left", maintain_order="left")
    carries = pl.col("report_id").is_in(rest["carrier"].implode())
    printed = printed.filter(pl.col("len").is_not_null() | carries)
    if not printed.height:
        return pl.DataFrame(schema=SCHEMA)
    documents = _ranked(documents, printed.filter(pl.col("len").is_not_null())["report_id"])
    ids = pl.concat([documents["document"], rest["document"]]).unique().implode()
    notes = _lines(store.scan("notes").filter(pl.col("document").is_in(ids)).collect(), NOTED)
    of_others = pl.concat(part.filter(pl.col("status") != "read").select("document") for part in (documents, rest))
    others = _lines(cells.join(of_others.unique(), on="document", how="semi", maintain_order="left"), PRINTED)
    withdrawn = _withdrawals(store, ids)
    of_report, carried = _by(documents, "report_id"), _by(rest, "carrier")
    out = []
    columns = ("report_id", "document", "agency", "division_code", "len")
    for report_id, document, agency, division_code, height in printed.select(columns).iter_rows():
        kept = [Kept(d, notes[d["document"]], others[d["document"]] if d["document"] != document else (),
                     withdrawn[d["document"], d["source"]]) for d in of_report[report_id]]  # fmt: skip
        along = [Kept(d, notes[d["document"]], others[d["document"]], withdrawn[d["document"], d["source"]])
                 for d in carried[report_id]]  # fmt: skip
        text = to_text(Record(agency, division_code, kept, along))
        out += [(document, nth, piece) for nth, piece in enumerate(pieces(text, height or 1))]
    return pl.DataFrame(out, schema=SCHEMA, orient="row")


def without_report(store: Store, reports: pl.Series) -> pl.DataFrame:
    """The documents that stand for no report, as stored: rejected ones, and withdrawn ones of which no version is in force.

    reports: the ids of all reports in force. carrier: that whose record a document goes with, dealt out evenly; no document
    goes anywhere where there is no report.
    """
    of_none = pl.col("digest").is_null() | ~pl.col("report_id").is_in(reports.implode()).fill_null(False)
    documents = store.scan("documents")
    # Of all documents, whose ids would be compared in vain for a single report.
    documents = documents.filter(pl.col("status") == "rejected", of_none) if reports.len() else documents.head(0)
    rest = documents.collect().sort("source", "document")
    nth = pl.int_range(rest.height, dtype=pl.UInt32, eager=True) * reports.len() // max(rest.height, 1)
    return rest.with_columns(carrier=reports.gather(nth))


def _by(documents: pl.DataFrame, column: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of documents by the report of a column."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for document in documents.iter_rows(named=True):
        found[document[column]].append(document)
    return found


def of_reports(store: Store, reports: pl.DataFrame) -> pl.DataFrame:
    """The documents of some reports beside theirs that are in force: report_id, document; reports: report_id, document."""
    others = store.scan("documents").filter(pl.col("report_id").is_not_null()).select("report_id", "document").collect()
    others = others.join(reports.select("report_id"), on="report_id", how="semi")
    return pl.concat([reports.select("report_id", "document"), others]).unique(maintain_order=True)


def documents_of(store: Store, rows: pl.DataFrame) -> pl.DataFrame:
    """The documents of some rows of `reports`, as stored, superseded ones included.

    A body's id is short and stands for many documents: it is sought first, and few rows are left for the long ids.
    """
    bodies = rows["body_id"].unique()
    theirs = one_of("body_id", bodies.drop_nulls())
    if bodies.null_count():
        theirs = theirs | pl.col("body_id").is_null()
    return store.scan("documents").filter(theirs, one_of("report_id", rows["report_id"].unique())).collect()


def one_of(column: str, values: pl.Series) -> pl.Expr:
    """Whether a column holds one of some values: one alone is found by what the groups of rows say of themselves."""
    return pl.col(column) == values[0] if values.len() == 1 else pl.col(column).is_in(values.implode())


def _ranked(documents: pl.DataFrame, report_ids: pl.Series) -> pl.DataFrame:
    """The printed documents of some reports, the one in force first, with `folder` and `age` as records have them."""
    documents = documents.filter(pl.col("report_id").is_in(report_ids.implode()), pl.col("digest").is_not_null())
    file = ["report_id", "root", "source"]
    age = pl.col("seen").rank("dense", descending=True).over(file) - 1
    folder = pl.col("root").rank("dense").over("report_id").cast(pl.String).str.zfill(4)
    documents = documents.with_columns(age=age.cast(pl.Int64), folder=folder)
    return documents.sort("report_id", pl.col("status") != "read", "source", "document")


def _withdrawals(store: Store, ids: pl.Series) -> dict[tuple[str, str], list[tuple[Any, ...]]]:
    """Each time that some documents were withdrawn or put back, by document and source."""
    found: dict[tuple[str, str], list[tuple[Any, ...]]] = defaultdict(list)
    rows = store.scan("withdrawals").filter(pl.col("document").is_in(ids)).collect()
    for document, source, *line in rows.select("document", "source", *WITHDRAWN).iter_rows():
        found[document, source].append(tuple(line))
    return found


def withdrawn(store: Store) -> pl.DataFrame:
    """Why each document that is withdrawn is so, who did it and when: document, source, withdrawn (true) and `OF_WITHDRAWN`."""
    latest = store.read("withdrawals").filter(~pl.col("undone")).unique(["document", "source"], keep="last")
    about = (pl.col(c.removeprefix("withdrawn_")).alias(c) for c in OF_WITHDRAWN)
    return latest.select("document", "source", pl.lit(True).alias("withdrawn"), *about)


def _lines(frame: pl.DataFrame, columns: tuple[str, ...]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of some documents as lines, by document."""
    lines: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    order = [pl.col(c).cast(pl.String) if frame.schema[c] == pl.Enum else pl.col(c) for c in columns]
    for document, *line in frame.sort("document", *order).select("document", *columns).iter_rows():
        lines[document].append(tuple(line))
    return lines
