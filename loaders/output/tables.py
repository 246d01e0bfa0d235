"""Frames → a CSV, Parquet or Excel file, a part at a time."""

import io
from codecs import BOM_UTF8
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import BinaryIO

import polars as pl
from polars.io.plugins import register_io_source

from loaders.output.xlsx import write_workbook
from loaders.text.formulas import harmless

FORMATS = ("csv", "parquet", "xlsx")
_PART = 20_000
"""Rows of CSV that are written at a time."""


def write(
    frame: pl.DataFrame,
    format: str,
    *,
    about: Sequence[tuple[str, str]] = (),
    sheets: tuple[str, str] = ("about", "data"),
    headings: Sequence[str] | None = None,
    bom: bool = False,
    shares: Collection[str] = (),
    encoding: str = "utf-8",
    note: tuple[str, str] = ("", ""),
) -> bytes:
    """A table as the bytes of a file; see `write_to`."""
    out = io.BytesIO()
    # Written a part at a time, so that other threads have their turn between two.
    parts = frame.iter_slices(_PART) if frame.height and format == "csv" else [frame]
    write_to(
        out,
        parts,
        format,
        about=about,
        sheets=sheets,
        headings=headings,
        bom=bom,
        rows=frame.height,
        shares=shares,
        encoding=encoding,
        note=note,
    )
    return out.getvalue()


def write_to(
    out: BinaryIO,
    frames: Iterable[pl.DataFrame],
    format: str,
    *,
    about: Sequence[tuple[str, str]] = (),
    sheets: tuple[str, str] = ("about", "data"),
    headings: Sequence[str] | None = None,
    bom: bool = False,
    rows: int | None = None,
    shares: Collection[str] = (),
    encoding: str = "utf-8",
    note: tuple[str, str] = ("", ""),
) -> int:
    """Writes a table that comes in one or more parts, holds one of them at a time, and returns the number of rows.

    `about` becomes the first sheet of a workbook or the metadata of a Parquet file.
    CSV prints numbers without trailing zeros, and texts that a program would run as `loaders.text.formulas` has them; `bom`
    lets Excel recognise its encoding. rows: how many there are, where that is known. shares: the
    columns that a workbook shows in per cent. encoding: of CSV; `gb18030` is GBK with a place for every character. note: a heading and what is to be known of all figures; it stands in
    the last column of CSV, which has no other place for it.
    TooManyRows for more than a sheet of Excel holds.
    """
    if format == "xlsx":
        return write_workbook(frames, out, about, sheets, headings, rows, shares)
    if format == "parquet":
        return _parquet(out, iter(frames), dict(about) or None)
    if note[1]:
        headings = [*headings, note[0]] if headings else None
        text = pl.lit(" ".join(note[1].splitlines())).alias(note[0])
        frames = (frame.with_columns(text) for frame in frames)
    return _csv(out, frames, headings, bom, encoding)


def _parquet(out: BinaryIO, frames: Iterator[pl.DataFrame], metadata: dict[str, str] | None) -> int:
    first = next(frames)
    done = 0

    def parts(
        columns: list[str] | None, predicate: pl.Expr | None, most: int | None, size: int | None
    ) -> Iterator[pl.DataFrame]:
        nonlocal done
        part: pl.DataFrame | None = first
        while part is not None:
            done += part.height
            yield part
            part = next(frames, None)

    register_io_source(parts, schema=first.schema).sink_parquet(out, metadata=metadata)
    return done


def _csv(
    out: BinaryIO, frames: Iterable[pl.DataFrame], headings: Sequence[str] | None, bom: bool, encoding: str
) -> int:
    done, start = 0, True

    def put(part: pl.DataFrame) -> None:
        if encoding == "utf-8":
            part.write_csv(out, include_header=False)
        else:
            out.write(part.write_csv(include_header=False).encode(encoding))

    if bom and encoding == "utf-8":
        out.write(BOM_UTF8)
    for frame in frames:
        if start:
            # A row like the others: a heading may be a body's name, and two may be the same.
            head = pl.DataFrame([headings or frame.columns], schema=frame.columns, orient="row")
            put(head.with_columns(*map(harmless, head.columns)))
        texts = [c for c, t in frame.schema.items() if t == pl.String]
        floats = [c for c, t in frame.schema.items() if t == pl.Float64]
        put(frame.with_columns(*map(harmless, texts), *map(_plain, floats)))
        done, start = done + frame.height, False
    return done


def _plain(column: str) -> pl.Expr:
    """Floats as text without trailing zeros."""
    value = pl.col(column)
    whole = (value.round() == value) & (value.abs() < 2**53)
    return (
        pl.when(whole)
        .then(value.cast(pl.Int64, strict=False).cast(pl.String))
        .otherwise(value.cast(pl.String))
        .alias(column)
    )
