"""Frames → an Excel file: a first sheet that says what it is, then the rows, numbers as numbers.

The sheet is written as it comes, a slice of rows at a time, each put into XML by Polars. xlsxwriter takes over ten times
as long; xlsxturbo is as quick but wants the table whole, and spoils a text that looks like an escape (`_x0041_`).
"""

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

import polars as pl

MAX_ROWS = 1_048_575
_LONGEST = 32_767
"""How many UTF-16 units a cell of Excel holds; it calls a file with more of them damaged."""
_EXACT = 2**53
_WIDEST = 48
_LINE, _HIGHEST = 15, 405
"""Points of a line, and of the highest row."""
_SLICE = 1000
_HUGE = 2**31
_HEAD, _NAME, _WRAP, _DAY, _TIME, _COUNT, _SHARE = 1, 2, 3, 4, 5, 6, 7
_LANDSCAPE = 90
"""Widths of columns together, in characters, above which a sheet is printed across."""
_RARE = r"[\x00-\x08\x0B-\x1F\x{FFFE}\x{FFFF}]|_x[0-9A-Fa-f]{4}_"
_ESCAPED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet2.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet2.xml"/>'
    f'<Relationship Id="rId3" Type="{_DOCUMENT}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f"<styleSheet {_MAIN}>"
    '<numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>'
    '<numFmt numFmtId="166" formatCode="0.0%"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    '<border><left/><right/><top/><bottom style="thin"><color auto="1"/></bottom><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="8"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1" applyAlignment="1">'
    '<alignment vertical="center" wrapText="1"/></xf>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"><alignment vertical="top"/></xf>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="166" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


class TooManyRows(ValueError):
    """More rows than a sheet of Excel holds."""


def write_workbook(
    frames: Iterable[pl.DataFrame],
    out: BinaryIO,
    about: Sequence[tuple[str, str]],
    sheets: tuple[str, str],
    headings: Sequence[str] | None = None,
    rows: int | None = None,
    shares: Collection[str] = (),
) -> int:
    """Writes a workbook and returns its number of rows; `frames` are one or more parts of one table, in order.

    about: pairs of a heading and a text for the first sheet; sheets: the two sheets' names; headings: shown instead
    of the column names; rows: how many there are, where that is known; shares: the columns of parts of 1, shown as
    `0.0%`. Counts are shown as `#,##0`, years as they are. Whole numbers that Excel would round, dates before its
    calendar and what is no finite number are texts. Raises TooManyRows for more than a sheet holds.
    """
    if rows is not None and rows > MAX_ROWS:
        raise TooManyRows(rows)
    frames = iter(frames)
    first = next(frames)
    names = list(headings or first.columns)
    widths = [_width(name, first[:, i]) for i, name in enumerate(names)]
    cells = [
        _cell(name, dtype, i, name in shares, widths[i] == _WIDEST)
        for i, (name, dtype) in enumerate(first.schema.items())
    ]
    slices = (part for frame in chain([first], frames) for part in frame.iter_slices(_SLICE) if part.height)
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as book:
        for name, content in _PARTS.items():
            book.writestr(name, _DECLARATION + content)
        book.writestr("xl/worksheets/sheet1.xml", _first_sheet(about))
        long = [c for c, w in zip(first.columns, widths, strict=True) if w == _WIDEST]
        sample = _xml(first.head(_SLICE), cells, 2, long)
        # Excel offers to repair a file with the long form of sizes, so that only one that needs it has it.
        most = len(sample) / max(1, min(first.height, _SLICE)) * (MAX_ROWS if rows is None else rows)
        done = 0
        with book.open("xl/worksheets/sheet2.xml", "w", force_zip64=most > _HUGE / 1.5) as sheet:
            sheet.write(_sheet_head(names, widths, rows).encode())
            for part in slices:
                if done + part.height > MAX_ROWS:
                    raise TooManyRows(done + part.height)
                sheet.write(_xml(part, cells, done + 2, long))
                done += part.height
            area = f"A1:{_letters(len(names) - 1)}{done + 1}"
            ending = f'<autoFilter ref="{area}"/>' if done else ""
            sheet.write(f"</sheetData>{ending}{_printed(sum(widths) > _LANDSCAPE)}</worksheet>".encode())
        book.writestr("xl/workbook.xml", _book(sheets, len(names), done))
    return done


