"""The bodies with a fault in two years or more → a list with links, and its files."""

import polars as pl
import streamlit as st

from loaders.language.words import number
from loaders.query.filter_urls import kind_name
from loaders.query.repeated import FAULTS, MIN_YEARS, repeated
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.links import address
from pages.shared.frame.question import Question
from pages.shared.parts.table import table

_MAX_ROWS_SHOWN = 100
_COLUMNS = ("agency", "place", "kind", *FAULTS, "contact")


def draw(question: Question) -> None:
    """The list, the worst first, and in words how many there are of each fault."""
    say, filters = question.say, question.filters
    rows = cached(repeated, filters)
    st.header(say("coverage.repeated", n=MIN_YEARS), anchor="repeated")
    if not rows.height:
        st.caption(say("coverage.repeated.none", n=MIN_YEARS))
        return
    counts = {f: number(rows.filter(pl.col(f).list.len() >= MIN_YEARS).height) for f in FAULTS}
    st.caption(say("coverage.repeated.unit", all=number(rows.height), n=MIN_YEARS, **counts))
    listed = worded(rows, question)
    headings = {c: say(f"column.{c}") if c not in FAULTS else say(f"coverage.repeated.{c}") for c in _COLUMNS}
    if listed["contact"].is_null().all():
        headings.pop("contact")
    table(
        question.session,
        listed.head(_MAX_ROWS_SHOWN),
        headings | {"open": say("coverage.repeated.open")},
        say("coverage.repeated", n=MIN_YEARS),
        filters,
        gap="",
        whole=(listed.height, lambda: listed),
        links={"open": say("body.open")},
    )


def worded(rows: pl.DataFrame, question: Question) -> pl.DataFrame:
    """The rows with their years, kind and place in words, and `open`, the address of the body's page."""
    comma, filters = question.say("list.comma"), question.filters
    years = [pl.col(f).cast(pl.List(pl.String)).list.join(comma).alias(f) for f in FAULTS]
    kinds = [kind_name(k, question.lang) for k in rows["kind"]]
    district = pl.when(pl.col("district") != pl.col("city")).then("district")
    links = [address(question.session, "body", filters, of=body) for body in rows["body_id"]]
    return rows.with_columns(
        *years,
        kind=pl.Series(kinds, dtype=pl.String),
        place=pl.concat_str(pl.col("city").fill_null(""), district.fill_null("")),
        open=pl.Series(links, dtype=pl.String),
    )
