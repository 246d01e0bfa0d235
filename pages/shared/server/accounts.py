"""A request → the account that it comes from, in a header of our own; refused where no account is told or it is not listed.

The account is told by a proxy in a header, or by the cookie of whoever logged in. Where the server asks neither, everybody
comes in, and nothing here is done. Pages and routes ask `account_of`; nothing else says who somebody is.
"""

import html
import ipaddress
import logging
import threading
from collections.abc import Mapping
from urllib.parse import quote, unquote

from starlette.datastructures import Headers, QueryParams
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from loaders import settings
from loaders.access.log import record
from loaders.access.users import Account, Users, find, places_in, read_users, users_file
from loaders.language.words import LANGS, say
from loaders.query.filter_urls import PARAMETERS
from loaders.store.errors import StoreError
from loaders.store.locations import default_path
from pages.shared.server.base_path import under_base
from pages.shared.server.handed import Handed
from pages.shared.server.streamlit_internals import LOGIN_SERVICES, logged_in
from pages.shared.server.way_back import LOGIN, landing, login_link, to_provider

HEADER = "x-gongkai-account"
"""Names the account to pages and routes; whatever a visitor writes into it is thrown away."""
NOBODY = Account("", places=())
"""Sees nothing: an account that is listed no longer."""
_OPEN = ("/_stcore/health",)
_LOGGED = ("/api/briefing", "/api/source", "/api/rows/", "/media/")
"""What is written into the log when it is taken, with those parameters that are no free text."""
_ICON = ".png"
"""Of the page itself, which every page loads."""
_PARAMETERS = (*PARAMETERS, "data", "document")
_LONGEST = 200


def asks() -> bool:
    """Whether the server asks who comes."""
    return bool(settings.user_header() or settings.login())


def account_of(headers: Mapping[str, str]) -> Account:
    """The account of a request that was let in, as it is listed now; one without a name where the server asks nobody."""
    if not asks():
        return Account()
    name = unquote(headers.get(HEADER) or "")
    return (name and find(_listed.users(), name)) or NOBODY


class Accounts:
    """Lets in whoever is listed, and notes what they take; refuses all others (401, 403) with a sentence."""

    def __init__(self, app: ASGIApp):
        self._app = app
        self._header, self._claim = settings.user_header(), settings.login()
        self._proxies = [ipaddress.ip_network(p) for p in settings.trusted_proxies()]
        self._handed = Handed()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not asks() or scope["type"] not in ("http", "websocket") or scope["path"] in _OPEN:
            await self._app(scope, receive, send)
            return
        path, fault, name = scope["path"], "", ""
        if self._header:
            name, fault = self._told_by_proxy(scope)
        else:
            name = logged_in(HTTPConnection(scope).cookies, self._claim)
            fault = "" if name else "login"
            if scope["type"] == "http" and path in LOGIN_SERVICES:
                await self._app(scope, receive, landing(scope, send))
                return
            if scope["type"] == "http" and path == LOGIN:
                await to_provider(scope)(scope, receive, send)
                return
        account = None if fault else find(_listed.users(), name)
        if account is None:
            if not fault:
                record("refused", name.lower(), path=path)
            await _refuse(fault or "unlisted", name, scope, receive, send)
            return
        headers = [(n, v) for n, v in scope["headers"] if n != HEADER.encode()]
        headers.append((HEADER.encode(), quote(name).encode()))
        await self._let_in(name.lower(), {**scope, "headers": headers}, receive, send)

    async def _let_in(self, name: str, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if scope["type"] == "websocket":
            record("opened", name)
            await self._app(scope, receive, self._handed.noted(name, send))
        elif not self._handed.to(name, path):
            record("refused", name, path=path)
            await _refuse("handed", name, scope, receive, send)
        elif path.startswith(_LOGGED) and not path.endswith(_ICON):
            await self._app(scope, receive, _logged(name, scope, send))
        else:
            await self._app(scope, receive, send)

    def _told_by_proxy(self, scope: Scope) -> tuple[str, str]:
        """The name that the proxy tells, and what is wrong: it is no proxy of ours, or it tells none or several."""
        peer = (scope.get("client") or ("", 0))[0]
        try:
            trusted = any(ipaddress.ip_address(peer) in network for network in self._proxies)
        except ValueError:
            trusted = False
        if not trusted:
            return "", "proxy"
        given = Headers(scope=scope).getlist(self._header)
        name = _text(given[0]).strip() if len(given) == 1 else ""
        # A proxy that adds its header to one that a visitor sent may join them by a comma.
        good = name.isprintable() and "," not in name and len(name) <= _LONGEST
        return (name, "") if name and good else ("", "no_account")


def _text(value: str) -> str:
    """A header, whose bytes are UTF-8 where a name is not ASCII."""
    try:
        return value.encode("latin-1").decode()
    except UnicodeError:
        return value


class _Listed:
    """The accounts that are listed, read again when the file has changed; nobody while it cannot be read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._key: object = None
        self._users: Users = {}

    def users(self) -> Users:
        file = users_file()
        try:
            found = file.stat()
        except OSError:
            return {}
        key = (file, found.st_mtime_ns, found.st_size, found.st_ino)
        with self._lock:
            if key != self._key:
                try:
                    users, faults = read_users(file.read_bytes(), places_in(default_path()))
                except (OSError, StoreError):
                    return {}
                if faults:
                    reasons = " ".join(say(f"reason.{f.reason}", "en", row=f.row, **f.words) for f in faults)
                    logging.getLogger("gongkai").error(say("cli.serve.bad_users", "en", file=file, reasons=reasons))
                    return {}
                self._key, self._users = key, users
            return self._users


_listed = _Listed()


async def _refuse(fault: str, name: str, scope: Scope, receive: Receive, send: Send) -> None:
    """Says why on a page of its own, in both languages: nothing of the application is loaded before."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    lines = [f'<p lang="{lang}">{html.escape(say(f"account.{fault}", lang, name=name))}</p>' for lang in LANGS]
    if fault == "login":
        words = " · ".join(say("account.log_in", lang) for lang in LANGS)
        lines.append(f'<p><a href="{html.escape(login_link(scope))}">{words}</a></p>')
    elif settings.login():
        words = " · ".join(say("account.log_out", lang) for lang in LANGS)
        lines.append(f'<p><a href="{under_base("/auth/logout")}">{words}</a></p>')
    title = " · ".join(say("app.name", lang) for lang in LANGS)
    page = (
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{title}</title><h1>{title}</h1>{"".join(lines)}'
    )
    status = 401 if fault in ("login", "no_account") else 403
    await HTMLResponse(page, status, {"Cache-Control": "no-store"})(scope, receive, send)


def _logged(name: str, scope: Scope, send: Send) -> Send:
    given = QueryParams(scope["query_string"])
    what = {p: given.getlist(p) for p in _PARAMETERS if p in given}

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            _, _, file = Headers(raw=message["headers"]).get("content-disposition", "").partition("filename*=")
            named = {"file": unquote(file.partition("''")[2])} if file else {}
            record("fetched", name, path=scope["path"], status=message["status"], **named, **what)
        await send(message)

    return sent
