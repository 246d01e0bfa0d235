"""Requests to a bucket that does not answer → the same requests again for a minute, then one fault in plain words.

obstore and Polars each ask again by themselves; how long they do is set here. A bucket that has never answered may be a
mistyped address: it is asked for some seconds alone. Once a bucket has been given up, it is asked
once a request until it answers: a run that ends does not wait another minute with each thing that it puts away.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from loaders import settings
from loaders.store.errors import StoreError

# Half of the time in which `gongkai --help` starts would be the import of Polars: it waits for the first table.
if TYPE_CHECKING:
    import polars as pl
    from obstore.store import ObjectStore

T = TypeVar("T")
_FIRST_PAUSE = timedelta(seconds=0.1)
_LONGEST_PAUSE = timedelta(seconds=2)
_TRIES = 10_000
"""More than there is time for."""
_FIRST_CONTACT = 5.0
"""Seconds for which a bucket is asked that has not answered yet."""
_SECONDS_ONCE_GIVEN_UP = 0.5
_MUTE = 30.0
"""Seconds after which a connection is given up on which nothing comes: Polars would wait on it for good."""
_ADDRESS = re.compile(r"\w+://[^/\s)]+(?=/[^\s)]*\))")
"""The bucket in a fault of Polars, which ends with (path: s3://bucket/file)."""
_given_up: set[str] = set()
"""The buckets whose last request failed after all its tries."""
_answered: set[str] = set()
"""The buckets that have answered: their outages are waited out."""


class Unreachable(StoreError):
    """A bucket that does not answer, or not to us; that is no fault of what lies in it.

    A fault that comes from a worker process is made anew here, and the bucket counts as given up here too.
    """

    def __init__(self, reason: str, **words: object):
        super().__init__(reason, **words)
        _given_up.add(str(words["bucket"]))


def bucket_of(address: str) -> str:
    """The address of the whole bucket that an address lies in: s3://bucket."""
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"


def connected(address: str) -> "ObjectStore":
    """The objects below an address."""
    return _connected(address, _seconds(bucket_of(address)))


def scan(url: str | list[str]) -> "pl.LazyFrame":
    """Parquet files of this machine or of a bucket, lazily."""
    import polars as pl

    first = url if isinstance(url, str) else url[0]
    if "://" not in first:
        return pl.scan_parquet(url)
    options = {
        "max_retries": _TRIES,
        "retry_timeout_ms": int(1000 * _seconds(bucket_of(first))),
        "retry_init_backoff_ms": _FIRST_PAUSE // timedelta(milliseconds=1),
        "retry_max_backoff_ms": _LONGEST_PAUSE // timedelta(milliseconds=1),
        "read_timeout": f"{_MUTE:g}s",
    }
    return pl.scan_parquet(url, storage_options=options)


def asked(address: str, request: Callable[[], T]) -> T:
    """The answer to a request to a bucket; what is not there or has changed is told as for files, Unreachable from a bucket
    that cannot be had at all.

    The client gives up at once where a connection breaks at certain moments: then the request is made again here. A put whose
    answer was lost is put again too.
    """
    from obstore.exceptions import AlreadyExistsError, BaseError, PreconditionError

    bucket = bucket_of(address)
    begun = time.monotonic()
    end = begun + _seconds(bucket)
    while True:
        try:
            answer = request()
        except (FileNotFoundError, AlreadyExistsError, PreconditionError):
            _answered.add(bucket)
            raise
        except (OSError, BaseError, Unreachable) as fault:
            unreachable = fault if isinstance(fault, Unreachable) else _unreachable(bucket, fault, begun)
            if unreachable.reason != "bucket_silent" or time.monotonic() > end:
                raise unreachable from None
            time.sleep(_FIRST_PAUSE.total_seconds())
        else:
            _given_up.discard(bucket)
            _answered.add(bucket)
            return answer


def of_table(address: str, read: Callable[[], T]) -> T:
    """What is read of a table of `scan` at an address; as with `asked`, for Polars gives up at once as well."""

    def once() -> T:
        with plain_faults_of_tables():
            return read()

    return asked(address, once) if "://" in address else once()


def note_answers(addresses: Iterable[str]) -> None:
    """Takes note that the buckets of these addresses have answered whoever found what lies there."""
    _answered.update(bucket_of(address) for address in addresses if "://" in address)


@contextmanager
def plain_faults_of_tables() -> Iterator[None]:
    """Unreachable for a fault of what Polars reads: it raises a fault of the system, or one of its own, with the text of its library."""
    begun = time.monotonic()
    try:
        yield
    except Exception as fault:
        bucket = _ADDRESS.search(str(fault))
        if not bucket or isinstance(fault, FileNotFoundError) or not _of_tables(fault):
            raise
        raise _unreachable(bucket[0], fault, begun) from None


def _of_tables(fault: Exception) -> bool:
    from polars.exceptions import ComputeError

    return isinstance(fault, (OSError, ComputeError))


def _unreachable(bucket: str, fault: Exception, begun: float) -> Unreachable:
    """The fault to raise instead of a library's, which has its own names and pages of text; begun: when it was asked first."""
    if type(fault).__name__ in ("PermissionError", "PermissionDeniedError", "UnauthenticatedError"):
        return Unreachable("bucket_refuses", bucket=bucket)
    line = str(fault).partition("\n")[0]
    if isinstance(fault, (ConnectionError, TimeoutError)) or "HTTP error" in line:
        return Unreachable(
            "bucket_silent", bucket=bucket, seconds=f"{max(_patience(bucket), round(time.monotonic() - begun)):g}"
        )
    return Unreachable("bucket_fails", bucket=bucket, error=line.rpartition(" - ")[2].strip()[:200])


def _seconds(bucket: str) -> float:
    return _SECONDS_ONCE_GIVEN_UP if bucket in _given_up else _patience(bucket)


def _patience(bucket: str) -> float:
    longest = settings.bucket_patience()
    return longest if bucket in _answered else min(longest, _FIRST_CONTACT)


@cache
def _connected(address: str, seconds: float) -> "ObjectStore":
    from obstore.store import from_url

    return from_url(
        address,
        retry_config={
            "max_retries": _TRIES,
            "retry_timeout": timedelta(seconds=seconds),
            "backoff": {"init_backoff": _FIRST_PAUSE, "max_backoff": _LONGEST_PAUSE, "base": 2},
        },
    )
