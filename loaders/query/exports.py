"""The four tables that users take out: documents, reports, facts, issues."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import polars as pl

from loaders.form.rules import operands, severity_order
from loaders.form.vocabulary import ALL_SECTIONS, CELLS, COLUMNS, GROUPS, ITEMS
from loaders.language.issues import sentence
from loaders.language.words import number, say
from loaders.query import exports_records
from loaders.query.exports_cells import cells_of
from loaders.query.exports_records import one_of
from loaders.reading.formats.facts import COLUMNS as FACT_COLUMNS
from loaders.reading.formats.facts import OPTIONAL
from loaders.reading.rows import OVERRIDDEN
from loaders.store.leases import lease
from loaders.store.schema import IDENTITY, Cells, types
from loaders.store.versions import Store

TABLES = ("documents", "reports", "facts", "issues")
PART = 2000
"""How many reports are taken out at a time: about 400,000 rows of facts."""
_DOCUMENT_COLUMNS = ("source", "sha256", "format", "status", "reason", "report_id")


def export(store: Store, table: str, lang: str) -> pl.DataFrame:
    """One of the tables, sorted, whole."""
    return pl.concat(parts(store, table, lang))


def parts(store: Store, table: str, lang: str, size: int = PART) -> Iterator[pl.DataFrame]:
    """One of the tables, sorted, in one or more parts of `size` reports each, of which one at a time is in memory."""
    store = lease(store)
    if table == "documents":
        return iter([documents(store, lang)])
    if table == "issues":
        return _issues_parts(store, size)
    return _reports_parts(store, size) if table == "reports" else _facts_parts(store, size)


def documents(store: Store, lang: str) -> pl.DataFrame:
    """Every file ever seen: what became of it, its report, what is known of it, what a user says of it and why it was withdrawn."""
    frame = store.read("documents").join(
        exports_records.withdrawn(store), on=["document", "source", "withdrawn"], how="left", maintain_order="left"
    )
    reasons = [reason_text(reason, words, lang) for reason, words in frame.select("reason", "reason_words").iter_rows()]
    frame = frame.with_columns(reason_id="reason", reason=pl.Series(reasons, dtype=pl.String))
    rest = ("reason_id", "agency", "year", "scope", "title", "published", "url")
    columns = (*_DOCUMENT_COLUMNS, *rest, *OVERRIDDEN, *exports_records.OF_WITHDRAWN)
    return frame.select(columns).sort("source", "sha256", "report_id", "agency", "year")


def reason_text(reason: str | None, words: str | None, lang: str) -> str | None:
    """Why a document was rejected, as a sentence."""
    return say(f"reason.{reason}", lang, **orjson.loads(words or "{}")) if reason else None


def _reports_parts(store: Store, size: int) -> Iterator[pl.DataFrame]:
    """One wide row a report: identity, then a column for each of the 284 cells; null where no number stands."""
    for part in _slices(_sorted(store), size):
        rows = store.scan("reports").filter(pl.col("document").is_in(part["document"].implode())).collect()
        frame = rows.join(part.select("document", "source"), on="document", how="left")
        yield frame.select("source", *IDENTITY, *(c.name for c in CELLS)).sort("source", "report_id")


def _sorted(store: Store) -> pl.DataFrame:
    """The reports in the order of exports: columns source, report_id, document."""
    frame = store.scan("reports").select("report_id", "document").collect()
    frame = frame.join(sources(store), on="document", how="left")
    return frame.select("source", "report_id", "document").sort("source", "report_id")


def _slices(frame: pl.DataFrame, size: int) -> Iterator[pl.DataFrame]:
    """Slices of a frame; a frame without rows is one."""
    return frame.iter_slices(size) if frame.height else iter([frame])


def sources(store: Store) -> pl.DataFrame:
    """The source of each document that speaks for a report: columns document, source."""
    return store.scan("documents").filter(pl.col("status") == "read").select("document", "source").collect()


def facts(store: Store, report_ids: list[str] | None = None) -> pl.DataFrame:
    """One row for each cell of every row that the documents print, in the order of the form.

    Those of all reports carry the documents that stand for no report; those of some do not.
    """
    rows = store.scan("reports")
    if report_ids is None:
        return facts_of(store, rows.collect(), _sorted(store)["report_id"])
    return facts_of(store, rows.filter(pl.col("report_id").is_in(report_ids)).collect())


def facts_of(store: Store, rows: pl.DataFrame, carriers: pl.Series | None = None) -> pl.DataFrame:
    """The facts of some rows of `reports`; carriers: the ids of all reports, where `rows` are all."""
    documents = exports_records.documents_of(store, rows)
    carriers = pl.Series("report_id", [], dtype=pl.String) if carriers is None else carriers
    rest = exports_records.without_report(store, carriers)
    ids = pl.concat([rows["document"], documents["document"], rest["document"]]).unique()
    cells = store.scan("cells").filter(one_of("document", ids)).collect()
    speaking = documents.filter(pl.col("status") == "read", pl.col("document").is_in(rows["document"].implode()))
    records = exports_records.records(store, rows, cells, documents, rest)
    return _facts(rows, cells, speaking.select("document", "source"), records)


def _facts_parts(store: Store, size: int) -> Iterator[pl.DataFrame]:
    listed = _sorted(store)
    parts = listed.select("report_id", part=pl.int_range(pl.len()) // size)
    rest = exports_records.without_report(store, listed["report_id"]).join(
        parts, left_on="carrier", right_on="report_id", how="left", maintain_order="left"
    )
    documents = exports_records.of_reports(store, listed).join(parts, on="report_id").select("document", "part")
    documents = pl.concat([documents, rest.select("document", "part")])
    with _cells_by_part(store, documents) as cells:
        for i, part in enumerate(_slices(listed, size)):
            rows = store.scan("reports").filter(pl.col("document").is_in(part["document"].implode())).collect()
            there = cells(i)
            carried = rest.filter(pl.col("part") == i).drop("part")
            of_reports = exports_records.documents_of(store, rows)
            records = exports_records.records(store, rows, there, of_reports, carried)
            yield _facts(rows, there, part.select("document", "source"), records)


def _facts(rows: pl.DataFrame, cells: pl.DataFrame, sources: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """records: the pieces of the reports' records, as of `loaders.query.exports_records.records`."""
    bare = rows.join(cells, on="document", how="anti")
    cells = pl.concat([cells, cells_of(bare)])
    identity = rows.select(
        "document", "report_id", "agency", "division_code", "year", "scope", "title", "published", "url"
    )
    out = cells.join(identity, on="document").join(sources, on="document", how="left")
    out = out.join(_ORDER, on=["section", "item", "column"], how="left")
    out = out.sort("source", "report_id", "order").with_columns(
        nth=pl.int_range(pl.len(), dtype=pl.UInt32).over("document")
    )
    return out.join(records, on=["document", "nth"], how="left", maintain_order="left").select(*FACT_COLUMNS, *OPTIONAL)


