"""A key and a function → its result, computed once for all sessions and kept up to a number of bytes."""

import pickle
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, TypeVar

import polars as pl

T = TypeVar("T")


class SizedCache:
    """The results used last, up to `limit` bytes; kept by hand because a second caller waits for the first one's result.

    Results are handed out as they are, not as copies: nobody may change them.
    """

    def __init__(self, limit: int):
        self._limit = limit
        self._lock = threading.Lock()
        self._entries: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._pending: dict[Hashable, Future[Any]] = {}
        self.size = 0

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The entry of the key, else what `make` returns; an exception of `make` is raised and not kept."""
        with self._lock:
            if key in self._entries:
                self._entries.move_to_end(key)
                value: T = self._entries[key][0]
                return value
            future: Future[T] | None = self._pending.get(key)
            first = future is None
            if future is None:
                future = self._pending[key] = Future()
        if first:
            try:
                value = make()
                size = _size(value)
            except BaseException as error:
                with self._lock:
                    del self._pending[key]
                future.set_exception(error)
                raise
            with self._lock:
                del self._pending[key]
                self._add(key, value, size)
            future.set_result(value)
        return future.result()

    def find(self, key: Hashable) -> Any | None:
        """The entry of the key, None if there is none."""
        with self._lock:
            if key not in self._entries:
                return None
            self._entries.move_to_end(key)
            return self._entries[key][0]

    def _add(self, key: Hashable, value: object, size: int) -> None:
        if size > self._limit:
            return
        self._entries[key] = value, size
        self.size += size
        while self.size > self._limit:
            _, (_, removed) = self._entries.popitem(last=False)
            self.size -= removed


def _size(value: object) -> int:
    """About how many bytes a value takes, with its key."""
    if isinstance(value, pl.DataFrame | pl.Series):
        return 2000 + int(value.estimated_size())
    # Objects take several times the bytes that they are written in.
    return 2000 + 4 * len(pickle.dumps(value))
