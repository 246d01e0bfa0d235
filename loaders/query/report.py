"""One report: its identity, its cells as printed, its issues, its versions."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from loaders.language.issues import sentence
from loaders.language.locations import column_of, row_of
from loaders.query.exports import facts_of
from loaders.query.exports_cells import cells_of
from loaders.query.snapshot import Snapshot
from loaders.store.schema import REPORTS, Issues, types

_LISTED = ("report_id", "body_id", "agency", "year", "scope")


@dataclass(frozen=True)
class Printed:
    """A cell as the document prints it, with the label of its row there; null where the row has none."""

    state: str
    value: float | None
    text: str
    where: str
    label: str | None = None


@dataclass(frozen=True)
class Report:
    """A report: its row of `reports`, its cells by name, its issues with their sentences, and the documents of it."""

    row: dict[str, Any]
    cells: dict[str, Printed]
    issues: pl.DataFrame
    documents: pl.DataFrame

    @property
    def document(self) -> dict[str, Any]:
        """The document that the report was read from: the row of the one in force; empty for invented reports."""
        return next(self.documents.filter(pl.col("status") == "read").iter_rows(named=True), {})

    def printed_row(self, name: str) -> list[str]:
        """The names of the cells that stand in one row of the document with a cell, in the order in which they stand."""
        where = self.cells[name].where if name in self.cells else ""
        if not where:
            return []
        beside = [n for n, c in self.cells.items() if row_of(c.where) == row_of(where)]
        return sorted(beside, key=lambda n: column_of(self.cells[n].where))


def report(snapshot: Snapshot, report_id: str, lang: str) -> Report | None:
    """The report of that id, null where the store has none."""
    rows = snapshot.report(report_id, tuple(REPORTS))
    if not rows.height:
        return None
    row = rows.row(0, named=True)
    scan = snapshot.store.scan
    long = scan("cells").filter(pl.col("document") == row["document"]).collect()
    if not long.height:
        long = cells_of(rows)
    cells = {
        f"{c['section']}.{c['item']}.{c['column']}": Printed(c["state"], c["value"], c["text"], c["where"], c["label"])
        for c in long.iter_rows(named=True)
    }
    whose = pl.col("body_id") == row["body_id"] if row["body_id"] else pl.col("body_id").is_null()
    numbers = snapshot.rows("faults", ("issue",), whose)["issue"].sort()
    found = snapshot.rows_at("issues", numbers, tuple(types(Issues))).filter(pl.col("report_id") == report_id)
    sentences = [sentence(i, row, lang, row["year"]) for i in found.iter_rows(named=True)]
    issues = found.with_columns(message=pl.Series(sentences, dtype=pl.String))
    documents = scan("documents").filter(whose, pl.col("report_id") == report_id).collect()
    return Report(row, cells, issues, documents)


def candidates(snapshot: Snapshot, document: str) -> list[str]:
    """The bodies that a document could be of, where that is not decided."""
    of = snapshot.store.scan("described").filter(pl.col("document") == document).select("candidates").collect()
    found = of["candidates"].drop_nulls()
    return found[0].split("、") if found.len() else []


def withdrawal_of(snapshot: Snapshot, source: str) -> dict[str, str | None]:
    """Why the document at a source was withdrawn last, who did it and when: `reason`, `who`, `when`; empty where that is not
    known, as in a store of before.
    """
    of = snapshot.store.scan("withdrawals").filter(pl.col("source") == source, ~pl.col("undone"))
    return next(of.select("reason", "who", "when").tail(1).collect().iter_rows(named=True), {})


def withdrawn_of(snapshot: Snapshot, report_id: str) -> pl.DataFrame:
    """The withdrawn documents of a report."""
    return snapshot.store.scan("documents").filter(pl.col("report_id") == report_id, "withdrawn").collect()


def withdrawn_reports(snapshot: Snapshot) -> pl.DataFrame:
    """The reports all of whose documents are withdrawn, in the columns of `reports_of` and their order; agency: as printed
    where the body is not known.
    """
    scan = snapshot.store.scan
    gone = scan("documents").filter(pl.col("withdrawn"), pl.col("report_id").is_not_null())
    whose = scan("described").select("document", "source", "body")
    rows = gone.join(whose, on=["document", "source"], how="left").collect()
    rows = rows.with_columns(agency=pl.coalesce("body", "agency")).select(_LISTED).unique("report_id", keep="first")
    held = snapshot.rows("reports", ("report_id",), pl.col("report_id").is_in(rows["report_id"].implode()))
    rows = rows.join(held, on="report_id", how="anti")
    return rows.sort("agency", "year", "report_id", descending=[False, True, False], nulls_last=True)


def facts_of_report(snapshot: Snapshot, report_id: str) -> pl.DataFrame:
    """The facts of one report, as the export gives them."""
    return facts_of(snapshot.store, snapshot.report(report_id, tuple(REPORTS)))


def reports_of(snapshot: Snapshot, bodies: tuple[str, ...]) -> pl.DataFrame:
    """The reports of some bodies, newest first within a body: report_id, body_id, agency, year, scope."""
    return _listed(snapshot, pl.col("body_id").is_in(bodies))


def unassigned(snapshot: Snapshot, limit: int) -> pl.DataFrame:
    """The first reports of which nobody knows whose they are, in the same columns."""
    return _listed(snapshot, pl.col("body_id").is_null()).head(limit)


def body_of(snapshot: Snapshot, report_id: str) -> str | None:
    """The body of a report; null for a report that is not there or is nobody's."""
    return next(iter(snapshot.report(report_id, ("body_id",))["body_id"]), None)


def _listed(snapshot: Snapshot, where: pl.Expr) -> pl.DataFrame:
    rows = snapshot.rows("reports", _LISTED, where)
    return rows.sort("year", descending=True, nulls_last=True, maintain_order=True)
