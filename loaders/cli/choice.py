"""What commands that write papers have in common: a store, a year and places as a user names them → a snapshot and its filter."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, NoReturn

import typer
from rich.text import Text

from loaders.cli.common import LANG, err, opened, read_reports_or_exit
from loaders.language.words import say
from loaders.store.backends import Location

if TYPE_CHECKING:
    from loaders.query.filters import Filter
    from loaders.query.snapshot import Snapshot

YearOption = Annotated[int | None, typer.Option("--year", help=say("cli.opt.year", LANG))]
PlacesOption = Annotated[list[str] | None, typer.Option("--place", help=say("cli.opt.places", LANG))]
KindsOption = Annotated[list[str] | None, typer.Option("--kind", help=say("cli.opt.kinds", LANG))]


class Choice(NamedTuple):
    """A store's version, what of it, and the reporting year."""

    snapshot: "Snapshot"
    filters: "Filter"
    year: int


def choose_or_exit(
    store: Location | None, year: int | None, places: Sequence[str], kinds: Sequence[str], lang: str
) -> Choice:
    """The choice, the latest year that was due where none is named; says what is wrong and exits with 2."""
    from loaders.query.filter_urls import place_names
    from loaders.query.filters import Filter
    from loaders.query.snapshot import open_snapshot
    from loaders.query.years import latest_due_year

    snapshot = open_snapshot(read_reports_or_exit(store, lang), low_memory=True)
    codes = {name: code for code, name in place_names(snapshot).items()}
    named = [codes.get(p, p) for p in places]
    for code in named:
        if code not in codes.values():
            refuse("cli.briefing.place", lang, place=code)
    filters = Filter(places=tuple(named), kinds=tuple(kinds))
    latest = year or latest_due_year(snapshot, filters)
    if latest is None:
        refuse("cli.no_year", lang)
    return Choice(snapshot, filters, latest)


def refuse(key: str, lang: str, **words: object) -> NoReturn:
    """Says what is wrong and exits with 2."""
    err.print(Text(say(key, lang, **words), style="red"), soft_wrap=True)
    raise typer.Exit(2)


def write_or_exit(to: Path, content: bytes, lang: str) -> None:
    """Writes a file whole, or says why it cannot be written and exits with 2."""
    try:
        with opened(str(to)) as file:
            file.write(content)
    except OSError as error:
        refuse("cli.cannot_write", lang, path=to, error=error.strerror or error)
