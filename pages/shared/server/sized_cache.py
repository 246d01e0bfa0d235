"""A key and how to make what belongs to it → that, made once for all sessions and kept while there is room."""

import pickle
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any

import polars as pl


class SizedCache:
    """What was asked for last, up to a number of bytes.

    It is handed out as it is, not as a copy: nobody may change it. Who asks for what another session is about to make
    waits for that.
    """

    def __init__(self, most: int):
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._coming: dict[Hashable, Future[Any]] = {}
        self.size = 0

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What is kept under the key, else what `make` returns; what it raises is raised and not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]
            coming = self._coming.get(key)
            mine = coming is None
            if coming is None:
                coming = self._coming[key] = Future()
        if mine:
            try:
                value = make()
                size = _size(value)
            except BaseException as error:
                with self._lock:
                    del self._coming[key]
                coming.set_exception(error)
                raise
            with self._lock:
                del self._coming[key]
                self._keep(key, value, size)
            coming.set_result(value)
        return coming.result()

    def find(self, key: Hashable) -> Any | None:
        """What is kept under the key, null where nothing is."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def _keep(self, key: Hashable, value: Any, size: int) -> None:
        if size > self._most:
            return
        self._kept[key] = value, size
        self.size += size
        while self.size > self._most:
            _, (_, gone) = self._kept.popitem(last=False)
            self.size -= gone


def _size(value: Any) -> int:
    """About how many bytes something holds, its key included."""
    if isinstance(value, pl.DataFrame | pl.Series):
        return 2000 + value.estimated_size()
    # Objects take several times the bytes that they are written in.
    return 2000 + 4 * len(pickle.dumps(value))
