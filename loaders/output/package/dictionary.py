"""The tables of a package → what each of their columns means, in which unit, and from where it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from loaders.form.form_2014 import LINE, LINES, SECTIONS_2014
from loaders.form.paper import printed_cells
from loaders.form.vocabulary import CELL_BY_NAME, TEMPLATES
from loaders.language.words import CATALOGUE, column_name, item_name, say, section_name

_UNITS = {
    "year": "year", "first": "year", "last": "year", "published": "day", "residents": "persons", "value": "of_cell",
    "left": "of_cell", "right": "of_cell", "left_cells": "of_cell", "right_cells": "of_cell",
}  # fmt: skip
_ITEMS = ("items_last_year", "items_change", "count")
"""Columns of part 二 that count items and projects, not documents or cases."""
_UNITS_2014 = {"件": "cases", "人": "persons", "人次": "persons"}
_SOURCES = {
    "year": ("article_49",),
    "published": ("article_49",),
    "scope": ("article_49",),
    "rule": ("note_of_form",),
    "severity": ("program",),
    "report_id": ("program",),
    "sha256": ("program",),
    "status": ("program",),
    "reason": ("program",),
    "reason_id": ("program",),
    "format": ("program",),
    "document": ("program",),
    "record": ("program",),
    "body_id": ("program",),
    "division": ("divisions",),
    "division_code": ("divisions",),
    "message_zh": ("program",),
    "message_en": ("program",),
}
_BY_ARTICLE = {"disclosure": "article_50_1", "requests": "article_50_2", "reviews": "article_50_3"}
_LINES = {f"{line.section}.{line.id}.{line.column}": line for line in LINES}
_UNITS_2014 = {
    "条": "entries", "件": "cases", "次": "times", "篇": "articles", "个": "places", "人": "persons", "人次": "trained",
    "万元": "wan_yuan",
}  # fmt: skip
"""The units that the form of 2014 prints."""
_BY_USER = ("told_", "withdrawn_")
"""What the names of columns begin with that a user fills."""
_OF_OFFICE = ("roster", "population")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. type: as Frictionless Data's Table Schema names it; unit: an id, None for what has none."""

    table: str
    name: str
    type: str
    unit: str | None
    sources: tuple[str, ...]

    def meaning(self, lang: str) -> str:
        """What stands in the column, as a sentence or a name of the form."""
        if self.name in CELL_BY_NAME:
            section, item, column = self.name.split(".")
            names = section_name(section, lang), item_name(section, item, lang), column_name(section, column, lang)
            return " · ".join(names)
        key = f"package.{self.table}.{self.name}"
        return say(key if key in CATALOGUE else f"package.column.{self.name}", lang)

    def unit_name(self, lang: str) -> str:
        """The unit in words; nothing for a column without one."""
        return say(f"package.unit.{self.unit}", lang) if self.unit else ""

    def source(self, lang: str) -> str:
        """The articles and annexes that the column is from, else who gave it."""
        return say("list.semicolon", lang).join(say(f"package.source.{s}", lang) for s in self.sources)


def columns(table: str, schema: Mapping[str, pl.DataType]) -> Iterator[Column]:
    """The columns of a table, in its order."""
    for name, dtype in schema.items():
        yield Column(table, name, _type(dtype), _unit(name), _sources(table, name))


def dictionary(schemas: Mapping[str, Mapping[str, pl.DataType]]) -> pl.DataFrame:
    """One row a column of each table, all texts: table, column, type, unit, meaning and source, the latter in both languages."""
    rows = [
        {
            "table": column.table,
            "column": column.name,
            "type": column.type,
            "unit_zh": column.unit_name("zh"),
            "unit_en": column.unit_name("en"),
            "meaning_zh": column.meaning("zh"),
            "meaning_en": column.meaning("en"),
            "source_zh": column.source("zh"),
            "source_en": column.source("en"),
        }
        for table, schema in schemas.items()
        for column in columns(table, schema)
    ]
    return pl.DataFrame(rows)


def _type(dtype: pl.DataType) -> str:
    if dtype == pl.Boolean:
        return "boolean"
    if dtype == pl.Date:
        return "date"
    if dtype.is_integer():
        return "integer"
    return "number" if dtype.is_float() else "string"


def _unit(name: str) -> str | None:
    cell = CELL_BY_NAME.get(name)
    if cell is None:
        return _UNITS.get(name)
    if name in _LINES:
        return _UNITS_2014[_LINES[name].unit]
    if cell.kind == "money":
        return "wan_yuan"
    if cell.section in SECTIONS_2014:
        return _UNITS_2014.get(LINE[cell.item].unit, "items")
    return "items" if cell.column in _ITEMS else "cases"


def _sources(table: str, name: str) -> tuple[str, ...]:
    if name in CELL_BY_NAME:
        forms = tuple(f"form_{form}" for form in TEMPLATES if name in _PRINTED[form])
        article = _BY_ARTICLE.get(name.split(".")[0])
        return (article, *forms) if article else forms
    if name.endswith("_template"):
        return ("form_2014", "form_2019", "form_2021")
    if name.startswith(_BY_USER):
        return ("user",)
    given = _SOURCES.get(name)
    if table in _OF_OFFICE and given != ("program",):
        return ("office",)
    return given or ("document",)


_PRINTED = {form: frozenset(printed_cells(form)) for form in TEMPLATES}
