"""An address under which data lie for a while → whether an account was handed it; another who learns of it gets nothing.

Streamlit keeps downloads, and we keep the rows of charts, under addresses that nobody can guess. They reach a browser
through its websocket alone, and there they are noted.
"""

import re
import threading

from cachetools import LRUCache
from starlette.types import Message, Send

_ADDRESS = re.compile(rb"/(?:media|api/rows)/([0-9a-f]{16,128})")
_MOST = 200_000
"""Pairs of an account and an address that are remembered."""


class Handed:
    """The addresses that each account was handed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: LRUCache[tuple[str, bytes], bool] = LRUCache(_MOST)

    def noted(self, account: str, send: Send) -> Send:
        """What an account's websocket is sent by, noting each address that goes through it."""

        async def sent(message: Message) -> None:
            content = message.get("bytes")
            if content:
                found = set(_ADDRESS.findall(content))
                with self._lock:
                    for token in found:
                        self._known[account, token] = True
            await send(message)

        return sent

    def to(self, account: str, path: str) -> bool:
        """Whether what lies under a path is open to an account: it is no such address, or one that it was handed."""
        if not path.startswith(("/media/", "/api/rows/")):
            return True
        found = _ADDRESS.match(path.encode())
        with self._lock:
            return found is not None and (account, found[1]) in self._known