def _xml(part: pl.DataFrame, cells: Sequence[pl.Expr], start: int, long: Sequence[str]) -> bytes:
    """Rows of a sheet; the first has the number `start`. long: the columns whose texts are broken into lines."""
    high = pl.repeat("", part.height, eager=True).alias("^")
    if long:
        lines = pl.max_horizontal((_places(pl.col(c).cast(pl.String)) / (_WIDEST - 2)).ceil() for c in long)
        points = (lines.fill_null(1) * _LINE).clip(_LINE, _HIGHEST).cast(pl.Int64).cast(pl.String)
        high = part.select(pl.concat_str(pl.lit(' customHeight="1" ht="'), points, pl.lit('"')).alias("^")).to_series()
    row = pl.int_range(start, start + part.height, dtype=pl.Int64, eager=True).cast(pl.String).alias("#")
    texts = [c for c, t in part.schema.items() if not (t.is_numeric() or t.is_temporal() or t == pl.Boolean)]
    part = part.with_columns(_text(part[c].cast(pl.String)) for c in texts).with_columns(row, high)
    line = pl.concat_str(
        pl.lit('<row r="'), "#", pl.lit('"'), "^", pl.lit(">"), *cells, pl.lit("</row>"), ignore_nulls=True
    )
    return b"".join(part.select(line.cast(pl.Binary)).to_series().to_list())


def _text(column: pl.Series) -> pl.Series:
    """Texts as they stand in XML; the empty ones are null."""
    size = column.str.len_bytes().max()
    if (isinstance(size, int) and size > _LONGEST) or column.str.contains(_RARE).any():
        texts = [None if text is None else _spell(text) for text in column]
        column = pl.Series(column.name, texts, dtype=pl.String)
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        column = column.str.replace_all(character, entity, literal=True)
    return column.set(column == "", None)


def _spell(text: str) -> str:
    """A text with what XML cannot hold in Excel's spelling of it, cut visibly where it is longer than a cell."""
    if len(text.encode("utf-16-le")) // 2 > _LONGEST:
        text = text.encode("utf-16-le")[: 2 * (_LONGEST - 1)].decode("utf-16-le", "ignore") + "…"
    return _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _cell(name: str, dtype: pl.DataType, index: int, share: bool, long: bool) -> pl.Expr:
    """A column's cells as XML, null where nothing stands. share: parts of 1; long: texts that are broken into lines."""
    value = pl.col(name)
    # A year is no count, and is read without a separator.
    shown = f' s="{_SHARE}"' if share else "" if name == "year" or dtype.is_float() else f' s="{_COUNT}"'

    def cell(content: pl.Expr, attributes: str = "", tags: tuple[str, str] = ("<v>", "</v>")) -> pl.Expr:
        start = pl.lit(f'<c r="{_letters(index)}')
        return pl.concat_str(start, "#", pl.lit(f'"{attributes}>{tags[0]}'), content, pl.lit(f"{tags[1]}</c>"))

    style = f' s="{_WRAP}"' if long else ""
    text = cell(value.cast(pl.String), f'{style} t="inlineStr"', ('<is><t xml:space="preserve">', "</t></is>"))
    if dtype == pl.Boolean:
        return cell(value.cast(pl.Int8), ' t="b"').alias(name)
    if dtype in (pl.Date, pl.Datetime):
        day = value.cast(pl.Datetime("us")).dt.epoch("us") / 86_400_000_000 + 25_569
        dated = cell(day.cast(pl.Int32) if dtype == pl.Date else day, f' s="{_DAY if dtype == pl.Date else _TIME}"')
        return pl.when(day > 60).then(dated).otherwise(text).alias(name)
    if dtype.is_float():
        return pl.when(value.is_finite()).then(cell(value, shown)).otherwise(text).alias(name)
    if dtype in (pl.Int64, pl.UInt64, pl.Int128, pl.UInt128):
        return pl.when(value.is_between(-_EXACT, _EXACT)).then(cell(value, shown)).otherwise(text).alias(name)
    return (cell(value, shown) if dtype.is_numeric() else text).alias(name)


