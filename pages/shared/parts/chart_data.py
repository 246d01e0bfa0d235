"""Rows that stand behind a chart → a table to read and files to take away, each under an address of its own.

The page keeps the rows at each run under what they are; the browser asks for them when somebody wants them. They are kept
while there is room: where they have gone, the chart has its page run again and asks once more.
"""

import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import quote

import polars as pl
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from loaders.language.rounding import percent
from loaders.language.words import number
from loaders.output.tables import write
from pages.shared.server.sized_cache import SizedCache

PATH = "/api/rows/{token}.{format}"


class Kind(NamedTuple):
    """A kind of file: its format as `write` has it, the ending and type of the file, and the encoding of its text."""

    format: str
    ending: str
    mime: str
    encoding: str = "utf-8"


KINDS = {
    "csv": Kind("csv", ".csv", "text/csv"),
    "gbk": Kind("csv", "_GBK.csv", "text/csv", "gb18030"),
    "xlsx": Kind("xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "parquet": Kind("parquet", ".parquet", "application/vnd.apache.parquet"),
}
"""The files that a table is offered as."""
READ = 500
"""Rows of a table on the page; files hold all."""
_memory = SizedCache(64 << 20)


@dataclass(frozen=True)
class ChartRows:
    """A table with what it is.

    headings: of its columns, in order; shares: the columns that are read in per cent; gap: what is read where no figure
    stands; about, sheets: the first sheet of a workbook, and the names of both; note: the heading and text of the last
    column of CSV, as for `write_to`; name: of its files, without the ending.
    """

    frame: pl.DataFrame
    headings: tuple[str, ...]
    shares: tuple[str, ...]
    gap: str
    about: tuple[tuple[str, str], ...]
    sheets: tuple[str, str]
    name: str
    first: str
    """What is said where a table is longer than is read here."""
    note: tuple[str, str] = ("", "")


def register_rows(rows: ChartRows) -> str:
    """Keeps a table and returns what its address ends in."""
    frame = rows.frame
    what = [frame.columns, frame.rows(), rows.headings, rows.shares, rows.gap, rows.about, rows.name]
    token = blake2b(pickle.dumps(what), digest_size=16).hexdigest()
    _memory.get(token, lambda: rows)
    return token


def answer(request: Request) -> Response:
    """A table as JSON to read, or as a file; 404 where it is no longer kept."""
    token, format = request.path_params["token"], request.path_params["format"]
    rows = _memory.find(token)
    if rows is None or format not in (*KINDS, "json"):
        return Response(status_code=404)
    if format == "json":
        return JSONResponse(_read(rows))
    kind = KINDS[format]
    written = write(
        rows.frame,
        kind.format,
        about=rows.about,
        sheets=rows.sheets,
        headings=None if format == "parquet" else rows.headings,
        bom=True,
        shares=rows.shares,
        encoding=kind.encoding,
        note=rows.note,
    )
    name = f"attachment; filename*=UTF-8''{quote(rows.name + kind.ending)}"
    return Response(written, media_type=kind.mime, headers={"Content-Disposition": name})


def _read(rows: ChartRows) -> dict[str, object]:
    frame = rows.frame.head(READ)
    columns = [_texts(frame[c], c, c in rows.shares, rows.gap) for c in frame.columns]
    aligned = [t.is_numeric() for t in frame.schema.values()]
    return {
        "headings": rows.headings,
        "numbers": aligned,
        "rows": list(zip(*columns, strict=True)),
        "note": rows.first if rows.frame.height > READ else "",
    }


def _texts(values: pl.Series, name: str, share: bool, gap: str) -> Sequence[str]:
    if share:
        return [gap if v is None else percent(v, 1) for v in values]
    if values.dtype.is_numeric() and name != "year":
        return [gap if v is None else number(v) for v in values]
    return [gap if v is None else str(v) for v in values]
