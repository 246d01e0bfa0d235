"""A paragraph of python-docx, a text, a font and a size → the text in it as official papers (GB/T 9704) set it."""

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from loaders.output.html import clean

LATIN = "Times New Roman"
_AFTER = (
    "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents",
    "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId",
    "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
)  # fmt: skip
"""What stands behind `autoSpaceDE` in the properties of a paragraph (ECMA-376, part 1, CT_PPrBase)."""


def add_text(paragraph: Paragraph, text: str, font: str, size: float) -> None:
    """Adds a run; font: of Chinese; size: in points. Figures stand close to Chinese, which Word sets apart by itself."""
    properties = paragraph._p.get_or_add_pPr()
    for name in ("autoSpaceDE", "autoSpaceDN"):
        if properties.find(qn(f"w:{name}")) is None:
            properties.insert_element_before(parse_xml(f'<w:{name} {nsdecls("w")} w:val="0"/>'), *_AFTER)
    run = paragraph.add_run(clean(text))
    run.font.size, run.font.name = Pt(size), LATIN
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
