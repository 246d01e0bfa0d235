"""Overview: how the year stands, what changed, what must be looked at; each with the page that says more."""

import polars as pl
import streamlit as st

from loaders.form.metrics import MIN_CASES
from loaders.language.words import number
from loaders.output import summaries
from loaders.output.changes import partial_short
from loaders.query import coverage
from loaders.query.filter_urls import filter_words
from loaders.query.sums import excluded_count
from loaders.query.years import Years, over_years
from pages.overview.cards import CSS, card
from pages.overview.charts import draw_outcomes, draw_trend
from pages.overview.data import OUTCOMES, OverviewData, load
from pages.overview.key_figures import KEY_FIGURES, key_figure
from pages.overview.lists import draw_attention, draw_changes, link
from pages.overview.place_map import place_map
from pages.overview.welcome import welcome
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.question import Question, current_question
from pages.shared.parts.figure_sources import relative_address
from pages.shared.parts.head import head
from pages.shared.parts.no_reports import no_reports
from pages.shared.parts.rests_on import year_bases
from pages.shared.parts.source_line import source_line
from pages.shared.parts.table import table, to_arrow


def draw(question: Question, years: Years) -> None:
    """The page from its head to its source line; or a message if the filters leave no figures."""
    session = question.session
    head(session, question.say("menu.overview"), cached(summaries.overview, question.filters, question.lang))
    if years.year is None or not years.now or not years.shown.height:
        no_reports(session)
        return
    draw_figures(question, years, years.year, load(question, years.year))
    source_line(session, question.filters, years.year)


def draw_figures(question: Question, years: Years, year: int, data: OverviewData) -> None:
    """A first screen of figures, map and lists; below it two charts and the issues."""
    say = question.say
    st.html(CSS)
    welcome(question.session)
    with st.container(key="screen"):
        draw_key_figures(question, years)
        left, right = st.columns([6, 5], gap="medium")
        with left:
            place_map(question, year)
        with right:
            st.header(say("overview.moved"), anchor=False)
            for changes in data.changes:
                draw_changes(question, changes, year)
            draw_attention(question, data.attention)
    st.caption(say("overview.moved.method", fewest=MIN_CASES))
    left, right = st.columns(2)
    bases = year_bases(question)
    with left:
        draw_trend(question, years, bases)
    with right:
        draw_outcomes(question, years.shown, bases)
    st.header(say("overview.wrong"), anchor="issues")
    if data.rules.height:
        draw_rules(question, data.rules)
        draw_examples(question, data.examples)
    else:
        st.success(say("overview.nothing_wrong"), icon=":material/check_circle:")


def draw_key_figures(question: Question, years: Years) -> None:
    """A card a key figure, its name a link to the page that says more."""
    filters, year = question.filters, years.year or 0
    partial = partial_short(cached(coverage.partial_total, filters, year), filters, question.lang)
    with st.container(key="keys", horizontal=True):
        for metric, (page, own) in KEY_FIGURES.items():
            figure = key_figure(metric, years, partial, question.lang)
            with st.container(border=True, key=f"key_{metric}"):
                link(question, page, figure.name, None, question.say(f"metric.{metric}.help"), **own)
                sources = relative_address(question.session, filters, year, metric)
                st.html(card(figure, sources, hint(question, years, metric), question.palette))


def hint(question: Question, years: Years, metric: str) -> str:
    """Whose a key figure is, and of how many reports, read on hover."""
    of_year = question.filters.only(years.year)
    return question.say(
        "sources.hint",
        whose=cached(filter_words, of_year, question.lang),
        filed=number(years.now["reports"]),
        n=number(years.now[f"{metric}.reports"]),
        aside=number(cached(excluded_count, of_year)),
    )


def draw_rules(question: Question, rules: pl.DataFrame) -> None:
    """How many issues there are of each rule."""
    say = question.say
    rows = rules.with_columns(
        rule=pl.Series([say(f"rule.{r}") for r in rules["rule"]], dtype=pl.String),
        severity=pl.Series([say(f"severity.{s}") for s in rules["severity"]], dtype=pl.String),
    )
    st.dataframe(
        to_arrow(rows),
        column_config={
            "severity": st.column_config.Column(say("column.severity"), width="small"),
            "rule": st.column_config.Column(say("column.rule"), width="large"),
            "issues": st.column_config.NumberColumn(say("column.issues")),
            "reports": st.column_config.NumberColumn(say("column.reports")),
        },
        hide_index=True,
        alt=say("overview.wrong.rules"),
    )


def draw_examples(question: Question, issues: pl.DataFrame) -> None:
    """The first issues, each with a link to its report."""
    say = question.say
    st.caption(say("overview.examples"))
    address = f"report?data={question.session.data}&lang={question.lang}&report="
    headings = {
        "open": say("column.report"),
        "agency": say("column.body"),
        "year": say("column.year"),
        "severity": say("column.severity"),
        "message": say("column.issue"),
    }
    rows = issues.with_columns(open=pl.lit(address) + pl.col("report_id"))
    table(question.session, rows, headings, say("overview.wrong"), question.filters, links={"open": say("body.open")})


question = current_question()
draw(question, cached(over_years, question.filters, (*KEY_FIGURES, *OUTCOMES)))
