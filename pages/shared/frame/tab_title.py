"""The page, its places and years → the title of the browser's tab, by which tabs, history and bookmarks are told apart."""

from collections.abc import Sequence

import streamlit as st

from loaders.places.tree import DivisionTree
from loaders.query import options
from loaders.query.filters import Filter
from loaders.query.snapshot import Snapshot
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.session import Session

_SEPARATOR = " · "
_OF_NO_PLACE = ("add", "office", "precheck", "about")
"""Pages whose contents no filter bounds."""


def set_tab_title(session: Session, *parts: str | int | None) -> None:
    """The parts that are there, then the program's name."""
    st.set_page_config(page_title=_SEPARATOR.join(str(p) for p in (*parts, session.say("app.name")) if p))


def set_page_title(session: Session, page: str, filters: Filter) -> None:
    """The title of a page under the filters; a page of one body or report names these itself."""
    if page in _OF_NO_PLACE:
        set_tab_title(session, session.say(f"menu.{page}"))
        return
    places = cached(_names_of_places, filters.places)
    years = filters.years or cached(options.years)[:: max(len(cached(options.years)) - 1, 1)]
    set_tab_title(session, session.say(f"menu.{page}"), _listed(session, places), _span(years))


def _names_of_places(snapshot: Snapshot, places: tuple[str, ...]) -> list[str]:
    """The names of some places; of the smallest one that all reports lie in, if there are none."""
    tree = snapshot.places
    codes = [c for c in places if c in tree.of] or _common(tree)
    return [tree.of[c].name for c in codes]


def _common(tree: DivisionTree) -> list[str]:
    """The code of the smallest division in which all others lie; none where there are several highest ones."""
    codes: list[str] = []
    below = tree.within(None)
    while len(below) == 1:
        codes = [below[0].code]
        below = tree.within(below[0].code)
    return codes


def _listed(session: Session, names: Sequence[str]) -> str:
    if len(names) > 1:
        return session.say("tab.places", first=names[0], n=len(names))
    return "".join(names)


def _span(years: Sequence[int]) -> str:
    first, last = (min(years), max(years)) if years else ("", "")
    return f"{first}" if first == last else f"{first}–{last}"
