"""Readings → rows of the store's tables, and long cells → the wide row of a report."""

import hashlib
from collections.abc import Iterable
from decimal import Decimal

import orjson
import polars as pl

from loaders.form.vocabulary import CELLS
from loaders.reading.extract import READER, Reading
from loaders.reading.formats.detect import FACTS
from loaders.reading.sections.numbers import digits
from loaders.store.schema import IDENTITY, REPORTS, WORDS, Documents, types

VALUES = tuple(c for c in REPORTS if c not in IDENTITY)
"""The columns of a wide row for the tables' content: cells and bitmaps."""
OVERRIDDEN = tuple(c for c in types(Documents) if c.startswith(("told_", "read_")))
"""The columns of a document that only overrides fill."""
_INDEX = {cell.name: i for i, cell in enumerate(CELLS)}
_NAME = pl.concat_str(pl.col("section", "item", "column").cast(pl.String), separator=".")


def document_row(reading: Reading, *, document: str, source: str, sha256: str, root: str | None) -> dict[str, object]:
    """The row of `documents` for a reading; its report is decided later, among all documents."""
    i = reading.identity
    read = reading.reason is None
    return {
        "document": document,
        "source": source,
        "sha256": sha256,
        "root": root,
        "seen": 0,
        "format": reading.format,
        "reader": READER,
        "status": "read" if read else "rejected",
        "reason": reading.reason,
        "reason_words": orjson.dumps(reading.words, default=str).decode() if reading.words else None,
        "report_id": None,
        "given_id": None,
        "body_id": None,
        "digest": digest((c.name, c.state, c.value) for c in reading.cells) if read else None,
        "withdrawn": False,
        "agency": i.agency,
        "agency_source": i.agency_source,
        "year": i.year,
        "year_source": i.year_source,
        "scope": i.scope,
        "title": i.title,
        "published": i.published,
        "url": i.url,
        "mentions": "、".join(i.mentions) or None,
        "own": i.self_references or None,
        **dict.fromkeys(OVERRIDDEN),
        **{f"{s}_template": reading.templates.get(s) for s in ("disclosure", "requests", "reviews")},
    }


def is_older() -> pl.Expr:
    """Whether a document was read by an older version of the reader; facts are read as they are."""
    return (pl.col("reader").fill_null(0) < READER) & ~pl.col("format").is_in(FACTS).fill_null(False)


def digest(cells: Iterable[tuple[str, str, Decimal | float | None]]) -> str:
    """A hash of cells (name, state, value), which does not depend on the layout of the document."""
    lines = sorted(f"{name}={state}:{digits(value)}" for name, state, value in cells)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def cell_rows(reading: Reading, document: str) -> Iterable[tuple[object, ...]]:
    """The rows of `cells` for a reading, in the order of `Cells`."""
    for c in reading.cells:
        value = None if c.value is None else float(c.value)
        yield (document, c.section, c.item, c.column, c.template, c.state, value, c.text, str(c.location), c.label)


def note_rows(reading: Reading, document: str) -> Iterable[tuple[object, ...]]:
    """The rows of `notes` for a reading, in the order of `Notes`."""
    for n in reading.notes:
        left, right = (None if v is None else float(v) for v in (n.left, n.right))
        yield (document, n.rule, n.section, n.item, n.column, left, right, n.partial, n.text, str(n.location))


def prose_rows(reading: Reading, document: str) -> Iterable[tuple[object, ...]]:
    """The rows of `prose` for a reading, in the order of `Prose`."""
    for part, text, place in reading.prose:
        yield (document, part, text, str(place))


def to_wide(cells: pl.DataFrame) -> pl.DataFrame:
    """Long cells → one wide row a document: `document`, the 284 cells, the bitmaps.

    A count that is not whole is null in its wide column and marked unreadable.
    """
    named = cells.with_columns(name=_NAME).filter(pl.col("name").is_in(list(_INDEX)))
    whole = pl.col("value").round() == pl.col("value")
    money = pl.col("column").cast(pl.String) == "amount_wan_yuan"
    named = named.with_columns(
        index=pl.col("name").replace_strict(_INDEX, return_dtype=pl.Int32), fits=(whole | money).fill_null(False)
    )
    wide = cells.select(pl.col("document").unique(maintain_order=True))
    wide = wide.join(named.filter("fits").pivot(on="name", index="document", values="value"), on="document", how="left")
    unfit = (pl.col("state") == "unreadable") | ((pl.col("state") == "printed") & ~pl.col("fits"))
    of_state = {s: pl.col("state") == s for s in ("blank", "not_applicable")}
    for state, condition in {**of_state, "unreadable": unfit}.items():
        wide = wide.join(_bitmap(named.filter(condition), state), on="document", how="left")
    return wide.select("document", *(_typed(wide, c) for c in VALUES))


def _typed(frame: pl.DataFrame, column: str) -> pl.Expr:
    dtype = REPORTS[column]
    values = pl.col(column) if column in frame.columns else pl.lit(None)
    return (values.fill_null(0) if dtype == pl.UInt64 else values).cast(dtype).alias(column)


def reports_of(documents: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
    """`reports` from the documents that count for one, described by body, and their wide rows."""
    rows = documents.with_columns(agency="body").join(values, on="document")
    return rows.select(_typed(rows, c) for c in REPORTS).sort(
        "province", "city", "district", "agency", "scope", "year", "report_id"
    )


def _bitmap(cells: pl.DataFrame, state: str) -> pl.DataFrame:
    """The cells of a document that are in a state, as bits: a column for each 64 cells."""
    bit = pl.lit(1, dtype=pl.UInt64) * pl.lit(2, dtype=pl.UInt64).pow(pl.col("index") % 64)
    words = cells.with_columns(word=pl.col("index") // 64, bit=bit.cast(pl.UInt64))
    return words.group_by("document").agg(
        pl.col("bit").filter(pl.col("word") == i).sum().alias(f"{state}_{i}") for i in range(WORDS)
    )
