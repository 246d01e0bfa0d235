"""A folder for what readers write beside memory, gone when its user is done or dies, however that happens.

A process of its own (`loaders/ingest/janitor.py`) waits for the end of this one, and removes what this one cannot.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_JANITOR = Path(__file__).with_name("janitor.py")


@contextmanager
def scratch() -> Iterator[Path]:
    """The folder, for as long as the context lasts."""
    folder = Path(tempfile.mkdtemp(prefix="gongkai-"))
    # It needs no library, and takes no interrupt that is meant for this process.
    janitor = subprocess.Popen(
        [sys.executable, "-I", "-S", str(_JANITOR), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert janitor.stdin
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        janitor.stdin.close()
        janitor.wait()
