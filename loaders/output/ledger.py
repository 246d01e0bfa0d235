"""The entries of a review ledger → one sheet of Excel, set up for printing on A3."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from loaders.form.form_2014 import TEMPLATE
from loaders.form.vocabulary import SECTIONS, TEMPLATES
from loaders.language.words import number, say
from loaders.output.filings import worded
from loaders.query.area import area_of, full_name
from loaders.query.comparability import Reason
from loaders.query.completeness import Part
from loaders.query.filter_urls import filter_words
from loaders.query.filters import Filter
from loaders.query.ledger import FIGURES, Entry, Issue, ledger
from loaders.query.snapshot import Snapshot
from loaders.store.cubes.lines import BODY

Value = str | int | float | Any
_A3 = 8
_TITLE_ROW, _BASIS_ROW, _NOTES_ROW, _HEAD_ROW = range(4)
_FIRST_ROW = _HEAD_ROW + 2
_ALERTS = {"state": "owing", "days_late": "owing", "errors": "errors"}
"""Columns that are marked where another value of the row is not nothing."""
_LINE = 13.5
"""Points of a line of text."""


@dataclass(frozen=True)
class Heading:
    """What stands above a ledger: its title, what it covers, and how to read it; synthetic: the warning of invented data."""

    title: str
    basis: str
    notes: str
    synthetic: str = ""


@dataclass(frozen=True)
class _Column:
    """A column of the sheet. group: of the heading above it; style: of its cells; width: in characters."""

    id: str
    group: str
    name: str
    width: float
    style: str = "text"


def make_ledger(snapshot: Snapshot, filters: Filter, year: int, lang: str, on: date) -> bytes:
    """The ledger of a year as a workbook; on: the day of which it is, by which reports are due or not."""
    entries = ledger(snapshot, filters, year, lang, on)
    area = area_of(snapshot, filters)
    basis = say(
        "ledger.basis",
        lang,
        day=on.isoformat(),
        build=snapshot.build,
        filters=filter_words(snapshot, filters.only(year), lang),
        bodies=number(len({e.filing["body_id"] for e in entries})),
        reports=number(sum(e.report_id is not None for e in entries)),
    )
    title = say("ledger.title", lang, place=full_name(snapshot, area) if area else "", year=year).strip()
    synthetic = say("package.synthetic", lang) if snapshot.store.synthetic else ""
    return write_ledger(entries, Heading(title, basis, say("ledger.notes", lang), synthetic), lang)


def write_ledger(entries: Sequence[Entry], heading: Heading, lang: str) -> bytes:
    """The ledger as a workbook; numbers and dates are such, texts are wrapped, and the headings repeat on every page."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet(say("ledger.sheet", lang))
        styles = _styles(book)
        columns = _columns(lang)
        _head(sheet, styles, columns, heading, lang)
        rows = list(_rows(entries, lang))
        for i, row in enumerate(rows, _FIRST_ROW):
            for j, column in enumerate(columns):
                wrong = column.id in _ALERTS and row[_ALERTS[column.id]]
                _cell(sheet, i, j, row.get(column.id), styles["alert" if wrong else column.style])
            sheet.set_row(i, _height(row, columns))
        _print(sheet, columns, len(rows), heading, lang)
    return out.getvalue()


def _columns(lang: str) -> list[_Column]:
    def column(id_: str, group: str, width: float, style: str = "text") -> _Column:
        return _Column(id_, say(f"ledger.group.{group}", lang), say(f"ledger.column.{id_}", lang), width, style)

    figures = [
        _Column(f"{id_}.{part}", say(f"metric.{id_}", lang), say(f"ledger.column.{part}", lang), 6.5, style)
        for id_ in FIGURES
        for part, style in (("now", "number"), ("before", "number"), ("change", "change"))
    ]
    return [
        column("no", "body", 4.5, "middle"),
        column("agency", "body", 22),
        column("kind", "body", 9),
        column("state", "filing", 8, "middle"),
        column("due", "filing", 10, "date"),
        column("published_on", "filing", 10, "date"),
        column("days_late", "filing", 5, "middle"),
        column("scope", "filing", 7, "middle"),
        column("form", "parts", 7, "middle"),
        *(column(section, "parts", 8, "middle") for section in SECTIONS),
        column("errors", "checks", 4.5, "middle"),
        column("cells", "checks", 36),
        column("others", "checks", 22),
        *figures,
        column("remark", "compared", 11),
    ]


