"""A page and a choice → the address that shows it, for links from one page to another."""

from urllib.parse import urlencode

from loaders.query import filter_urls as choices
from loaders.query.filters import Filter
from pages.shared.frame.session import Session
from pages.shared.server.base_path import under_base


def parameters(session: Session, filters: Filter, **own: str) -> dict[str, str | list[str]]:
    """The parameters of an address, as `st.page_link` and `st.switch_page` take them; own: those of the page itself."""
    # In the order in which the frame writes them: another would be another entry in the browser's history.
    return {**choices.parameters(filters), "lang": session.lang, "data": session.data, **own}


def address(session: Session, page: str, filters: Filter, **own: str) -> str:
    """The address of a page, from any other page; the overview's name is empty."""
    return under_base(f"/{page}?{urlencode(parameters(session, filters, **own), doseq=True)}")
