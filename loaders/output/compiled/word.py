"""A compiled form → a Word draft of the area's own report: the six parts, the three tables filled, remarks in an annex."""

import io
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as Opened
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from loaders.form.paper import TITLES, Layout, layouts
from loaders.language.words import number, say
from loaders.output.compiled.grid import WIDTHS, boxes, head_rows
from loaders.output.compiled.remarks import Remark
from loaders.output.docx_text import LATIN, add_text
from loaders.output.html import clean
from loaders.query.compiled import Compiled, Sum

MARK = "◇"
"""What stands behind a sum that is partial."""
_TITLE, _HEAD, _BODY, _TABLE = "方正小标宋简体", "黑体", "仿宋_GB2312", "宋体"
_NARROW = 20
"""Millimetres above which a label stands at the left of its box."""


def write_form(form: Compiled, notes: Sequence[Remark], synthetic: str, lang: str) -> bytes:
    """The draft as the bytes of a .docx; synthetic: what every page says where the data are invented."""
    document = Document()
    _page(document, synthetic)
    title = say("compiled.title", lang, name=form.name, year=form.year)
    _text(document, title, _TITLE, 22, centred=True)
    _prose(document, "overview", lang)
    for section, layout in layouts(form.template).items():
        _text(document, TITLES[section], _HEAD, 16, indent=2, together=True)
        _table(document, layout, WIDTHS[section], form.cells, lang)
    _text(document, say("compiled.partial", lang), _TABLE, 9)
    for part in ("problems", "other"):
        _prose(document, part, lang)
    _text(document, say("compiled.remarks", lang), _TITLE, 18, centred=True, new_page=True)
    for remark in notes:
        _text(document, remark.heading, _HEAD, 12, indent=2, together=True)
        for text in remark.texts:
            _text(document, text, _BODY, 12, indent=2)
    document.core_properties.title = clean(title.replace("\n", ""))[:255]
    document.core_properties.author, document.core_properties.comments = "", synthetic
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def shown(cell: Sum, lang: str) -> str:
    """A sum as the form prints it, marked where it is partial; empty where no report has a number."""
    if cell.value is None:
        return say("compiled.not_applicable", lang) if not cell.asked else ""
    return number(cell.value).replace(",", "") + (MARK if cell.partial else "")


def _page(document: Opened, synthetic: str) -> None:
    """A4 with the margins of official papers (GB/T 9704-2012)."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    if synthetic:
        add_text(section.header.paragraphs[0], synthetic, _HEAD, 9)


def _prose(document: Opened, part: str, lang: str) -> None:
    """The heading of a part that is written by hand, and the place for its text."""
    _text(document, say(f"compiled.prose.{part}", lang), _HEAD, 16, indent=2, together=True)
    _text(document, say("compiled.prose.blank", lang), _BODY, 16, indent=2)


def _text(
    document: Opened, text: str, font: str, size: float, *, centred: bool = False, indent: int = 0,
    together: bool = False, new_page: bool = False,
) -> None:  # fmt: skip
    """A paragraph; indent: characters before its first line; together: whether it stays with the next one."""
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.line_spacing = Pt(28 if size >= 16 else 18)
    layout.space_before, layout.space_after = Pt(0), Pt(12 if centred else 0)
    layout.keep_with_next, layout.page_break_before = together, new_page
    if indent:
        layout.first_line_indent = Pt(indent * size)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for i, line in enumerate(text.split("\n")):
        if i:
            paragraph.add_run().add_break()
        add_text(paragraph, line, font, size)


def _table(document: Opened, layout: Layout, widths: Sequence[float], cells: Mapping[str, Sum], lang: str) -> None:
    """Written as XML: python-docx takes seconds to join the boxes of one such table."""
    rows: list[dict[int, str]] = [{} for _ in layout]
    for box in boxes(layout):
        text = shown(cells[box.slot.cell], lang) if box.slot.cell else box.slot.text
        wide = sum(widths[box.left : box.right + 1])
        label = box.slot.cell is None and box.beside and wide > _NARROW
        for i in range(box.top, box.bottom + 1):
            merged = "" if box.top == box.bottom else "restart" if i == box.top else "continue"
            span = box.right - box.left + 1
            rows[i][box.left] = _cell(text if i == box.top else "", wide, span, merged, "left" if label else "center")
    heads = head_rows(layout)
    lines = "".join(
        f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if i < heads and heads > 1 else ''}</w:trPr>{''.join(row[left] for left in sorted(row))}</w:tr>"
        for i, row in enumerate(rows)
    )
    grid = "".join(f'<w:gridCol w:w="{_twips(w)}"/>' for w in widths)
    edges = "".join(
        f'<w:{e} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for e in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    table = (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{_twips(sum(widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="30" w:type="dxa"/>'
        f'<w:right w:w="30" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>'
    )
    document.element.body.sectPr.addprevious(parse_xml(table))
    # A table that ends a part stands apart from what follows.
    document.add_paragraph().paragraph_format.line_spacing = Pt(12)


def _cell(text: str, width: float, span: int, merged: str, align: str) -> str:
    """A box; merged: `restart` in the first of the rows that it stands in, `continue` in the others, else empty."""
    joined = f'<w:vMerge w:val="{merged}"/>' if merged else ""
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    run = (
        f'<w:r><w:rPr><w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{_TABLE}"/><w:sz w:val="18"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r>'
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{spans}{joined}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="exact"/><w:jc w:val="{align}"/></w:pPr>'
        f"{run if text else ''}</w:p></w:tc>"
    )


def _twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)