@contextmanager
def _cells_by_part(store: Store, parts: pl.DataFrame) -> Iterator[Callable[[int], pl.DataFrame]]:
    """What reads the cells of a part; parts: the columns document and part, a number.

    Cells lie in the order in which they were ingested: looking for those of each part would read all of them each
    time, so that they are dealt out once, to a temporary file a part.
    """
    cells = store.scan("cells").join(parts.unique().lazy(), on="document")
    if parts["part"].n_unique() < 2:
        yield lambda _: cells.drop("part").collect()
        return
    with TemporaryDirectory() as folder:
        cells.sink_parquet(pl.PartitionBy(folder, key="part", include_key=False), mkdir=True)

        def read(n: int) -> pl.DataFrame:
            files = sorted(Path(folder, f"part={n}").glob("*"))
            return pl.read_parquet(files) if files else Cells.create_empty()

        yield read


def issues(store: Store, lang: str, report_ids: list[str] | None = None) -> pl.DataFrame:
    """What is wrong, with the cells on both sides, their values and places, and the sentence in both languages."""
    rows = store.scan("issues")
    if report_ids is not None:
        rows = rows.filter(pl.col("report_id").is_in(report_ids))
    found = rows.collect()
    concerned = _concerned(store, found)
    cells = store.scan("cells").filter(pl.col("document").is_in(concerned["document"].implode())).collect()
    return _issues(found, concerned, cells)


