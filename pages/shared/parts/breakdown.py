"""A year's figures by place, kind or body, those with most of one of them first; and where a click on one leads."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from loaders.bodies.order import office_rank
from loaders.language.words import number
from loaders.output import bases
from loaders.places.tree import DivisionNode
from loaders.query import options
from loaders.query.filter_urls import kind_name
from loaders.query.filters import Filter
from loaders.query.sums import sums
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.filters import narrow
from pages.shared.frame.links import parameters
from pages.shared.frame.page_params import choose
from pages.shared.frame.session import current_session

MOST = 15
LEVELS = {"division": "district", "kind": "own", "body_id": "body"}
"""What reports are added up for in each grouping, as for `addable`."""


def breakdown(filters: Filter, year: int | None, ids: Sequence[str], volume: str) -> tuple[str, pl.DataFrame, str]:
    """What is grouped by, as the user chooses; the sums of the first; what these are, in words.

    The sums come with `name`, `label` (the name with the mark of a sum), `basis` (what a sum consists of) and `partial`
    (whether bodies are missing in it); partial ones stand last, for their place among the others says nothing.
    """
    session = current_session()
    say = session.say
    # Bodies of a whole nation are no list to read: they are offered within a place or kind.
    within = filters.chooses("places", "kinds", "bodies")
    groupings = ["division", "kind", *(["body_id"] if within else [])]
    default = "body_id" if len(filters.places) == 1 else "division"
    by = choose(st.container(), "by", say("busiest.by"), groupings, default, lambda v: say(f"busiest.by.{v}"), row=True)
    keys = ("body_id", "scope") if by == "body_id" else (by,)
    rows = cached(sums, filters.only(year), tuple(ids), keys).filter(pl.col(by).is_not_null())
    every = rows.height
    rows = named(rows, filters.only(year), by)
    rows = rows.sort("partial", volume, office_rank(by), descending=[False, True, False], nulls_last=True).head(MOST)
    told = say("busiest.most", n=MOST, all=number(every)) if every > MOST else say("busiest.all", all=number(every))
    if by == "kind":
        told += say("list.comma") + say("busiest.own")
    if (rows["mark"] != "").any():
        told += say("list.semicolon") + say("basis.legend")
    return by, rows, told + say("list.semicolon") + say("busiest.click")


def named(rows: pl.DataFrame, filters: Filter, by: str) -> pl.DataFrame:
    """Sums of one year by division, kind or body (`by`, and `scope` for bodies) with `name`, `label` (the name with the
    mark of a sum), `basis` (what a sum consists of), `mark` and `partial` (whether bodies are missing in it).
    """
    rows = _with_basis(rows, filters, by).with_columns(name=pl.Series(_names(by, rows), dtype=pl.String))
    return rows.with_columns(label=pl.col("name") + pl.col("mark"))


def _with_basis(rows: pl.DataFrame, filters: Filter, by: str) -> pl.DataFrame:
    """The sums with what each consists of: `basis`, `mark`, `partial`; of a body it is the report itself."""
    lang = current_session().lang
    if by == "body_id":
        found = [bases.basis_of(int(s == "area"), 0, 0, lang) for s in rows["scope"]]
        words = [b.words or current_session().say("basis.own") for b in found]
    else:
        of = cached(bases.bases_by, filters, by, lang)
        found = [of[key] for key in rows[by]]
        words = [b.words for b in found]
    # Each kind is a sum of bodies: only a partial one is marked.
    marks = [b.mark if by == "division" or b.partial else "" for b in found]
    return rows.with_columns(
        basis=pl.Series(words, dtype=pl.String),
        mark=pl.Series(marks, dtype=pl.String),
        partial=pl.Series([b.partial for b in found], dtype=pl.Boolean),
    )


def follow_click(by: str, key: str) -> None:
    """Opens a body, or narrows the filters to a district or kind.

    The bodies of a city or province itself are no choice of the filters: that of the place would show another figure.
    """
    state = st.session_state
    if by == "body_id":
        session = current_session()
        st.switch_page(state["pages"]["body"], query_params=parameters(session, state["filter"], of=key))
    if by == "division" and any(p.code == key and p.level != "county" for p in cached(options.places)):
        return
    if by == "division":
        narrow(place=key)
    else:
        narrow(kind=key)


def division_names() -> dict[str, str]:
    """What divisions are called, by code."""
    return {p.code: _place(p) for p in cached(options.places)}


def _place(place: DivisionNode) -> str:
    """A place's name; the figures of a city's own bodies stand beside those of its districts."""
    return place.name if place.level == "county" else current_session().say("busiest.own_bodies", name=place.name)


def _names(by: str, rows: pl.DataFrame) -> list[str]:
    session = current_session()
    if by == "kind":
        return [kind_name(k, session.lang) for k in rows["kind"]]
    if by == "division":
        known = division_names()
        return [known.get(d, d) for d in rows["division"]]
    known = cached(options.names, tuple(rows["body_id"]))
    return [
        session.say("busiest.area", name=known.get(b, b)) if s == "area" else known.get(b, b)
        for b, s in rows.select("body_id", "scope").iter_rows()
    ]
