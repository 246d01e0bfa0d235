"""Documents that grow: each kind of part that a reader looks through, as often as is asked for."""

import io
import zipfile
from collections.abc import Callable

from loaders.synthetic.documents import tabs

FORM = "<table><tr><td>信息内容</td><td>本年发布件数</td></tr></table>"


def page(body: str) -> bytes:
    return f"<html><body><p>望溪市教育局2023年政府信息公开工作年度报告</p>{body}</body></html>".encode()


def packed(**parts: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return data.getvalue()


def word(body: str) -> bytes:
    kinds = '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'  # fmt: skip
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    rels = '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'  # fmt: skip
    return packed(**{
        "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rels}</Relationships>',
        "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>",
    })  # fmt: skip


def book(rows: str, strings: str = "") -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    doc = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return packed(**{
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{office}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{office}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{doc}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{doc}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{doc}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{strings}</worksheet>',
    })  # fmt: skip


def pdf(content: str, pages: int = 1) -> bytes:
    kids = " ".join(f"{5 + i} 0 R" for i in range(pages))
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>>>",) * pages,
    ]
    objects = "".join(f"{i} 0 obj\n{part}\nendobj\n" for i, part in enumerate(parts, 1))
    return f"%PDF-1.4\n{objects}trailer\n<</Size {len(parts) + 1}/Root 1 0 R>>\n%%EOF".encode()


def mime(parts: str) -> bytes:
    return f"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n{parts}--x--\n".encode()


