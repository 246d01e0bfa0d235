"""The items of part 二 → the series of their charts, and all their figures as one table."""

from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from loaders.language.words import column_name, item_name, number
from loaders.output.bases import Basis
from pages.disclosure.data import CELL_NAMES, DisclosureData
from pages.shared.charts.base import Series
from pages.shared.charts.breaks import partial_mark
from pages.shared.frame.question import Question

_MEANINGS = ("primary", "second", "third")


class Item(NamedTuple):
    """row: of the form; unit: a key of the catalogue; columns: those that the template of 2019 counts, and those of 2021 if
    they differ; rows: those that the table of 2014 counts.
    """

    row: str
    unit: str
    columns: tuple[tuple[str, ...], ...] = ()
    rows: tuple[str, ...] = ()


_YEAR = (("produced", "published"), ("issued", "repealed"))
_STOCK = (("published_total",), ("in_force",))
ITEMS = {
    "normative_documents": Item("normative_documents", "documents", _YEAR, ("normative_issued", "normative_disclosed")),
    "normative_stock": Item("normative_documents", "documents", _STOCK),
    "regulations": Item("regulations", "documents", _YEAR),
    "regulations_stock": Item("regulations", "documents", _STOCK),
    "permits": Item("permits", "decisions", (("decisions",),)),
    "penalties": Item("penalties", "decisions", (("decisions",),)),
    "coercion": Item("coercion", "decisions", (("decisions",),)),
    "fees": Item("fees", "money", (("amount_wan_yuan",),)),
    "information": Item("", "pieces", rows=("disclosed", "website")),
    "responses": Item("", "times", rows=("responses", "press_conferences", "interviews")),
}
"""The charts by their ids. What was made in a year and what stood at its end have charts of their own."""


def items_with_figures(sums: pl.DataFrame) -> list[str]:
    """The items of which some report prints more than 0."""
    return [item for item in ITEMS if any(sums[cell].fill_null(0).sum() for cell in _cells(item))]


def _cells(item: str) -> list[str]:
    row, _, templates, rows = ITEMS[item]
    since = [f"disclosure.{row}.{c}" for columns in templates for c in columns]
    return since + [f"disclosure_2014.{r}.total" for r in rows]


def series_of(item: str, question: Question) -> list[Series]:
    """The columns of an item; the first, the second and the third of each template have the same colour."""
    since = [
        Series(f"disclosure.{ITEMS[item].row}.{c}", question.say(f"column.{c}"), meaning)
        for columns in ITEMS[item].columns
        for c, meaning in zip(columns, _MEANINGS, strict=False)
    ]
    return since + [
        Series(f"disclosure_2014.{row}.total", item_name("disclosure_2014", row, question.lang), meaning)
        for row, meaning in zip(ITEMS[item].rows, _MEANINGS, strict=False)
    ]


def table_of(
    sums: pl.DataFrame, bases: Mapping[str, Mapping[int, Basis]], question: Question
) -> tuple[pl.DataFrame, dict[str, str]]:
    """All cells with a figure, a column for each year and template, the newest first; and the headings of the columns, which
    mark the years whose sums are partial. bases: what each sum rests on, by form and year.
    """
    say, lang = question.say, question.lang
    by_column: dict[str, dict[str, float | None]] = {}
    headings = {"item": say("disclosure.item"), "column": say("fact.column")}
    for row in sums.sort(["year", "reports"], descending=True).iter_rows(named=True):
        column, template = f"{row['year']}.{row['form']}", say(f"disclosure.short.{row['form']}")
        by_column[column] = row
        headings[column] = say(
            "disclosure.year", year=row["year"], form=template, n=number(row["reports"])
        ) + partial_mark(row["year"], bases.get(row["form"], {}))
    lines = []
    for cell in CELL_NAMES:
        if any(row[cell] is not None for row in by_column.values()):
            section, item, column = cell.split(".")
            names = {"item": item_name(section, item, lang), "column": column_name(section, column, lang)}
            lines.append(names | {c: row[cell] for c, row in by_column.items()})
    types = {"item": pl.String, "column": pl.String, **dict.fromkeys(by_column, pl.Float64)}
    return pl.DataFrame(lines, schema=types), headings


def bases_text(data: DisclosureData, question: Question) -> str:
    """What the sums of each year and template rest on, the newest first, for a table whose years are columns."""
    say, texts = question.say, list[str]()
    for year, form in data.sums.sort(["year", "reports"], descending=True).select("year", "form").iter_rows():
        basis = data.bases.get(form, {}).get(year)
        if basis and basis.words:
            name = f"{year}{say('value.within', text=say(f'disclosure.short.{form}'))}"
            texts.append(say("basis.of_year", year=name, basis=basis.words))
    return say("list.semicolon").join(texts)
