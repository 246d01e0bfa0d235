"""A seed → a Word file or a workbook with numbers in disguise, and of each cell what a reader sees; then what is read of it.

What each disguise does stands beside it, as the programs show it; a spoilt file must be refused or read, and never crash.
"""

import io
import random
import zipfile
from collections import Counter
from xml.sax.saxutils import escape

from loaders.reading.formats.document import Document
from loaders.reading.formats.word import read_word
from loaders.reading.formats.workbook import read_workbook
from loaders.reading.sections.numbers import digits, read_number
from loaders.text.errors import Unreadable

GONE, TRICKED, MARKED, PLAIN = "gone", "tricked", "marked", "plain"
"""What a disguise does to digits: takes them away, hides them from the eye only, sets them apart as a note or struck, nothing."""
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
X = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RUNS = {
    "": PLAIN, "<w:b/>": PLAIN, '<w:color w:val="FF0000"/>': PLAIN, '<w:sz w:val="20"/>': PLAIN, '<w:vanish w:val="0"/>': PLAIN,
    '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/>': PLAIN, '<w:position w:val="0"/>': PLAIN, '<w:rStyle w:val="Back"/>': PLAIN,
    "<w:vanish/>": GONE, '<w:vanish w:val="true"/>': GONE, '<w:rStyle w:val="Gone"/>': GONE, '<w:rStyle w:val="Child"/>': GONE,
    '<w:color w:val="FFFFFF"/>': TRICKED, '<w:color w:val="FCFCFC"/>': TRICKED, '<w:sz w:val="2"/>': TRICKED, '<w:w w:val="1"/>': TRICKED,
    '<w:color w:val="1F3864"/><w:shd w:val="clear" w:fill="1F3864"/>': TRICKED, '<w:highlight w:val="black"/><w:color w:val="000000"/>': TRICKED,
    '<w:color w:val="auto" w:themeColor="background1"/>': TRICKED,
    '<w:vertAlign w:val="superscript"/>': MARKED, '<w:vertAlign w:val="subscript"/>': MARKED, '<w:position w:val="12"/>': MARKED,
    '<w:sz w:val="10"/>': MARKED, '<w:rStyle w:val="Up"/>': MARKED, "<w:strike/>": MARKED, "<w:dstrike/>": MARKED,
}  # fmt: skip
AROUND = {"{}": PLAIN, "<w:ins>{}</w:ins>": PLAIN, "<w:del>{}</w:del>": GONE, "<w:smartTag>{}</w:smartTag>": PLAIN,
    "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>": PLAIN, '<w:bdo w:val="rtl">{}</w:bdo>': MARKED, "<w:moveFrom>{}</w:moveFrom>": GONE}  # fmt: skip
STYLES = (
    '<w:style w:type="character" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Child"><w:basedOn w:val="Gone"/></w:style>'
    '<w:style w:type="character" w:styleId="Back"><w:basedOn w:val="Gone"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Up"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
)
FONTS = {
    "": PLAIN, '<color rgb="FFFF0000"/>': PLAIN, "<b/>": PLAIN, '<color theme="1"/>': PLAIN, '<sz val="12"/>': PLAIN, '<color indexed="8"/>': PLAIN,
    '<color rgb="FFFFFFFF"/>': TRICKED, '<color theme="0"/>': TRICKED, '<color indexed="9"/>': TRICKED, '<sz val="1"/>': TRICKED,
    '<color theme="1" tint="0.99"/>': TRICKED, "<strike/>": MARKED, '<name val="Wingdings"/>': MARKED,
}  # fmt: skip
FILLS = {"none": "FFFFFF", "FFFFFFFF": "FFFFFF", "FF000000": "000000", "FFFFFF00": "FFFF00"}
FORMATS = {
    "General": "{}", "0": "{}", "@": "{}", "0;-0;;@": "{}", "#,##0": "{:,}", '0"件"': "{}件", "0.00": "{}.00", "0_);(0)": "{}", "[Red]0": "{}",
    ";;;": None, '"7"0': "7{}", "0%": None, "yyyy/m/d": None, "0.00E+00": None, "[DBNum1]0": None, "# ?/?": None, "[>5]0;0": None, '"约"0': None,
 "000-000": None,
}  # fmt: skip
"""The text that a format shows of a whole number from 1 on, None where that is no plain number."""


class Cell:
    """seen: the digits that a reader sees in one line and size, None where no plain number stands; blank: whether nothing is there."""

    def __init__(self, seen: str | None, blank: bool = False) -> None:
        self.seen, self.blank = seen, blank