TITLE = "望溪市教育局2023年政府信息公开工作年度报告\n"
GROWING: dict[str, tuple[str, int, Callable[[int], bytes]]] = {
    "blanks": ("a.txt", 200_000, lambda n: (TITLE + " " * n + "x").encode()),
    "blank lines": ("a.txt", 40_000, lambda n: (TITLE + " \n" * n + "x").encode()),
    "tabs": ("a.txt", 20_000, lambda n: (TITLE + "1\t" * n).encode()),
    "gaps": ("a.txt", 20_000, lambda n: (TITLE + "1   " * n).encode()),
    "pipes": ("a.md", 20_000, lambda n: (TITLE + "|" * n + "\n").encode()),
    "pipes and blanks": ("a.txt", 20_000, lambda n: (TITLE + "| " * n + "x\n").encode()),
    "rows of pipes": ("a.md", 2_000, lambda n: (TITLE + "|1|2|3|\n" * n).encode()),
    "digits": ("a.txt", 50_000, lambda n: (TITLE + "1" * n).encode()),
    "years": ("a.txt", 5_000, lambda n: (TITLE + "2023年" * n).encode()),
    "names": ("a.txt", 5_000, lambda n: (TITLE + "望溪市青禾区教育局" * n).encode()),
    "places": ("a.txt", 5_000, lambda n: (TITLE + "省市县区" * n).encode()),
    "brackets": ("a.txt", 20_000, lambda n: (TITLE + "（" * n).encode()),
    "headings": ("a.txt", 2_000, lambda n: (TITLE + "一、总体情况\n" * n).encode()),
    "labels": ("a.txt", 1_000, lambda n: (TITLE + "本年新收政府信息公开申请数量\t1\n" * n).encode()),
    "commas": ("a.csv", 50_000, lambda n: (TITLE + "," * n).encode()),
    "quotes": ("a.csv", 20_000, lambda n: (TITLE + '"a","' * n).encode()),
    "reports": ("a.txt", 2, lambda n: (tabs_of() * n).encode()),
    "paragraphs": ("a.html", 5_000, lambda n: page("<p>1</p>" * n)),
    "words": ("a.html", 20_000, lambda n: page("<b>1</b>" * n)),
    "depth": ("a.html", 100, lambda n: page("<div>" * n)),
    "attributes": ("a.html", 5_000, lambda n: page(f"<p {' '.join(f'a{i}=1' for i in range(n))}>1</p>")),
    "a long attribute": ("a.html", 200_000, lambda n: page(f'<p style="{"color:red;" * (n // 10)}">1</p>')),
    "classes": ("a.html", 5_000, lambda n: page(f'<p class="{" ".join(f"c{i}" for i in range(n))}">1</p>')),
    "style rules": ("a.html", 3_000, lambda n: page("<style>" + "".join(f".c{i}{{color:red}}" for i in range(n)) + "</style>" + FORM)),
    "comments": ("a.html", 20_000, lambda n: page("<!-- x -->" * n)),
    "entities": ("a.html", 50_000, lambda n: page("&amp;" * n)),
    "open tags": ("a.html", 20_000, lambda n: page("<" * n)),
    "cells": ("a.html", 2_000, lambda n: page("<table><tr>" + "<td>1</td>" * n + "</tr></table>")),
    "rows": ("a.html", 2_000, lambda n: page("<table>" + "<tr><td>1</td></tr>" * n + "</table>")),
    "tables": ("a.html", 1_000, lambda n: page(FORM * n)),
    "spans": ("a.html", 500, lambda n: page("<table>" + "<tr><td rowspan=50>1</td></tr>" * n + "</table>")),
    "links": ("a.html", 5_000, lambda n: page('<a href="http://a.gov.cn/1">年度报告</a>' * n)),
    "meta": ("a.html", 5_000, lambda n: page('<meta name="a" content="2023年">' * n)),
    "MIME parts": ("a.mht", 5_000, lambda n: mime("--x\nContent-Type: text/plain\n\nhi\n" * n)),
    "MIME headers": ("a.mht", 5_000, lambda n: mime("--x\n" + "".join(f"X-{i}: 1\n" for i in range(n)) + "\nhi\n")),
    "MIME depth": ("a.mht", 20, lambda n: mime("".join("--x\nContent-Type: multipart/related; boundary=x\n\n" for _ in range(n)))),
    "runs": ("a.docx", 5_000, lambda n: word("<w:p>" + "<w:r><w:t>1</w:t></w:r>" * n + "</w:p>")),
    "Word paragraphs": ("a.docx", 3_000, lambda n: word("<w:p><w:r><w:t>1</w:t></w:r></w:p>" * n)),
    "Word cells": ("a.docx", 1_000, lambda n: word("<w:tbl><w:tr>" + "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>" * n + "</w:tr></w:tbl>")),
    "Word rows": ("a.docx", 1_000, lambda n: word("<w:tbl>" + "<w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr>" * n + "</w:tbl>")),
    "Word tables": ("a.docx", 500, lambda n: word("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr></w:tbl>" * n)),
    "sheet cells": ("a.xlsx", 3_000, lambda n: book("".join(f'<row r="{i}"><c r="A{i}"><v>1</v></c></row>' for i in range(1, n)))),
    "formulas": ("a.xlsx", 2_000, lambda n: book("".join(f'<row r="{i}"><c r="A{i}"><f>1+1</f></c></row>' for i in range(1, n)))),
    "a long formula": ("a.xlsx", 20_000, lambda n: book(f'<row r="1"><c r="A1"><f>{"<f" .replace("<", "&lt;") * n}</f></c></row>')),
    "open formulas": ("a.xlsx", 20_000, lambda n: book("<c><f>" * n)),
    "merged cells": ("a.xlsx", 1_000, lambda n: book('<row r="1"><c r="A1"><v>1</v></c></row>', "<mergeCells>" + "".join(f'<mergeCell ref="A{2 * i + 1}:A{2 * i + 2}"/>' for i in range(n)) + "</mergeCells>")),
    "members": ("a.docx", 1_000, lambda n: packed(**{"word/document.xml": "<a/>"}, **{f"word/{i}.xml": "" for i in range(n)})),
    "rectangles": ("a.pdf", 1_000, lambda n: pdf("".join(f"{i % 500} {i // 500 * 2} 10 1 re f\n" for i in range(n)))),
    "lines": ("a.pdf", 1_000, lambda n: pdf("".join(f"0 {i % 800} m 600 {i % 800} l S\n" for i in range(n)))),
    "glyphs": ("a.pdf", 2_000, lambda n: pdf("BT /F 8 Tf " + "".join(f"1 0 0 1 {i % 80 * 7} {i // 80 % 90 * 9} Tm (a) Tj\n" for i in range(n)) + "ET")),
    "glyphs at a place": ("a.pdf", 1_000, lambda n: pdf("BT /F 8 Tf 10 10 Td " + "(1) Tj 0 0 Td\n" * n + "ET")),
    "pages": ("a.pdf", 20, lambda n: pdf("BT /F 12 Tf 10 10 Td (hello) Tj ET", n)),
    "objects": ("a.pdf", 20_000, lambda n: pdf("") + b"1 0 obj\n<<>>\nendobj\n" * n),
}  # fmt: skip
"""A part that a document may hold → the name of a file, how many parts are a fair size, and the file with so many."""


def tabs_of() -> str:
    from helpers import example

    return tabs(example())