def _rows(entries: Sequence[Entry], lang: str) -> Iterator[dict[str, Value]]:
    """The lines by the ids of the columns; what is not there is None."""
    # A column without any value would have no type.
    texts = dict.fromkeys((*BODY, "former", "successor", "contact"), pl.String)
    filings = pl.DataFrame(
        [e.filing for e in entries], schema_overrides={**texts, "published": pl.Date, "due": pl.Date}
    )
    words = worded(filings, lang).iter_rows(named=True) if entries else iter(())
    for i, (entry, filing) in enumerate(zip(entries, words, strict=True), 1):
        row = {c: filing[c] for c in ("agency", "kind", "state", "due", "published_on", "days_late")}
        row["owing"] = filing["days_late"] is not None or entry.filing["state"] in ("missing", "failed")
        yield {"no": i, "errors": None, **row, **(_of_report(entry, lang) if entry.report_id else {})}


def _of_report(entry: Entry, lang: str) -> dict[str, Value]:
    errors, warnings = entry.of_severity("error"), entry.of_severity("warning")
    row: dict[str, Value] = {
        "scope": say(f"scope.{entry.scope}", lang),
        "form": _form(entry, lang),
        "errors": len(errors),
        "cells": issue_lines(errors, lang),
        "others": issue_lines(warnings, lang),
        "remark": _remark(entry, lang),
        **{section: part_words(part, lang) for section, part in entry.parts.items()},
    }
    for id_ in FIGURES:
        change = entry.changes[id_]
        row[f"{id_}.now"], row[f"{id_}.before"] = entry.figures[id_], entry.figures_before[id_]
        row[f"{id_}.change"] = change.difference
    return row


def _form(entry: Entry, lang: str) -> str:
    """The forms that the three parts follow."""
    forms = {part.form for part in entry.parts.values()}
    years = [form for form in sorted(TEMPLATES) if form in forms or "mixed" in forms]
    return say("ledger.form", lang, years=say("list.comma", lang).join(years)) if years else ""


def part_words(part: Part, lang: str) -> str:
    """How complete a part is: the cells with a number of those asked for, and why the others have none."""
    if part.complete and part.asked is not None:
        return say("ledger.part.complete", lang)
    if part.form is None and not part.printed:
        return say("ledger.no_table", lang)
    if part.asked is None:
        text = say("ledger.part.mixed", lang, n=part.printed)
    else:
        text = say("ledger.part", lang, n=part.printed, all=part.asked)
    counts = {"blank": part.blank, "unreadable": part.unreadable}
    gaps = say("list.comma", lang).join(say(f"ledger.part.{k}", lang, n=n) for k, n in counts.items() if n)
    return say("ledger.part.gaps", lang, part=text, gaps=gaps) if gaps else text


def issue_lines(issues: Sequence[Issue], lang: str) -> str:
    """Issues, a line each, in the form's words: the part, the row or column, and the figures that do not agree."""
    lines = []
    for i, issue in enumerate(issues, 1):
        section = say(f"ledger.issue.{issue.section}", lang) if issue.section and issue.brief else ""
        lines.append(say("ledger.issue", lang, n=i, section=section, text=issue.brief or issue.message))
    return "\n".join(lines)


def _remark(entry: Entry, lang: str) -> str:
    """Why figures are not compared, and on which form's counting rules those of the table of 2014 rest."""
    of_2014 = any(part.form == TEMPLATE for part in entry.parts.values())
    texts = [say("ledger.of_2014", lang), _why_apart(entry, lang)] if of_2014 else [_why_apart(entry, lang)]
    return say("list.semicolon", lang).join(filter(None, texts))


def _why_apart(entry: Entry, lang: str) -> str:
    reasons = {id_: change.reason for id_, change in entry.changes.items() if change.reason}
    if Reason.NO_REPORT in reasons.values():
        return say("ledger.reason.no_report", lang)
    if Reason.OTHER_FORM in reasons.values():
        return say("ledger.reason.other_form", lang)
    if not reasons:
        return ""
    names = say("list.comma", lang).join(say(f"metric.{id_}", lang) for id_ in reasons)
    return say("ledger.reason.no_number", lang, figures=names)


