"""Overview: how the year stands, what changed, what must be looked at; each with the page that says more."""

from dataclasses import replace

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
from pages.overview.issues import draw_issues
from pages.overview.key_figures import KEY_FIGURES, key_figure
from pages.overview.lists import draw_attention, draw_changes, link
from pages.overview.news import draw_news
from pages.overview.place_map import place_map
from pages.overview.welcome import welcome
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.question import Question, current_question
from pages.shared.parts.figure_sources import relative_address
from pages.shared.parts.head import head
from pages.shared.parts.no_reports import no_reports
from pages.shared.parts.rests_on import year_bases
from pages.shared.parts.source_line import source_line


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
    """A first screen of what needs attention, figures, map and changes; below it two charts and the issues."""
    say = question.say
    st.html(CSS)
    welcome(question.session, question.filters)
    with st.container(key="screen"):
        draw_attention(question, data.attention)
        draw_key_figures(question, years)
        left, right = st.columns([6, 5], gap="medium")
        with left:
            place_map(question, year)
        with right:
            st.header(say("overview.moved"), anchor=False)
            for changes in data.changes:
                draw_changes(question, changes, year)
    st.caption(say("overview.moved.method", fewest=MIN_CASES))
    left, right = st.columns(2)
    bases = year_bases(question)
    with left:
        draw_trend(question, years, bases)
    with right:
        draw_outcomes(question, years.shown, bases)
    draw_issues(question, data.rules)
    draw_news(question)


def draw_key_figures(question: Question, years: Years) -> None:
    """A card a key figure, its name a link to the page that says more."""
    filters, year = question.filters, years.year or 0
    partial = partial_short(cached(coverage.partial_total, filters, year), filters, question.lang)
    figures = {metric: key_figure(metric, years, partial, question.lang) for metric in KEY_FIGURES}
    why = {figure.note for figure in figures.values()}
    # What holds of all figures, such as that nobody reported in the year before, is said once below them.
    alike = len(why) == 1 and all(years.changes[metric].reason for metric in figures)
    with st.container(key="keys", horizontal=True):
        for metric, (page, own) in KEY_FIGURES.items():
            figure = replace(figures[metric], note="") if alike else figures[metric]
            with st.container(border=True, key=f"key_{metric}"):
                link(question, page, figure.name, None, question.say(f"metric.{metric}.help"), **own)
                sources = relative_address(question.session, filters, year, metric)
                st.html(card(figure, sources, hint(question, years, metric), question.palette))
    if alike:
        st.caption(question.say("overview.not_compared", why=why.pop()))


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


question = current_question()
draw(question, cached(over_years, question.filters, (*KEY_FIGURES, *OUTCOMES)))
