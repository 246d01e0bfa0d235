"""One report: its identity, its cells as printed, its issues, its versions."""

from dataclasses import dataclass

import polars as pl

from loaders.queries.exports import cells_of, facts
from loaders.sentences import sentence
from loaders.store import Store


@dataclass(frozen=True)
class Printed:
    """A cell as the document prints it."""

    state: str
    value: float | None
    text: str
    where: str


@dataclass(frozen=True)
class Report:
    """A report: its row of `reports`, its cells by name, its issues with their sentences, and the documents of it."""

    row: dict[str, object]
    cells: dict[str, Printed]
    issues: pl.DataFrame
    documents: pl.DataFrame


def report(store: Store, report_id: str, lang: str) -> Report | None:
    """The report of that id, null where the store has none."""
    rows = store.scan("reports").filter(pl.col("report_id") == report_id).collect()
    if not rows.height:
        return None
    row = rows.row(0, named=True)
    long = store.scan("cells").filter(pl.col("document") == row["document"]).collect()
    if not long.height:
        long = cells_of(rows)
    cells = {
        f"{c['section']}.{c['item']}.{c['column']}": Printed(c["state"], c["value"], c["text"], c["where"])
        for c in long.iter_rows(named=True)
    }
    found = store.scan("issues").filter(pl.col("report_id") == report_id).collect()
    sentences = [sentence(i, row, lang, row["year"]) for i in found.iter_rows(named=True)]
    issues = found.with_columns(message=pl.Series(sentences, dtype=pl.String))
    documents = store.scan("documents").filter(pl.col("report_id") == report_id).collect()
    return Report(row, cells, issues, documents)


def facts_of_report(store: Store, report_id: str) -> pl.DataFrame:
    """The facts of one report, as the export gives them."""
    return facts(store, [report_id])


def every_report(reports: pl.LazyFrame) -> pl.DataFrame:
    """All reports, newest first within a body: report_id, body_id, agency, year, scope."""
    rows = reports.select("report_id", "body_id", "agency", "year", "scope")
    return rows.sort("year", descending=True, nulls_last=True, maintain_order=True).collect()
