"""All documents of a store → their statuses, the reports and the issues, committed as a new version.

Descriptions of bodies and revisions are carried over from the version in force: only new documents are described. What
concerns all documents at once is computed anew.
"""

import hashlib
from collections.abc import Callable
from functools import cache

import polars as pl

from loaders.bodies.describe import COLUMNS, DESCRIPTION_VERSION, describe
from loaders.checks import arithmetic
from loaders.checks.areas import area_sums
from loaders.form.rules import RULE, severity_order
from loaders.ingest.invented import invented_descriptions
from loaders.ingest.precedence import precedence, revisions
from loaders.places import gazetteer
from loaders.reading.files import SYNTHETIC_FACTS
from loaders.reading.rows import reports_of, to_wide
from loaders.store.schema import WIDE, Documents, Issues, Notes, Overrides, Reports, Withdrawals, types
from loaders.store.versions import DESCRIBED, DESCRIPTION_KEY
from loaders.store.writer import Writer

_PART = 2000
"""Documents that are described in one task."""

Mapper = Callable[[Callable[[pl.DataFrame], pl.DataFrame], list[pl.DataFrame]], "list[pl.DataFrame]"]
"""Applies a function to each part of a frame: in this process or on several."""


def map_here(work: Callable[[pl.DataFrame], pl.DataFrame], parts: list[pl.DataFrame]) -> list[pl.DataFrame]:
    """Applies a function to each part of a frame in this process."""
    return [work(part) for part in parts]


def commit(
    writer: Writer,
    documents: pl.DataFrame,
    wide: list[pl.DataFrame],
    notes: pl.DataFrame,
    over: Mapper = map_here,
    overrides: pl.DataFrame | None = None,
    withdrawals: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Decides the status of each document, derives `reports` and `issues`, and commits.

    wide: the wide rows of documents that the version in force does not know, or not as they were read now. overrides: those to be in force from now on,
    as they were applied to the documents; None leaves them as they are. withdrawals: as well. Returns the documents with their statuses.
    """
    described = _described(writer, documents, over)
    kept = described.select(*DESCRIBED)
    described = precedence(described)
    documents = Documents.validate(described.select(list(types(Documents))))
    speaking = described.filter(pl.col("status") == "read")
    reports = Reports.validate(reports_of(speaking, _values(writer, speaking, wide)))
    found = [
        arithmetic.check(reports),
        arithmetic.noted(notes, speaking),
        arithmetic.identified(speaking),
        area_sums(reports, writer.store.read("roster"), RULE["area_sum"].severity),
        _revised(writer, documents),
    ]
    tables = {
        "documents": documents,
        "described": kept,
        "reports": reports,
        "issues": Issues.validate(in_order(pl.concat(found))),
        "notes": Notes.validate(notes),
    }
    if overrides is not None:
        tables["overrides"] = Overrides.validate(overrides)
    if withdrawals is not None:
        tables["withdrawals"] = Withdrawals.validate(withdrawals)
    invented = documents["root"].str.contains(SYNTHETIC_FACTS).any()
    writer.commit(tables, label="demo" if invented else None)
    return documents


def in_order(issues: pl.DataFrame) -> pl.DataFrame:
    """Issues report by report, the gravest first."""
    return issues.sort(
        "report_id",
        severity_order(),
        "rule",
        "section",
        "item",
        "column",
        "where",
        "text",
        "left",
        "right",
        "other_report",
    )


def _described(writer: Writer, documents: pl.DataFrame, over: Mapper) -> pl.DataFrame:
    """The documents with the columns of `describe`; taken from the version in force where rules and overrides are the same."""
    known = writer.store.read("described").filter(pl.col("rules") == description_rules())
    invented = invented_descriptions(writer.store, documents, description_rules())
    known = pl.concat([known.join(invented, on="document", how="anti"), invented])
    new = documents.join(known, on=list(DESCRIPTION_KEY), how="anti", nulls_equal=True)
    parts = [new.slice(i, _PART) for i in range(0, new.height, _PART)]
    fresh = [part.with_columns(rules=pl.lit(description_rules())).select(*DESCRIBED) for part in over(describe, parts)]
    bare = documents.drop([c for c in COLUMNS if c in documents.columns])
    return bare.join(
        pl.concat([known, *fresh]), on=list(DESCRIPTION_KEY), how="left", nulls_equal=True, maintain_order="left"
    )


@cache
def description_rules() -> str:
    """A hash of the naming rules' version and the table of divisions: when it changes, all documents are described anew."""
    return hashlib.sha256(DESCRIPTION_VERSION.encode() + gazetteer.table().read_bytes()).hexdigest()[:16]


def _values(writer: Writer, speaking: pl.DataFrame, wide: list[pl.DataFrame]) -> pl.DataFrame:
    """The wide rows of the documents that won their report."""
    stored = writer.store.scan("reports").select(*WIDE).collect()
    values = pl.concat([*wide, stored]).join(speaking, on="document", how="semi").unique("document", keep="first")
    missing = speaking.join(values, on="document", how="anti")["document"]
    if missing.len():
        # A document that was superseded until now has no wide row any more: its cells are still there.
        cells = writer.pending("cells").filter(pl.col("document").is_in(missing.implode())).collect()
        values = pl.concat([values, to_wide(cells)])
    return values


def _revised(writer: Writer, documents: pl.DataFrame) -> pl.DataFrame:
    """The cells in which a superseded document differs from the one that won: `left` its figure, `right` the winner's."""
    pairs = revisions(documents)
    before = revisions(writer.store.read("documents"))
    if not writer.store.files.get("issues"):
        before = before.clear()  # there are none to be taken over, as when a store is repaired
    stored = writer.store.scan("issues").filter(pl.col("rule") == "revision").collect()
    known = pairs.join(before, on=pairs.columns, how="semi").select("report_id", other_report="document")
    stored = stored.join(known, on=["report_id", "other_report"], how="semi")
    pairs = pairs.join(before, on=pairs.columns, how="anti")
    return pl.concat([stored, differences(writer.pending("cells"), pairs)]) if pairs.height else stored


def differences(cells: pl.LazyFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """The cells in which documents differ from those that won, as rows of `Issues`; pairs: as of `precedence.revisions`."""
    wanted = pl.concat([pairs["document"], pairs["winner"]]).unique().implode()
    printed = cells.filter(pl.col("document").is_in(wanted)).collect()
    key = ["section", "item", "column"]
    lost = pairs.join(printed, on="document").select(
        "report_id", "winner", *key, "state", "value", "text", lost="document"
    )
    won = pairs.join(printed, left_on="winner", right_on="document")
    won = won.select("report_id", "winner", *key, "state", "value", "text", lost="document")
    both = lost.join(
        won, on=["report_id", "winner", "lost", *key], how="full", coalesce=True, suffix="_won", nulls_equal=True
    )
    changed = ~pl.col("value").eq_missing(pl.col("value_won")) | ~pl.col("state").eq_missing(pl.col("state_won"))
    rows = both.filter(changed).with_columns(
        rule=pl.lit("revision"), severity=pl.lit(RULE["revision"].severity), left="value", right="value_won",
        partial=pl.lit(False), other_report="lost", text=pl.col("text").fill_null(""), where=pl.lit(""),
    )  # fmt: skip
    return rows.select(pl.col(c).cast(t) for c, t in types(Issues).items())
