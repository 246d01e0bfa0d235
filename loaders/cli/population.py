"""gongkai population set | show | clear | restore: how many people live where, for counts per 10,000 residents."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from loaders.cli.common import LANG, LangOption, StoreOption, err, note_change, out, read_or_exit
from loaders.language.words import say
from loaders.store.locations import default_path

_SHOWN = ("place", "year", "residents")

population = typer.Typer(help=say("cli.population", LANG), no_args_is_help=True)


@population.command("set", help=say("cli.population.set", LANG))
def population_set(
    file: Annotated[Path, typer.Argument(help=say("cli.opt.population", LANG))],
    store: StoreOption = None,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: the population is in force; 1: the file has faults and nothing changed; 2: no such file."""
    from loaders.ingest.population import places_of, read_population
    from loaders.ingest.run import set_population
    from loaders.store.versions import open_store

    data = read_or_exit(file, lang)
    where = store or default_path()
    residents, faults = read_population(data, places_of(open_store(where).scan("reports")))
    if faults:
        for fault in faults:
            message = say(f"reason.{fault.reason}", lang, row=fault.row, **fault.words)
            err.print(Text(f"{file.name}: {message}", style="red"), soft_wrap=True)
        err.print(Text(say("cli.population.refused", lang, n=len(faults)), style="red"), soft_wrap=True)
        raise typer.Exit(1)
    set_population(where, residents)
    note_change(where, "office", table="population", rows=residents.height)
    places, years = (f"{residents[c].n_unique():,}" for c in ("division", "year"))
    out.print(say("cli.population.taken", lang, places=places, years=years))


@population.command("show", help=say("cli.population.show", LANG))
def population_show(store: StoreOption = None, lang: LangOption = LANG) -> None:
    """Prints the population as CSV; nothing but a remark where there is none."""
    from loaders.output.tables import write
    from loaders.store.versions import open_store

    residents = open_store(store or default_path()).read("population")
    if not residents.height:
        err.print(say("cli.population.none", lang))
        return
    sys.stdout.write(write(residents.select(_SHOWN), "csv").decode())


@population.command("clear", help=say("cli.population.clear", LANG))
def population_clear(store: StoreOption = None, lang: LangOption = LANG) -> None:
    """Takes the population away."""
    from loaders.ingest.run import set_population
    from loaders.store.schema import Population

    where = store or default_path()
    set_population(where, Population.create_empty())
    note_change(where, "office", table="population", rows=0)
    out.print(say("cli.population.none", lang))


@population.command("restore", help=say("cli.population.restore", LANG))
def population_restore(store: StoreOption = None, lang: LangOption = LANG) -> None:
    """Exit 0: the version before is in force; 1: there is none."""
    from loaders.ingest.office import restore
    from loaders.store.versions import open_store

    where = store or default_path()
    if not restore(where, "population"):
        err.print(Text(say("cli.office.no_before", lang), style="red"))
        raise typer.Exit(1)
    note_change(where, "office", table="population", restored=True)
    out.print(say("cli.office.restored", lang, n=f"{open_store(where).read('population').height:,}"))
