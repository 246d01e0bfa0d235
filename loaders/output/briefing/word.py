"""A briefing → a Word document in the style of official documents (GB/T 9704-2012): fonts, sizes, spacing, margins."""

import io
import re
from collections.abc import Iterator, Sequence

from docx import Document
from docx.document import Document as Opened
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from loaders.output.briefing.drawing import BOOK, drawn, height, workbook
from loaders.output.briefing.form_word import form_table
from loaders.output.briefing.model import Block, Briefing, Chart, FormTable, Heading, Paragraph, Table
from loaders.output.briefing.styles import WIDTH, dress
from loaders.output.briefing.text import caption, escaped, ordinal
from loaders.output.html import clean

_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_W = nsdecls("w")
_EMU = 36_000
_NARROW = 6
"""Tables of more columns are set smaller."""
_LONG = (8, 6, 4)
"""Half-widths from which on Chinese may wrap, the best first."""
_MARGINS = 190
_KEPT = "<w:keepNext/>"
"""Stays on the page of the next paragraph."""
_WORD = re.compile("[\u2e80-\u9fff]+|[^\\s\u2e80-\u9fff]+")
"""Chinese, or what is not broken: a word, a figure with its marks and brackets."""


def write_word(briefing: Briefing) -> bytes:
    """The document as the bytes of a .docx."""
    document = Document()
    dress(document, briefing)
    body = document.element.body
    end = body.sectPr
    for element in _elements(document, briefing):
        end.addprevious(parse_xml(element))
    properties = document.core_properties
    properties.title, properties.author, properties.comments = (
        clean("".join(briefing.title))[:255],
        "",
        briefing.synthetic,
    )
    properties.language = "zh-CN" if briefing.lang == "zh" else "en-GB"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _elements(document: Opened, briefing: Briefing) -> Iterator[str]:
    yield _paragraph("Title", "<w:r><w:br/></w:r>".join(map(_run, briefing.title)))
    for text in filter(None, (briefing.subtitle, briefing.synthetic)):
        yield _paragraph("Subtitle", _run(text))
    drawer = _Drawer(document, briefing.lang)
    for i, section in enumerate(briefing.sections, 1):
        yield _paragraph("Heading1", _run(ordinal(i, briefing.lang) + section.heading))
        below = 0
        for block in section.blocks:
            if isinstance(block, Heading):
                below += 1
                yield _paragraph("Heading2", _run(ordinal(below, briefing.lang, 2) + block.text))
            else:
                yield from drawer.draw(block, signed=block is briefing.sections[-1].blocks[-1])
    # A line apart from the text, as GB/T 9704 has it, and never on a page without any.
    yield _paragraph("BodyText", "", _KEPT)
    for i, text in enumerate(briefing.signature, 1):
        yield _paragraph("Signature", _run(text), _KEPT if i < len(briefing.signature) else "")
    if briefing.attached:
        yield _paragraph("Heading1", _run(briefing.attached.heading), "<w:pageBreakBefore/>")
        for block in briefing.attached.blocks:
            yield from drawer.draw(block)
    yield _paragraph("Heading1", _run(briefing.notes_heading))
    for i, note in enumerate(briefing.notes, 1):
        mark = f'<w:bookmarkStart w:id="{i}" w:name="note{i}"/>{_run(f"[{i}] ")}<w:bookmarkEnd w:id="{i}"/>'
        yield _paragraph("Note", mark + _run(note))


class _Drawer:
    """Paragraphs, tables and charts as elements of the body; counts tables and charts, and adds the parts of these."""

    def __init__(self, document: Opened, lang: str):
        self._document, self._lang = document, lang
        self._tables = self._charts = 0

    def draw(self, block: Block, *, signed: bool = False) -> Iterator[str]:
        """signed: whether the signature follows, with which the end of the block stays together."""
        kept = _KEPT if signed else ""
        if isinstance(block, Paragraph):
            yield _paragraph("BodyText", _run(block.text) + _marks(block.notes), kept)
        elif isinstance(block, Table):
            self._tables += 1
            title = caption("table", self._tables, block.title, self._lang)
            yield _paragraph("Caption", _run(title) + _marks(block.notes))
            yield _table(block, kept)
            yield _paragraph("Remark", _run(block.remark), kept)
        elif isinstance(block, FormTable):
            yield _paragraph("Caption", _run(block.title))
            yield form_table(block)
            yield _paragraph("Remark", "")
        elif isinstance(block, Chart):
            self._charts += 1
            yield _paragraph("Figure", self._chart(block))
            title = caption("chart", self._charts, block.title, self._lang)
            yield _paragraph("Caption", _run(title) + _marks(block.notes))
            yield _paragraph("Remark", _run(block.unit), kept)

    def _chart(self, chart: Chart) -> str:
        n, package = self._charts, self._document.part.package
        part = Part(PackURI(f"/word/charts/chart{n}.xml"), _CHART, drawn(chart, self._lang).encode(), package)
        book = Part(PackURI(f"/word/embeddings/chart{n}.xlsx"), _XLSX, workbook(chart, self._lang), package)
        given = part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
        assert given == BOOK, given
        own = self._document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
        wide, high = int(WIDTH * _EMU), int(height(chart) * _EMU)
        alt = escaped(chart.alt)
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0" {nsdecls("wp", "a")}>'
            f'<wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="{n}" name="{escaped(chart.title)}" descr="{alt}"/>'
            "<wp:cNvGraphicFramePr/><a:graphic>"
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
            f'<c:chart {nsdecls("c", "r")} r:id="{own}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
        )


