"""Behind a figure: every report that it adds up, those without a number in it, and those set aside, each with why."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl
import streamlit as st

from loaders.form.metrics import METRIC
from loaders.language.words import number
from loaders.output.figure_sources import at_words, role_counts, sentence, worded
from loaders.query import coverage
from loaders.query.pivot_labels import figure_name
from loaders.query.sources import ASIDE, COUNTED, NO_NUMBER, OTHER_DOCUMENTS, Counts, behind, counts, set_aside
from pages.shared.frame.cached_queries import cached
from pages.shared.parts.head import head
from pages.shared.parts.no_reports import no_reports
from pages.shared.parts.source_line import source_line
from pages.shared.parts.table import table
from pages.sources.choices import SourcesQuestion, choose_figure

_MAX_ROWS = 1000
"""Rows of a table on the page; downloads hold all."""
_THERE = (COUNTED, *NO_NUMBER)
_SET_ASIDE = (*ASIDE, *OTHER_DOCUMENTS)


@dataclass(frozen=True)
class SourcesData:
    """The figure with the numbers of reports by role, and the first rows of both lists."""

    counts: Counts
    behind: pl.DataFrame
    aside: pl.DataFrame


def load(question: SourcesQuestion) -> SourcesData:
    """The reports that match the filters of the figure."""
    figure = question.figure
    return SourcesData(
        counts=cached(counts, figure),
        behind=cached(behind, figure, _MAX_ROWS),
        aside=cached(set_aside, figure, _MAX_ROWS),
    )


def draw(question: SourcesQuestion, data: SourcesData) -> None:
    """The two lists, each below how many there are of each sort."""
    if not data.counts.roles:
        no_reports(question.session)
    draw_expected(question)
    st.header(question.say("sources.behind", n=number(data.counts.of(_THERE))), anchor=False)
    draw_list(question, data.counts, _THERE, data.behind, behind, "sources.name", {"role": "sources.role"})
    st.header(question.say("sources.set_aside", n=number(data.counts.of(_SET_ASIDE))), anchor=False)
    if data.aside.height:
        own = {"role": "sources.reason", "holder": "sources.holder"}
        if data.counts.of(OTHER_DOCUMENTS):
            own["source"] = "sources.document"
        draw_list(question, data.counts, _SET_ASIDE, data.aside, set_aside, "sources.name_aside", own)
    else:
        st.caption(question.say("sources.no_aside"))
    source_line(question.session, question.figure.filters)


def draw_expected(question: SourcesQuestion) -> None:
    """How many bodies ought to have filed, where the figure is that of the filters alone."""
    filters = question.figure.filters
    if question.figure.at or filters.templates:
        return
    row = next(cached(coverage.counts, filters).iter_rows(named=True), None)
    if row and row["expected"]:
        page = question.say("menu.coverage")
        st.caption(
            question.say("sources.expected", expected=number(row["expected"]), filed=number(row["filed"]), page=page)
        )


def draw_list(
    question: SourcesQuestion,
    counts: Counts,
    roles: tuple[str, ...],
    rows: pl.DataFrame,
    query: Callable[..., pl.DataFrame],
    name: str,
    own: dict[str, str],
) -> None:
    """How many reports there are by role, and the table of them; query: returns all its rows; own: more headings."""
    say, lang, figure, snapshot = question.say, question.lang, question.figure, question.session.snapshot
    here = {role: n for role, n in counts.roles.items() if role in roles}
    st.caption(role_counts(here, lang))
    rate = figure.id in METRIC and METRIC[figure.id].rate
    headings = {
        "open": say("column.report"), "agency": say("column.body"), "value": say("sources.n"),
        **({"over": say("sources.over")} if rate else {}), **{column: say(key) for column, key in own.items()},
        "place": say("column.place"), "kind": say("column.kind"), "scope": say("cli.explain.scope"),
        "year": say("column.year"), "report_id": say("sources.report_id"),
    }  # fmt: skip
    address = f"report?data={question.session.data}&lang={lang}&report="
    figure_words = say("list.comma").join([figure_name(figure.id, lang), *at_words(snapshot, figure, lang)])
    table(
        question.session,
        worded(rows, lang).with_columns(open=pl.lit(address) + pl.col("report_id")),
        headings,
        say(name, figure=figure_words.replace(" · ", "_")),
        figure.filters,
        gap="",
        whole=(sum(here.values()), lambda: worded(query(snapshot, figure), lang)),
        links={"open": say("body.open")},
    )


top = st.container()
question = choose_figure()
data = load(question)
with top:
    answer = (
        sentence(question.session.snapshot, question.figure, data.counts, question.lang) if data.counts.roles else ""
    )
    head(question.session, question.say("menu.sources"), answer)
draw(question, data)
