"""A file of facts, as `gongkai export facts` writes it → its reports and their cells."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import polars as pl
from polars.exceptions import PanicException, PolarsError
from python_calamine import CalamineError, CalamineWorkbook

from loaders.form.vocabulary import ALL_SECTIONS, COLUMN_IDS, ITEM_IDS, SCOPES, STATES, TEMPLATE_IDS
from loaders.reading.formats.document import Location
from loaders.text.errors import Unreadable
from loaders.text.formulas import original

COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "source": pl.String,
    "report_id": pl.String,
    "agency": pl.String,
    "division_code": pl.String,
    "year": pl.Int16,
    "scope": pl.Enum(SCOPES),
    "template": pl.Enum(TEMPLATE_IDS),
    "section": pl.Enum(ALL_SECTIONS),
    "item": pl.Enum(ITEM_IDS),
    "column": pl.Enum(COLUMN_IDS),
    "state": pl.Enum(STATES),
    "value": pl.Float64,
    "text": pl.String,
    "where": pl.String,
}
"""The columns of facts, in order."""
OPTIONAL: dict[str, pl.DataType | type[pl.DataType]] = {
    "label": pl.String,
    "title": pl.String,
    "published": pl.Date,
    "url": pl.String,
    "record": pl.String,
}
"""The columns that follow them, which files of before lack: the printed row label, what is known of the document, and what
`loaders.reading.formats.facts_record` says.
"""
_REQUIRED = ("source", "report_id", "section", "item", "column", "state")
_MAY_BE_EMPTY = ("text", "where")
_ROWS_AT_ONCE = 20_000


@dataclass(frozen=True)
class Facts:
    """The content of a file of facts: one row a report, with its `record` whole, and the cells, linked by `report_id` and
    `source`.
    """

    reports: pl.DataFrame
    cells: pl.DataFrame


def read_facts(data: bytes, format: str) -> Facts:
    """The facts of a .json, .csv, .parquet or .xlsx file; raises Unreadable with the column or row at fault."""
    try:
        if format == "parquet":
            raw = pl.read_parquet(io.BytesIO(data))
        elif format == "csv":
            raw = pl.read_csv(io.BytesIO(data), infer_schema=False, empty_string_is_null=False)
            raw = raw.with_columns(*map(original, raw.columns))
        elif format == "xlsx_facts":
            raw = _workbook(data)
        else:
            raw = pl.read_json(io.BytesIO(data), infer_schema_length=None)
    except (PolarsError, PanicException, CalamineError, OSError, ValueError) as error:
        raise Unreadable("facts_broken", error=str(error).splitlines()[0][:200]) from None
    if missing := [c for c in COLUMNS if c not in raw.columns]:
        raise Unreadable("facts_columns", columns="、".join(missing))
    if not raw.height:
        raise Unreadable("facts_empty")
    cells = _typed(raw)
    _check(cells)
    identity = ["source", "report_id", "agency", "division_code", "year", "scope", "title", "published", "url"]
    reports = cells.group_by(identity, maintain_order=True).agg(pl.col("record").drop_nulls().str.join())
    if reports.select("source", "report_id").is_duplicated().any():
        row = int(reports.select("source", "report_id").is_duplicated().arg_true()[0])
        raise Unreadable("facts_identity", report=reports["report_id"][row])
    return Facts(reports, cells.drop("title", "published", "url", "record"))


def _workbook(data: bytes) -> pl.DataFrame:
    """The sheet of facts in a workbook, each cell a text; an empty frame where none of its sheets has the columns."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in workbook.sheet_names:
        rows = workbook.get_sheet_by_name(name).iter_rows()
        names = [str(v) for v in next(rows, [])]
        if "report_id" in names:
            columns = [n for n in dict.fromkeys(names) if n]
            parts = list(_parts(rows, [names.index(c) for c in columns], columns))
            return pl.concat(parts) if parts else pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    return pl.DataFrame()


def _parts(rows: Iterator[list[Any]], at: list[int], columns: list[str]) -> Iterator[pl.DataFrame]:
    schema = dict.fromkeys(columns, pl.String)
    while part := list(islice(rows, _ROWS_AT_ONCE)):
        texts = ([_text(row[i]) for row in part] for i in at)
        yield pl.DataFrame(dict(zip(columns, texts, strict=True)), schema=schema)


def _text(value: object) -> str:
    """A cell of a workbook as CSV prints it: years are numbers there, and numbers have a decimal point."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _typed(raw: pl.DataFrame) -> pl.DataFrame:
    columns = []
    for name, dtype in (COLUMNS | OPTIONAL).items():
        column = raw[name] if name in raw.columns else pl.Series(name, [None] * raw.height, dtype=pl.String)
        text = column.cast(pl.String)
        text = text.fill_null("") if name in _MAY_BE_EMPTY else text.replace("", None)
        typed = text.str.to_date("%Y-%m-%d", strict=False) if dtype == pl.Date else text.cast(dtype, strict=False)
        bad = (text.is_not_null() & typed.is_null()) | (text.is_null() if name in _REQUIRED else False)
        if bad.any():
            row = int(bad.arg_true()[0])
            raise Unreadable("facts_value", row=row + 2, column=name, value=text[row] or "")
        columns.append(typed.alias(name))
    return pl.DataFrame(columns)


def _check(cells: pl.DataFrame) -> None:
    """Raises Unreadable unless just the printed cells have a value, no cell is there twice and locations are valid."""
    rules = {
        "value": (pl.col("state") == "printed") != pl.col("value").is_not_null(),
        "column": pl.struct("source", "report_id", "section", "item", "column").is_duplicated(),
    }
    for column, wrong in rules.items():
        rows = cells.select(wrong.arg_true()).to_series()
        if rows.len():
            row = int(rows[0])
            raise Unreadable("facts_value", row=row + 2, column=column, value=str(cells[column][row] or ""))
    for text in cells["where"].unique():
        try:
            Location.parse(text)
        except ValueError:
            row = int((cells["where"] == text).arg_true()[0])
            raise Unreadable("facts_value", row=row + 2, column="where", value=text) from None


def document_id(sha256: str, source: str, report_id: str) -> str:
    """The document id of one report within a file of many."""
    return hashlib.sha256(f"{sha256}|{source}|{report_id}".encode()).hexdigest()
