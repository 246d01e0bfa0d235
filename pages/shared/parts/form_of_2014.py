"""The years on the table of 2014 beside those since: bars in panels of their own, and all its figures as a table.

Source: 国办发〔2014〕32号 counts otherwise than the forms since 2019, so that nothing joins or compares the two.
"""

from collections.abc import Mapping, Sequence

import polars as pl
import streamlit as st

from loaders.form.form_2014 import LINES, TEMPLATE
from loaders.language.words import column_name, item_name
from loaders.output.bases import Basis, basis_headings
from loaders.query.filters import Filter
from loaders.query.years import over_years
from pages.shared.charts.base import Series
from pages.shared.charts.form_panels import SINCE_2019, panels_by_form, panels_text
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.question import Question
from pages.shared.parts.chart import chart
from pages.shared.parts.rests_on import with_basis
from pages.shared.parts.table import table
from pages.shared.parts.time_notes import notes_of, time_note_words


def form_of_2014(
    question: Question,
    filters: Filter,
    sections: Sequence[str],
    old: Mapping[str, str],
    since: Mapping[str, str],
    bases: Mapping[int, Basis],
    key: str,
) -> None:
    """Draws nothing where no report of the filter is on that table.

    sections: those whose figures the table lists. old, since: the figures of the two panels, by id, with the meanings of
    their colours. bases: what the sum of each year rests on. key: `requests` or `reviews`.
    """
    say, lang = question.say, question.lang
    cells = [f"{line.section}.{line.id}.{line.column}" for line in LINES if line.section in sections]
    found = cached(over_years, filters, (*old, *since, *cells))
    years = found.shown.filter(pl.any_horizontal(pl.col(c).is_not_null() for c in cells))
    if not years.height:
        return
    both = [
        found.shown.filter(pl.any_horizontal(pl.col(i).is_not_null() for i in ids)).with_columns(form=pl.lit(form))
        for form, ids in ((TEMPLATE, old), (SINCE_2019, since))
    ]
    series = [Series(i, say(f"metric.{i}"), meaning) for i, meaning in {**old, **since}.items()]
    names = {s.column: s.name for s in series}
    rows = pl.concat(both).sort("year")
    of_forms = dict.fromkeys((TEMPLATE, SINCE_2019), bases)
    shown = with_basis(question, rows, names, bases)
    forms = {form: say(f"disclosure.form.{form}") for form in of_forms}
    title, noted = say(f"form_of_2014.{key}"), time_note_words(question, rows["year"].to_list())
    chart(
        panels_by_form(
            rows.select("year", "form", *(c for i in names for c in (i, f"{i}.reports"))), series, found.breaks,
            of_forms, question.palette, lang, wide=True,
            notes=notes_of(question),
        ),
        title,
        say("form_of_2014.unit") + noted,
        f"form_of_2014_{key}",
        panels_text(title, rows, series, found.breaks, of_forms, lang) + noted,
        note=noted,
        data=shown.with_columns(pl.col("form").replace(forms)),
        headings={
            "year": say("column.year"), "form": say("body.templates"), "reports": say("column.reports_added"), **names,
        } | basis_headings(lang),
        wide=True,
    )  # fmt: skip
    st.caption(say("form_of_2014.table"))
    listed, headings = _table(question, years, cells)
    table(question.session, listed, headings, title, filters)


def _table(question: Question, years: pl.DataFrame, cells: Sequence[str]) -> tuple[pl.DataFrame, dict[str, str]]:
    """The figures of each cell, a column a year, the newest first; and the headings."""
    lang = question.lang
    by_year = {str(row["year"]): row for row in years.sort("year", descending=True).iter_rows(named=True)}
    rows = []
    for cell in cells:
        section, item, column = cell.split(".")
        names = {"item": item_name(section, item, lang), "column": column_name(section, column, lang)}
        rows.append(names | {year: row[cell] for year, row in by_year.items()})
    schema = {"item": pl.String, "column": pl.String, **dict.fromkeys(by_year, pl.Float64)}
    headings = {"item": question.say("disclosure.item"), "column": question.say("fact.column")}
    return pl.DataFrame(rows, schema=schema), headings | {y: y for y in by_year}
