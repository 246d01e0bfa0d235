"""Word files as a reader sees them: each test writes one oddity into a cell that prints 12, and reads the cell."""

import io
import zipfile

import pytest
from docx import Document as Docx
from helpers import ROOT

from loaders.reading.extract import Reading, read_file
from loaders.reading.formats.word import read_word
from loaders.reading.sections.numbers import digits

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
TITLE = "望溪市青禾区水务局2023年政府信息公开工作年度报告"
STYLES = """<w:style w:type="character" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Child"><w:basedOn w:val="Gone"/></w:style>
<w:style w:type="character" w:styleId="Up"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Hidden"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="table" w:styleId="Dark"><w:tblStylePr w:type="firstRow"><w:rPr><w:color w:val="FFFFFF"/></w:rPr>
<w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr></w:tblStylePr></w:style>"""


def p(text: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{text}</w:p>"


def r(text: object, properties: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}<w:t>{text}</w:t></w:r>"


def tc(content: object, properties: str = "") -> str:
    content = content if str(content).startswith("<w:") else p(r(content))
    return f"<w:tc>{f'<w:tcPr>{properties}</w:tcPr>' if properties else ''}{content}</w:tc>"


def tr(*cells: object, properties: str = "") -> str:
    made = (c if str(c).startswith("<w:tc") or str(c).startswith("<w:sdt") else tc(c) for c in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(made)}</w:tr>"


HEAD = tr("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")


def table(*rows: str, properties: str = "") -> str:
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(rows)}</w:tbl>"