def _sheet_head(names: Sequence[str], widths: Sequence[int], rows: int | None) -> str:
    """The sheet up to and with its row of headings."""
    columns = "".join(f'<col min="{i}" max="{i}" width="{w}" customWidth="1"/>' for i, w in enumerate(widths, 1))
    cells = "".join(_string(f"{_letters(i)}1", name, _HEAD) for i, name in enumerate(names))
    size = "" if rows is None else f'<dimension ref="A1:{_letters(len(names) - 1)}{rows + 1}"/>'
    return (
        f'{_DECLARATION}<worksheet {_MAIN}><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>{size}'
        '<sheetViews><sheetView tabSelected="1" workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/>'
        f'</sheetView></sheetViews><cols>{columns}</cols><sheetData><row r="1">{cells}</row>'
    )


def _first_sheet(about: Sequence[tuple[str, str]]) -> str:
    rows = "".join(
        f'<row r="{i}">{_string(f"A{i}", name, _NAME)}{_string(f"B{i}", text, _WRAP)}</row>'
        for i, (name, text) in enumerate(about, 1)
    )
    return (
        f'{_DECLARATION}<worksheet {_MAIN}><sheetViews><sheetView workbookViewId="0"/></sheetViews>'
        '<cols><col min="1" max="1" width="16" customWidth="1"/><col min="2" max="2" width="90" customWidth="1"/></cols>'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


def _printed(wide: bool) -> str:
    """How a sheet is printed: on A4, as wide as the paper, each page with its number."""
    way = "landscape" if wide else "portrait"
    return (
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="9" orientation="{way}" fitToWidth="1" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter>"
    )


def _book(sheets: tuple[str, str], columns: int, rows: int) -> str:
    quoted = escape(sheets[1].replace("'", "''"))
    area = f"'{quoted}'!$A$1:${_letters(columns - 1)}${rows + 1}"
    filtered = f'<definedName name="_xlnm._FilterDatabase" localSheetId="1" hidden="1">{area}</definedName>'
    titles = f'<definedName name="_xlnm.Print_Titles" localSheetId="1">\'{quoted}\'!$1:$1</definedName>'
    names = f"<definedNames>{filtered if rows else ''}{titles}</definedNames>"
    listed = "".join(f'<sheet name={quoteattr(s)} sheetId="{i}" r:id="rId{i}"/>' for i, s in enumerate(sheets, 1))
    return f'{_DECLARATION}<workbook {_MAIN} xmlns:r="{_DOCUMENT}"><bookViews><workbookView activeTab="1"/></bookViews><sheets>{listed}</sheets>{names}</workbook>'


def _string(place: str, text: str, style: int) -> str:
    content = escape(_spell(text))
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{content}</t></is></c>'


def _letters(index: int) -> str:
    """A column's letters: 0 is A, 26 is AA."""
    rest, last = divmod(index, 26)
    return (_letters(rest - 1) if rest else "") + chr(65 + last)


def _width(name: str, column: pl.Series) -> int:
    """Wide enough for the heading and the first rows, where a Chinese character takes two places."""
    texts = pl.concat([pl.Series([name]), column.head(_SLICE).cast(pl.String).drop_nulls().alias("")])
    places = texts.to_frame("text").select(_places(pl.col("text"))).to_series()
    return min(_WIDEST, int(max(places)) + 2)


def _places(text: pl.Expr) -> pl.Expr:
    """How many places a text takes: a Chinese character takes two."""
    return text.str.len_chars() + text.str.count_matches(r"[^\x00-\x{2E80}]")
