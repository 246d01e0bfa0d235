"""A file of exported facts → rows of `documents`, `notes`, `withdrawals` and `cells`: the documents they came from, where nobody changed them."""

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from loaders.form.form_2014 import SECTIONS_2014
from loaders.form.vocabulary import SECTIONS
from loaders.reading.extract import Reading
from loaders.reading.files import SourceFile
from loaders.reading.formats.facts import Facts, document_id
from loaders.reading.formats.facts_record import Kept, Record, from_text
from loaders.reading.identity.identify import Identity
from loaders.reading.rows import digest, document_row
from loaders.store.schema import Cells, types

Row = dict[str, Any]
_NAME = pl.concat_str(pl.col("section", "item", "column").cast(pl.String), separator=".")
_IDS = {"source": pl.String, "report_id": pl.String, "document": pl.String}
_IDENTITY = ("agency", "division_code", "year", "scope", "title", "published", "url")


@dataclass(slots=True)
class FactsRows:
    """documents: as `document_row` makes them; notes, withdrawals, other_cells: rows of `notes`, `withdrawals` and `cells`; cells:
    those in force.
    """

    documents: list[Row] = field(default_factory=list)
    notes: list[tuple[object, ...]] = field(default_factory=list)
    withdrawals: list[tuple[object, ...]] = field(default_factory=list)
    other_cells: list[tuple[object, ...]] = field(default_factory=list)
    cells: pl.DataFrame = field(default_factory=Cells.create_empty)


def facts_rows(facts: Facts, format: str, item: SourceFile, sha256: str, done: set[str]) -> FactsRows:
    """The rows of a file of facts: its reports, each with the documents that its record holds.

    A report is read as its documents where cells and identity are what the record says; else what somebody changed is
    read, as facts of their own. done: the documents whose cells and notes were read already; those of this file are added.
    """
    out = FactsRows()
    ids = []
    named = facts.cells.partition_by("source", "report_id", as_dict=True, maintain_order=True)
    for report in facts.reports.iter_rows(named=True):
        cells = named[report["source"], report["report_id"]]
        found = digest(cells.select(_NAME, "state", "value").iter_rows())
        record = from_text(report["record"])
        for kept in record.others if record else ():
            _take(out, kept, item, done, in_force=False)
        if record and record.documents and _unchanged(record, report, found):
            document = record.documents[0].row["document"]
            new = document not in done
            for i, kept in enumerate(record.documents):
                _take(out, kept, item, done, in_force=i == 0)
        else:
            document = document_id(sha256, report["source"], report["report_id"])
            new = document not in done
            out.documents.append(_by_hand(report, cells, format, item, sha256, document, found))
            done.add(document)
        if new:
            ids.append((report["source"], report["report_id"], document))
    link = pl.DataFrame(ids, schema=["source", "report_id", "document"], schema_overrides=_IDS, orient="row")
    out.cells = facts.cells.join(link, on=["source", "report_id"]).select(list(types(Cells)))
    return out


def _unchanged(record: Record, report: Row, found: str) -> bool:
    row = record.documents[0].row
    described = {**row, "agency": record.agency, "division_code": record.division_code}
    return row["digest"] == found and all(described[c] == report[c] for c in _IDENTITY)


def _take(out: FactsRows, kept: Kept, item: SourceFile, done: set[str], *, in_force: bool) -> None:
    """Adds a document of a record; those of one folder stay beside each other."""
    row = kept.row
    known = document_row(
        Reading(format=row["format"]), document=row["document"], source=row["source"], sha256=row["sha256"],
        root=f"{item.root}/{item.source}/{row['folder'] or ''}",
    )  # fmt: skip
    known |= {c: row[c] for c in known if c in row}
    out.documents.append(known | {"seen": -(row["age"] or 0), "withdrawn": bool(row["withdrawn"])})
    out.withdrawals += [(row["document"], row["source"], *line) for line in kept.withdrawals]
    if row["document"] in done:
        return
    done.add(row["document"])
    out.notes += [(row["document"], *line) for line in kept.notes]
    if not in_force:
        out.other_cells += [(row["document"], *line) for line in kept.cells]


def _by_hand(
    report: Row, cells: pl.DataFrame, format: str, item: SourceFile, sha256: str, document: str, found: str
) -> Row:
    """A report of which nothing is known but its facts."""
    identity = Identity(
        agency=report["agency"], year=report["year"], scope=report["scope"] or "unknown", title=report["title"],
        published=report["published"], url=report["url"],
    )  # fmt: skip
    row = document_row(Reading(format=format, identity=identity), document=document, source=report["source"],
                       sha256=sha256, root=f"{item.root}/{item.source}")  # fmt: skip
    of_2014 = cells.filter(pl.col("section").is_in(SECTIONS_2014))
    for section in SECTIONS:
        of_part = cells.filter(pl.col("section") == section)
        forms = (of_part if of_part.height else of_2014)["template"].drop_nulls().unique().to_list()
        row[f"{section}_template"] = forms[0] if len(forms) == 1 else "mixed" if forms else None
    return row | {"digest": found, "given_id": report["report_id"]}