def _issues_parts(store: Store, size: int) -> Iterator[pl.DataFrame]:
    found = store.scan("issues").with_columns(part=(pl.col("report_id").rank("dense") - 1) // size)
    ids = pl.concat([found.select("part", report_id=c) for c in ("report_id", "other_report")])
    documents = store.scan("reports").select("report_id", "document")
    with _cells_by_part(store, ids.join(documents, on="report_id").select("document", "part").collect()) as cells:
        for i in range((found.select(pl.col("part").max()).collect().item() or 0) + 1):
            part = found.filter(pl.col("part") == i).drop("part").collect()
            yield _issues(part, _concerned(store, part), cells(i))


def _concerned(store: Store, found: pl.DataFrame) -> pl.DataFrame:
    """The reports that issues speak of, those of the year before included, each with its source."""
    ids = pl.concat([found["report_id"], found["other_report"]]).unique()
    reports = store.scan("reports").filter(pl.col("report_id").is_in(ids.implode())).collect()
    return reports.join(sources(store), on="document", how="left")


def _issues(found: pl.DataFrame, reports: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    values = {r["report_id"]: r for r in reports.iter_rows(named=True)}
    places = _places(reports, cells)
    rows = []
    for issue in found.sort("report_id", severity_order(), "rule", maintain_order=True).iter_rows(named=True):
        report = values[issue["report_id"]]
        left, right = operands(issue["rule"], issue["section"], issue["item"], issue["column"])
        before = issue["other_report"] if issue["rule"] in ("carry_over", "in_force") else issue["report_id"]
        rows.append(
            {
                "source": report["source"],
                "report_id": issue["report_id"],
                "agency": report["agency"],
                "year": report["year"],
                **{k: issue[k] for k in ("rule", "severity", "section", "item", "column", "left", "right", "partial")},
                "left_cells": _listed(left, values.get(before, {}), places, before),
                "right_cells": _listed(right, report, places, issue["report_id"]),
                "text": issue["text"],
                "where": issue["where"],
                "message_zh": sentence(issue, report, "zh", report["year"]),
                "message_en": sentence(issue, report, "en", report["year"]),
            }
        )
    schema = {"year": pl.Int16, "left": pl.Float64, "right": pl.Float64, "partial": pl.Boolean}
    columns = [
        "source", "report_id", "agency", "year", "rule", "severity", "section", "item", "column", "left", "right",
        "partial", "left_cells", "right_cells", "text", "where", "message_zh", "message_en",
    ]  # fmt: skip
    return pl.DataFrame(rows, schema={c: schema.get(c, pl.String) for c in columns})


def _places(reports: pl.DataFrame, cells: pl.DataFrame) -> dict[tuple[str, str], str]:
    """Where each cell of some reports stands in its document."""
    name = pl.concat_str(pl.col("section", "item", "column").cast(pl.String), separator=".")
    found = cells.select("document", name=name, where="where").join(
        reports.select("document", "report_id"), on="document"
    )
    return {(r, n): w for r, n, w in found.select("report_id", "name", "where").iter_rows()}


def _listed(
    cells: tuple[str, ...], report: Mapping[str, Any], places: dict[tuple[str, str], str], report_id: str | None
) -> str:
    """`requests.granted.total=12 [p2 t1 r4 c9]`, one a cell; a cell without a number has none."""
    parts = []
    for cell in cells:
        if cell not in report:
            continue
        where = places.get((report_id or "", cell), "")
        value = number(report[cell]).replace(",", "")
        parts.append(f"{cell}={value}" + (f" [{where}]" if where else ""))
    return "; ".join(parts)


def _order() -> pl.DataFrame:
    keys = []
    for section in ALL_SECTIONS:
        items = [t.id for t in ITEMS[section]]
        if section == "requests":
            for group in (g.id for g in GROUPS if g.id != "other"):
                first = next(i for i, t in enumerate(ITEMS[section]) if t.group == group)
                items.insert(items.index(ITEMS[section][first].id), group)
        keys += [(section, item, column.id) for item in items for column in COLUMNS[section]]
    dtypes = {c: types(Cells)[c] for c in ("section", "item", "column")}
    return pl.DataFrame(keys, schema=dtypes, orient="row").with_row_index("order")


_ORDER = _order()
