"""A report's cells → its tables as HTML, laid out as on the printed form, with marks on the cells that issues name."""

from collections.abc import Mapping, Sequence
from html import escape

from loaders.form import paper
from loaders.language.words import number, say
from loaders.query.report import Printed

CSS = """
<style>
.form-scroll { overflow-x: auto; }
table.form { border-collapse: collapse; width: 100%; min-width: 46rem; font-size: 0.9rem;
  font-variant-numeric: tabular-nums; }
table.form td, table.form th { border: 1px solid var(--form-line); padding: 0.3rem 0.45rem; text-align: left;
  font-weight: 400; }
table.form th.head { text-align: center; font-weight: 600; background: var(--form-head); }
table.form td { text-align: right; white-space: nowrap; }
table.form td.blank, table.form td.absent { color: var(--form-muted); }
table.form td.unreadable { color: var(--form-wrong); font-weight: 600; }
table.form td.marked { outline: 2px solid var(--form-wrong); outline-offset: -2px; }
table.form sup { color: var(--form-wrong); font-weight: 600; padding-left: 0.15rem; }
</style>
"""
_COLOURS = {
    False: "--form-line:#B9C2CA;--form-head:#F3F5F7;--form-muted:#5A6772;--form-wrong:#D0021B",
    True: "--form-line:#46545F;--form-head:#1B242D;--form-muted:#9FACB6;--form-wrong:#FF6B6B",
}


def layouts_for(cells: Mapping[str, Printed]) -> dict[str, paper.Layout]:
    """The layouts that hold what a report prints: of one template, or of both where part 二 mixes them."""
    disclosure = [row for template in ("2021", "2019") for row in _used(paper.disclosure(template), cells)]
    detailed = any(f"requests.other_other.{c}" in cells for c in ("total", "natural_person"))
    return {
        "disclosure": disclosure,
        "requests": paper.requests("2021" if detailed else "2019")
        if any(c.startswith("requests.") for c in cells)
        else [],
        "reviews": paper.reviews() if any(c.startswith("reviews.") for c in cells) else [],
    }


def _used(layout: paper.Layout, cells: Mapping[str, Printed]) -> paper.Layout:
    """The blocks of part 二 (a clause, a head, rows) that the report prints."""
    blocks: list[paper.Layout] = []
    for row in layout:
        if row[0].text.startswith("第二十条"):
            blocks.append([])
        blocks[-1].append(row)
    return [row for block in blocks if _printed(block, cells) for row in block]


def _printed(block: paper.Layout, cells: Mapping[str, Printed]) -> bool:
    """Whether a report prints a block: the count of decisions stands in both templates, its neighbours tell which."""
    names = [s.cell for row in block for s in row if s.cell]
    telling = [n for n in names if not n.endswith(".decisions")]
    if telling:
        return any(n in cells for n in telling)
    return any(n in cells and n.replace(".decisions", ".items_last_year") not in cells for n in names)


def printed_table(
    layout: paper.Layout,
    cells: Mapping[str, Printed],
    marks: Mapping[str, Sequence[int]],
    title: str,
    dark: bool,
    lang: str,
) -> str:
    """One table; marks: the numbers of the issues that name a cell. Every label keeps the form's own words."""
    body = []
    for row in layout:
        head = not any(slot.cell for slot in row)
        body.append("<tr>" + "".join(_slot(slot, head, cells, marks, lang) for slot in row) + "</tr>")
    return (
        f'<div class="form-scroll" style="{_COLOURS[dark]}" tabindex="0" role="region" aria-label="{escape(title)}">'
        f'<table class="form">{"".join(body)}</table></div>'
    )


def _slot(
    slot: paper.Slot, head: bool, cells: Mapping[str, Printed], marks: Mapping[str, Sequence[int]], lang: str
) -> str:
    spans = "".join(f' {n}="{v}"' for n, v in (("colspan", slot.colspan), ("rowspan", slot.rowspan)) if v > 1)
    if slot.cell is None:
        kind = 'scope="col" class="head"' if head else 'scope="row"'
        return f"<th{spans} {kind}>{escape(slot.text)}</th>"
    cell = cells.get(slot.cell)
    if cell is None:
        return f'<td{spans} class="absent" title="{escape(say("state.absent", lang))}"></td>'
    sup = "".join(f"<sup>[{n}]</sup>" for n in marks.get(slot.cell, ()))
    classes = [c for c in (cell.state if cell.state != "printed" else "", "marked" if sup else "") if c]
    text = number(cell.value, lang) if cell.state == "printed" else say(f"state.{cell.state}", lang)
    hint = say("report.printed_as", lang, text=cell.text, where=cell.where or "–")
    return f'<td{spans} class="{" ".join(classes)}" title="{escape(hint)}">{escape(text)}{sup}</td>'
