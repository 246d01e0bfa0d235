"""A key and a function → its result, computed once for all sessions and kept up to a number of bytes."""

import pickle
from collections.abc import Callable, Hashable
from operator import itemgetter
from threading import Condition
from typing import Any, TypeVar

import polars as pl
from cachetools import LRUCache, cached

T = TypeVar("T")


class SizedCache:
    """The results used last, up to `limit` bytes. Whoever asks for a result that is being made waits for it.

    Results are handed out as they are, not as copies: nobody may change them.
    """

    def __init__(self, limit: int):
        self._entries: Any = LRUCache(limit, getsizeof=itemgetter(1))
        self._changed = Condition()
        self._measured = cached(self._entries, key=lambda key, _: key, condition=self._changed)(_measured)

    @property
    def size(self) -> int:
        """About how many bytes the results take."""
        return int(self._entries.currsize)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The entry of the key, else what `make` returns; an exception of `make` is raised and not kept."""
        value: T = self._measured(key, make)[0]
        return value

    def find(self, key: Hashable) -> Any | None:
        """The entry of the key, None if there is none."""
        with self._changed:
            return self._entries.get(key, (None,))[0]


def _measured(_: Hashable, make: Callable[[], T]) -> tuple[T, int]:
    """What `make` returns, and about how many bytes it takes with its key: measured here, outside of the cache's lock."""
    value = make()
    if isinstance(value, pl.DataFrame | pl.Series):
        return value, 2000 + int(value.estimated_size())
    # Objects take several times the bytes that they are written in.
    return value, 2000 + 4 * len(pickle.dumps(value))
