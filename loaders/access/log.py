"""What an account saw, took away or changed → one line of JSON in a file that is only ever added to.

The file is opened for each line: whoever rotates it renames it, and the next line begins a new one.
"""

import getpass
import logging
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import orjson

from loaders import settings
from loaders.access.users import users_file
from loaders.store.backends import Location
from loaders.store.locations import default_path

_MOST_NAMED = 20
"""Documents that an event of a command names."""
_LONGEST = 400
"""Characters of a value that are kept: addresses are what visitors send."""


def log_file(store: Location | None = None) -> Path | None:
    """Where events are written: as the server was told, else beside the store; None for nowhere, as of a bucket."""
    given = settings.access_log()
    if given:
        return Path(given)
    where = store or default_path()
    return None if isinstance(where, str) else where.with_name(f"{where.name}.access.jsonl")


def record(event: str, account: str | None, **what: object) -> None:
    """Writes an event with its time and account; a log that cannot be written is said in the server's own log."""
    _write(log_file(), event, account, what)


def _write(file: Path | None, event: str, account: str | None, what: Mapping[str, object]) -> None:
    cut = {k: v[:_LONGEST] if isinstance(v, str) else v for k, v in what.items()}
    line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "account": account, "event": event, **cut}
    if file is None:
        logging.getLogger("gongkai.access").warning("%s", orjson.dumps(line).decode())
        return
    try:
        handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        try:
            # One call: lines of several threads and processes do not mix.
            os.write(handle, orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
        finally:
            os.close(handle)
    except OSError as error:
        logging.getLogger("gongkai").error("the access log %s cannot be written: %s", file, error)


def record_command(store: Location, what: str, **words: object) -> None:
    """Notes what a command changed in a store, by the system's name of its user, where a log is kept: one is named, accounts
    are listed for the store, or its log is there. Of a list only the first values are kept.
    """
    file = log_file(store)
    words = {k: v[:_MOST_NAMED] if isinstance(v, list) else v for k, v in words.items()}
    if settings.access_log() or users_file(store).exists() or (file is not None and file.exists()):
        _write(file, "changed", _user(), {"by": "command line", "what": what, **words})


def _user() -> str:
    """The name of whoever runs this process, whatever the environment says; its number where it has no name."""
    try:
        import pwd
    except ImportError:
        return getpass.getuser()
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
