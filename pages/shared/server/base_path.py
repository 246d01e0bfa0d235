"""An address below a base path → the same address without it, for servers that stand behind a proxy among others."""

from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from loaders import settings

_HEALTH = "/_stcore/health"
"""Whoever watches the server itself asks it here, with no proxy between."""


def under_base(path: str) -> str:
    """The path of an own route as a browser asks for it."""
    return settings.base_path() + path


class BasePath:
    """Takes the base path off what is asked for; 404 for what lies outside of it, a redirect for the path itself."""

    def __init__(self, app: ASGIApp):
        self._app = app
        self._base = settings.base_path()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._base or scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        if path == _HEALTH:
            await self._app(scope, receive, send)
            return
        if path == self._base and scope["type"] == "http":
            query = scope["query_string"].decode("latin-1")
            await RedirectResponse(f"{self._base}/" + (f"?{query}" if query else ""), 307)(scope, receive, send)
        elif path.startswith(f"{self._base}/"):
            raw = scope.get("raw_path") or path.encode()
            inside = {"path": path[len(self._base) :], "raw_path": raw[len(self._base) :], "app_root_path": self._base}
            await self._app({**scope, **inside}, receive, send)
        elif scope["type"] == "http":
            await Response(status_code=404)(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})
