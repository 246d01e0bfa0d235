"""A day → the documents that the store holds since, what became of each, and their files."""

import polars as pl
import streamlit as st

from loaders.language.words import number
from loaders.query import news
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.links import address
from pages.shared.frame.page_params import choose_or_type
from pages.shared.frame.question import Question
from pages.shared.parts.table import table

_MAX_ROWS_SHOWN = 50


def draw_news(question: Question) -> None:
    """The choice of the day, the counts and the list; nothing where the store recorded no day."""
    say, days = question.say, cached(news.recorded_days)
    if not days:
        return
    st.header(say("overview.news"), anchor="news")
    day = choose_or_type(st, "since", say("overview.news.since"), days, days[0], news.day_of)
    rows = cached(news.since, question.filters, day, question.lang)
    counts = dict(rows.group_by("news").len().iter_rows())
    listed = [say(f"overview.news.{n}.n", n=number(counts[n])) for n in news.NEWS if n in counts]
    text = say("list.comma").join(listed) or say("overview.news.none")
    st.caption(say("overview.news.unit", day=day, all=number(rows.height), list=text))
    if not rows.height:
        return
    words = {n: say(f"overview.news.{n}") for n in news.NEWS}
    links = [
        address(question.session, "report", question.filters, report=report) if report else None
        for report in rows["report_id"]
    ]
    shown = rows.with_columns(pl.col("news").replace(words), open=pl.Series(links, dtype=pl.String))
    columns = [c for c in ("on", "news", "agency", "year", "title", "reason", "source") if shown[c].is_not_null().any()]
    table(
        question.session,
        shown.head(_MAX_ROWS_SHOWN),
        {c: say(f"column.{c}") for c in columns} | {"open": say("column.report")},
        say("overview.news.file", day=day),
        question.filters,
        gap="",
        whole=(shown.height, lambda: shown),
        links={"open": say("body.open")},
    )
