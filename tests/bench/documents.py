"""A seed → example reports, and each as a web page, a Word file, a workbook or a PDF."""

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from html import escape
from itertools import cycle, islice

import numpy as np
import xlsxwriter
from docx import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from loaders.form import paper
from loaders.form.paper import Layout, Slot, printed_cells
from loaders.places.gazetteer import gazetteer
from loaders.synthetic.documents import Example, html
from loaders.synthetic.figures import INDEX, figures
from loaders.synthetic.places import plan, provinces
from loaders.synthetic.planted import FILED

_FONT = "STSong-Light"
_YEAR = 2023
_BODIES = 4000
"""Reports of one city with most kinds of bodies."""


_ORGANS = (
    "教育局", "公安局", "民政局", "司法局", "财政局", "自然资源局", "住房和城乡建设局", "交通运输局", "水利局", "农业农村局", "商务局", "应急管理局",
    "审计局", "市场监督管理局", "统计局", "医疗保障局", "城市管理局", "信访局", "林业局", "人力资源和社会保障局", "发展和改革局", "退役军人事务局",
)  # fmt: skip
_MENU = ("首页", "走进本地", "新闻中心", "政务公开", "政务服务", "互动交流", "专题专栏", "数据开放")
_ENTRIES = (
    "公告公示",
    "领导之窗",
    "机构职能",
    "政策文件",
    "规划计划",
    "财政资金",
    "重点领域",
    "人事信息",
    "应急管理",
    "意见征集",
)
_FILLED = re.compile(r"\{([\w.]+)\}")


def examples(n: int, seed: int = 1) -> list[Example]:
    """So many reports of different bodies on the form of 2021: invented figures of organs in real counties.

    The places are real because to find them among forty thousand is part of the work that is measured.
    """
    bodies = provinces(plan(_BODIES, FILED), seed)[0]
    matrix = figures(bodies, range(_YEAR, _YEAR + 1), np.random.default_rng(seed))
    cells = [name for name in printed_cells("2021") if name in INDEX]
    figured = ({cell: f"{row[INDEX[cell]]:g}" for cell in cells} for row in cycle(matrix))
    return [
        Example(name, _YEAR, "2021", printed, f"{_YEAR + 1}-01-20")
        for name, printed in zip(islice(_names(), n), figured, strict=False)
    ]


def _names() -> Iterator[str]:
    """Organs of the counties that stood in the year, organ by organ."""
    counties = [r for r in gazetteer().rows if r.level == "county" and r.stood(_YEAR)]
    places = ["".join(d.name for d in gazetteer().path(c, _YEAR)[1:]) for c in counties]
    return (place + organ for organ in _ORGANS for place in places)


def page(example: Example) -> bytes:
    """A page of a portal: scripts, menus, metadata and the reports of other years around a report out of Word."""
    menus = "".join(
        f'<li class="nav-item"><a href="/{i}/" target="_blank">{top}</a><ul class="sub">'
        + "".join(f'<li><a href="/{i}/{j}/index.html" title="{e}">{e}</a></li>' for j, e in enumerate(_ENTRIES))
        + "</ul></li>"
        for i, top in enumerate(_MENU)
    )
    others = "".join(
        f'<li><span class="date">{y + 1}-01-2{y % 10}</span><a href="/art/{y}.html">{example.agency}{y}年政府信息公开工作年度报告</a></li>'
        for y in range(2016, _YEAR)
    )
    facts = (
        ("索引号", f"0142{len(example.agency):05}"),
        ("发布机构", example.agency),
        ("公开日期", example.published),
        ("主题分类", "其他"),
    )
    meta = "".join(f"<td><b>{k}：</b></td><td>{escape(v or '')}</td>" for k, v in facts)
    script = "<script>" + "var a=function(b,c){return b+c};" * 60 + "</script>"
    style = "<style>" + ".nav-item ul.sub li{float:left;margin:0 5px;padding:2px}" * 40 + "</style>"
    before = (
        f'{script}<div id="top"><ul class="nav">{menus}</ul></div><div class="side"><h3>政府信息公开年报</h3><ul>{others}</ul></div>'
        f'<div class="main"><table class="facts"><tr>{meta}</tr></table>'
    )
    after = (
        f'<div class="share">分享到：</div></div><div id="foot"><ul>{menus}</ul><p>版权所有 联系我们 网站地图</p></div>'
    )
    text = html(example, messy=True)
    text = text.replace("</head>", style + "</head>").replace("<body>", "<body>" + before)
    return text.replace("</body>", after + "</body>").encode()


def placed(layout: Layout) -> Iterator[tuple[int, int, Slot]]:
    """Each slot of a layout with the row and column of its upper left corner, from 0."""
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(layout):
        c = 0
        for slot in row:
            while (r, c) in taken:
                c += 1
            taken |= {(r + i, c + j) for i in range(slot.rowspan) for j in range(slot.colspan)}
            yield r, c, slot


def width(layout: Layout) -> int:
    """How many columns a layout has."""
    return sum(slot.colspan for slot in layout[0])


def word(example: Example) -> bytes:
    """A .docx as python-docx writes it, merged cells included."""
    filled = {"agency": example.agency, "year": str(example.year), **example.cells}
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_form(example.template))) as blank,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file,
    ):
        for info in blank.infolist():
            data = blank.read(info)
            if info.filename == "word/document.xml":
                data = _FILLED.sub(lambda m: escape(filled.get(m[1], "")), data.decode()).encode()
            file.writestr(info, data)
    return out.getvalue()


@cache
def _form(template: str) -> bytes:
    """A .docx that holds the name of each cell where its text belongs: python-docx takes a while over merged cells."""
    blank = Example("{agency}", 0, template, {name: f"{{{name}}}" for name in printed_cells(template)})
    document = Word()
    # The library's own template defines a hundred table styles that no office's document has: 350 kB of them.
    for style in [s for s in document.styles if s.type == WD_STYLE_TYPE.TABLE and s.name != "Normal Table"]:
        style.delete()
    document.add_heading(blank.title.replace("}0年", "}{year}年"))
    document.add_paragraph(
        blank.preamble.replace("}0年", "}{year}年").replace("自0年", "自{year}年").replace("至0年", "至{year}年")
    )
    for section, layout in blank.tables().items():
        document.add_paragraph(paper.TITLES[section])
        table = document.add_table(rows=len(layout), cols=width(layout))
        grid = [list(row.cells) for row in table.rows]
        for r, c, slot in placed(layout):
            cell = grid[r][c]
            if slot.colspan > 1 or slot.rowspan > 1:
                cell = cell.merge(grid[r + slot.rowspan - 1][c + slot.colspan - 1])
            cell.text = blank.text(slot)
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
            page.write(top, 0, paper.TITLES[section])
            for r, c, slot in placed(layout):
                r += top + 1
                if slot.colspan > 1 or slot.rowspan > 1:
                    page.merge_range(r, c, r + slot.rowspan - 1, c + slot.colspan - 1, "")
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
            rules.append(("SPAN", (c, r), (c + slot.colspan - 1, r + slot.rowspan - 1)))
        story += [
            Paragraph(paper.TITLES[section], style),
            Table(data, colWidths=[document.width / columns] * columns, style=TableStyle(rules)),
        ]
    document.build(story)
    return out.getvalue()
