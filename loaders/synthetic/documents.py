"""Figures of a report → a document with them, in each of the layouts of real reports."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from loaders.form import form_2014, paper
from loaders.text.widths import text_width

_PROSE = {
    1: "本机关按照条例要求开展政府信息公开工作，本段为合成示例文字，不含任何真实报告的内容。",
    5: "本段为合成示例文字，说明问题与改进的位置。",
    6: "本段为合成示例文字，说明其他事项的位置。",
}
_HEADINGS = {1: "一、总体情况", 5: "五、存在的主要问题及改进情况", 6: "六、其他需要报告的事项"}


@dataclass(frozen=True)
class Example:
    """A report to print: its body, year and template, and the text of each cell by name."""

    agency: str
    year: int
    template: str
    cells: Mapping[str, str]
    published: str | None = None

    @property
    def title(self) -> str:
        return f"{self.agency}{self.year}年政府信息公开工作年度报告"

    @property
    def preamble(self) -> str:
        return (
            f"根据《中华人民共和国政府信息公开条例》要求，现公布{self.title}。"
            f"本报告所列数据的统计期限自{self.year}年1月1日起至{self.year}年12月31日止。"
        )

    def tables(self) -> dict[str, paper.Layout]:
        """The printed tables; part 三 has （六）其他处理 as one row if the cells have."""
        if self.template == form_2014.TEMPLATE:
            return {"statistics_2014": paper.statistics(*form_2014.SECTIONS_2014)}
        layouts = paper.layouts(self.template)
        if "requests.other.total" in self.cells:
            layouts["requests"] = paper.requests("2019")
        return layouts

    def text(self, slot: paper.Slot) -> str:
        return self.cells.get(slot.cell, "") if slot.cell else slot.text


def _lines(example: Example, table: Callable[[paper.Layout], list[str]], gap: bool = False) -> str:
    lines = [example.title]
    if example.published:
        lines.append(f"发布时间：{example.published}")
    lines += [example.preamble, _HEADINGS[1], _PROSE[1]]
    for section, layout in example.tables().items():
        lines += [paper.TITLES[section], *table(layout)]
    lines += [_HEADINGS[5], _PROSE[5], _HEADINGS[6], _PROSE[6]]
    return ("\n\n" if gap else "\n").join(lines) + "\n"


def tabs(example: Example) -> str:
    """As pasted from a page or Word: tabs, the covered columns of merged cells as empty fields."""
    return _lines(example, lambda layout: ["\t".join(row) for row in _spread(example, layout, label_only=False)])


def pipes(example: Example) -> str:
    """`| a | b |` with merged runs `|||`, covered rows without their parent's label."""
    return _lines(
        example, lambda layout: ["| " + " | ".join(r) + " |" for r in _spread(example, layout, label_only=True)]
    )


def pipes_trailing(example: Example) -> str:
    """`a | b |` without a leading pipe, merged tails as empty fields."""

    def table(layout: paper.Layout) -> list[str]:
        rows = []
        for row in layout:
            fields = [example.text(s) + " |" + "|" * (s.colspan - 1) for s in row]
            rows.append(" ".join(fields))
        return rows

    return _lines(example, table)


def cell_a_line_pipe(example: Example) -> str:
    """One cell to a line, each line ending in ` |`; a blank cell is a lone pipe."""
    return _lines(example, lambda layout: [f"{example.text(s)} |".strip() for row in layout for s in row])


def cell_a_line(example: Example) -> str:
    """One cell to a line, blank lines between them, blank cells left out."""
    return _lines(example, lambda layout: [t for row in layout for s in row if (t := example.text(s))], gap=True)


def pipe_between(example: Example) -> str:
    """Cells and pipes on separate lines, a leading pipe at each row."""

    def table(layout: paper.Layout) -> list[str]:
        out = []
        for row in layout:
            for i, slot in enumerate(row):
                out += [("| " if i == 0 else "") + example.text(slot), "|"]
        return out

    return _lines(example, table)


def spaces(example: Example) -> str:
    """Cells with single spaces between them, blank cells left out."""
    return _lines(example, lambda layout: [" ".join(t for s in row if (t := example.text(s))) for row in layout])


def aligned(example: Example) -> str:
    """Columns aligned by spaces, as in a fixed-width listing."""

    def table(layout: paper.Layout) -> list[str]:
        grid = _spread(example, layout, label_only=False)
        widths = [max(text_width(r[i]) for r in grid if i < len(r)) + 2 for i in range(max(len(r) for r in grid))]
        return [
            "".join(t + " " * (w - text_width(t)) for t, w in zip(row, widths, strict=False)).rstrip() for row in grid
        ]

    return _lines(example, table)


def _spread(example: Example, layout: paper.Layout, *, label_only: bool) -> list[list[str]]:
    """Rows with empty fields for covered columns; label_only: without those that a cell above covers."""
    covered: dict[int, int] = {}
    out = []
    for row in layout:
        texts: list[str] = []
        column = 0
        coming: dict[int, int] = {}
        for slot in [*row, None]:
            while covered.get(column):
                if not label_only:
                    texts.append("")
                column += 1
            if slot is None:
                break
            texts += [example.text(slot), *[""] * (slot.colspan - 1)]
            for c in range(column, column + slot.colspan):
                coming[c] = slot.rowspan - 1
            column += slot.colspan
        covered = {c: n - 1 for c, n in covered.items() if n > 1} | {c: n for c, n in coming.items() if n}
        out.append(texts)
    return out


def html(example: Example, *, messy: bool = False) -> str:
    """A web page with the form's tables; messy: with every digit wrapped in elements and blanks as &nbsp;."""

    def cell(slot: paper.Slot) -> str:
        text = escape(example.text(slot))
        if messy:
            text = "".join(f'<font face="仿宋"><span>{c}</span></font>' if c.isdigit() else c for c in text) or "&nbsp;"
            text = f'<p class="MsoNormal" style="text-align:center"><span lang="EN-US">{text}</span></p>'
        spans = "".join(f' {name}="{n}"' for name, n in (("colspan", slot.colspan), ("rowspan", slot.rowspan)) if n > 1)
        return f"<td{spans}>{text}</td>"

    parts = [f"<h1>{escape(example.title)}</h1>"]
    if example.published:
        parts.append(f"<div>发布日期：{example.published}</div>")
    parts += [f"<p>{example.preamble}</p>", f"<h2>{_HEADINGS[1]}</h2>", f"<p>{_PROSE[1]}</p>"]
    for section, layout in example.tables().items():
        body = "".join(f"<tr>{''.join(cell(s) for s in row)}</tr>" for row in layout)
        parts += [f"<p><strong>{paper.TITLES[section]}</strong></p>", f'<table border="1">{body}</table>']
    for part in (5, 6):
        parts += [f"<p>{_HEADINGS[part]}</p>", f"<p>{_PROSE[part]}</p>"]
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(example.title)}</title></head>'
        f"<body>{''.join(parts)}</body></html>"
    )


TEXT_LAYOUTS: dict[str, Callable[[Example], str]] = {
    "tabs": tabs,
    "pipes": pipes,
    "pipes_trailing": pipes_trailing,
    "cell_a_line_pipe": cell_a_line_pipe,
    "cell_a_line": cell_a_line,
    "pipe_between": pipe_between,
    "spaces": spaces,
    "aligned": aligned,
}
