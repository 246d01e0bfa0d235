"""A frame → an Excel file: a first sheet that says what it is, then the rows, numbers as numbers."""

import io
from collections.abc import Sequence
from datetime import date, datetime

import polars as pl
import xlsxwriter

MOST_ROWS = 1_048_575
_WIDEST = 48


def workbook(
    frame: pl.DataFrame,
    about: Sequence[tuple[str, str]],
    sheets: tuple[str, str],
    headings: Sequence[str] | None = None,
) -> bytes:
    """The bytes of a workbook.

    about: pairs of a heading and a text for the first sheet; sheets: the two sheets' names; headings: shown instead
    of the column names. Raises ValueError for more rows than a sheet holds.
    """
    if frame.height > MOST_ROWS:
        raise ValueError(frame.height)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        first = book.add_worksheet(sheets[0])
        first.set_column(0, 0, 16)
        first.set_column(1, 1, 90)
        for row, (name, text) in enumerate(about):
            first.write_string(row, 0, name, bold)
            first.write_string(row, 1, text, wrap)
        sheet = book.add_worksheet(sheets[1])
        names = list(headings or frame.columns)
        for i, name in enumerate(names):
            sheet.write_string(0, i, name, head)
            sheet.set_column(i, i, _width(name, frame[:, i]))
        sheet.freeze_panes(1, 0)
        if frame.height:
            sheet.autofilter(0, 0, frame.height, len(names) - 1)
        for r, values in enumerate(frame.iter_rows(), 1):
            for c, value in enumerate(values):
                if value is None or value == "":
                    continue
                if isinstance(value, bool):
                    sheet.write_boolean(r, c, value)
                elif isinstance(value, int | float):
                    sheet.write_number(r, c, value)
                elif isinstance(value, date | datetime):
                    sheet.write_datetime(r, c, datetime(value.year, value.month, value.day), day)
                else:
                    sheet.write_string(r, c, str(value))
    return out.getvalue()


def _width(name: str, column: pl.Series) -> float:
    sample = column.head(200).cast(pl.String).drop_nulls().to_list()
    return min(_WIDEST, max([_display(name), *(_display(text) for text in sample)]) + 2)


def _display(text: str) -> int:
    return sum(2 if ord(c) > 0x2E80 else 1 for c in text)
