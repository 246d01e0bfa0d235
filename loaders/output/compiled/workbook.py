"""A compiled form → a workbook: the three tables as printed, the remarks, and the reports with why each counts or not."""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from loaders.form.paper import TITLES, Layout, layouts
from loaders.form.vocabulary import CELL_BY_NAME
from loaders.language.words import say
from loaders.output.compiled.grid import boxes
from loaders.output.compiled.remarks import Remark, cell_words
from loaders.output.compiled.word import MARK
from loaders.query.compiled import Compiled, Sum

_A4 = 9
_COLUMNS = 30
"""Columns of the sheet of the form: each table takes them all, so that the three are of one width."""
_SPANS: dict[str, tuple[int, ...]] = {
    "disclosure": (9, 7, 7, 7),
    "requests": (2, 3, 11, *[2] * 7),
    "reviews": tuple([2] * 15),
}
"""How many columns of the sheet each column of a table takes."""
_POINTS = 15.0
_PLACES = 3.4
"""Places of text in a column of the sheet."""


def write_book(form: Compiled, notes: Sequence[Remark], synthetic: str, lang: str) -> bytes:
    """The workbook; sums are numbers, those that are partial with a mark in their format and a comment."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        styles = _styles(book)
        title = say("compiled.title", lang, name=form.name, year=form.year).replace("\n", "" if lang == "zh" else " ")
        _form(book.add_worksheet(say("compiled.sheet.form", lang)), styles, form, title, synthetic, lang)
        _remarks(book.add_worksheet(say("compiled.sheet.remarks", lang)), styles, form, notes, synthetic, lang)
        _reports(book.add_worksheet(say("compiled.sheet.reports", lang)), styles, form, lang)
    return out.getvalue()


def _form(sheet: Worksheet, styles: dict[str, Format], form: Compiled, title: str, synthetic: str, lang: str) -> None:
    sheet.set_column(0, _COLUMNS - 1, 2.9)
    sheet.merge_range(0, 0, 0, _COLUMNS - 1, title, styles["title"])
    sheet.set_row(0, 32)
    at = 1
    if synthetic:
        sheet.merge_range(at, 0, at, _COLUMNS - 1, synthetic, styles["line"])
        at += 1
    for section, layout in layouts(form.template).items():
        sheet.merge_range(at, 0, at, _COLUMNS - 1, TITLES[section], styles["heading"])
        sheet.set_row(at, 24)
        at = _table(sheet, styles, at + 1, layout, _SPANS[section], form.cells, lang)
    sheet.merge_range(at, 0, at, _COLUMNS - 1, say("compiled.partial", lang), styles["line"])
    sheet.set_row(at, 26)
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.center_horizontally()
    sheet.set_footer(f"&C{say('ledger.page', lang)}")
    sheet.print_area(0, 0, at, _COLUMNS - 1)


def _table(
    sheet: Worksheet, styles: dict[str, Format], at: int, layout: Layout, spans: Sequence[int],
    cells: Mapping[str, Sum], lang: str,
) -> int:  # fmt: skip
    """Writes a table from a row on and returns the row below it."""
    starts = [sum(spans[:j]) for j in range(len(spans) + 1)]
    lines = [1] * len(layout)
    for box in boxes(layout):
        place = at + box.top, starts[box.left], at + box.bottom, starts[box.right + 1] - 1
        if box.slot.cell:
            _sum(sheet, styles, place, box.slot.cell, cells[box.slot.cell], lang)
            continue
        left = box.beside and place[3] - place[1] > 6
        _merged(sheet, place, box.slot.text, styles["label" if left else "centre"])
        width = (place[3] - place[1] + 1) * _PLACES
        needed = -(-2 * len(box.slot.text) // int(width))
        rows = box.bottom - box.top + 1
        if rows < 10:
            lines[box.top] = max(lines[box.top], -(-needed // rows))
    for i, count in enumerate(lines):
        sheet.set_row(at + i, _POINTS * count + 3)
    return at + len(layout) + 1


def _sum(
    sheet: Worksheet, styles: dict[str, Format], place: tuple[int, int, int, int], name: str, cell: Sum, lang: str
) -> None:
    money = CELL_BY_NAME[name].kind == "money"
    style = styles[f"{'money' if money else 'count'}{'_partial' if cell.partial else ''}"]
    value: Any = cell.value
    if value is None and not cell.asked:
        value = say("compiled.not_applicable", lang)
    _merged(sheet, place, value, style)
    if cell.partial:
        words = say("compiled.gaps.some", lang, cell=cell_words(name, lang), k=cell.reports, m=cell.asked)
        sheet.write_comment(place[0], place[1], words)


def _merged(sheet: Worksheet, place: tuple[int, int, int, int], value: Any, style: Format) -> None:
    top, left, bottom, right = place
    if (top, left) != (bottom, right):
        sheet.merge_range(top, left, bottom, right, "", style)
    if value is None:
        sheet.write_blank(top, left, None, style)
    elif isinstance(value, str):
        sheet.write_string(top, left, value, style)
    else:
        sheet.write_number(top, left, value, style)


def _remarks(
    sheet: Worksheet, styles: dict[str, Format], form: Compiled, notes: Sequence[Remark], synthetic: str, lang: str
) -> None:
    sheet.set_column(0, 0, 100)
    at = 0
    for text, style in _remark_lines(notes, synthetic):
        sheet.write_string(at, 0, text, styles[style])
        sheet.set_row(at, min(400, 6 + 14 * max(1, -(-2 * len(text) // 115))))
        at += 1
    at += 1
    names = ("cell", "sum", "numbers", "asked", *(("area",) if form.area else ()))
    for j, name in enumerate(names):
        sheet.write_string(at, j, say(f"compiled.column.{name}", lang), styles["head"])
    sheet.set_column(1, len(names) - 1, 14)
    for i, (name, cell) in enumerate(form.cells.items(), at + 1):
        sheet.write_string(i, 0, cell_words(name, lang), styles["text"])
        row = (cell.value, cell.reports, cell.asked, *((form.area[name],) if form.area else ()))
        for j, value in enumerate(row, 1):
            _merged(sheet, (i, j, i, j), value, styles["number"])
    _paper(sheet, lang)


def _remark_lines(notes: Sequence[Remark], synthetic: str) -> Iterator[tuple[str, str]]:
    if synthetic:
        yield synthetic, "line"
    for remark in notes:
        yield remark.heading, "heading"
        for text in remark.texts:
            yield text, "line"


def _reports(sheet: Worksheet, styles: dict[str, Format], form: Compiled, lang: str) -> None:
    """A row a report: those that are added up, then those left out with the reason."""
    names = ("agency", "role", "holder", "errors")
    for j, (name, width) in enumerate(zip(names, (36, 40, 36, 12), strict=True)):
        sheet.set_column(j, j, width)
        sheet.write_string(0, j, say(f"compiled.column.{name}", lang), styles["head"])
    counted = [(c.agency, say("compiled.role.counted", lang), None, c.errors) for c in form.counted]
    aside = [(r.agency, say(f"sources.role.{r.reason}", lang), r.holder, None) for r in form.left_out]
    rows = [*counted, *aside]
    for i, row in enumerate(rows, 1):
        for j, value in enumerate(row):
            _merged(sheet, (i, j, i, j), value, styles["number" if j == 3 else "text"])
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(names) - 1)
    sheet.repeat_rows(0)
    _paper(sheet, lang)


def _paper(sheet: Worksheet, lang: str) -> None:
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&C{say('ledger.page', lang)}")


def _styles(book: Workbook) -> dict[str, Format]:
    plain = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True}
    boxed = {**plain, "border": 1}
    number = {**boxed, "align": "center"}
    formats: dict[str, dict[str, Any]] = {
        "title": {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"},
        "heading": {**plain, "font_name": "黑体", "font_size": 12},
        "line": plain,
        "label": boxed,
        "centre": {**boxed, "align": "center"},
        "count": {**number, "num_format": "0"},
        "count_partial": {**number, "num_format": f'0"{MARK}"'},
        "money": {**number, "num_format": "0.######"},
        "money_partial": {**number, "num_format": f'0.######"{MARK}"'},
        "head": {**boxed, "bold": True, "align": "center", "bg_color": "#EDF1F5"},
        "text": boxed,
        "number": {**boxed, "num_format": "#,##0.######", "align": "right"},
    }
    return {name: book.add_format(f) for name, f in formats.items()}
