"""Disclosure: documents issued, repealed and in force; permits, penalties and coercion decided; fees; by template."""

import polars as pl
import streamlit as st

from loaders.language.words import number
from loaders.output.bases import basis_headings
from loaders.output.two_totals import two_totals_remark
from pages.disclosure import figures
from pages.disclosure.alt_texts import ranking_text
from pages.disclosure.data import METRIC_IDS, DisclosureData, by_division, by_kind, load
from pages.disclosure.items import ITEMS, bases_text, items_with_figures, series_of, table_of
from pages.shared.charts.form_panels import panels, panels_by_form, panels_text
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.page_params import choose as choose_one
from pages.shared.frame.question import Question, current_question
from pages.shared.parts.breakdown import follow_click
from pages.shared.parts.chart import chart
from pages.shared.parts.figure_sources import figure_sources
from pages.shared.parts.head import head
from pages.shared.parts.no_reports import no_reports
from pages.shared.parts.rests_on import with_basis
from pages.shared.parts.source_line import source_line
from pages.shared.parts.table import table
from pages.shared.parts.time_notes import notes_of, time_note_words
from pages.shared.parts.two_totals import two_totals

_MAX_BARS = 15
_HEADLINE = ("normative_issued", "normative_in_force", "permits", "fees")
"""The figures of the sentence that answers."""


def choose() -> Question:
    """The filters; the metric of the rankings is chosen above them."""
    return current_question()


def draw(question: Question, data: DisclosureData) -> None:
    """The page from its head to its source line."""
    say, filters, year = question.say, question.filters, data.year
    head(question.session, say("menu.disclosure"), data.answer)
    if not data.sums.height:
        no_reports(question.session)
    figure_sources(question.session, filters, year, _HEADLINE)
    draw_items(question, data)
    metric = choose_metric(question)
    left, right = st.columns(2)
    with left:
        places = by_division(question, year, metric)
        clicked = draw_ranking(question, "place", places, metric, year)
        two_totals(question.session, filters, metric, year)
        if clicked and filters.places != (clicked,):
            follow_click("division", clicked)
    with right:
        kinds = by_kind(question, year, metric)
        clicked = draw_ranking(question, "kind", kinds, metric, year)
        if clicked and filters.kinds != (clicked,):
            follow_click("kind", clicked)
    st.header(say("disclosure.table"), anchor=False)
    st.caption(say("disclosure.table.unit"))
    figures_of_items, headings = table_of(data.sums, data.bases, question)
    note = bases_text(data, question)
    table(question.session, figures_of_items, headings, say("menu.disclosure"), filters, note=note)
    source_line(question.session, filters, year)


def draw_items(question: Question, data: DisclosureData) -> None:
    """A chart for each item with a figure, two in a row; of an odd number the first has the page's width."""
    items = items_with_figures(data.sums)
    if len(items) % 2:
        draw_item(question, data, items[0], wide=True)
        items = items[1:]
    for i in range(0, len(items), 2):
        for column, item in zip(st.columns(2), items[i : i + 2], strict=True):
            with column:
                draw_item(question, data, item)


def draw_item(question: Question, data: DisclosureData, item: str, *, wide: bool = False) -> None:
    """The figures of an item over the years, each template apart."""
    say, lang, sums, rest = question.say, question.lang, data.sums, (data.breaks, data.bases)
    title, series = say(f"disclosure.{item}"), series_of(item, question)
    columns = [c for s in series for c in (s.column, f"{s.column}.reports")]
    names = {s.column: s.name for s in series if sums[s.column].is_not_null().any()}
    templates = {f: say(f"disclosure.form.{f}") for f in data.bases}
    of_form = [with_basis(question, sums.filter(pl.col("form") == f), names, of) for f, of in data.bases.items()]
    rows = pl.concat(of_form).sort("year", maintain_order=True)
    drawn = panels(sums, series)
    apart = say("disclosure.unit.apart") if len(drawn) > 1 else ""
    noted = time_note_words(question, [y for panel in drawn for y in panel.years])
    chart(
        panels_by_form(
            sums.select("year", "form", *columns), series, *rest, question.palette, lang, wide=wide,
            notes=notes_of(question),
        ),
        title,
        say(f"disclosure.unit.{ITEMS[item].unit}") + apart + noted,
        f"disclosure_{item}",
        panels_text(title, sums, series, *rest, lang) + noted,
        note=noted,
        data=rows.with_columns(pl.col("form").replace(templates)),
        headings={
            "year": say("column.year"),
            "form": say("body.templates"),
            "reports": say("column.reports_added"),
            **names,
        }
        | basis_headings(lang),
    )  # fmt: skip


def choose_metric(question: Question) -> str:
    """The metric by which divisions and kinds are ranked."""
    say = question.say
    return choose_one(
        st.container(), "figure", say("disclosure.figure"), METRIC_IDS, "permits", lambda m: say(f"metric.{m}")
    )


def draw_ranking(question: Question, by: str, ranking: pl.DataFrame, metric: str, year: int | None) -> str | None:
    """The largest places or kinds; returns the key of the one clicked since the last run."""
    say, lang = question.say, question.lang
    label = say(f"metric.{metric}")
    title = say(f"disclosure.{by}", metric=label, year=year)
    if not ranking.height:
        st.header(title, anchor=False)
        st.caption(say("disclosure.none"))
        return None
    unit, more = say(f"disclosure.{by}.unit"), ranking.height - _MAX_BARS
    clicked = chart(
        figures.ranked(ranking.head(_MAX_BARS), question.palette, lang),
        title,
        unit + (say("disclosure.most", n=_MAX_BARS, more=number(more)) if more > 0 else ""),
        f"disclosure_by_{by}",
        ranking_text(title, ranking, lang),
        data=ranking,
        headings={"name": say(f"column.{by}"), "value": label} | basis_headings(lang),
        clicks=True,
        enough=ranking.height > 1 and ranking["value"].sum() > 0,
        note=cached(two_totals_remark, question.filters, metric, year, lang) if by == "place" else "",
    )
    return str(clicked["customdata"]) if clicked and clicked.get("customdata") else None


question = choose()
draw(question, load(question))
