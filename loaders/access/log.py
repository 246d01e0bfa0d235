"""What an account saw, took away or changed → one line of JSON in a file that is only ever added to.

The file is opened for each line: whoever rotates it renames it, and the next line begins a new one.
"""

import logging
import os
from datetime import UTC, datetime
from pathlib import Path

import orjson

from loaders import settings
from loaders.store.locations import default_path

_LONGEST = 400
"""Characters of a value that are kept: addresses are what visitors send."""


def log_file() -> Path | None:
    """Where events are written: as the server was told, else beside the store; None for nowhere, as of a bucket."""
    given = settings.access_log()
    if given:
        return Path(given)
    where = default_path()
    return None if isinstance(where, str) else where.with_name(f"{where.name}.access.jsonl")


def record(event: str, account: str | None, **what: object) -> None:
    """Writes an event with its time and account; a log that cannot be written is said in the server's own log."""
    file = log_file()
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
