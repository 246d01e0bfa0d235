"""A row of `reports` → how many cells of each part of the form it prints, of those that its form asks for."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import polars as pl

from loaders.form.paper import layouts
from loaders.form.vocabulary import APPLICANTS, SECTIONS, TEMPLATES, members
from loaders.query.cell_states import marked


class Part(NamedTuple):
    """One part of a report. form: its template, None where the table is missing; printed, of `asked` cells: those with a
    number; asked is None where blocks of both forms are mixed. blank, unreadable: how many cells have no number; blank_cells: their names.
    """

    form: str | None
    printed: int
    asked: int | None
    blank: int
    unreadable: int
    blank_cells: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every cell that the form asks for has a number."""
        gaps = self.blank + self.unreadable
        return self.form is not None and not gaps and (self.asked is None or self.printed == self.asked)


def part_counts() -> dict[str, pl.Expr]:
    """What `parts` reads of a row, as expressions over `reports` with its bitmaps.

    （六）其他处理 is one row in the form of 2019 and three in that of 2021: a report that prints the one in place of the
    other lacks nothing.
    """
    found: dict[str, pl.Expr] = {}
    for section in SECTIONS:
        cells = {form: _asked(section, form) for form in TEMPLATES}
        every = tuple(dict.fromkeys(cell for of_form in cells.values() for cell in of_form))
        form = pl.col(f"{section}_template").cast(pl.String)
        printed = pl.sum_horizontal(pl.col(c).is_not_null() for c in every)
        for of_form, names in cells.items():
            there = pl.sum_horizontal(_there(c) for c in names)
            printed = pl.when(form == of_form).then(there).otherwise(printed)
        found[f"{section}.form"] = form
        found[f"{section}.printed"] = printed
        for state in ("blank", "unreadable", "not_applicable"):
            found[f"{section}.{state}"] = pl.sum_horizontal(_lacks(c, state) for c in every)
        blank = [pl.when(_lacks(c, "blank")).then(pl.lit(c)) for c in every]
        found[f"{section}.blank_cells"] = pl.concat_list(blank).list.drop_nulls()
    return found


def parts(row: Mapping[str, Any]) -> dict[str, Part]:
    """The parts of a report by section; row: one with the columns of `part_counts`."""
    return {section: _part(row, section) for section in SECTIONS}


def _part(row: Mapping[str, Any], section: str) -> Part:
    form = row[f"{section}.form"]
    asked = len(_asked(section, form)) - row[f"{section}.not_applicable"] if form in TEMPLATES else None
    printed, blank, unreadable = (row[f"{section}.{name}"] for name in ("printed", "blank", "unreadable"))
    return Part(form, printed, asked, blank, unreadable, tuple(row[f"{section}.blank_cells"]))


def _asked(section: str, form: str) -> tuple[str, ...]:
    """The cells of a part that a form asks for; that of 2014 has sections of its own."""
    tables = layouts(form)
    return tuple(slot.cell for row in tables.get(section) or tables[f"{section}_{form}"] for slot in row if slot.cell)


_PARTS = {f"requests.{m}.{a.id}": f"requests.other.{a.id}" for a in APPLICANTS for m in members("other")}
"""The three rows of （六） by cell, each with the row of the form of 2019 that holds all three."""


def _stood_for(cell: str) -> pl.Expr:
    """Whether the figure of a cell is printed in another row of the form."""
    if cell in _PARTS:
        return pl.col(_PARTS[cell]).is_not_null()
    three = [part for part, whole in _PARTS.items() if whole == cell]
    return pl.all_horizontal(pl.col(c).is_not_null() for c in three) if three else pl.lit(False)


def _lacks(cell: str, state: str) -> pl.Expr:
    """Whether a cell is marked with a state, and no other row of the form has its figure."""
    return marked(cell, state) & pl.col(cell).is_null() & ~_stood_for(cell)


def _there(cell: str) -> pl.Expr:
    return pl.col(cell).is_not_null() | _stood_for(cell)
