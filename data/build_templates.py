"""The default Word templates of circular and notice → `data/templates`, after GB/T 9704-2012."""

from pathlib import Path

from docx import Document
from docx.document import Document as Opened
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from loaders.output.docx_text import add_text

TITLE, BLACK, KAI, FANG, SONG = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"
LAW = "《中华人民共和国政府信息公开条例》"
NOTICE = (
    ("if", "合成数据"),
    ("warning", "{{合成数据}}"),
    ("end", ""),
    ("number", "{{文号}}"),
    ("title", "关于整改{{年度}}年政府信息公开工作\n年度报告有关问题的通知"),
    ("plain", "{{单位}}："),
    ("text", f"根据{LAW}第四十七条、第四十九条、第五十条的规定，我们对你单位{{{{年度}}}}年政府信息公开工作年度报告进行了审核，"
             "发现问题{{问题数}}处（见附件）。现将有关要求通知如下："),
    ("text", "一、请对照附件所列问题，逐项核实原因，明确整改措施。"),
    ("text", "二、确需更正年度报告的，请在核实数据后重新发布，并在页面注明更正时间；尚未发布的，请尽快依法发布。"),
    ("text", "三、请于{{答复期限}}前，将整改情况书面报送{{发文机关}}。对附件所列问题有不同意见的，请一并说明。"),
    ("text", f"逾期未整改的，将依照{LAW}第四十七条的规定予以通报批评。"),
    ("space", ""),
    ("text", "附件：问题清单"),
    ("space", ""),
    ("sign", "{{发文机关}}"),
    ("sign", "{{日期}}"),
    ("annex", "附件"),
    ("title", "问题清单"),
    ("centre", "{{单位}}"),
)  # fmt: skip
NOTICE_TABLE = (("序号", 14), ("所在部分", 26), ("问题", 116)), ("{{问题.序号}}", "{{问题.部分}}", "{{问题.内容}}")
CIRCULAR = (
    ("if", "合成数据"),
    ("warning", "{{合成数据}}"),
    ("end", ""),
    ("number", "{{文号}}"),
    ("title", "关于{{地区}}{{年度}}年政府信息公开工作\n年度报告审核情况的通报"),
    ("plain", "各有关单位："),
    ("text", f"根据{LAW}第四十七条、第四十九条、第五十条的规定，{{{{发文机关}}}}对{{{{地区}}}}{{{{年度}}}}年政府信息公开工作年度报告的"
             "发布时间、表格填写和数字勾稽关系进行了审核。现将有关情况通报如下："),
    ("head", "一、总体情况"),
    ("text", "{{报送情况}}"),
    ("head", "二、审核发现的问题"),
    ("if", "未报单位"),
    ("text", "{{节}}未按规定报送。截至{{日期}}，{{未报}}家单位的年度报告未见或者无法读取：{{未报单位}}。"),
    ("end", ""),
    ("if", "逾期单位"),
    ("text", "{{节}}发布逾期。{{逾期}}家单位未在规定期限内发布：{{逾期单位}}。"),
    ("end", ""),
    ("if", "不符单位"),
    ("text", "{{节}}数字不符。{{不符单位数}}家单位的年度报告有{{不符处数}}处数字不符或者无法识别，详见附件。"),
    ("end", ""),
    ("if", "不完整单位"),
    ("text", "{{节}}表格填写不完整。{{不完整单位数}}家单位的年度报告缺表或者留有空白：{{不完整单位}}。"),
    ("end", ""),
    ("if", "无问题"),
    ("text", "{{无问题}}"),
    ("end", ""),
    ("if", "有问题"),
    ("head", "三、有关要求"),
    ("text", "请有关单位对照本通报及附件所列问题，逐项核实整改，于{{答复期限}}前将整改情况书面报送{{发文机关}}。确需更正年度报告的，"
             "请在核实数据后重新发布，并在页面注明更正时间；尚未发布的，请尽快依法发布。"),
    ("text", "各单位要加强对年度报告编制工作的审核把关，认真核对各项数字，依法按期发布。"),
    ("end", ""),
    ("space", ""),
    ("if", "问题"),
    ("text", "附件：问题清单"),
    ("space", ""),
    ("end", ""),
    ("sign", "{{发文机关}}"),
    ("sign", "{{日期}}"),
    ("if", "问题"),
    ("annex", "附件"),
    ("title", "问题清单"),
)  # fmt: skip
CIRCULAR_TABLE = (
    (("序号", 14), ("单位", 40), ("处数", 14), ("问题", 88)),
    ("{{问题.序号}}", "{{问题.单位}}", "{{问题.处数}}", "{{问题.内容}}"),
)


