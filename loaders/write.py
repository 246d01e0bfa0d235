"""A frame → the bytes of a CSV, Parquet or Excel file."""

import io
from collections.abc import Sequence

import polars as pl

from loaders.workbook import workbook

FORMATS = ("csv", "parquet", "xlsx")


def write(
    frame: pl.DataFrame,
    format: str,
    *,
    about: Sequence[tuple[str, str]] = (),
    sheets: tuple[str, str] = ("about", "data"),
    headings: Sequence[str] | None = None,
    bom: bool = False,
) -> bytes:
    """A table as a file; `about` becomes the first sheet of a workbook or the metadata of a Parquet file.

    CSV prints numbers without trailing zeros; `bom` makes it one for Excel: its encoding is recognised, and a text out
    of a document that Excel would run as a formula is quoted. ValueError for more rows than
    a sheet of Excel holds.
    """
    out = io.BytesIO()
    if format == "xlsx":
        return workbook(frame, about, sheets, headings)
    if format == "parquet":
        frame.write_parquet(out, metadata=dict(about) or None)
    else:
        if bom:
            frame = frame.with_columns(_harmless(c) for c, t in frame.schema.items() if t == pl.String)
        shown = frame.rename(dict(zip(frame.columns, headings, strict=True))) if headings else frame
        shown.with_columns(_plain(shown, c) for c, t in shown.schema.items() if t == pl.Float64).write_csv(
            out, include_bom=bom
        )
    return out.getvalue()


def _plain(frame: pl.DataFrame, column: str) -> pl.Expr:
    """Floats as text without trailing zeros."""
    value = pl.col(column)
    whole = (value.round() == value) & (value.abs() < 2**53)
    return (
        pl.when(whole)
        .then(value.cast(pl.Int64, strict=False).cast(pl.String))
        .otherwise(value.cast(pl.String))
        .alias(column)
    )


def _harmless(column: str) -> pl.Expr:
    """Texts that Excel would take for a formula, behind an apostrophe; signed numbers stay as they are."""
    text = pl.col(column)
    formula = text.str.contains(r"^\s*(?:[=@]|[+\-](?:[^\d.,％%\s]|.*[(!|]))")
    return pl.when(formula).then(pl.lit("'") + text).otherwise(text).alias(column)
