"""A name of one of Streamlit's own scripts or styles → the file, compressed for whoever takes that, to be kept for good.

Streamlit sends them as they are, 9 MB on a first visit. Each is compressed once a server, and nobody waits for it: what
asks before is sent the file as it is.
"""

import gzip
import re
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse, Response

PATH = "/static/{name:path}"
_FOLDER = (Path(st.__file__).parent / "static").resolve()
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_KEEP = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
_packer = ThreadPoolExecutor(1, thread_name_prefix="pack")
_packed: dict[Path, Future[bytes]] = {}


def answer(request: Request) -> Response:
    """A file by its name, which holds a hash of its content."""
    file = (_FOLDER / "static" / request.path_params["name"]).resolve()
    if not file.is_relative_to(_FOLDER) or not file.is_file():
        return Response(status_code=404)
    return send(file, request)


def send(file: Path, request: Request) -> Response:
    """A file that never changes under its address, compressed once it is so and if the browser takes that."""
    if file.suffix in _TYPES and "gzip" in request.headers.get("accept-encoding", ""):
        coming = pack(file)
        if coming.done():
            packed = {"Content-Encoding": "gzip"}
            return Response(coming.result(), media_type=_TYPES[file.suffix], headers=_KEEP | packed)
    return FileResponse(file, headers=_KEEP)


def pack(file: Path) -> Future[bytes]:
    """The file compressed, now or later; about 3 MB are held once all that the pages need has been asked for."""
    if file not in _packed:
        _packed[file] = _packer.submit(lambda: gzip.compress(file.read_bytes(), 6, mtime=0))
    return _packed[file]


def warm() -> None:
    """Begins with what every first visit asks for."""
    for name in re.findall(r'(?:src|href)="\./(static/[^"]+)"', (_FOLDER / "index.html").read_text(encoding="utf-8")):
        if Path(name).suffix in _TYPES:
            pack(_FOLDER / name)