def build(name: str, lines: tuple[tuple[str, str], ...], table: tuple, *, optional: bool) -> None:
    """Writes a template: paragraphs, then the table of the annex; optional: whether that stands in a part of its own."""
    document = Document()
    page(document)
    for kind, text in lines:
        line(document, kind, text)
    annex(document, *table)
    if optional:
        line(document, "end", "")
    document.core_properties.author = ""
    document.core_properties.title = ""
    target = Path(__file__).parent / "templates"
    target.mkdir(exist_ok=True)
    document.save(str(target / f"{name}.docx"))


def page(document: Opened) -> None:
    """A4 with official margins, pages numbered in the middle of the foot."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    look = f'<w:rPr><w:rFonts w:ascii="{SONG}" w:hAnsi="{SONG}" w:eastAsia="{SONG}"/><w:sz w:val="28"/></w:rPr>'
    for piece in (
        '<w:t xml:space="preserve">— </w:t>', '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>', '<w:fldChar w:fldCharType="separate"/>', "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>', '<w:t xml:space="preserve"> —</w:t>',
    ):  # fmt: skip
        foot._p.append(parse_xml(f"<w:r {nsdecls('w')}>{look}{piece}</w:r>"))


def line(document: Opened, kind: str, text: str) -> None:
    """One paragraph of a kind."""
    text = {"if": f"{{{{若有 {text}}}}}", "end": "{{完}}"}.get(kind, text)
    paragraph = document.add_paragraph()
    font, size = {"title": (TITLE, 22), "head": (BLACK, 16), "annex": (BLACK, 16), "warning": (BLACK, 12)}.get(
        kind, (FANG, 16)
    )
    layout = paragraph.paragraph_format
    layout.line_spacing, layout.space_after, layout.space_before = Pt(36 if kind == "title" else 28), Pt(0), Pt(0)
    if kind in ("title", "number", "centre", "warning"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        layout.space_after = Pt(28 if kind in ("title", "number") else 0)
    if kind in ("text", "head"):
        layout.first_line_indent = Pt(32)
        layout.keep_with_next = kind == "head"
    if kind == "sign":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        layout.right_indent = Pt(64)
        layout.keep_with_next = text == "{{发文机关}}"
    layout.page_break_before = kind == "annex"
    # A signature never stands alone on a page.
    layout.keep_with_next = (
        layout.keep_with_next or kind == "space" or text == "附件：问题清单" or text.startswith("逾期未整改")
    )
    add_text(paragraph, text, font, size)


def annex(document: Opened, headings: tuple[tuple[str, int], ...], cells: tuple[str, ...]) -> None:
    """The table of the annex: a heading that repeats on each page, and the row of an item."""
    table = document.add_table(2, len(headings))
    table.style, table.autofit = "Table Grid", False
    for j, ((heading, width), text) in enumerate(zip(headings, cells, strict=True)):
        table.columns[j].width = Mm(width)
        for i, (words, font) in enumerate(((heading, BLACK), (text, FANG))):
            cell = table.cell(i, j)
            cell.width = Mm(width)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after, paragraph.paragraph_format.line_spacing = Pt(0), Pt(20)
            if i == 0 or width < 20:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            add_text(paragraph, words, font, 12)
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


if __name__ == "__main__":
    build("notice", NOTICE, NOTICE_TABLE, optional=False)
    build("circular", CIRCULAR, CIRCULAR_TABLE, optional=True)
