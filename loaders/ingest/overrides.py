"""bodies.csv beside the documents → overrides: the body and place of the reports in a file or folder.

Columns: 文件 (a file or folder, relative to the CSV; empty for all beside it), 单位 (the body's name), 地区 (its place).
A row gives a body, a place, or both. A file with a fault is left out whole.
"""

import posixpath
from collections.abc import Set
from dataclasses import dataclass

import polars as pl

from loaders.bodies.describe import description
from loaders.bodies.placing import Context
from loaders.ingest.csv_input import Headings, InputError, read_listing
from loaders.places.gazetteer import lies_in, mentioned
from loaders.text.normalize import strip_space

HEADINGS: Headings = {
    "file": ("文件", "文件夹", "来源", "file", "folder", "source"),
    "agency": ("单位", "单位名称", "机关", "agency", "body"),
    "place": ("地区", "所属地区", "行政区划", "place", "district", "division"),
}


@dataclass(frozen=True, slots=True)
class Override:
    """A row of bodies.csv: body and place of the documents at or below `source` in `root`; None where not given."""

    root: str
    source: str
    agency: str | None
    place: str | None


def read_overrides(data: bytes, source: str, root: str, there: Set[str]) -> tuple[list[Override], list[InputError]]:
    """The rows of the bodies.csv that lies at `source` below an ingested root, and the faults that keep it from being taken.

    there: the files and folders below the root.
    """
    listed, faults = read_listing(data, HEADINGS, "file")
    folder = posixpath.dirname(source)
    rows: list[Override] = []
    first_row: dict[str, int] = {}
    for number, cells in listed:
        name, agency, place = (
            cells["file"].replace("\\", "/").strip("/"),
            strip_space(cells.get("agency", "")),
            strip_space(cells.get("place", "")),
        )
        meant = posixpath.normpath(posixpath.join(folder, name)) if folder or name else ""
        outside = meant.startswith("..") or (folder and meant != folder and not meant.startswith(folder + "/"))
        fault = _row_error(number, name, agency, place, not outside and (not meant or meant in there))
        if not fault and (before := first_row.setdefault(meant, number)) != number:
            fault = InputError(number, "settled_twice", {"file": name or "—", "before": before})
        if fault:
            faults.append(fault)
        rows.append(Override(root, meant, agency or None, place or None))
    return ([], faults) if faults else (rows, [])


def apply(documents: pl.DataFrame, roots: set[str], overrides: list[Override]) -> pl.DataFrame:
    """Documents with `told_agency` and `told_place` set from the overrides of the ingested roots; other roots are unchanged."""
    rows = documents.with_columns(
        pl.when(pl.col("root").is_in(list(roots))).then(None).otherwise(pl.col(c)).alias(c)
        for c in ("told_agency", "told_place")
    )
    for row in sorted(overrides, key=lambda s: len(s.source)):
        below = (
            pl.lit(not row.source)
            | (pl.col("source") == row.source)
            | pl.col("source").str.starts_with(row.source + "/")
        )
        mine = (pl.col("root") == row.root) & below
        rows = rows.with_columns(
            pl.when(mine).then(pl.coalesce(pl.lit(value, dtype=pl.String), c)).otherwise(pl.col(c)).alias(c)
            for c, value in (("told_agency", row.agency), ("told_place", row.place))
        )
    return rows


def _row_error(number: int, name: str, agency: str, place: str, there: bool) -> InputError | None:
    if not agency and not place:
        return InputError(number, "settled_nothing")
    if not there:
        return InputError(number, "settled_no_file", {"file": name})
    if place and not mentioned(place):
        return InputError(number, "settled_place", {"place": place})
    if agency:
        described = description(agency, None, "own", Context(mentions=tuple(mentioned(place))))
        if not described.body_id:
            candidates = "、".join(described.candidates) or "—"
            return InputError(number, "settled_unknown", {"agency": agency, "candidates": candidates})
        if place and described.division and not lies_in(described.division, place):
            return InputError(number, "listing_elsewhere", {"agency": described.body, "place": place})
    return None
