"""A new Word document → one with the page, the styles and the fonts of official documents (GB/T 9704-2012)."""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from loaders.output.briefing.model import Briefing
from loaders.output.briefing.text import escaped

WIDTH = 156.0
"""Millimetres between the margins of A4: 210 − 28 − 26."""
LATIN = "Times New Roman"
TITLE, BLACK, KAI, FANG = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"
SONG = "宋体"
INSTEAD = {TITLE: "宋体", BLACK: "SimHei", KAI: "楷体", FANG: "仿宋"}
"""The font that stands in where one is not installed."""
# Name, id, Chinese font, points, line in points (0: as high as what stands in it), alignment, more of the paragraph.
_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_STYLES = (
    ("Normal", "Normal", FANG, 16, 28, "left", ""),
    ("Title", "Title", TITLE, 22, 36, "center", '<w:spacing w:before="0" w:after="240"/>'),
    ("Subtitle", "Subtitle", KAI, 16, 28, "center", ""),
    ("Heading 1", "Heading1", BLACK, 16, 28, "left", _INDENT),
    ("Heading 2", "Heading2", KAI, 16, 28, "left", _INDENT),
    ("Body Text", "BodyText", FANG, 16, 28, "left", _INDENT),
    ("Caption", "Caption", BLACK, 12, 20, "center", ""),
    ("Signature", "Signature", FANG, 16, 28, "right", '<w:ind w:rightChars="400" w:right="1280"/>'),
    ("Figure", "Figure", FANG, 12, 0, "center", ""),
    ("Remark", "Remark", FANG, 10.5, 18, "center", ""),
    ("Note", "Note", FANG, 10.5, 16, "left", '<w:ind w:left="420" w:hanging="420"/>'),
    ("Table Text", "TableText", FANG, 10.5, 16, "left", ""),
    ("Table Head", "TableHead", BLACK, 10.5, 16, "center", ""),
    ("Table Small", "TableSmall", FANG, 9, 14, "left", ""),
    ("Table Head Small", "TableHeadSmall", BLACK, 9, 14, "center", ""),
)
_TOGETHER = ("Heading 1", "Heading 2", "Caption", "Figure")
"""What does not stand alone at the foot of a page."""


def dress(document: Document, briefing: Briefing) -> None:
    """Sets page, styles, fonts, the line at the head of each page and the number at its foot."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(25)
    for style in _STYLES:
        _style(document, *style)
    _language(document, briefing.lang)
    _substitutes(document)
    head = section.header.paragraphs[0]
    head.style = document.styles["Remark"]
    if briefing.synthetic:
        head.add_run(briefing.synthetic).bold = True
    # Odd pages are numbered at the right, even ones at the left, a character in from the edge.
    document.settings.odd_and_even_pages_header_footer = True
    if briefing.synthetic:
        even = section.even_page_header.paragraphs[0]
        even.style = document.styles["Remark"]
        even.add_run(briefing.synthetic).bold = True
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        foot = footer.paragraphs[0]
        foot.style = document.styles["Remark"]
        foot._p.get_or_add_pPr().append(parse_xml(f'<w:ind {nsdecls("w")} w:{side}Chars="100" w:{side}="280"/>'))
        foot._p.get_or_add_pPr().append(parse_xml(f'<w:jc {nsdecls("w")} w:val="{side}"/>'))
        for element in _page_number():
            foot._p.append(parse_xml(element))


def _style(document: Document, name: str, id_: str, font: str, size: float, line: float, align: str, more: str) -> None:
    there = {s.name for s in document.styles}
    style = document.styles[name] if name in there else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    element = style.element
    element.set(qn("w:styleId"), id_)
    for old in (element.pPr, element.rPr):
        if old is not None:
            element.remove(old)
    kept = "<w:keepNext/>" if name in _TOGETHER else ""
    outline = f'<w:outlineLvl w:val="{int(name[-1]) - 1}"/>' if name.startswith("Heading") else ""
    spacing = more if "w:spacing" in more else ""
    height = f'w:line="{int(line * 20)}" w:lineRule="exact"' if line else 'w:line="240" w:lineRule="auto"'
    spacing = spacing.replace("/>", f" {height}/>") or f'<w:spacing w:before="0" w:after="0" {height}/>'
    indent = more if "w:ind" in more else ""
    element.append(
        parse_xml(
            f'<w:pPr {nsdecls("w")}>{kept}<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>{spacing}{indent}<w:jc w:val="{align}"/>{outline}</w:pPr>'
        )
    )
    element.append(
        parse_xml(
            f'<w:rPr {nsdecls("w")}><w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}" w:eastAsia="{font}"/>'
            f'<w:b w:val="0"/><w:i w:val="0"/><w:color w:val="000000"/><w:sz w:val="{int(size * 2)}"/>'
            f'<w:szCs w:val="{int(size * 2)}"/></w:rPr>'
        )
    )


def _language(document: Document, lang: str) -> None:
    """Tells Word which language to proof."""
    fonts = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in fonts.findall(qn("w:lang")):
        fonts.remove(old)
    fonts.append(
        parse_xml(f'<w:lang {nsdecls("w")} w:val="{"en-US" if lang == "zh" else "en-GB"}" w:eastAsia="zh-CN"/>')
    )


def _substitutes(document: Document) -> None:
    """Names, for each font, the one that stands in where it is missing."""
    part = next((r.target_part for r in document.part.rels.values() if r.reltype.endswith("/fontTable")), None)
    if part is None:
        return
    fonts = "".join(
        f'<w:font w:name="{escaped(name)}"><w:altName w:val="{escaped(other)}"/><w:charset w:val="86"/></w:font>'
        for name, other in INSTEAD.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", f"{fonts}</w:fonts>".encode())


def _page_number() -> list[str]:
    w = nsdecls("w")
    look = f'<w:rPr><w:rFonts w:ascii="{SONG}" w:hAnsi="{SONG}" w:eastAsia="{SONG}"/><w:sz w:val="28"/></w:rPr>'
    field = [
        f'<w:r {w}>{look}<w:fldChar w:fldCharType="begin"/></w:r>',
        f'<w:r {w}>{look}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>',
        f'<w:r {w}>{look}<w:fldChar w:fldCharType="separate"/></w:r>',
        f"<w:r {w}>{look}<w:t>1</w:t></w:r>",
        f'<w:r {w}>{look}<w:fldChar w:fldCharType="end"/></w:r>',
    ]
    dash = [f'<w:r {w}>{look}<w:t xml:space="preserve">{t}</w:t></w:r>' for t in ("— ", " —")]
    return [dash[0], *field, dash[1]]
