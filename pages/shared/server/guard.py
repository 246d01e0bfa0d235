"""A request → an answer with the headers that browsers enforce; refused where its host is foreign or the server is full.

A name that is not the server's own stands for an attack: a page elsewhere that had its name lead here (DNS rebinding).
Numbers cannot be made to lead elsewhere and are always taken.
"""

import ipaddress
import re
import socket
from base64 import b64encode
from hashlib import sha256
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from loaders import settings

_HOST = re.compile(r"(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_CLOSED = ("/_stcore/metrics", "/_stcore/agent/")
"""What Streamlit answers to programs; nobody here asks for it."""
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "SAMEORIGIN",
}


def policy(host: str, page: str | None = None) -> str:
    """The content security policy for a host: nothing from elsewhere. page: its inline scripts are allowed, by their hash."""
    scripts = "".join(f" 'sha256-{_hash(script)}'" for script in _SCRIPT.findall(page or ""))
    return (
        f"default-src 'self'; script-src 'self' blob:{scripts}; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' blob: data: ws://{host} wss://{host}; "
        "worker-src 'self' blob:; frame-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'self'"
    )


def own_names() -> frozenset[str]:
    """The names by which the server may be asked for."""
    public = urlsplit(settings.public_url()).hostname
    names = {"localhost", socket.gethostname().lower(), *settings.hosts(), *([public] if public else [])}
    return frozenset(names)


class Guard:
    """Refuses foreign hosts and origins (421, 403) and more connections than there is room for (503); adds headers."""

    def __init__(self, app: ASGIApp):
        self._app = app
        self._names = own_names()
        self._base, self._public = settings.base_path(), _origin(settings.public_url())
        self._most = settings.connections()
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        refused = self._refused(scope, host, headers.get("origin"))
        if refused:
            await _refuse(refused, scope, receive, send)
        elif scope["type"] == "websocket":
            self._open += 1
            try:
                await self._app(scope, receive, send)
            finally:
                self._open -= 1
        else:
            await self._app(scope, receive, _with_headers(send, host, self._public.startswith("https:")))

    def _refused(self, scope: Scope, host: str, origin: str | None) -> int:
        """The status of a refusal, else 0."""
        if not _HOST.fullmatch(host) or not self._is_own(urlsplit(f"//{host}").hostname or ""):
            return 421
        if scope["type"] == "websocket":
            # A page from elsewhere may open a websocket; its browser says where it came from.
            if origin and not self._is_same(origin, host):
                return 403
            return 503 if self._open >= self._most else 0
        return 404 if scope["path"].removeprefix(self._base).startswith(_CLOSED) else 0

    def _is_own(self, name: str) -> bool:
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return name.lower().rstrip(".") in self._names
        return True

    def _is_same(self, origin: str, host: str) -> bool:
        given = urlsplit(origin)
        return given.netloc.lower() == host.lower() or origin.lower() == self._public


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


async def _refuse(status: int, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1013 if status == 503 else 1008})
    else:
        await PlainTextResponse("", status)(scope, receive, send)


def _with_headers(send: Send, host: str, secure: bool) -> Send:
    """Adds what an answer does not say itself. secure: browsers send its cookies through TLS alone."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            for name, value in {**_HEADERS, "Content-Security-Policy": policy(host)}.items():
                headers.setdefault(name, value)
            if secure:
                message["headers"] = [
                    (n, _secured(v) if n.lower() == b"set-cookie" else v) for n, v in message["headers"]
                ]
        await send(message)

    return sent


def _secured(cookie: bytes) -> bytes:
    flags = [flag.strip().lower() for flag in cookie.split(b";")]
    return cookie if b"secure" in flags[1:] else cookie + b"; Secure"


def _hash(script: str) -> str:
    return b64encode(sha256(script.encode()).digest()).decode()