def archive(body: str, styles: str = STYLES, **parts: str) -> bytes:
    out = io.BytesIO()
    files = {
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{p(r(TITLE))}{p(r('二、主动公开政府信息情况'))}{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {NAMESPACES}>{styles}</w:styles>",
        "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="x/styles" Target="styles.xml"/><Relationship Id="rId2" Type="x/numbering" Target="numbering.xml"/>'
        "</Relationships>",
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in (files | parts).items():
            file.writestr(name, text)
    return out.getvalue()


def issued(body: str, **parts: str) -> str:
    """The first number of the row 规章, or its state."""
    reading = read_file(archive(body, **parts), "a.docx")
    assert reading.reason is None, (reading.reason, reading.words)
    return values(reading)[0]


def values(reading: Reading, item: str = "regulations") -> list[str]:
    return [digits(c.value) if c.state == "printed" else c.state for c in reading.cells if c.item == item]


def cell(content: str) -> str:
    """What is read of a cell of these runs."""
    return issued(table(HEAD, tr("规章", tc(p(content)), 3, 4)))


HIDDEN = {
    "vanish": "<w:vanish/>",
    "white": '<w:color w:val="FFFFFF"/>',
    "nearly white": '<w:color w:val="FDFDFD"/>',
    "theme": '<w:color w:val="auto" w:themeColor="background1"/>',
    "on its own ground": '<w:color w:val="1F3864"/><w:shd w:val="clear" w:fill="1F3864"/>',
    "on its highlight": '<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>',
    "style": '<w:rStyle w:val="Gone"/>',
    "style of a style": '<w:rStyle w:val="Child"/>',
    "one point": '<w:sz w:val="2"/>',
    "squeezed": '<w:w w:val="1"/>',
}


@pytest.mark.parametrize("properties", HIDDEN.values(), ids=HIDDEN)
def test_what_is_hidden_is_no_part_of_the_number(properties):
    assert cell(r(7, properties) + r(12)) == "12"
    assert cell(r(12) + r(7, properties)) == "12"


SHOWN = {
    "vanish off": '<w:vanish w:val="0"/>',
    "style undone": '<w:rStyle w:val="Gone"/><w:vanish w:val="false"/>',
    "red": '<w:color w:val="FF0000"/>',
    "white on blue": '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="0000FF"/>',
    "baseline": '<w:vertAlign w:val="baseline"/>',
    "a little smaller": '<w:sz w:val="20"/>',
    "bold": "<w:b/>",
}


@pytest.mark.parametrize("properties", SHOWN.values(), ids=SHOWN)
def test_what_is_shown_is_part_of_the_number(properties):
    assert cell(r(1, properties) + r(2)) == "12"


MARKS = {
    "superscript": '<w:vertAlign w:val="superscript"/>',
    "subscript": '<w:vertAlign w:val="subscript"/>',
    "style": '<w:rStyle w:val="Up"/>',
    "raised": '<w:position w:val="10"/>',
    "lowered": '<w:position w:val="-6"/>',
    "small": '<w:sz w:val="12"/>',
    "struck": "<w:strike/>",
    "struck twice": "<w:dstrike/>",
    "symbols": '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>',
}


@pytest.mark.parametrize("properties", MARKS.values(), ids=MARKS)
def test_a_raised_small_or_struck_digit_is_no_digit_of_the_number(properties):
    assert cell(r(12) + r(1, properties)) == "unreadable"
    assert cell(r(1, properties) + r(12)) == "unreadable"


def test_a_number_that_is_raised_or_small_as_a_whole_is_read():
    for properties in ('<w:position w:val="4"/>', '<w:vertAlign w:val="superscript"/>', '<w:sz w:val="12"/>'):
        assert cell(r(1, properties) + r(2, properties)) == "12"


FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (r(1) + f"<w:del>{r(5)}</w:del><w:ins>{r(2)}</w:ins>", "12"),
        (r(1) + "<w:del><w:r><w:delText>5</w:delText></w:r></w:del>" + r(2), "12"),
        (f"<w:moveFrom>{r(5)}</w:moveFrom><w:moveTo>{r(12)}</w:moveTo>", "12"),
        (FIELD.format("begin") + "<w:r><w:instrText>=5+7</w:instrText></w:r>" + FIELD.format("separate") + r(12) + FIELD.format("end"), "12"),
        (FIELD.format("begin") + r(5) + FIELD.format("separate") + r(12) + FIELD.format("end"), "12"),
        (f"<w:fldSimple>{r(12)}</w:fldSimple>", "12"),
        (r(12) + '<w:r><w:footnoteReference w:id="1"/></w:r>', "12"),
        (f"<w:sdt><w:sdtContent>{r(12)}</w:sdtContent></w:sdt>", "12"),
        (r(1) + "<w:proofErr/><w:bookmarkStart/>" + r(2), "12"),
        (r(1) + "<w:r><w:softHyphen/></w:r>" + r(2), "12"),
        (f'<w:bdo w:val="rtl">{r(21)}</w:bdo>', "unreadable"),
        (r("\u202e21"), "unreadable"),
        (r(1) + '<w:r><w:sym w:font="Wingdings" w:char="F031"/></w:r>', "unreadable"),
        ("<m:oMath><m:r><m:t>12</m:t></m:r></m:oMath>", "12"),
        ("<m:oMath><m:sSup><m:e><m:r><m:t>1</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>", "unreadable"),
        ('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="5"/><w:listEntry w:val="12"/></w:ddList></w:ffData></w:fldChar></w:r>' + FIELD.format("end"), "12"),
        (r(1) + "<w:r><w:br/></w:r>" + r(2), "unreadable"),
        (r(1) + "<w:r><w:tab/></w:r>" + r(2), "unreadable"),
        ("", "blank"),
    ],
)  # fmt: skip
def test_what_the_cell_shows_is_read(content, value):
    assert cell(content) == value


def test_colours_are_held_against_the_ground_of_the_cell():
    blue = '<w:shd w:val="clear" w:fill="0000FF"/>'
    assert issued(table(HEAD, tr("规章", tc(p(r(7, '<w:color w:val="0000F0"/>') + r(12)), blue), 3, 4))) == "12"
    assert issued(table(HEAD, tr("规章", tc(p(r(12, '<w:color w:val="FFFFFF"/>')), blue), 3, 4))) == "12"


def test_white_text_in_a_head_that_the_tables_style_makes_dark_is_seen():
    dark = '<w:tblStyle w:val="Dark"/><w:tblLook w:val="0020" w:firstRow="1"/>'
    assert issued(table(HEAD, tr("规章", 12, 3, 4), properties=dark)) == "12"


def test_hidden_rows_and_paragraphs_are_not_there():
    gone = tr("规章", 9, 9, 9, properties="<w:hidden/>")
    assert issued(table(HEAD, gone, tr("规章", 12, 3, 4))) == "12"
    deleted = tr("规章", 9, 9, 9, properties='<w:del w:id="1"/>')
    assert issued(table(HEAD, deleted, tr("规章", 12, 3, 4))) == "12"
    hidden = p(r(7), '<w:pStyle w:val="Hidden"/>')
    assert issued(table(HEAD, tr("规章", tc(hidden + p(r(12))), 3, 4))) == "12"
    cut = p(r(7), '<w:spacing w:line="20" w:lineRule="exact"/>')
    assert issued(table(HEAD, tr("规章", tc(cut + p(r(12))), 3, 4))) == "12"


