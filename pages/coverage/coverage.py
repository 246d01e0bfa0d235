"""Coverage: who has published the report of a year, in time, late or not at all, and who has to be reminded."""

from collections.abc import Callable
from dataclasses import replace

import polars as pl
import streamlit as st

from loaders.language.words import number
from loaders.output.filings import state_word, worded
from loaders.query import coverage
from loaders.query.filter_urls import kind_name
from pages.coverage import repeated
from pages.coverage.data import CoverageData, load
from pages.coverage.figures import LACKS, in_time, lacking
from pages.coverage.ledger import ledger_download
from pages.coverage.matrix import CSS, matrix
from pages.coverage.papers import paper_downloads
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.page_params import choose as choose_one
from pages.shared.frame.question import Question, current_question
from pages.shared.parts.breakdown import division_names, follow_click
from pages.shared.parts.chart import chart
from pages.shared.parts.head import head
from pages.shared.parts.no_reports import no_reports
from pages.shared.parts.source_line import source_line
from pages.shared.parts.table import table
from pages.shared.parts.time_notes import notes_of, time_note_words
from pages.shared.parts.yearly_heat import yearly_heat

_BODIES_ON_A_PAGE = 60
_MAX_BARS = 30
_MAX_ROWS_SHOWN = 1000
"""Rows of a table on the page; downloads hold all."""
_STATES = (coverage.OWING, "missing", "failed", "late", "undated", "in_time", "all")
_COLUMNS = (
    "division", "agency", "place", "kind", "year", "state", "due", "published_on", "days_late", "contact", "basis",
)  # fmt: skip
_OPTIONAL = ("published_on", "days_late", "contact")


def choose() -> Question:
    """The filters; the state to list and the page of the matrix are chosen above them."""
    return current_question()


def draw(question: Question, data: CoverageData) -> None:
    """The page from its head to its source line."""
    head(question.session, question.say("menu.coverage"), data.answer)
    if not data.has_filings:
        no_reports(question.session)
    state = choose_state(question)
    draw_list(question, state)
    if data.year is not None:
        ledger_download(question, data.year)
        paper_downloads(question, data.year)
    draw_lacking(question, data)
    draw_years(question, data)
    yearly_heat(
        question, data.punctuality, question.say("coverage.punctuality"), question.say("coverage.punctuality.unit"),
        "coverage_punctuality",
        {"n": question.say("coverage.state.in_time"), "over": question.say("coverage.punctuality.over")},
        question.say("coverage.punctuality.none"),
    )  # fmt: skip
    repeated.draw(question)
    draw_matrix(question, state)
    if data.outside:
        st.caption(question.say("coverage.outside", n=number(data.outside)))
    st.caption(question.say("coverage.method"))
    source_line(question.session, question.filters)


def choose_state(question: Question) -> str | None:
    """The filing state to list, None for all; what must be sent out for is listed first."""
    say = question.say
    state = choose_one(
        st, "state", say("coverage.show"), _STATES, coverage.OWING, lambda s: say(f"coverage.show.{s}"), row=True
    )
    return None if state == "all" else state


def draw_list(question: Question, state: str | None) -> None:
    """The filings in the chosen state, each with its deadline, its delay and whom to remind; the list to send out."""
    say, snapshot, filters = question.say, question.session.snapshot, question.filters
    title = say(f"coverage.list.{state or 'all'}")
    st.header(title, anchor=False)
    count = cached(coverage.count, filters, state)
    if not count:
        nobody = state == coverage.OWING and not filters.templates
        if nobody:
            st.success(say("coverage.nobody"), icon=":material/check_circle:")
        else:
            st.info(say("coverage.no_such"))
        return
    rows = worded(cached(coverage.coverage, filters, _MAX_ROWS_SHOWN, None, state=state), question.lang)
    whole = count, lambda: worded(coverage.coverage(snapshot, filters, state=state), question.lang)
    # Of what is missing nothing was published, and a roster need not name anybody.
    columns = [c for c in _COLUMNS if c not in _OPTIONAL or rows[c].is_not_null().any()]
    table(question.session, rows, {c: say(f"column.{c}") for c in columns}, title, filters, gap="", whole=whole)


def draw_lacking(question: Question, data: CoverageData) -> None:
    """Where reports are missing, unreadable, late or undated, by division and by kind."""
    places = division_names()
    left, right = st.columns(2)
    with left:
        unknown = question.say("coverage.no_division")
        draw_bars(question, data.year, "division", data.by_division, lambda d: places.get(d, d) if d else unknown)
    with right:
        no_kind = question.say("cli.unknown")
        draw_bars(question, data.year, "kind", data.by_kind, lambda k: kind_name(k, question.lang) if k else no_kind)


def draw_bars(
    question: Question, year: int | None, key: str, rows: pl.DataFrame, name_of: Callable[[str | None], str]
) -> None:
    """The divisions or kinds that lack most; a click narrows the filters to one; nothing where nothing is lacking."""
    if not rows.height:
        return
    say, inferred = question.say, not cached(coverage.has_roster)
    unit = subtitle = say("coverage.lacking.unit", year=year)
    if rows.height > _MAX_BARS:
        subtitle += say("coverage.most", n=_MAX_BARS, all=rows.height)
    drawn = rows.head(_MAX_BARS)
    names = [name_of(v) for v in drawn[key]]
    words = [state_word(state, inferred, question.lang) for state in LACKS]
    counts = zip(names, drawn["lacks"], drawn["expected"], strict=True)
    texts = [f"{name} {say('value.of', n=number(n), over=number(expected))}" for name, n, expected in counts]
    clicked = chart(
        lacking(drawn, names, words, question.palette, question.lang),
        say(f"coverage.lacking.{key}"),
        subtitle + say("list.semicolon") + say("busiest.click"),
        f"coverage_{key}",
        say("spoken.list", name=unit, list=say("list.comma").join(texts)),
        data=rows.with_columns(pl.Series("name", [name_of(v) for v in rows[key]], dtype=pl.String)),
        headings={
            "name": say(f"busiest.by.{key}"),
            "expected": say("coverage.expected"),
            "filed": say("coverage.filed"),
            **dict(zip(LACKS, words, strict=True)),
        },
        clicks=True,
    )
    if clicked and (value := drawn[key][clicked["point"]]):
        follow_click(key, value)


def draw_years(question: Question, data: CoverageData) -> None:
    """The share in time over the years, where at least two years have enough reports for one."""
    rows, say = data.over_years, question.say
    if rows.height < 2:
        return
    texts = [
        f"{y} {say('value.of', n=number(n), over=number(a))}"
        for y, n, a in rows.select("year", "in_time", "expected").iter_rows()
    ]
    title, noted = say("coverage.in_time"), time_note_words(question, rows["year"].to_list())
    chart(
        in_time(rows, notes_of(question), question.palette, question.lang),
        title,
        say("coverage.in_time.unit") + noted,
        "coverage_in_time",
        say("spoken.list", name=title, list=say("list.comma").join(texts)),
        note=noted,
        data=rows,
        headings={
            "year": say("column.year"),
            "expected": say("coverage.expected"),
            "filed": say("coverage.filed"),
            "in_time": say("coverage.state.in_time"),
        },
    )


def draw_matrix(question: Question, state: str | None) -> None:
    """The filing state of each body and year, a page of bodies at a time; of those with a filing in the chosen state."""
    say, filters = question.say, question.filters
    st.header(say("coverage.matrix"), anchor=False)
    st.caption(say("coverage.matrix.unit"))
    ids = cached(coverage.bodies_in, filters, state)
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


question = choose()
draw(question, load(question))