def _table(table: Table, kept: str) -> str:
    """kept: what keeps the last row with what follows the table, or empty."""
    size = "TableText" if len(table.headings) <= _NARROW else "TableSmall"
    widths = _widths(table)
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    head = _row(
        table.headings,
        widths,
        [False] * len(widths),
        "TableHead" if size == "TableText" else "TableHeadSmall",
        head=True,
    )
    last = len(table.rows)
    rows = "".join(
        _row(r, widths, table.numeric, size, kept=kept if i == last else "") for i, r in enumerate(table.rows, 1)
    )
    edges = "".join(
        f'<w:{e} w:val="single" w:sz="4" w:space="0" w:color="5A6772"/>'
        for e in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:tbl {_W}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblCaption w:val="{escaped(table.title)}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>'
    )


def _row(
    texts: Sequence[str],
    widths: Sequence[int],
    numeric: Sequence[bool],
    style: str,
    *,
    head: bool = False,
    kept: str = "",
) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{w}" w:type="dxa"/>'
        f'{"<w:shd w:val=%sclear%s w:fill=%sEEF2F5%s/>".replace("%s", chr(34)) if head else ""}<w:vAlign w:val="center"/></w:tcPr>'
        + _inner(style, _run(text), kept + ('<w:jc w:val="right"/>' if right else ""))
        + "</w:tc>"
        for text, w, right in zip(texts, widths, numeric, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{cells}</w:tr>"


def _widths(table: Table) -> list[int]:
    """Columns in twentieths of a point: each has room for its longest word, and what is left goes to those that ask for
    more. Where there is too little room, Chinese wraps after fewer characters before a figure is broken.
    """
    whole = int(Mm(WIDTH).pt * 20)
    half = 128 if len(table.headings) <= _NARROW else 110
    columns = [(heading, *(r[i] for r in table.rows)) for i, heading in enumerate(table.headings)]
    wanted = [half * max(map(_measure, texts)) + _MARGINS for texts in columns]
    for long in _LONG:
        least = [half * max(_longest(t, long) for t in texts) + _MARGINS for texts in columns]
        if sum(least) <= whole:
            break
    free = whole - sum(least)
    more = [w - n for w, n in zip(wanted, least, strict=True)]
    if free <= 0 or not any(more):
        return [int(whole * n / sum(least)) for n in least]
    return [int(n + free * m / sum(more)) for n, m in zip(least, more, strict=True)]


def _longest(text: str, long: int) -> int:
    """The half-widths of a text's longest word; Chinese longer than `long` half-widths may wrap."""
    words = _WORD.findall(text)
    return max((_measure(w) if ord(w[0]) < 0x2E80 else min(_measure(w), long) for w in words), default=0)


def _measure(text: str) -> int:
    """How many half-widths a text takes."""
    return sum(2 if ord(c) > 0x2E80 else 1 for c in text)


def _paragraph(style: str, runs: str, more: str = "") -> str:
    return _inner(style, runs, more, _W)


def _inner(style: str, runs: str, more: str = "", names: str = "") -> str:
    return f'<w:p {names}><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{runs}</w:p>'


def _run(text: str, *, bold: bool = False) -> str:
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escaped(text)}</w:t></w:r>' if text else ""


def _marks(notes: Sequence[int]) -> str:
    """The numbers of notes, each a link to its note."""
    return "".join(
        f'<w:hyperlink w:anchor="note{n}"><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>[{n}]</w:t></w:r></w:hyperlink>'
        for n in notes
    )
