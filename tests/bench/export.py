"""A table of reports → seconds to write it as a file, ours beside other libraries in the same run."""

import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from statistics import median

import polars as pl
import xlsxwriter

from loaders.output.tables import write
from loaders.query.exports import export
from loaders.store.versions import open_store, shipped

OURS = "gongkai"


@dataclass(frozen=True)
class Written:
    """How long one writer took for the table, at the median, and how large its file is; ratio: ours to its time."""

    format: str
    writer: str
    seconds: float
    size: int
    ratio: float


PACKAGES = ("polars", "xlsxwriter", "pandas")
"""What was measured."""


def table(rows: int) -> pl.DataFrame:
    """So many reports with their identity and all cells: those of the demo, over and over."""
    reports = export(open_store(shipped("demo")), "reports", "zh")
    return pl.concat([reports] * -(-rows // reports.height)).head(rows).rechunk()


def measure(frame: pl.DataFrame, repeats: int = 3) -> list[Written]:
    """Each writer some times, in turn, so that a busy moment of the machine does not fall on one of them alone."""
    writers: dict[str, dict[str, Callable[[pl.DataFrame], bytes]]] = {
        "csv": {OURS: lambda f: write(f, "csv", bom=True), "polars": _polars_csv},
        "xlsx": {OURS: lambda f: write(f, "xlsx"), "xlsxwriter": _xlsxwriter},
        "parquet": {OURS: lambda f: write(f, "parquet"), "polars": _polars_parquet},
    }
    if find_spec("pandas"):
        writers["csv"]["pandas"] = _pandas_csv
    found = []
    for format, named in writers.items():
        seconds: dict[str, list[float]] = {name: [] for name in named}
        size = {}
        for _ in range(repeats):
            for name, run in named.items():
                start = time.perf_counter()
                size[name] = len(run(frame))
                seconds[name].append(time.perf_counter() - start)
        ours = median(seconds[OURS])
        found += [Written(format, n, median(s), size[n], ours / median(s)) for n, s in seconds.items()]
    return found


def _polars_csv(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_csv(out)
    return out.getvalue()


def _polars_parquet(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


def _pandas_csv(frame: pl.DataFrame) -> bytes:
    texts = [c for c, t in frame.schema.items() if isinstance(t, pl.Enum)]
    return frame.with_columns(pl.col(texts).cast(pl.String)).to_pandas().to_csv(index=False).encode()


def _xlsxwriter(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("data")
        sheet.write_row(0, 0, frame.columns)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, frame.height, frame.width - 1)
        writers = [
            (lambda r, c, v: sheet.write_datetime(r, c, v, day))
            if dtype == pl.Date
            else sheet.write_number
            if dtype.is_numeric()
            else sheet.write_string
            for dtype in frame.dtypes
        ]
        for r, values in enumerate(frame.iter_rows(), 1):
            for c, value in enumerate(values):
                if value is not None:
                    writers[c](r, c, value)
    return out.getvalue()
