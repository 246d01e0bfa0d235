"""A page and a choice → the address that shows it, for links from one page to another."""

from urllib.parse import urlencode

from loaders.choice import Filter
from pages.shared.session import Session

FIELDS = {
    "year": "years",
    "place": "places",
    "kind": "kinds",
    "level": "levels",
    "template": "templates",
    "body": "bodies",
}
"""The parameters of an address that hold a filter, and its fields."""


def parameters(session: Session, chosen: Filter, **own: str) -> dict[str, str | list[str]]:
    """The parameters of an address, as `st.page_link` and `st.switch_page` take them; own: those of the page itself."""
    there = {p: [str(v) for v in getattr(chosen, field)] for p, field in FIELDS.items()}
    # In the order in which the frame writes them: another would be another entry in the browser's history.
    return {**{p: v for p, v in there.items() if v}, "lang": session.lang, "data": session.data, **own}


def address(session: Session, page: str, chosen: Filter, **own: str) -> str:
    """The address of a page, from any other page; the overview's name is empty."""
    return f"/{page}?{urlencode(parameters(session, chosen, **own), doseq=True)}"
