"""What somebody asked for who has not logged in → the link that logs in, a cookie meanwhile, and where they land afterwards."""

import re
from urllib.parse import quote, unquote

from starlette.datastructures import MutableHeaders, QueryParams
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import Message, Scope, Send

from pages.shared.server.base_path import under_base
from pages.shared.server.streamlit_internals import LOGIN_SERVICES, login_address

LOGIN = "/api/login"
"""Where whoever has not logged in is sent on to do so."""
_COOKIE = "gongkai_wanted"
_SECONDS = 600
"""How long somebody may take to log in and still land on what was asked for."""
# A second slash or a backslash at the start would lead to another server.
_OWN = re.compile(r"/(?![/\\])[!-\[\]-~]{0,3000}")


def login_link(scope: Scope) -> str:
    """The link that logs in and then leads to what a request asked for."""
    query = scope["query_string"].decode("latin-1")
    wanted = quote(scope["path"]) + (f"?{query}" if query else "")
    return under_base(LOGIN) + (f"?to={quote(wanted, safe='')}" if _is_own(wanted) and wanted != "/" else "")


def to_provider(scope: Scope) -> Response:
    """Sends a browser to the provider and has it remember what was asked for."""
    answer = RedirectResponse(under_base(login_address()), 302)
    wanted = QueryParams(scope["query_string"]).get("to", "")
    kept = quote(wanted, safe="") if _is_own(wanted) else ""
    answer.set_cookie(
        _COOKIE, kept, max_age=_SECONDS if kept else 0, path=under_base("/"), httponly=True, samesite="lax"
    )
    return answer


def landing(scope: Scope, send: Send) -> Send:
    """Streamlit sends whoever has logged in or out to `/`: below a base path that is elsewhere, and not what was asked for."""
    wanted = unquote(HTTPConnection(scope).cookies.get(_COOKIE, "")) if scope["path"] == "/oauth2callback" else ""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            if headers.get("location") == "/":
                headers["location"] = under_base(wanted if _is_own(wanted) else "/")
        await send(message)

    return sent


def _is_own(wanted: str) -> bool:
    """Whether it is an address of this server at which somebody may land: none that logs in or out."""
    return bool(_OWN.fullmatch(wanted)) and not wanted.startswith((*LOGIN_SERVICES, LOGIN))
