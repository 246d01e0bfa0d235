"""A file that a browser sends → taken, or refused before it is read: by who may send, how many there are, how large, of which type.

Streamlit takes whatever any session sends, whether or not a page offers a box for it; the type it looks at afterwards.
"""

import re
from ipaddress import ip_address
from pathlib import PurePosixPath

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from loaders import settings
from loaders.ingest.intake.handing import MAX_BYTES, MAX_FILES
from loaders.reading.formats.detect import SUFFIXES
from pages.shared.server.accounts import asks
from pages.shared.server.streamlit_internals import UPLOADS, uploaded

TYPES = SUFFIXES | {"geojson"}
"""Endings of the files that any page takes."""
_MOST_BYTES = 2 * MAX_BYTES
"""Of the files of all sessions that wait in memory."""
_HEAD = 16 << 10
"""Bytes in which the name of a file must have come."""
_NAME = re.compile(rb'Content-Disposition:[^\r\n]*?;\s*filename="([^"\r\n]*)"', re.IGNORECASE)


def takes_files() -> bool:
    """Whether the server takes files from its visitors: as it was told, else where it asks who comes or only this computer
    reaches it. Every account may at least check a draft.
    """
    told = settings.uploads()
    return (asks() or _only_here(st.get_option("server.address"))) if told is None else told


class Uploads:
    """Refuses files where none are taken (403), without a size (411), too many or too large (413), and of other types (415)."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "PUT" or UPLOADS not in scope["path"]:
            await self._app(scope, receive, send)
            return
        status = _refused(scope)
        head: list[Message] = []
        if not status:
            head, name = await _head(receive)
            status = 0 if PurePosixPath(name).suffix.lower().removeprefix(".") in TYPES else 415
        if status:
            await PlainTextResponse("", status)(scope, receive, send)
            return

        async def replayed() -> Message:
            return head.pop(0) if head else await receive()

        await self._app(scope, replayed, send)


def _refused(scope: Scope) -> int:
    """The status of a refusal, else 0; by what is known before the body comes."""
    if not takes_files():
        return 403
    length = Headers(scope=scope).get("content-length", "")
    if not length.isdecimal():
        return 411
    count, size = uploaded(scope["path"].partition(UPLOADS)[2].partition("/")[0])
    return 413 if count >= MAX_FILES or size + int(length) > _MOST_BYTES else 0


async def _head(receive: Receive) -> tuple[list[Message], str]:
    """The messages up to the name of the file, and the name; empty where none came."""
    messages: list[Message] = []
    body = b""
    while len(body) < _HEAD:
        message = await receive()
        messages.append(message)
        body += message.get("body", b"")[:_HEAD]
        found = _NAME.search(body)
        if found:
            return messages, found[1].decode("utf-8", errors="replace")
        if not message.get("more_body"):
            break
    return messages, ""


def _only_here(address: str | None) -> bool:
    try:
        return ip_address(address or "0.0.0.0").is_loopback
    except ValueError:
        return address == "localhost"
