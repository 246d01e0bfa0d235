"""The reports behind a page → the line at its foot that says how many they are and by which method they are counted."""

import streamlit as st

from loaders.language.words import number
from loaders.query import coverage, sums
from loaders.query.filters import Filter
from loaders.query.plan import vertical_count
from loaders.query.years import years_not_due
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.session import Session


def source_line(session: Session, filters: Filter, year: int | None = None) -> None:
    """The reports behind the page, those set aside, what of the year's total is a sum of bodies, and the method."""
    rows = cached(sums.count, filters)
    aside = cached(sums.excluded_count, filters)
    told = [session.say("page.source", reports=number(rows), build=session.store.build[:8])]
    if aside:
        told.append(session.say("page.aside", n=number(aside)))
    for early in cached(years_not_due, filters):
        if n := cached(sums.count, filters.only(early)):
            told.append(session.say("page.not_due", year=early, n=number(n)))
    if apart := cached(vertical_count, filters if year is None else filters.only(year)):
        told.append(session.say("page.vertical", n=number(apart)))
    if year is not None:
        areas, there, expected = cached(coverage.partial_total, filters, year)
        if areas:
            told.append(session.say("page.partial", year=year, areas=areas, n=number(there), all=number(expected)))
    told.append(session.say("page.method"))
    st.caption(("" if session.lang == "zh" else " ").join(told))
