"""Readers that do to their process what a document says: put into worker processes by `sitecustomize`."""

import os
import re
import signal
from pathlib import Path

import loaders.reading.formats.readers as readers

_read = readers._READERS["txt"]
_kept = []


def eat():
    while True:
        _kept.append(b"x" * (1 << 24))


def fill():
    with Path(os.environ["UNRULY"], "filled").open("wb") as f:
        while True:
            f.write(b"x" * (1 << 20))


def open_files():
    while True:
        _kept.append(Path(os.devnull).open())  # noqa: SIM115


def loop():
    while True:
        pass


DEEDS = {
    "EXIT": lambda: os._exit(0),
    "KILL": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "LOOP": loop,
    "BACKTRACK": lambda: re.match(r"(a+)+$", "a" * 60 + "b"),
    "EAT": eat,
    "FILL": fill,
    "OPEN": open_files,
    "PRINT": lambda: os.write(1, b"printed\n") and os.write(2, b"panicked\n"),
}
"""A word in a text → what is done before it is read."""


def read(data):
    with Path(os.environ["UNRULY"], "opened").open("ab") as log:
        log.write(data[:20].split(b"\n")[0].strip() + b"\n")
    for word, deed in DEEDS.items():
        if f"!{word}!".encode() in data:
            deed()
    return _read(data)


readers._READERS["txt"] = read