def word(seed: int) -> tuple[bytes, list[list[Cell]]]:
    """A Word file of one table."""
    draw = random.Random(seed)
    rows, wanted = [], []
    for _ in range(draw.randint(3, 8)):
        cells, seen = zip(*(_word_cell(draw) for _ in range(4)), strict=True)
        hidden = draw.random() < 0.1
        rows.append(f"<w:tr>{'<w:trPr><w:hidden/></w:trPr>' if hidden else ''}{''.join(cells)}</w:tr>")
        wanted += [] if hidden else [list(seen)]
    body = f'<w:document xmlns:w="{W}"><w:body><w:tbl>{"".join(rows)}</w:tbl></w:body></w:document>'
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="x/styles" Target="styles.xml"/></Relationships>'
    parts = {
        "word/document.xml": body,
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{STYLES}</w:styles>',
        "word/_rels/document.xml.rels": relations,
    }
    return _zipped(parts), wanted


def _word_cell(draw: random.Random) -> tuple[str, Cell]:
    runs, done = [], []
    for _ in range(draw.randint(1, 3)):
        digits_ = str(draw.randint(1, 99))
        properties, effect = draw.choice(list(RUNS.items()))
        around, outside = draw.choice(list(AROUND.items())) if draw.random() < 0.3 else ("{}", PLAIN)
        runs.append(around.format(f"<w:r><w:rPr>{properties}</w:rPr><w:t>{digits_}</w:t></w:r>"))
        effect = GONE if GONE in (effect, outside) else MARKED if outside == MARKED else effect
        done.append((digits_, effect, properties))
    left = [d for d in done if d[1] not in (GONE, TRICKED)]
    alone = (
        len({d[2].replace('<w:rStyle w:val="Up"/>', '<w:vertAlign w:val="superscript"/>') for d in left}) == 1
        and "strike" not in left[0][2]
        if left
        else False
    )
    plain = all(d[1] == PLAIN for d in left) or (alone and "bdo" not in "".join(runs))
    seen = "".join(d[0] for d in left) if left and plain else None
    return f"<w:tc><w:p>{''.join(runs)}</w:p></w:tc>", Cell(seen, not any(d[1] != GONE for d in done))


def workbook(seed: int) -> tuple[bytes, list[list[Cell]]]:
    """A workbook of one sheet that is seen, and perhaps one that is not."""
    draw = random.Random(seed)
    styles: list[tuple[str, str, str]] = []
    hidden_column = draw.choice((None, None, 1, 2))
    rows, wanted = [], []
    for number in range(1, draw.randint(4, 9)):
        cells, seen = [], []
        for column, letter in enumerate("ABCD"):
            style, value = _style(draw), draw.randint(1, 9999)
            styles.append(style)
            formula = "<f>1+1</f>" if draw.random() < 0.2 else ""
            cells.append(f'<c r="{letter}{number}" s="{len(styles) - 1}">{formula}<v>{value}</v></c>')
            if column != hidden_column:
                seen.append(Cell(_shown(style, value)))
        hidden = draw.choice((' hidden="1"', ' ht="0" customHeight="1"')) if draw.random() < 0.15 else ""
        rows.append(f'<row r="{number}"{hidden}>{"".join(cells)}</row>')
        wanted += [] if hidden else [seen]
    columns = (
        f'<cols><col min="{hidden_column + 1}" max="{hidden_column + 1}" width="9" hidden="1"/></cols>'
        if hidden_column
        else ""
    )
    sheet = f'<worksheet xmlns="{X}">{columns}<sheetData>{"".join(rows)}</sheetData></worksheet>'
    return _zipped(_parts(sheet, styles)), wanted


def _style(draw: random.Random) -> tuple[str, str, str]:
    plain = draw.random() < 0.3
    return (
        ("", "none", "General")
        if plain
        else (draw.choice(list(FONTS)), draw.choice(list(FILLS)), draw.choice(list(FORMATS)))
    )


def _shown(style: tuple[str, str, str], value: int) -> str | None:
    font, fill, code = style
    inks = {
        "FFFFFFFF": "FFFFFF",
        'theme="0"': "FFFFFF",
        'indexed="9"': "FFFFFF",
        "tint": "FFFFFF",
        "FFFF0000": "FF0000",
    }
    ink = next((colour for mark, colour in inks.items() if mark in font), "000000")
    if ink == FILLS[fill] or FONTS[font] == MARKED or 'sz val="1"' in font:
        return None
    text = FORMATS[code]
    return text.format(value) if text else None


