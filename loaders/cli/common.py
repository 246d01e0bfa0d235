"""What all commands share: the language, the two consoles, the options."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from loaders import settings
from loaders.cli.locale import language
from loaders.language.words import say
from loaders.store.backends import Location, location
from loaders.store.locations import default_path

if TYPE_CHECKING:
    from loaders.store.versions import Store

LANG = language(sys.argv, settings.locale())
# Where no terminal sets a width, tables keep theirs instead of folding every label.
_WIDTH = None if sys.stdout.isatty() else 160
out = Console(width=_WIDTH)
err = Console(stderr=True)


def read_or_exit(file: Path, lang: str) -> bytes:
    """A file's content; says that it cannot be read and exits with 2 where it is not there."""
    try:
        return file.read_bytes()
    except OSError:
        err.print(Text(say("reason.path_missing", lang, path=file), style="red"), soft_wrap=True)
        raise typer.Exit(2) from None


def read_reports_or_exit(store: Location | None, lang: str) -> "Store":
    """The store that was named, else the default one; says what to do and exits with 2 where nothing has been read yet.

    Raises StoreError.
    """
    from loaders.store.versions import open_store

    where = store or default_path()
    opened = open_store(where)
    if opened.empty:
        err.print(Text(say("cli.nothing_read", lang, path=where), style="red"), soft_wrap=True)
        raise typer.Exit(2)
    return opened


def note_change(store: Location, what: str, **words: object) -> None:
    """Notes what a command changed in a store, as `loaders.access.log.record_command` does."""
    from loaders.access.log import record_command

    record_command(store, what, **words)


@contextmanager
def opened(to: str, *, in_parts: bool = False) -> Iterator[BinaryIO]:
    """A file that stands under its name once it is whole; `-` is standard output, where that is written whole or in parts."""
    if to == "-" and in_parts:
        yield sys.stdout.buffer
        return
    if to == "-":
        with TemporaryFile() as file:
            yield file
            file.seek(0)
            shutil.copyfileobj(file, sys.stdout.buffer)
        return
    partial = Path(to).with_name(f".{Path(to).name}.{os.getpid()}.partial")
    try:
        with partial.open("wb") as file:
            yield file
        partial.replace(to)
    finally:
        partial.unlink(missing_ok=True)


# typer takes no unions: what is called a path here may be the address of a bucket.
StoreOption = Annotated[
    Path | None, typer.Option("--store", parser=location, metavar="PATH", help=say("cli.opt.store", LANG))
]
LangOption = Annotated[str, typer.Option("--lang", help=say("cli.opt.lang", LANG))]


@contextmanager
def progress_bar(lang: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar, by the function that moves it on: documents done, documents in all."""
    bar = Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn(say("cli.left", lang)),
        TimeRemainingColumn(),
        console=err,
        transient=True,
    )
    with bar:
        task = bar.add_task("", total=None, rate="")

        def progress(done: int, total: int) -> None:
            speed = bar.tasks[task].finished_speed or bar.tasks[task].speed or 0
            rate = f"{speed:,.0f} {say('cli.per_second', lang)}"
            bar.update(task, completed=done, total=total, rate=rate)

        yield progress
