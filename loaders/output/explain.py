"""A reading → what the terminal shows of it: identity, the tables beside the printed labels, remains and issues."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import polars as pl
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from loaders.bodies.describe import describe
from loaders.checks import arithmetic
from loaders.form.rules import RULES, severity_order
from loaders.form.vocabulary import ALL_SECTIONS, COLUMNS
from loaders.language.issues import sentence
from loaders.language.words import column_name, item_name, say, section_name
from loaders.query.exports import reason_text
from loaders.reading.extract import Reading, contained, read_as
from loaders.reading.files import Archives, SourceFile, read_bytes
from loaders.reading.formats.detect import detect
from loaders.reading.rows import cell_rows, document_row, note_rows, reports_of, to_wide
from loaders.reading.sections.cells import Cell
from loaders.reading.sections.numbers import digits
from loaders.store.schema import Cells, Documents, Issues, Notes, types
from loaders.text.errors import Unreadable

_STYLES = {"error": "red", "warning": "yellow", "info": "dim"}


def reading_of(path: Path) -> tuple[Reading, str]:
    """The reading and the SHA-256 of a file, empty where it cannot be opened."""
    sha256 = ""
    try:
        with contained():
            data = read_bytes(SourceFile(str(path.parent), path.name, str(path)), Archives())
            sha256 = hashlib.sha256(data).hexdigest()
            format = detect(data, path.name)
    except Unreadable as fault:
        return Reading(reason=fault.reason, words=fault.words), sha256
    return read_as(format, data), sha256


def explain(reading: Reading, name: str, sha256: str, lang: str) -> Iterator[RenderableType]:
    """The parts of the explanation, in order."""
    row = document_row(reading, document=sha256, source=name, sha256=sha256, root=None)
    described = describe(pl.DataFrame([{"seen": 0, **row}], schema=types(Documents)))
    yield _identity(reading, described.row(0, named=True), lang)
    for section in ALL_SECTIONS:
        cells = [c for c in reading.cells if c.section == section]
        if cells:
            yield _table(section, cells, lang)
    if reading.reason:
        reason = reason_text(reading.reason, row["reason_words"], lang)  # type: ignore[arg-type]
        yield Text(say("cli.explain.rejected", lang) + str(reason), style="red")
    found = issues_of(reading, described)
    if found.height:
        yield _issues(found, reading, lang)
    elif not reading.reason:
        yield Text(say("cli.no_issues", lang))


def issues_of(reading: Reading, described: pl.DataFrame) -> pl.DataFrame:
    """The issues of one reading alone: its notes, and the rules that need no other report."""
    document = str(described["document"][0])
    notes = pl.DataFrame(list(note_rows(reading, document)), schema=types(Notes), orient="row")
    if reading.reason:
        report_id = document
        found = arithmetic.issues([])
    else:
        cells = pl.DataFrame(list(cell_rows(reading, document)), schema=types(Cells), orient="row")
        report_id = described["report_id"][0]
        found = pl.concat([arithmetic.check(reports_of(described, to_wide(cells))), arithmetic.identified(described)])
    severity = {r.id: r.severity for r in RULES}
    noted = notes.with_columns(
        report_id=pl.lit(report_id),
        severity=pl.col("rule").replace_strict(severity, return_dtype=pl.String),
        other_report=pl.lit(None, dtype=pl.String),
    ).select(pl.col(c).cast(t) for c, t in types(Issues).items())
    return pl.concat([found, noted]).sort(severity_order(), "rule", "section", "item", "column")


def _identity(reading: Reading, row: dict[str, object], lang: str) -> Table:
    i = reading.identity
    unknown = say("cli.unknown", lang)

    def by(source: str | None) -> str:
        return say("cli.explain.by", lang, source=say(f"source.{source}", lang)) if source else ""

    table = Table(title=say("cli.explain.identity", lang), show_header=False, title_justify="left")
    templates = [f"{section_name(s, lang)}: {t}" for s, t in reading.templates.items() if t]
    for key, text in (
        ("title", i.title),
        ("agency", i.agency + by(i.agency_source) if i.agency else None),
        ("body", str(row["body"] or row["candidates"] or "") or None),
        ("place", "".join(dict.fromkeys(str(row[k]) for k in ("province", "city", "district") if row[k])) or None),
        ("level", say(f"level.{row['level']}", lang) if row["level"] else None),
        ("year", f"{i.year}{by(i.year_source)}" if i.year else None),
        ("scope", say(f"scope.{i.scope}", lang)),
        ("published", str(i.published) if i.published else None),
        ("url", i.url),
        ("format", reading.format),
        ("template", "\n".join(templates) or None),
        ("report_id", str(row["report_id"]) if row["report_id"] else None),
    ):
        table.add_row(say(f"cli.explain.{key}", lang), Text(text or unknown))
    return table


def _table(section: str, cells: list[Cell], lang: str) -> Table:
    columns = [t.id for t in COLUMNS[section] if any(c.column == t.id for c in cells)]
    table = Table(title=section_name(section, lang), title_justify="left")
    table.add_column("")
    table.add_column(say("cli.column.label", lang), overflow="fold", max_width=34)
    table.add_column(say("cli.column.where", lang))
    for column in columns:
        table.add_column(column_name(section, column, lang), justify="right", overflow="fold")
    for item in dict.fromkeys(c.item for c in cells):
        row = {c.column: c for c in cells if c.item == item}
        first = next(iter(row.values()))
        shown = [_shown(row.get(c), lang) for c in columns]
        table.add_row(item_name(section, item, lang), Text(first.label or ""), str(first.location), *shown)
    return table


def _shown(cell: Cell | None, lang: str) -> Text:
    if cell is None:
        return Text("")
    if cell.state == "printed":
        return Text(digits(cell.value))
    style = "bold red" if cell.state == "unreadable" else "dim"
    text = say(f"state.{cell.state}", lang)
    return Text(f"{text} {cell.text}" if cell.state == "unreadable" else text, style=style)


def _issues(found: pl.DataFrame, reading: Reading, lang: str) -> Table:
    values = {c.name: float(c.value) if c.value is not None else None for c in reading.cells}
    table = Table(title=say("cli.explain.issues", lang), title_justify="left")
    for key in ("severity", "issue", "where"):
        table.add_column(say(f"cli.column.{key}", lang), overflow="fold")
    for issue in found.iter_rows(named=True):
        severity = Text(say(f"severity.{issue['severity']}", lang), style=_STYLES[issue["severity"]])
        table.add_row(severity, Text(sentence(issue, values, lang, reading.identity.year)), issue["where"])
    return table
