"""The dashboard as a web application: `gongkai serve` and `streamlit run dashboard.py` both run it.

The frame is a script of its own, in a folder without a `pages/` beside it: where Streamlit finds one, it takes the
first link into a fresh server for a page of the old kind and covers it with "Page not found".
"""

import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from loaders import settings
from loaders.language.words import say
from loaders.store.errors import StoreError
from pages.briefing import routes
from pages.reports import sources
from pages.shared.charts import plot
from pages.shared.frame import search, session
from pages.shared.frame.menu import MENU
from pages.shared.parts import chart_data
from pages.shared.server import compressed, index_html
from pages.shared.server.accounts import Accounts
from pages.shared.server.base_path import BasePath
from pages.shared.server.guard import Guard
from pages.shared.server.unknown_page import UnknownPage
from pages.shared.server.uploads import Uploads


def show_error(error: Exception) -> bool:
    """Says in the user's language that the store is damaged or the page failed, and leaves the details to the log."""
    logging.getLogger("gongkai").error("a page failed", exc_info=error)
    lang = st.session_state.get("lang") or "zh"
    if isinstance(error, StoreError):
        st.error(say(f"reason.{error.reason}", lang, **error.words), icon=":material/error:")
    else:
        st.error(say("page.failed", lang), icon=":material/error:")
    return True


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    """Begins at once to read the store and to compress what browsers load, beside the server that is coming up."""
    compressed.preload()
    plot.preload()
    threading.Thread(target=session.preload, daemon=True).start()
    yield


@asynccontextmanager
async def lifespan_alone(_: object) -> AsyncIterator[None]:
    """Begins at once to compress what browsers load; no store is read."""
    compressed.preload()
    yield


_PAGES = Path(__file__).resolve().parent / "pages"
_ALONE = settings.precheck()
"""Whether pre-check is all there is: one page, no store, no route of ours."""
_ROUTES = [
    Route(search.PATH, search.answer),
    Route(plot.PATH, plot.script),
    Route(chart_data.PATH, chart_data.answer),
    Route(routes.PATH, routes.answer),
    Route(sources.PATH, sources.answer),
]

# Streamlit finds the application by this very form.
app = st.App(
    _PAGES / "precheck" / "alone.py" if _ALONE else _PAGES / "shared" / "frame" / "frame.py",
    routes=[] if _ALONE else _ROUTES,
    middleware=[
        Middleware(Guard),
        Middleware(BasePath),
        Middleware(Accounts),
        Middleware(Uploads),
        Middleware(UnknownPage, pages=[] if _ALONE else [name for name, _ in MENU[1:]]),
        Middleware(compressed.Compressed),
        Middleware(index_html.IndexHtml),
    ],
    on_script_error=show_error,
    lifespan=lifespan_alone if _ALONE else lifespan,
)
