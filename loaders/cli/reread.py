"""`gongkai reread`: the kept bytes of documents → what this version reads otherwise."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from loaders.cli.common import LANG, LangOption, StoreOption, err, note_change, out, progress_bar, read_reports_or_exit
from loaders.language.words import say
from loaders.store.locations import default_path


def reread(
    store: StoreOption = None,
    commit: Annotated[bool, typer.Option("--commit/--dry-run", help=say("cli.opt.reread_commit", LANG))] = False,
    every: Annotated[bool, typer.Option("--all", help=say("cli.opt.reread_all", LANG))] = False,
    limit: Annotated[int, typer.Option("--limit", min=0, help=say("cli.opt.limit", LANG))] = 50,
    to: Annotated[Path | None, typer.Option("--out", help=say("cli.opt.reread_out", LANG))] = None,
    workers: Annotated[int, typer.Option(min=1, help=say("cli.opt.workers", LANG))] = os.cpu_count() or 1,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: done; 2: nothing could be done."""
    from loaders.ingest.reread import reread as run
    from loaders.output.tables import write_to

    read_reports_or_exit(store, lang)
    with progress_bar(lang) as progress:
        found = run(
            store or default_path(), put_in_force=commit, all_documents=every, workers=workers, progress=progress
        )
    if commit and found.read:
        note_change(store or default_path(), "reread", documents=found.read)
    shown = found.changes.head(limit)
    if shown.height:
        columns = ("source", "what", "before", "after")
        table = Table(*(say(f"cli.reread.{c}", lang) for c in columns), box=None)
        for row in shown.select(columns).iter_rows():
            table.add_row(*(Text(value or "") for value in row))
        out.print(table)
    if found.changes.height > shown.height:
        out.print(say("cli.reread.more", lang, n=f"{found.changes.height - shown.height:,}"))
    if to:
        with to.open("wb") as file:
            write_to(file, [found.changes], "csv", bom=True)
    counts = {c: f"{getattr(found, c):,}" for c in ("read", "changed", "without", "failed")}
    out.print(say("cli.reread.done", lang, changes=f"{found.changes.height:,}", **counts))
    if found.without:
        err.print(say("cli.reread.without", lang, n=counts["without"]))
    if found.read and not commit:
        out.print(say("cli.reread.dry", lang))