def _styles(book: Workbook) -> dict[str, Format]:
    cell = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter"}
    head = {**cell, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#EDF1F5"}
    formats: dict[str, dict[str, Any]] = {
        "title": {"font_name": "黑体", "font_size": 18, "align": "center", "valign": "vcenter"},
        "line": {"font_name": "宋体", "font_size": 10, "text_wrap": True, "valign": "vcenter"},
        "head": head,
        "text": {**cell, "text_wrap": True},
        "middle": {**cell, "text_wrap": True, "align": "center"},
        "alert": {**cell, "text_wrap": True, "align": "center", "bold": True, "font_color": "#9C0006"},
        "number": {**cell, "num_format": "#,##0", "align": "right"},
        "change": {**cell, "num_format": "+#,##0;-#,##0;0", "align": "right"},
        "date": {**cell, "num_format": "yyyy-mm-dd", "align": "center"},
    }
    return {name: book.add_format(f) for name, f in formats.items()}


def _head(sheet: Worksheet, styles: dict[str, Format], columns: Sequence[_Column], heading: Heading, lang: str) -> None:
    last = len(columns) - 1
    sheet.merge_range(_TITLE_ROW, 0, _TITLE_ROW, last, heading.title, styles["title"])
    sheet.merge_range(
        _BASIS_ROW, 0, _BASIS_ROW, last, "  ".join(filter(None, (heading.synthetic, heading.basis))), styles["line"]
    )
    sheet.merge_range(_NOTES_ROW, 0, _NOTES_ROW, last, heading.notes, styles["line"])
    sheet.set_row(_TITLE_ROW, 32)
    sheet.set_row(_BASIS_ROW, 16)
    sheet.set_row(_NOTES_ROW, 16)
    sheet.set_row(_HEAD_ROW + 1, 30)
    for j, column in enumerate(columns):
        sheet.set_column(j, j, column.width)
        sheet.write_string(_HEAD_ROW, j, column.group, styles["head"])
        sheet.write_string(_HEAD_ROW + 1, j, column.name, styles["head"])
    start = 0
    for j in range(1, len(columns) + 1):
        if j == len(columns) or columns[j].group != columns[start].group:
            if j - start > 1:
                sheet.merge_range(_HEAD_ROW, start, _HEAD_ROW, j - 1, columns[start].group, styles["head"])
            start = j


def _cell(sheet: Worksheet, i: int, j: int, value: Value, style: Format) -> None:
    if value is None or value == "":
        sheet.write_blank(i, j, None, style)
    elif isinstance(value, str):
        sheet.write_string(i, j, value, style)
    elif isinstance(value, int | float):
        sheet.write_number(i, j, value, style)
    else:
        sheet.write_datetime(i, j, value, style)


def _height(row: dict[str, Value], columns: Sequence[_Column]) -> float:
    """Points for a row: programs that open the file do not all fit rows to wrapped text."""
    lines = 1
    for column in columns:
        texts = str(row.get(column.id) or "").split("\n") if column.style in ("text", "middle") else ()
        lines = max(lines, sum(max(1, -(-_places(text) // int(column.width))) for text in texts))
    return min(409.0, 4 + _LINE * lines)


def _places(text: str) -> int:
    """The width of a text in characters: a Chinese one takes two places."""
    return sum(2 if ord(c) > 0x2E80 else 1 for c in text)


def _print(sheet: Worksheet, columns: Sequence[_Column], rows: int, heading: Heading, lang: str) -> None:
    last = _FIRST_ROW + rows - 1
    sheet.freeze_panes(_FIRST_ROW, 2)
    if rows:
        sheet.autofilter(_HEAD_ROW + 1, 0, last, len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(_A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD_ROW, _HEAD_ROW + 1)
    sheet.print_area(0, 0, max(last, _FIRST_ROW), len(columns) - 1)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.center_horizontally()
    sheet.set_footer(f"&L{heading.synthetic}&C{say('ledger.page', lang)}")
