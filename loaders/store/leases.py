"""Versions that this process reads → leases on their files, which no sweep removes while they are renewed.

A superseded file is swept after an hour. Whoever reads for longer leases what it reads: a thread writes the names of the
files that were superseded meanwhile into the folder `readers` of the store, every ten minutes. A lease that is not renewed,
as that of a process that was killed, holds for half an hour. A reader that may not write there has the hour alone.
"""

import threading
import time
import uuid
from collections import defaultdict
from contextlib import suppress
from functools import cache
from weakref import WeakValueDictionary

import orjson

from loaders.store.backends import Files, Location, Locked, Unwritable, storage
from loaders.store.errors import StoreError
from loaders.store.versions import Store, open_version

READERS = "readers"
"""The folder of a store in which leases lie, an object or a file for each process."""
_RENEWAL = 600.0
"""Seconds between two renewals: several fit into the time before the first file of a version is swept."""
_HOLDS_FOR = 1800.0
"""Seconds since its last renewal for which a lease holds."""
_NAME = f"{READERS}/{uuid.uuid4().hex}.json"
"""This process's lease at any location."""
_in_use: WeakValueDictionary[int, Store] = WeakValueDictionary()
_left_at: set[Location] = set()
"""The locations where a lease of this process lies."""


def lease(store: Store) -> Store:
    """The same version, whose files are leased for as long as something in this process refers to it."""
    _in_use[id(store)] = store
    _renewing()
    return store


def leased(files: Files) -> set[str]:
    """The files that others read; leases that were not renewed in time are removed."""
    names: set[str] = set()
    for name in files.list(READERS):
        with suppress(OSError, ValueError, TypeError):
            # A clock that was wrong may have left a time to come.
            if abs(time.time() - files.changed(name)) > _HOLDS_FOR:
                files.remove(name)
            else:
                names.update(orjson.loads(files.read(name)))
    return names


def renew() -> None:
    """Renews this process's lease at each location, and removes it where nothing superseded is read any more."""
    read: dict[Location, set[str]] = defaultdict(set)
    for reference in _in_use.valuerefs():
        store = reference()
        if store is not None:
            read[store.path].update(name for names in store.files.values() for name in names)
    for path in {*read, *_left_at}:
        # Who cannot write reads on without a lease.
        with suppress(StoreError, Unwritable, Locked, OSError):
            _renew(path, read[path])


def _renew(path: Location, read: set[str]) -> None:
    files = storage(path)
    superseded = read & open_version(path, files).superseded.keys()
    if superseded:
        files.write(_NAME, orjson.dumps(sorted(superseded)))
        _left_at.add(path)
    elif path in _left_at:
        files.remove(_NAME)
        _left_at.discard(path)


@cache
def _renewing() -> threading.Thread:
    """The thread that renews until this process ends."""
    thread = threading.Thread(target=_renew_always, name="leases", daemon=True)
    thread.start()
    return thread


def _renew_always() -> None:
    pause = threading.Event()
    while not pause.wait(_RENEWAL):
        renew()
