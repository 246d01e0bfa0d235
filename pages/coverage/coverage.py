"""Coverage: who has published the report of a year, in time, late or not at all, and who has to be reminded."""

from collections.abc import Callable
from dataclasses import replace

import polars as pl
import streamlit as st

from loaders.language.numbers import rate
from loaders.language.words import number
from loaders.output.filings import state_word, worded
from loaders.query import coverage
from loaders.query.filter_urls import kind_name
from loaders.store.cubes.filings import COUNTED
from pages.coverage.data import MAX_ROWS_SHOWN, CoverageData, load
from pages.coverage.matrix import CSS, matrix
from pages.shared.charts.bars import filed
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.question import Question, current_question
from pages.shared.parts.breakdown import division_names, follow_click
from pages.shared.parts.chart import chart
from pages.shared.parts.head import head
from pages.shared.parts.no_reports import no_reports
from pages.shared.parts.source_line import source_line
from pages.shared.parts.table import table

_BODIES_ON_A_PAGE = 60
_MAX_BARS = 30
_STATES_TO_SHOW = ("all", "missing", "late", "undated", "failed")
_OWING_COLUMNS = ("agency", "place", "kind", "year", "state", "due", "basis")
_LIST_COLUMNS = ("agency", "district", "kind", "year", "state", "published_on", "due", "basis")


def choose() -> Question:
    """The filters; the state and the page of the matrix are chosen above it."""
    return current_question()


def draw(question: Question, data: CoverageData) -> None:
    """The page from its head to its source line."""
    head(question.session, question.say("menu.coverage"), data.answer)
    if not data.has_filings:
        no_reports(question.session)
    draw_shares(question, data)
    draw_owing(question, data)
    draw_matrix(question)
    draw_list(question)
    if data.outside:
        st.caption(question.say("coverage.outside", n=number(data.outside)))
    st.caption(question.say("coverage.method"))
    source_line(question.session, question.filters)


def draw_shares(question: Question, data: CoverageData) -> None:
    """The share of bodies that filed, by division and by kind."""
    places = division_names()
    left, right = st.columns(2)
    with left:
        unknown = question.say("coverage.no_division")
        draw_share(question, data.year, "division", data.by_division, lambda d: places.get(d, d) if d else unknown)
    with right:
        no_kind = question.say("cli.unknown")
        draw_share(question, data.year, "kind", data.by_kind, lambda k: kind_name(k, question.lang) if k else no_kind)


def draw_share(
    question: Question, year: int | None, key: str, rows: pl.DataFrame, name_of: Callable[[str | None], str]
) -> None:
    """The divisions or kinds with the lowest shares; a click narrows the filters to one."""
    say, inferred = question.say, not cached(coverage.has_roster)
    unit = subtitle = say("coverage.share.unit", year=year)
    if rows.height > _MAX_BARS:
        subtitle += say("coverage.lowest", n=_MAX_BARS, all=rows.height)
    rows = rows.head(_MAX_BARS)
    names = [name_of(v) for v in rows[key]]
    counts = zip(names, rows["filed"], rows["expected"], strict=True)
    texts = [f"{name} {rate(n, expected, question.lang)}" for name, n, expected in counts]
    clicked = chart(
        filed(rows, names, question.palette, question.lang),
        say(f"coverage.share.{key}"),
        subtitle + say("list.semicolon") + say("busiest.click"),
        f"coverage_{key}",
        say("spoken.list", name=unit, list=say("list.comma").join(texts)),
        data=rows.with_columns(pl.Series("name", names, dtype=pl.String)),
        headings={
            "name": say(f"busiest.by.{key}"),
            "expected": say("coverage.expected"),
            "filed": say("coverage.filed"),
            **{state: state_word(state, inferred, question.lang) for state in COUNTED},
        },
        clicks=True,
    )
    if clicked and (value := rows[key][clicked["point"]]):
        follow_click(key, value)


def draw_owing(question: Question, data: CoverageData) -> None:
    """The reports that are missing or could not be read: the list to send out."""
    say, snapshot, filters = question.say, question.session.snapshot, question.filters
    title = say("coverage.owing")
    st.header(title, anchor=False)
    if data.owing.height:
        headings = {c: say(f"column.{c}") for c in _OWING_COLUMNS}
        whole = data.owing_count, lambda: worded(coverage.owing(snapshot, filters), question.lang)
        table(question.session, worded(data.owing, question.lang), headings, title, filters, gap="", whole=whole)
    elif not filters.templates:
        st.success(say("coverage.nobody"), icon=":material/check_circle:")


def draw_matrix(question: Question) -> None:
    """The filing state of each body and year, a page of bodies at a time."""
    say, filters = question.say, question.filters
    st.header(say("coverage.matrix"), anchor=False)
    st.caption(say("coverage.matrix.unit"))
    state = st.segmented_control(
        say("coverage.show"),
        _STATES_TO_SHOW,
        format_func=lambda s: say(f"coverage.show.{s}"),
        default="all",
        required=True,
        key="coverage_show",
        label_visibility="collapsed",
    )
    ids = cached(coverage.bodies_in, filters, None if state == "all" else state)
    pages = max(1, -(-ids.len() // _BODIES_ON_A_PAGE))
    page = st.pagination(pages, key="coverage_page") if pages > 1 else 1
    bodies = tuple(ids.slice((page - 1) * _BODIES_ON_A_PAGE, _BODIES_ON_A_PAGE))
    if not bodies:
        st.info(say("coverage.no_such"))
        return
    filings = cached(coverage.coverage, replace(filters, bodies=bodies))
    st.html(CSS)
    names = worded(filings, question.lang).select("body_id", "agency").unique()
    st.html(matrix(filings, dict(names.iter_rows()), question.lang))


def draw_list(question: Question) -> None:
    """All filings as a table, loaded once it is opened."""
    say, snapshot, filters = question.say, question.session.snapshot, question.filters
    expander = st.expander(say("coverage.list"), key="coverage_list", on_change="rerun")
    if not expander.open:
        return
    with expander:
        headings = {c: say(f"column.{c}") for c in _LIST_COLUMNS}
        rows = worded(cached(coverage.coverage, filters, MAX_ROWS_SHOWN), question.lang)
        whole = cached(coverage.count, filters), lambda: worded(coverage.coverage(snapshot, filters), question.lang)
        table(question.session, rows, headings, say("menu.coverage"), filters, gap="", whole=whole)


question = choose()
draw(question, load(question))