def test_a_deleted_end_of_a_paragraph_joins_what_stands_on_either_side():
    end = '<w:rPr><w:del w:id="1"/></w:rPr>'
    assert issued(table(HEAD, tr("规章", tc(p(r(1), end) + p(r(2))), 3, 4))) == "12"


def test_automatic_numbers_are_seen():
    numbering = (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    rows = table(HEAD, tr("规章", tc(p("", numbered)), tc(p("", numbered)), tc(p(r(5), numbered))))
    reading = read_file(archive(rows, **{"word/numbering.xml": numbering}), "a.docx")
    assert values(reading) == ["1", "2", "35"]


def box(content: str) -> str:
    """A text box, as Word writes it: once for itself and once for older programs."""
    inner = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_table_is_read_wherever_it_stands():
    whole = table(HEAD, tr("规章", 12, 3, 4))
    for body in (
        p(box(whole)),
        f"<w:sdt><w:sdtContent>{whole}</w:sdtContent></w:sdt>",
        table(tr(tc(whole + p("")))),
        table(HEAD, f"<w:sdt><w:sdtContent>{tr('规章', 12, 3, 4)}</w:sdtContent></w:sdt>"),
        table(HEAD, tr("规章", f"<w:sdt><w:sdtContent>{tc(12)}</w:sdtContent></w:sdt>", 3, 4)),
    ):
        assert issued(body) == "12"
    assert cell(r(1) + box(p(r(2)))) == "unreadable"


def test_a_picture_in_place_of_a_number_is_not_blank():
    pic = '<w:r><w:pict><v:shape><v:imagedata r:id="rId9"/></v:shape></w:pict></w:r>'
    assert cell(pic) == "unreadable"


def test_merged_cells_cover_what_they_cover_in_word():
    document = Docx()
    document.add_paragraph(TITLE)
    document.add_paragraph("二、主动公开政府信息情况")
    grid = document.add_table(4, 4)
    for at, texts in enumerate(
        (
            ("第二十条第（一）项",) * 4,
            ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
            ("规章", "1", "2", "3"),
            ("行政规范性文件", "4", "5", "6"),
        )
    ):
        for place, text in enumerate(texts):
            grid.cell(at, place).text = text
    grid.cell(0, 0).merge(grid.cell(0, 3)).text = "第二十条第（一）项"
    grid.cell(2, 2).merge(grid.cell(3, 2)).text = "7"
    out = io.BytesIO()
    document.save(out)
    reading = read_file(out.getvalue(), "a.docx")
    assert values(reading)[::2] == ["1", "3"]
    assert values(reading, "normative_documents") == ["4", "unreadable", "6"]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "tests/examples").glob("reports/*/*.docx")), ids=lambda p: p.parent.name
)
def test_python_docx_sees_the_same_cells(path):
    """The other reader repeats a merged cell in each column and row that it covers."""
    ours = [r for r in read_word(path.read_bytes()).rows if r.kind == "grid"]
    theirs = [row for t in Docx(str(path)).tables for row in t.rows]
    assert len(ours) == len(theirs)
    for row, other in zip(ours, theirs, strict=True):
        spread = [f.text for f in row.fields for _ in range(int(f.right or 0) - int(f.left or 0))]
        assert spread == [c.text.strip() for c in other.cells]


def test_a_file_that_unpacks_to_an_excessive_size_is_refused_before_it_is_unpacked():
    reading = read_file(archive("", **{"word/document.xml": " " * (17 << 20)}), "a.docx")
    assert (reading.reason, reading.words["size"]) == ("office_inflated", 17)


def test_entities_are_refused():
    bomb = f'<!DOCTYPE w [<!ENTITY a "1">]><w:document {NAMESPACES}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>'
    assert read_file(archive("", **{"word/document.xml": bomb}), "a.docx").reason == "office_broken"


def test_strict_office_open_xml_is_read():
    data = archive(table(HEAD, tr("规章", 12, 3, 4)))
    strict = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"))
    assert values(read_file(strict.getvalue(), "a.docx")) == ["12", "3", "4"]
