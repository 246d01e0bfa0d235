"""Streamlit's own scripts and styles → sent compressed to whoever takes that, and to be kept for good.

Streamlit sends them as they are, 9 MB on a first visit. Each is compressed once a server, and nobody waits for it: what
asks before is sent the file as it is. Nothing else is touched: pages come over a websocket.
Starlette's GZipMiddleware would compress anew for each visitor: 0.14 s of the server's one loop for Plotly's script alone.
"""

import gzip
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.shared.server.streamlit_internals import FIRST_FILES, FOLDER, INDEX_HTML

_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_KEEP = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
_packer = ThreadPoolExecutor(1, thread_name_prefix="pack")
_packed: dict[Path, Future[bytes]] = {}


class Compressed:
    """Answers for a file of Streamlit's where it is compressed; all else goes on to Streamlit."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        file = _file(scope) if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") else None
        ready = _ready(file, Headers(scope=scope)) if file else None
        await (ready or self._app)(scope, receive, send)


def sent(file: Path, request: Request) -> Response:
    """A file that never changes under its address, compressed once it is so and if the browser takes that."""
    return _ready(file, request.headers) or FileResponse(file, headers=_KEEP)


def pack(file: Path) -> Future[bytes]:
    """The file compressed, now or later; about 4 MB are held once all that the pages need has been asked for."""
    if file not in _packed:
        _packed[file] = _packer.submit(lambda: gzip.compress(file.read_bytes(), 6, mtime=0))
    return _packed[file]


def preload() -> None:
    """Begins with what every first visit asks for."""
    for name in FIRST_FILES.findall(INDEX_HTML.read_text(encoding="utf-8")):
        if Path(name).suffix in _TYPES:
            pack(FOLDER / name)


def _file(scope: Scope) -> Path | None:
    """The file that is asked for, its name holding a hash of its content."""
    if not scope["path"].startswith("/static/") or "\0" in scope["path"]:
        return None
    file = (FOLDER / scope["path"][1:]).resolve()
    return file if file.suffix in _TYPES and file.is_relative_to(FOLDER) and file.is_file() else None


def _ready(file: Path, headers: Headers) -> Response | None:
    if "gzip" not in headers.get("accept-encoding", ""):
        return None
    coming = pack(file)
    if not coming.done():
        return None
    return Response(coming.result(), media_type=_TYPES[file.suffix], headers=_KEEP | {"Content-Encoding": "gzip"})