def _parts(sheet: str, styles: list[tuple[str, str, str]]) -> dict[str, str]:
    fonts = "".join(f"<font>{s[0]}</font>" for s in styles)
    fills = "".join(
        "<fill><patternFill/></fill>"
        if s[1] == "none"
        else f'<fill><patternFill patternType="solid"><fgColor rgb="{s[1]}"/></patternFill></fill>'
        for s in styles
    )
    codes = "".join(
        f'<numFmt numFmtId="{200 + i}" formatCode="{escape(s[2], {chr(34): "&quot;"})}"/>' for i, s in enumerate(styles)
    )
    cells = "".join(f'<xf numFmtId="{200 + i}" fontId="{i}" fillId="{i}"/>' for i in range(len(styles)))
    look = f'<styleSheet xmlns="{X}"><numFmts>{codes}</numFmts><fonts>{fonts}</fonts><fills>{fills}</fills><cellXfs>{cells}</cellXfs></styleSheet>'
    ns = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    book = f'<workbook xmlns="{X}" xmlns:r="{ns}"><sheets><sheet name="a" sheetId="1" state="hidden" r:id="r1"/><sheet name="b" sheetId="2" r:id="r2"/></sheets></workbook>'
    related = "".join(
        f'<Relationship Id="{i}" Type="x/{k}" Target="{t}"/>'
        for i, k, t in (("r1", "worksheet", "a.xml"), ("r2", "worksheet", "b.xml"), ("r3", "styles", "styles.xml"))
    )
    return {
        "xl/workbook.xml": book, "xl/styles.xml": look, "xl/b.xml": sheet,
        "xl/a.xml": f'<worksheet xmlns="{X}"><sheetData><row r="1"><c r="A1"><v>99999</v></c></row></sheetData></worksheet>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{related}</Relationships>',
    }  # fmt: skip


def _zipped(parts: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return data.getvalue()


KINDS = {"word": (word, read_word), "workbook": (workbook, read_workbook)}


def compare(seeds: range) -> tuple[list[str], Counter[str]]:
    """What is wrong, a line each; and how often what is read is what is seen. Every fifth file is read spoilt as well."""
    wrong: list[str] = []
    counts: Counter[str] = Counter()
    for seed in seeds:
        for kind, (make, read) in KINDS.items():
            data, wanted = make(seed)
            wrong += [f"{kind} seed {seed}: {text}" for text in _compare(read(data), wanted, counts)]
            if seed % 5 == 0:
                counts[f"spoilt: {_spoilt(random.Random(seed), data, read)}"] += 1
    return wrong, counts


def _compare(document: Document, wanted: list[list[Cell]], counts: Counter[str]) -> list[str]:
    rows = [row for row in document.rows if row.kind == "grid"]
    wanted = [line for line in wanted if len(rows) == len(wanted) or any(not cell.blank for cell in line)]
    if [len(r.fields) for r in rows] != [len(line) for line in wanted]:
        return [f"{[len(r.fields) for r in rows]} cells in rows for {[len(line) for line in wanted]}"]
    wrong = []
    for row, line in zip(rows, wanted, strict=True):
        for field, cell in zip(row.fields, line, strict=True):
            number = read_number(field.text)
            if number.state == "printed":
                seen = read_number(cell.seen or "")
                right = seen.state == "printed" and digits(number.value) == digits(seen.value)
            else:
                right = cell.blank if number.state == "blank" else True
                counts["left unread"] += number.state == "unreadable" and cell.seen is not None
            counts[f"{number.state}"] += right
            if not right:
                wrong.append(f"{field.location}: read {field.text!r}, seen {cell.seen!r}")
    return wrong


def _spoilt(draw: random.Random, data: bytes, read) -> str:
    """What becomes of a file with a few bytes changed, within its parts and then in the archive; any error but Unreadable is raised."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    name = draw.choice(list(parts))
    for _ in range(draw.randint(1, 3)):
        at = draw.randrange(len(parts[name]))
        parts[name] = (
            parts[name][:at] + draw.choice(("", "9", '"', "<", "x")) + parts[name][at + draw.choice((0, 1, 9)) :]
        )
    spoilt = _zipped(parts)
    if draw.random() < 0.5:
        at = draw.randrange(len(spoilt))
        spoilt = spoilt[:at] + bytes([draw.randrange(256)]) + spoilt[at + 1 :]
    try:
        read(spoilt)
    except Unreadable:
        return "refused"
    return "read"
