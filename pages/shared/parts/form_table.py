"""A report's cells → its tables as HTML, laid out as on the printed form, with marks on the cells that issues name."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from loaders.form import paper
from loaders.form.form_2014 import SECTIONS_2014, TEMPLATE
from loaders.language.locations import location_text
from loaders.language.words import number, say
from loaders.output.html import render
from loaders.query.report import Printed

CSS = Path(__file__).with_name("form_table.css")


class Slot(NamedTuple):
    """A cell of the table: a label if it has a scope (`row`, `col`), else a cell of the form with marks on it.

    below: what stands under the label; cell: the name of a cell that the report has; stop: whether Tab stops at it.
    """

    colspan: int
    rowspan: int
    text: str
    scope: str = ""
    below: str = ""
    classes: str = ""
    hint: str = ""
    marks: Sequence[int] = ()
    cell: str = ""
    stop: bool = False


def layouts_for(cells: Mapping[str, Printed]) -> dict[str, paper.Layout]:
    """The layouts that hold what a report prints: of one template, or of both where part 二 mixes them."""
    if any(c.split(".")[0] in SECTIONS_2014 for c in cells):
        return paper.layouts(TEMPLATE)
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
    format: str | None = None,
) -> str:
    """One table; marks: the numbers of the issues that name a cell; aim: the chosen cell; format: of the document.

    Every label keeps the form's own words; in English the English ones stand under it.
    """
    present = [slot.cell for row in layout for slot in row if slot.cell in cells]
    stop = aim if aim in present else next(iter(present), None)
    rows = []
    for row in layout:
        scope = "row" if any(slot.cell for slot in row) else "col"
        rows.append([_slot(slot, scope, cells, marks, lang, aim, stop, format) for slot in row])
    return render("pages/shared/parts/form_table.html", title=title, rows=rows, english=lang == "en")


def _slot(
    slot: paper.Slot,
    scope: str,
    cells: Mapping[str, Printed],
    marks: Mapping[str, Sequence[int]],
    lang: str,
    aim: str | None,
    stop: str | None,
    format: str | None,
) -> Slot:
    spans = slot.colspan, slot.rowspan
    aimed = ["aimed"] if slot.cell == aim else []
    if slot.cell is None:
        return Slot(*spans, slot.text, scope, slot.en if lang == "en" else "")
    cell = cells.get(slot.cell)
    if cell is None:
        return Slot(*spans, "", classes=" ".join(["absent", *aimed]), hint=say("state.absent", lang))
    numbers = marks.get(slot.cell, ())
    printed = cell.state == "printed"
    classes = [*([] if printed else [cell.state]), *(["marked"] if numbers else []), *aimed]
    text = number(cell.value, lang) if printed else say(f"state.{cell.state}", lang)
    hint = [say("report.printed_as", lang, text=cell.text), location_text(cell.where, lang, format)]
    return Slot(
        *spans, text, classes=" ".join(classes), hint=say("location.comma", lang).join(filter(None, hint)), marks=numbers,
        cell=slot.cell, stop=slot.cell == stop,
    )  # fmt: skip
