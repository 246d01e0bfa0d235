"""gongkai users check | list: the accounts that a server lets in, their roles and places."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from loaders.cli.common import LANG, LangOption, StoreOption, err, out, read_or_exit
from loaders.language.words import say
from loaders.store.backends import Location
from loaders.store.locations import default_path

if TYPE_CHECKING:
    from loaders.access.users import Users

UsersOption = Annotated[Path | None, typer.Option("--users", metavar="FILE", help=say("cli.opt.users", LANG))]

users_app = typer.Typer(help=say("cli.users", LANG), no_args_is_help=True)


def users_or_exit(file: Path | None, store: Location | None, lang: str) -> "Users":
    """The accounts of a file, by default of the one beside the store; says what is wrong with it and exits with 2."""
    from loaders.access.users import places_in, read_users, users_file

    where = store or default_path()
    listing = file or users_file(where)
    users, faults = read_users(read_or_exit(listing, lang), places_in(where))
    for fault in faults:
        message = say(f"reason.{fault.reason}", lang, row=fault.row, **fault.words)
        err.print(Text(f"{listing.name}: {message}", style="red"), soft_wrap=True)
    if faults:
        raise typer.Exit(2)
    return users


@users_app.command("check", help=say("cli.users.check", LANG))
def users_check(users: UsersOption = None, store: StoreOption = None, lang: LangOption = LANG) -> None:
    """Exit 0: the list can be used; 2: it is not there or has faults."""
    found = users_or_exit(users, store, lang)
    out.print(say("cli.users.good", lang, n=len(found)))


@users_app.command("list", help=say("cli.users.list", LANG))
def users_list(users: UsersOption = None, store: StoreOption = None, lang: LangOption = LANG) -> None:
    """Prints the accounts as CSV, with the codes of their places. Exit 2: the list is not there or has faults."""
    import polars as pl

    from loaders.output.tables import write

    found = users_or_exit(users, store, lang).values()
    rows = [(a.name, a.role, "*" if a.places is None else " ".join(a.places)) for a in found]
    sys.stdout.write(write(pl.DataFrame(rows, schema=["account", "role", "places"], orient="row"), "csv").decode())
