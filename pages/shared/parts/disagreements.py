"""The reports behind a page whose totals and parts differ: how many, and a list with a link to each."""

from collections.abc import Sequence

import streamlit as st

from loaders.language.words import number
from loaders.query.filters import Filter
from loaders.query.mismatches import MAX_EXAMPLES, examples, mismatches
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.session import current_session
from pages.shared.parts.issue_list import issue_list


def disagreements(filters: Filter, rules: Sequence[str], by: str = "total") -> None:
    """Says how many reports are inconsistent and shows which; nothing where all add up.

    by: what they are added up for, as for `addable`; nothing where that is said already of the totals.
    """
    # A room that is always there: what comes and goes in it moves nothing below.
    with st.container():
        _disagreements(filters, rules, by)


def _disagreements(filters: Filter, rules: Sequence[str], by: str) -> None:
    found = cached(mismatches, filters, tuple(rules), by)
    if not found.height or (by != "total" and found.equals(cached(mismatches, filters, tuple(rules), "total"))):
        return
    session = current_session()
    say = session.say
    years = [say("mismatch.year", year=y, n=number(n)) for y, n in found.sort("year", descending=True).iter_rows()]
    title = say("mismatch.title", n=number(int(found["reports"].sum())), years=say("list.comma").join(years))
    listed = st.expander(title, icon=":material/error:", key=f"mismatches_{by}", on_change="rerun")
    if not listed.open:
        return
    with listed:
        rows = cached(examples, filters, tuple(rules), session.lang, by)
        more = say("mismatch.first", n=number(MAX_EXAMPLES)) if rows.height == MAX_EXAMPLES else ""
        st.caption(say("mismatch.rule") + more)
        issue_list(rows)
