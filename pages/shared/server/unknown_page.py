"""A path that is no page's → the overview, before Streamlit covers it with a dialog of its own."""

import re
from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.shared.server.base_path import under_base
from pages.shared.server.streamlit_internals import SERVICES

_PAGE = re.compile(rf"/(?!(?:{'|'.join((*SERVICES, 'api'))})(?:/|$))([^.]+?)/?")
"""A path that could be a page's: no file and none of the services, Streamlit's and ours (`api`)."""


class UnknownPage:
    """Sends whoever asks for a page that is not there to the overview, with the parameters that were asked for.

    pages: the names of the pages in the address, but for the first one, whose name is empty.
    """

    def __init__(self, app: ASGIApp, pages: Collection[str]):
        self._app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (_moved(scope, self._pages) or self._app)(scope, receive, send)


def _moved(scope: Scope, pages: Collection[str]) -> RedirectResponse | None:
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return None
    asked = _PAGE.fullmatch(scope["path"])
    # Only a page is asked for as text to read; files and services are Streamlit's.
    if not asked or asked[1] in pages or "text/html" not in Headers(scope=scope).get("accept", ""):
        return None
    query = scope["query_string"].decode("latin-1")
    return RedirectResponse(under_base("/") + (f"?{query}" if query else ""), 307)
