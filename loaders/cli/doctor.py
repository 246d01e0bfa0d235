"""gongkai doctor: this machine and the store → what is well, what is not, and what to do about it."""

import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, NamedTuple

import typer
from rich.text import Text

from loaders.cli.common import LANG, LangOption, StoreOption, out
from loaders.language.words import say
from loaders.store.backends import Location
from loaders.store.errors import StoreError
from loaders.store.locations import default_path

_OLDEST = (3, 11)
_PORT = 8501
_ROOM = 2 << 30
"""Bytes that ought to be free: a version is written beside the one before."""
_BUILT = date(2026, 1, 1)
"""Before this the clock is wrong: days late are counted by it."""
_SIGNS = {"well": ("✓", "green"), "note": ("·", "yellow"), "ill": ("✗", "red")}


class Finding(NamedTuple):
    """What was looked at, how it is, and the words of it; `note`: it works, but something is left out."""

    name: str
    state: Literal["well", "note", "ill"]
    words: dict[str, object]


def doctor(store: StoreOption = None, lang: LangOption = LANG) -> None:
    """Exit 0: nothing is wrong; 1: something has to be done."""
    found = list(findings(store or default_path()))
    for name, state, words in found:
        sign, colour = _SIGNS[state]
        out.print(Text(f"{sign} {say(f'doctor.{name}.{state}', lang, **words)}", style=colour), soft_wrap=True)
    raise typer.Exit(int(any(f.state == "ill" for f in found)))


def findings(store: Location) -> Iterator[Finding]:
    """Looks at the machine from Python to the clock; changes nothing that stays."""
    version = platform.python_version()
    yield Finding("python", "well" if sys.version_info >= _OLDEST else "ill", {"version": version})
    yield Finding("machine", "well", {"machine": f"{platform.system()} {platform.machine()}", "cores": os.cpu_count()})
    yield from _opened(store)
    if isinstance(store, Path):
        yield _room(store)
        yield _writable(store)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken = probe.connect_ex(("127.0.0.1", _PORT)) == 0
    yield Finding("port", "note" if taken else "well", {"port": _PORT})
    yield Finding("fonts", _fonts(), {})
    yield Finding("office", "well" if shutil.which("soffice") or shutil.which("libreoffice") else "note", {})
    yield Finding("ocr", "well" if find_spec("rapidocr") or find_spec("rapidocr_onnxruntime") else "note", {})
    today = datetime.now(UTC).date()
    yield Finding("clock", "well" if today >= _BUILT else "ill", {"day": today.isoformat()})


def _opened(store: Location) -> Iterator[Finding]:
    from loaders.store.upkeep import check
    from loaders.store.versions import open_store

    try:
        opened = open_store(store)
    except StoreError as fault:
        yield Finding("store", "ill", {"reason": say(f"reason.{fault.reason}", LANG, **fault.words)})
        return
    damaged = [] if opened.empty else check(store).damaged
    if damaged:
        yield Finding("store", "ill", {"reason": say("doctor.store.files", LANG, name=damaged[0].name, n=len(damaged))})
        return
    state: Literal["well", "note"] = "note" if opened.empty else "well"
    yield Finding("store", state, {"path": store, "build": opened.build})


def _there(store: Path) -> Path:
    """The store's folder, or the nearest one above that is there."""
    return next((p for p in (store.resolve(), *store.resolve().parents) if p.is_dir()), Path.cwd())


def _room(store: Path) -> Finding:
    free = shutil.disk_usage(_there(store)).free
    return Finding("disk", "well" if free >= _ROOM else "ill", {"free": f"{free / (1 << 30):.1f}", "path": store})


def _writable(store: Path) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=_there(store)):
            return Finding("writable", "well", {"path": store})
    except OSError as error:
        return Finding("writable", "note", {"path": store, "error": error.strerror or error})


def _fonts() -> Literal["well", "note"]:
    """Whether Chinese is drawn in pictures of pages on this machine; browsers bring their own fonts elsewhere."""
    if sys.platform in ("win32", "darwin"):
        return "well"
    finder = shutil.which("fc-list")
    if not finder:
        return "note"
    listed = subprocess.run([finder, ":lang=zh"], capture_output=True, timeout=30, check=False)
    return "well" if listed.stdout.strip() else "note"
