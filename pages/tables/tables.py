"""Tables: any figures by place, kind, level, year or row and column of the form, as the user lays them out."""

from itertools import product

import streamlit as st

from loaders.language.numbers import escape_markdown
from loaders.language.words import number
from loaders.output.two_totals import two_totals_remark
from loaders.query.pivot import MAX_COLUMNS, MAX_REPORTS, Pivot, TooMuch, pivot
from loaders.query.pivot_labels import captions, export_table, figure_name, sentence
from loaders.query.pivot_layout import addends
from loaders.query.sums import count, excluded_count
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.question import Question, current_question
from pages.shared.parts.figure_sources import figure_sources
from pages.shared.parts.head import head
from pages.shared.parts.no_reports import no_reports
from pages.shared.parts.source_line import source_line
from pages.tables.cell_sources import cell_sources
from pages.tables.choices import Choices, choose_layout
from pages.tables.compiled import compiled_downloads
from pages.tables.downloads import downloads
from pages.tables.grid import CSS, grid, rows_drawn
from pages.tables.package import package_download

_ICON = ":material/table_view:"
_MAX_NAMES = 3
"""Figures that the name of the table lists."""
_MAX_YEARS = 6
"""Years of which the two totals of a single figure are said below it and in its files."""


def load(choices: Choices) -> Pivot | TooMuch | None:
    """The table; TooMuch if it is too large to be made, None if no figure is chosen."""
    if not choices.layout.figures:
        return None
    try:
        return cached(pivot, choices.layout)
    except TooMuch as fault:
        return fault


def draw(question: Question, choices: Choices, table: Pivot | TooMuch | None) -> None:
    """The table and its downloads, or a sentence on why there is none."""
    say = question.say
    if table is None:
        st.info(say("tables.no_figures"), icon=_ICON)
    elif isinstance(table, TooMuch):
        limit = MAX_REPORTS if table.what == "reports" else MAX_COLUMNS
        st.info(say(f"tables.too_many.{table.what}", n=number(table.many), most=number(limit)), icon=_ICON)
    elif not table.years and cached(count, question.filters) > cached(excluded_count, question.filters):
        st.info(say("tables.no_rows"), icon=_ICON)
    elif not table.years:
        no_reports(question.session)
    else:
        draw_table(question, choices, table)


def draw_table(question: Question, choices: Choices, table: Pivot) -> None:
    """The first rows of the table; its downloads hold all of them."""
    say, lang, session = question.say, question.lang, question.session
    name = say("list.comma").join(figure_name(f, lang) for f in choices.figures[:_MAX_NAMES])
    st.html(CSS)
    sources = cell_sources(session, table, rows_drawn(table) * len(table.columns))
    st.html(grid(table, captions(session.snapshot, table, lang), name, lang, choices.extras, sources))
    if rows_drawn(table) < table.rows.height:
        st.caption(say("table.first", n=number(rows_drawn(table)), all=number(table.rows.height)))
    if len(table.years) == 1:
        own = table.question.figures[:_MAX_NAMES], addends(table.question)
        figure_sources(session, table.question.filters, table.years[0], *own)
    remarks = two_totals_remarks(question, table)
    for remark in remarks:
        st.caption(escape_markdown(remark))
    st.caption(say("tables.legend"))
    downloads(
        session,
        name.replace(" · ", "_"),
        question.filters,
        table.rows.height,
        f"{session.store.build} {table.question} {choices.extras}",
        lambda: export_table(session.snapshot, table, lang, choices.extras),
        "\n".join(remarks),
    )
    compiled_downloads(question)
    package_download(session)
    source_line(session, question.filters)


def two_totals_remarks(question: Question, table: Pivot) -> list[str]:
    """What tells the two totals of a figure apart, where the table adds up districts."""
    layout = table.question
    if addends(layout) != "district":
        return []
    figures = layout.figures[:_MAX_NAMES]
    years = table.years[-_MAX_YEARS:] if len(figures) == 1 else table.years[-1:]
    texts = [cached(two_totals_remark, layout.filters, i, y, question.lang) for i, y in product(figures, years)]
    return [text for text in texts if text]


question = current_question()
# The head stands above the choices, but its sentence is on the table that they make.
top = st.container()
choices = choose_layout(question)
table = load(choices)
with top:
    answer = sentence(table, choices.figures, question.lang) if isinstance(table, Pivot) else ""
    head(question.session, question.say("menu.tables"), answer)
draw(question, choices, table)
