"""gongkai store check | repair | compact | backup | restore: the upkeep of a store."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from loaders.cli.common import LANG, LangOption, StoreOption, err, note_change, out
from loaders.language.words import say
from loaders.store.backends import location
from loaders.store.locations import default_path

_MEGABYTE = 1 << 20

store_app = typer.Typer(help=say("cli.store", LANG), no_args_is_help=True)


@store_app.command("check", help=say("cli.store.check", LANG))
def store_check(store: StoreOption = None, lang: LangOption = LANG) -> None:
    """Exit 0: sound; 1: files are damaged; 2: the store cannot be opened."""
    from loaders.store.upkeep import check

    where = store or default_path()
    found = check(where)
    for fault in found.damaged:
        message = say(f"reason.{fault.reason}", lang, path=where, file=fault.name, **fault.words)
        err.print(Text(message, style="red"), soft_wrap=True)
    if found.damaged:
        err.print(say("cli.store.damaged", lang, n=len(found.damaged), files=found.files), soft_wrap=True)
        raise typer.Exit(1)
    size = f"{found.length / _MEGABYTE:,.1f}"
    out.print(say("cli.store.sound", lang, path=where, files=found.files, size=size, others=found.others))
    out.print(say("cli.store.sources", lang, n=f"{found.sources:,}"))


@store_app.command("repair", help=say("cli.store.repair", LANG))
def store_repair(store: StoreOption = None, lang: LangOption = LANG) -> None:
    """Exit 0: sound, and nothing was lost; 1: sound, and something is to be read or given again; 2: beyond repair."""
    from loaders.ingest.repair import repair

    where = store or default_path()
    done = repair(where)
    if done.manifest or done.damaged:
        note_change(where, "store repair", files=len(done.damaged))
    if done.manifest:
        out.print(say("cli.store.repaired_manifest", lang))
    for name in done.damaged:
        out.print(Text(say("cli.store.repaired_file", lang, file=name)))
    for source in done.again:
        out.print(Text(f"  {source}"))
    if done.again:
        err.print(say("cli.store.again", lang, n=len(done.again)), soft_wrap=True)
    for table in done.lost:
        err.print(say(f"cli.store.lost_{table}", lang), soft_wrap=True)
    if done.again or done.lost:
        raise typer.Exit(1)
    out.print(say("cli.store.repaired" if done.manifest or done.damaged else "cli.store.nothing_to_repair", lang))


@store_app.command("compact", help=say("cli.store.compact", LANG))
def store_compact(store: StoreOption = None, lang: LangOption = LANG) -> None:
    """Exit 0: done; 2: the store cannot be opened or written."""
    from loaders.store.upkeep import compact

    where = store or default_path()
    before, after = compact(where)
    note_change(where, "store compact")
    out.print(say("cli.store.compacted", lang, before=before, after=after))


@store_app.command("backup", help=say("cli.store.backup", LANG))
def store_backup(
    to: Annotated[Path, typer.Argument(parser=location, metavar="FOLDER", help=say("cli.opt.backup", LANG))],
    store: StoreOption = None,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: done; 2: nothing could be done."""
    from loaders.store.upkeep import back_up

    saved = back_up(store or default_path(), to)
    out.print(say("cli.store.backed_up", lang, path=to, created=saved.created or saved.build))


@store_app.command("restore", help=say("cli.store.restore", LANG))
def store_restore(
    backup: Annotated[Path, typer.Argument(parser=location, metavar="FOLDER", help=say("cli.opt.restore", LANG))],
    store: StoreOption = None,
    over: Annotated[bool, typer.Option("--over", help=say("cli.opt.over", LANG))] = False,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: done; 2: nothing could be done."""
    from loaders.store.upkeep import restore

    where = store or default_path()
    restored = restore(backup, where, over)
    note_change(where, "store restore", backup=str(backup))
    out.print(say("cli.store.restored", lang, path=where, created=restored.created or restored.build))
