"""bodies.csv ↔ overrides: what a user says of the reports in a file or folder, kept beside them.

Columns: 文件 (a file or folder, relative to the CSV; empty for all beside it), or 文件指纹 (the SHA-256 of a document, wherever
it lies); 单位 (the body's name), 地区 (its place), 年度, 范围, 发布日期, any of them; 理由. A file with a fault is left out whole.
"""

import posixpath
import re
from collections.abc import Set

import polars as pl

from loaders.form.vocabulary import SCOPES, Scope
from loaders.ingest.csv_input import Headings, InputError, read_listing
from loaders.ingest.overrides import Override, fault
from loaders.language.words import LANGS, say
from loaders.reading.identity.front_matter import read_date
from loaders.text.normalize import normalize, strip_space

HEADINGS: Headings = {
    "file": ("文件", "文件夹", "来源", "file", "folder", "source"),
    "agency": ("单位", "单位名称", "机关", "agency", "body"),
    "place": ("地区", "所属地区", "行政区划", "place", "district", "division"),
    "year": ("年度", "报告年度", "年份", "year"),
    "scope": ("范围", "报告范围", "scope"),
    "published": ("发布日期", "公开日期", "日期", "published", "date"),
    "reason": ("理由", "原因", "说明", "reason"),
    "document": ("文件指纹", "document", "sha256"),
}
_QUOTED = re.compile(r"^'(?=\s*[=@＝＠+\-＋－])")
"""The apostrophe that keeps Excel from running a text as a formula."""
_DIGEST = re.compile(r"[0-9a-f]{64}")


def read_overrides(
    data: bytes, source: str, root: str, there: Set[str] | None
) -> tuple[list[Override], list[InputError]]:
    """The rows of the bodies.csv that lies at `source` below an ingested root, and the faults that keep it from being taken.

    there: the files and folders below the root; rows about other folders, by their whole address, are then passed over.
    None takes all rows, whatever they are about.
    """
    listed, faults = read_listing(data, HEADINGS, "file")
    rows: list[Override] = []
    first_row: dict[str, int] = {}
    for number, cells in listed:
        if there is not None and _is_elsewhere(cells, root, there):
            continue
        said, error = _row(number, cells, posixpath.dirname(source), root, there)
        target = said.document or said.folder or ""
        if not error and (before := first_row.setdefault(target, number)) != number:
            error = InputError(number, "settled_twice", {"file": cells["file"] or "—", "before": before})
        if error:
            faults.append(error)
        rows.append(said)
    return ([], faults) if faults else (rows, [])


def _row(
    number: int, cells: dict[str, str], folder: str, root: str, there: Set[str] | None
) -> tuple[Override, InputError | None]:
    text = {name: strip_space(cells.get(name, "")) for name in HEADINGS}
    name = _below(cells["file"], root)
    if there is not None:
        name = name.strip("/")
    document = text["document"].lower()
    meant = posixpath.normpath(posixpath.join(folder, name)) if folder or name else ""
    published = read_date(normalize(text["published"]))
    said = Override(
        document=document or None,
        folder=None if document else name if _is_address(name) else f"{root}/{meant}" if meant else root,
        agency=text["agency"] or None,
        place=text["place"] or None,
        year=_year(text["year"]),
        scope=_scope(text["scope"]),
        published=published,
        reason=_QUOTED.sub("", cells.get("reason", "").strip()) or None,
        listing=root,
    )
    unread = {"year": said.year, "scope": said.scope, "published": published}
    if wrong := next((c for c, value in unread.items() if text[c] and value is None), None):
        return said, InputError(number, "settled_value", {"column": HEADINGS[wrong][0], "value": text[wrong]})
    if document and not _DIGEST.fullmatch(document):
        return said, InputError(number, "settled_value", {"column": HEADINGS["document"][0], "value": document})
    outside = meant.startswith("..") or (folder and meant != folder and not meant.startswith(folder + "/"))
    missing = not document and (outside or bool(meant and there is not None and meant not in there))
    found = fault(said)
    if found and found.reason == "nothing":
        return said, InputError(number, "settled_nothing")
    if missing:
        return said, InputError(number, "settled_no_file", {"file": name})
    if found:
        reason = "listing_elsewhere" if found.reason == "elsewhere" else f"settled_{found.reason}"
        return said, InputError(number, reason, found.words)
    return said, None


def _below(file: str, root: str) -> str:
    """The path of a file or folder below the root; its address where it lies elsewhere."""
    path = _QUOTED.sub("", file).replace("\\", "/").rstrip("/")
    return path.removeprefix(root).strip("/") if path == root or path.startswith(f"{root}/") else path


def _is_address(path: str) -> bool:
    return path.startswith("/") or bool(re.match(r"[A-Za-z][A-Za-z0-9+]*:/", path))


def _is_elsewhere(cells: dict[str, str], root: str, there: Set[str]) -> bool:
    """Whether a row is about another folder than the one that is read."""
    path = _below(cells["file"], root)
    return _is_address(path) and path.strip("/") not in there and not strip_space(cells.get("document", ""))


def _year(text: str) -> int | None:
    match = re.fullmatch(r"((?:19|20)\d{2})年?度?", normalize(text))
    return int(match[1]) if match else None


def _scope(text: str) -> Scope | None:
    """A scope by its id or its name in any language."""
    known: list[Scope] = [s for s in SCOPES if s != "unknown"]
    names = {strip_space(name).lower(): s for s in known for name in (s, *(say(f"scope.{s}", lang) for lang in LANGS))}
    return names.get(text.lower())


def listing(overrides: pl.DataFrame, sources: pl.DataFrame, base: str = "") -> pl.DataFrame:
    """Overrides as the rows of a bodies.csv, those of documents with the path of one of their files. Of two with one target
    that in the store counts.

    sources: columns document, source. base: the folder in which the file will lie; addresses below it become relative.
    """
    first = sources.sort("document", "source").unique("document", keep="first", maintain_order=True)
    rows = overrides.sort(pl.col("listing").is_not_null(), maintain_order=True)
    rows = rows.unique(["document", "folder"], keep="first", maintain_order=True).join(
        first, on="document", how="left", maintain_order="left"
    )
    below = pl.col("folder").str.strip_prefix(base.rstrip("/") + "/" if base else "")
    cells = {
        "file": pl.coalesce("source", pl.when(pl.col("folder") == base).then(pl.lit("")).otherwise(below)),
        **{
            c: pl.col(c).cast(pl.String)
            for c in ("agency", "place", "year", "scope", "published", "reason", "document")
        },
    }
    return rows.select(cells[name].alias(HEADINGS[name][0]) for name in HEADINGS)
