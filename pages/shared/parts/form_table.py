"""A report's cells → its tables as HTML, laid out as on the printed form, with marks on the cells that issues name."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from loaders.form import paper
from loaders.language.words import number, say
from loaders.output.html import render
from loaders.query.report import Printed

CSS = Path(__file__).with_name("form_table.css")


class Slot(NamedTuple):
    """A cell of the table: a label if it has a scope (`row`, `col`), else a cell of the form with marks on it."""

    colspan: int
    rowspan: int
    text: str
    scope: str = ""
    classes: str = ""
    hint: str = ""
    marks: Sequence[int] = ()


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
    lang: str,
    aim: str | None = None,
) -> str:
    """One table; marks: the numbers of the issues that name a cell; aim: the cell that a link leads to.

    Every label keeps the form's own words.
    """
    rows = []
    for row in layout:
        scope = "row" if any(slot.cell for slot in row) else "col"
        rows.append([_slot(slot, scope, cells, marks, lang, aim) for slot in row])
    return render("pages/shared/parts/form_table.html", title=title, rows=rows)


def _slot(
    slot: paper.Slot,
    scope: str,
    cells: Mapping[str, Printed],
    marks: Mapping[str, Sequence[int]],
    lang: str,
    aim: str | None,
) -> Slot:
    spans = slot.colspan, slot.rowspan
    if slot.cell is None:
        return Slot(*spans, slot.text, scope)
    cell = cells.get(slot.cell)
    if cell is None:
        return Slot(
            *spans, "", classes="absent aimed" if slot.cell == aim else "absent", hint=say("state.absent", lang)
        )
    numbers = marks.get(slot.cell, ())
    printed = cell.state == "printed"
    classes = [
        *([] if printed else [cell.state]),
        *(["marked"] if numbers else []),
        *(["aimed"] if slot.cell == aim else []),
    ]
    text = number(cell.value, lang) if printed else say(f"state.{cell.state}", lang)
    hint = say("report.printed_as", lang, text=cell.text, where=cell.where or "–")
    return Slot(*spans, text, classes=" ".join(classes), hint=hint, marks=numbers)
