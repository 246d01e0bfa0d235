"""gongkai notes set | show | clear | restore: what happened when, such as a law or a merger, to be marked in charts over the years."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from loaders.cli.common import LANG, LangOption, StoreOption, err, note_change, out, read_or_exit
from loaders.language.words import say
from loaders.store.locations import default_path

_SHOWN = ("date", "text", "place")

notes = typer.Typer(help=say("cli.notes", LANG), no_args_is_help=True)


@notes.command("set", help=say("cli.notes.set", LANG))
def notes_set(
    file: Annotated[Path, typer.Argument(help=say("cli.opt.notes", LANG))],
    store: StoreOption = None,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: the notes are in force; 1: the file has faults and nothing changed; 2: no such file."""
    from loaders.ingest.population import places_of
    from loaders.ingest.run import set_timeline
    from loaders.ingest.timeline import read_timeline
    from loaders.store.versions import open_store

    data = read_or_exit(file, lang)
    where = store or default_path()
    timeline, faults = read_timeline(data, places_of(open_store(where).scan("reports")))
    if faults:
        for fault in faults:
            message = say(f"reason.{fault.reason}", lang, row=fault.row, **fault.words)
            err.print(Text(f"{file.name}: {message}", style="red"), soft_wrap=True)
        err.print(Text(say("cli.notes.refused", lang, n=len(faults)), style="red"), soft_wrap=True)
        raise typer.Exit(1)
    set_timeline(where, timeline)
    note_change(where, "office", table="timeline", rows=timeline.height)
    out.print(say("cli.notes.taken", lang, n=timeline.height))


@notes.command("show", help=say("cli.notes.show", LANG))
def notes_show(store: StoreOption = None, lang: LangOption = LANG) -> None:
    """Prints the notes as CSV, which `set` takes; nothing but a remark where there are none."""
    import polars as pl

    from loaders.output.tables import write
    from loaders.store.versions import open_store

    timeline = open_store(store or default_path()).read("timeline")
    if not timeline.height:
        err.print(say("cli.notes.none", lang))
        return
    at = pl.coalesce(pl.col("day").cast(pl.String), pl.col("year").cast(pl.String))
    sys.stdout.write(write(timeline.with_columns(date=at).select(_SHOWN), "csv").decode())


@notes.command("clear", help=say("cli.notes.clear", LANG))
def notes_clear(store: StoreOption = None, lang: LangOption = LANG) -> None:
    """Takes the notes away."""
    from loaders.ingest.run import set_timeline
    from loaders.store.schema import Timeline

    where = store or default_path()
    set_timeline(where, Timeline.create_empty())
    note_change(where, "office", table="timeline", rows=0)
    out.print(say("cli.notes.none", lang))


@notes.command("restore", help=say("cli.notes.restore", LANG))
def notes_restore(store: StoreOption = None, lang: LangOption = LANG) -> None:
    """Exit 0: the notes before are in force; 1: there are none."""
    from loaders.ingest.office import restore
    from loaders.store.versions import open_store

    where = store or default_path()
    if not restore(where, "timeline"):
        err.print(Text(say("cli.office.no_before", lang), style="red"))
        raise typer.Exit(1)
    note_change(where, "office", table="timeline", restored=True)
    out.print(say("cli.office.restored", lang, n=f"{open_store(where).read('timeline').height:,}"))
