"""gongkai roster set | show | clear | restore: who ought to file."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from loaders.cli.common import LANG, LangOption, StoreOption, err, note_change, out, read_or_exit
from loaders.language.words import say
from loaders.store.locations import default_path

# A roster set by an earlier version has no contacts.
_SHOWN = ("agency", "province", "city", "district", "kind", "first", "last", "contact")

roster = typer.Typer(help=say("cli.roster", LANG), no_args_is_help=True)


@roster.command("set", help=say("cli.roster.set", LANG))
def roster_set(
    file: Annotated[Path, typer.Argument(help=say("cli.opt.roster", LANG))],
    store: StoreOption = None,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: the roster is in force; 1: it has faults and nothing changed; 2: no such file."""
    import polars as pl

    from loaders.ingest.roster import read_roster
    from loaders.ingest.run import set_roster
    from loaders.store.versions import open_store

    data = read_or_exit(file, lang)
    where = store or default_path()
    snapshot = open_store(where).scan("reports").select(pl.col("body_id").drop_nulls().unique()).collect()["body_id"]
    bodies, faults = read_roster(data, frozenset(snapshot))
    if faults:
        for fault in faults:
            message = say(f"reason.{fault.reason}", lang, row=fault.row, **fault.words)
            err.print(Text(f"{file.name}: {message}", style="red"), soft_wrap=True)
        err.print(Text(say("cli.roster.refused", lang, n=len(faults)), style="red"), soft_wrap=True)
        raise typer.Exit(1)
    set_roster(where, bodies)
    note_change(where, "office", table="roster", rows=bodies.height)
    out.print(say("cli.roster.taken", lang, n=f"{bodies.height:,}"))


@roster.command("show", help=say("cli.roster.show", LANG))
def roster_show(store: StoreOption = None, lang: LangOption = LANG) -> None:
    """Prints the roster as CSV; nothing but a remark where there is none."""
    from loaders.output.tables import write
    from loaders.store.versions import open_store

    bodies = open_store(store or default_path()).read("roster")
    if not bodies.height:
        err.print(say("cli.roster.none", lang))
        return
    sys.stdout.write(write(bodies.select(c for c in _SHOWN if c in bodies.columns), "csv").decode())


@roster.command("clear", help=say("cli.roster.clear", LANG))
def roster_clear(store: StoreOption = None, lang: LangOption = LANG) -> None:
    """Takes the roster away."""
    from loaders.ingest.run import set_roster
    from loaders.store.schema import Roster

    where = store or default_path()
    set_roster(where, Roster.create_empty())
    note_change(where, "office", table="roster", rows=0)
    out.print(say("cli.roster.none", lang))


@roster.command("restore", help=say("cli.roster.restore", LANG))
def roster_restore(store: StoreOption = None, lang: LangOption = LANG) -> None:
    """Exit 0: the version before is in force; 1: there is none."""
    from loaders.ingest.office import restore
    from loaders.store.versions import open_store

    where = store or default_path()
    if not restore(where, "roster"):
        err.print(Text(say("cli.office.no_before", lang), style="red"))
        raise typer.Exit(1)
    note_change(where, "office", table="roster", restored=True)
    out.print(say("cli.office.restored", lang, n=f"{open_store(where).read('roster').height:,}"))
