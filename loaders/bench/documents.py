"""A seed → example reports, and each as a Word file, a workbook or a PDF; needs the extra `bench`."""

import io
from collections.abc import Iterator

import numpy as np
import polars as pl
import xlsxwriter
from docx import Document as Word
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from loaders import form
from loaders.demo.documents import Example
from loaders.demo.faults import FILED
from loaders.demo.figures import INDEX, figures
from loaders.demo.heads import agency
from loaders.demo.places import plan, provinces
from loaders.form import Layout, Slot, printed_cells

_FONT = "STSong-Light"
_YEAR = 2023
_BODIES = 4000
"""Reports of one city with most kinds of bodies."""


def examples(n: int, seed: int = 1) -> list[Example]:
    """So many reports of different bodies on the form of 2021."""
    bodies = provinces(plan(_BODIES, FILED), seed)[0].head(n)
    matrix = figures(bodies, range(_YEAR, _YEAR + 1), np.random.default_rng(seed))
    names = [name for name in printed_cells("2021") if name in INDEX]
    return [
        Example(name, _YEAR, "2021", {cell: f"{row[INDEX[cell]]:g}" for cell in names}, f"{_YEAR + 1}-01-20")
        for name, row in zip(bodies.select(agency(pl.lit(False))).to_series(), matrix, strict=True)
    ]


def placed(layout: Layout) -> Iterator[tuple[int, int, Slot]]:
    """Each slot of a layout with the row and column of its upper left corner, from 0."""
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(layout):
        c = 0
        for slot in row:
            while (r, c) in taken:
                c += 1
            taken |= {(r + i, c + j) for i in range(slot.high) for j in range(slot.wide)}
            yield r, c, slot


def width(layout: Layout) -> int:
    """How many columns a layout has."""
    return sum(slot.wide for slot in layout[0])


def word(example: Example) -> bytes:
    """A .docx as python-docx writes it, merged cells included."""
    document = Word()
    document.add_heading(example.title)
    document.add_paragraph(example.preamble)
    for section, layout in example.tables().items():
        document.add_paragraph(form.TITLES[section])
        table = document.add_table(rows=len(layout), cols=width(layout))
        grid = [list(row.cells) for row in table.rows]
        for r, c, slot in placed(layout):
            cell = grid[r][c]
            if slot.wide > 1 or slot.high > 1:
                cell = cell.merge(grid[r + slot.high - 1][c + slot.wide - 1])
            cell.text = example.text(slot)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def sheet(example: Example) -> bytes:
    """An .xlsx with the report on one sheet, counts as numbers."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": True}) as book:
        page = book.add_worksheet("年度报告")
        page.write(0, 0, example.title)
        page.write(1, 0, example.preamble)
        top = 2
        for section, layout in example.tables().items():
            page.write(top, 0, form.TITLES[section])
            for r, c, slot in placed(layout):
                r += top + 1
                if slot.wide > 1 or slot.high > 1:
                    page.merge_range(r, c, r + slot.high - 1, c + slot.wide - 1, "")
                page.write(r, c, example.text(slot))
            top += len(layout) + 2
    return out.getvalue()


def pdf(example: Example) -> bytes:
    """A .pdf with ruled tables."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    style = ParagraphStyle("text", fontName=_FONT, fontSize=7, leading=9, wordWrap="CJK")
    story = [Paragraph(example.title, style), Paragraph(example.preamble, style)]
    out = io.BytesIO()
    document = SimpleDocTemplate(out, pagesize=A4, leftMargin=30, rightMargin=30)
    for section, layout in example.tables().items():
        columns = width(layout)
        data: list[list[object]] = [[""] * columns for _ in layout]
        rules: list[tuple[object, ...]] = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
        for r, c, slot in placed(layout):
            data[r][c] = Paragraph(example.text(slot), style)
            rules.append(("SPAN", (c, r), (c + slot.wide - 1, r + slot.high - 1)))
        story += [
            Paragraph(form.TITLES[section], style),
            Table(data, colWidths=[document.width / columns] * columns, style=TableStyle(rules)),
        ]
    document.build(story)
    return out.getvalue()
