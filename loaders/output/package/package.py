"""A store → a zip of its tables as CSV and Parquet with a data dictionary: a Data Package (Frictionless Data), which
`gongkai ingest` reads back.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import orjson
import polars as pl

from loaders.language.words import LANGS, number, say
from loaders.output.package.codes import codes
from loaders.output.package.dictionary import columns, dictionary
from loaders.output.tables import write, write_to
from loaders.query.exports import parts
from loaders.reading.files import PACKAGE_MARKS
from loaders.store.versions import Store

TABLES = ("documents", "reports", "facts", "issues", "roster", "population")
_MANIFEST, _DICTIONARY = PACKAGE_MARKS
_CODES = "codes.csv"
_README = "README.txt"
_BUFFER = 1 << 20
Schemas = Mapping[str, Mapping[str, pl.DataType]]


class Written(NamedTuple):
    """The result of writing: rows by table, and their columns."""

    rows: dict[str, int]
    schemas: Mapping[str, Mapping[str, pl.DataType]]


def write_package(store: Store, out: BinaryIO, lang: str, on: date) -> dict[str, int]:
    """Writes the package and returns the rows of each table; one part of a table is in memory at a time.

    lang: of the reasons for which documents were rejected, the one text that is not there in both languages.
    """
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        written = _tables(archive, store, lang, on)
        shared = {_DICTIONARY: dictionary(written.schemas), _CODES: codes()}
        for name, frame in shared.items():
            archive.writestr(_entry(name, on), write(frame, "csv", bom=True), ZIP_DEFLATED)
        archive.writestr(_entry(_MANIFEST, on), _manifest(store, written.schemas, on), ZIP_DEFLATED)
        archive.writestr(_entry(_README, on), _readme(store, written.rows, on), ZIP_DEFLATED)
    return written.rows


def file_name(store: Store, table: str, format: str) -> str:
    """The name of a table's file; synthetic data say so in it, as a file goes other ways than its package."""
    return f"{table}_synthetic.{format}" if store.synthetic else f"{table}.{format}"


def _tables(archive: ZipFile, store: Store, lang: str, on: date) -> Written:
    rows, schemas = {}, {}
    for table in TABLES:
        whole = partial(parts_of, store, table, lang)
        schemas[table] = next(whole()).schema
        with _member(archive, file_name(store, table, "csv"), on, ZIP_DEFLATED) as member:
            rows[table] = write_to(member, whole(), "csv", bom=True)
        # Parquet is compressed already; stored as it is, its size is known before it is unpacked.
        with TemporaryFile() as file:
            write_to(file, whole(), "parquet", about=_about(store, table))
            file.seek(0)
            with _member(archive, file_name(store, table, "parquet"), on, ZIP_STORED) as member:
                copyfileobj(file, member, _BUFFER)
    return Written(rows, schemas)


def parts_of(store: Store, table: str, lang: str) -> Iterator[pl.DataFrame]:
    """A table of a package in one or more parts."""
    return iter([store.read(table)]) if table in ("roster", "population") else parts(store, table, lang)


def _member(archive: ZipFile, name: str, on: date, compression: int) -> BinaryIO:
    """A member to write to, of whatever size."""
    entry = _entry(name, on)
    entry.compress_type = compression
    return archive.open(entry, "w", force_zip64=True)  # type: ignore[return-value]


def _entry(name: str, on: date) -> ZipInfo:
    return ZipInfo(name, (on.year, on.month, on.day, 0, 0, 0))


def _about(store: Store, table: str) -> list[tuple[str, str]]:
    """The metadata of a Parquet file."""
    label = [("synthetic", say("package.synthetic", lang)) for lang in LANGS[-1:] if store.synthetic]
    return [("gongkai", table), ("build", store.build), *label]


def _readme(store: Store, rows: Mapping[str, int], on: date) -> bytes:
    """The note in both languages; with Windows's ends of lines and the mark by which its editors know UTF-8."""
    lines = []
    for lang in LANGS:
        lines += [say("package.synthetic", lang), ""] if store.synthetic else []
        lines += [say("package.title", lang), "", say("package.readme.version", lang, build=store.build, day=on), ""]
        for table in TABLES:
            count = say("package.readme.counts", lang, n=number(rows[table]))
            lines += [f"{file_name(store, table, 'csv')}  {say(f'package.table.{table}', lang)} ({count})"]
        lines += [f"{_DICTIONARY}  {say('package.table.dictionary', lang)}"]
        lines += [f"{_CODES}  {say('package.table.codes', lang)}", ""]
        lines += [say(f"package.readme.{k}", lang) for k in ("formats", "states")]
        inputs = {table: file_name(store, table, "csv") for table in ("roster", "population")}
        lines += [say("package.readme.back", lang, **inputs), "", ""]
    return "\r\n".join(lines).encode("utf-8-sig")


def _manifest(store: Store, schemas: Schemas, on: date) -> bytes:
    """The descriptor of the package: each table with its columns (Data Package and Table Schema, version 1)."""
    resources = [_resource(store, table, schema, format) for table, schema in schemas.items() for format in _FORMATS]
    content = {
        "profile": "data-package",
        "name": "gongkai",
        "title": " / ".join(say("package.title", lang) for lang in LANGS),
        "version": store.build,
        "created": f"{on.isoformat()}T00:00:00Z",
        "synthetic": store.synthetic,
        "resources": resources,
    }
    if store.synthetic:
        content["description"] = " / ".join(say("package.synthetic", lang) for lang in LANGS)
    return orjson.dumps(content, option=orjson.OPT_INDENT_2)


_FORMATS = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


def _resource(store: Store, table: str, schema: Mapping[str, pl.DataType], format: str) -> dict[str, object]:
    described = " / ".join(say(f"package.table.{table}", lang) for lang in LANGS)
    path = file_name(store, table, format)
    found: dict[str, object] = {"name": f"{table}-{format}", "path": path, "description": described}
    found |= {"format": format, "mediatype": _FORMATS[format]}
    if format == "csv":
        fields = [
            {"name": c.name, "type": c.type, "title": c.meaning("zh"), "description": c.meaning("en")}
            | ({"unit": c.unit_name("en")} if c.unit else {})
            for c in columns(table, schema)
        ]
        found |= {"encoding": "utf-8", "profile": "tabular-data-resource", "schema": {"fields": fields}}
    return found
