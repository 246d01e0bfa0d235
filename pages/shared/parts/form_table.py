"""A report's cells → its tables as HTML, laid out as on the printed form, with marks on the cells that issues name."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from loaders.form import paper
from loaders.language.locations import location_text
from loaders.language.numbers import circled
from loaders.language.words import number, say
from loaders.output.html import render
from loaders.query.layouts import layouts_for as layouts_for
from loaders.query.report import Printed

CSS = Path(__file__).with_name("form_table.css")


class Slot(NamedTuple):
    """A cell of the table: a label if it has a scope (`row`, `col`), else a cell of the form with marks on it.

    below: what stands under the label, or under the figure; cell: the name of a cell that can be chosen; stop: whether Tab
    stops at it.
    """

    colspan: int
    rowspan: int
    text: str
    scope: str = ""
    below: str = ""
    classes: str = ""
    hint: str = ""
    marks: Sequence[str] = ()
    cell: str = ""
    stop: bool = False


def printed_table(
    layout: paper.Layout,
    cells: Mapping[str, Printed],
    marks: Mapping[str, Sequence[int]],
    title: str,
    lang: str,
    aim: str | None = None,
    format: str | None = None,
    *,
    before: Mapping[str, Printed] | None = None,
    selectable: bool = True,
) -> str:
    """One table; marks: the numbers of the issues that name a cell; aim: the chosen cell; format: of the document; before:
    the cells of the report on the year before, which stand under those that differ; selectable: whether cells can be chosen.

    Every label keeps the form's own words; in English the English ones stand under it.
    """
    present = [slot.cell for row in layout for slot in row if slot.cell in cells]
    stop = aim if aim in present else next(iter(present), None)
    rows = []
    for row in layout:
        scope = "row" if any(slot.cell for slot in row) else "col"
        slots = [_slot(slot, scope, cells, marks, lang, aim, stop, format) for slot in row]
        rows.append(
            [
                s if s.scope else _beside(s, name.cell, before or {}, lang, selectable)
                for s, name in zip(slots, row, strict=True)
            ]
        )
    return render("pages/shared/parts/form_table.html", title=title, rows=rows, english=lang == "en")


def _beside(slot: Slot, name: str | None, before: Mapping[str, Printed], lang: str, selectable: bool) -> Slot:
    """A cell of the form with the figure of the year before, where that report asks for it and has another."""
    cell = before.get(name or "")
    differs = cell is not None and _shown(cell, lang) != slot.text
    below = say("report.before", lang, figure=_shown(cell, lang)) if cell and differs else ""
    return slot._replace(below=below, cell=slot.cell if selectable else "")


def _shown(cell: Printed, lang: str) -> str:
    return number(cell.value, lang) if cell.state == "printed" else say(f"state.{cell.state}", lang)


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
    classes = [*([] if cell.state == "printed" else [cell.state]), *(["marked"] if numbers else []), *aimed]
    hint = [say("report.printed_as", lang, text=cell.text), location_text(cell.where, lang, format)]
    return Slot(
        *spans, _shown(cell, lang), classes=" ".join(classes), hint=say("location.comma", lang).join(filter(None, hint)),
        marks=[circled(n) for n in numbers],
        cell=slot.cell, stop=slot.cell == stop,
    )  # fmt: skip
