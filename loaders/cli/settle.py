"""`gongkai settle`: what a user says of documents → the store, and back."""

import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from loaders.cli.common import LANG, LangOption, StoreOption, err, note_change, out, read_or_exit
from loaders.form.vocabulary import SCOPES, Scope
from loaders.language.words import say, time_text
from loaders.store.backends import Location
from loaders.store.locations import default_path

if TYPE_CHECKING:
    import polars as pl

    from loaders.ingest.overrides import Override

_SHOWN = 20
"""Documents that are named after a change."""


def settle(
    names: Annotated[list[str] | None, typer.Argument(metavar="FILE_OR_ID", help=say("cli.opt.settle", LANG))] = None,
    store: StoreOption = None,
    body: Annotated[str | None, typer.Option("--body", help=say("cli.opt.settle_body", LANG))] = None,
    place: Annotated[str | None, typer.Option("--place", help=say("cli.opt.place", LANG))] = None,
    year: Annotated[int | None, typer.Option("--year", help=say("cli.opt.settle_year", LANG))] = None,
    scope: Annotated[str | None, typer.Option("--scope", help=say("cli.opt.scope", LANG))] = None,
    date: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help=say("cli.opt.date", LANG))
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", help=say("cli.opt.reason", LANG))] = None,
    undo: Annotated[bool, typer.Option("--undo", help=say("cli.opt.settle_undo", LANG))] = False,
    listed: Annotated[bool, typer.Option("--list", help=say("cli.opt.settle_list", LANG))] = False,
    export: Annotated[Path | None, typer.Option("--export", help=say("cli.opt.settle_export", LANG))] = None,
    taken: Annotated[Path | None, typer.Option("--import", help=say("cli.opt.settle_import", LANG))] = None,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: done; 1: some names are not known; 2: nothing could be done."""
    from loaders.ingest.overrides import Override

    where = store or default_path()
    if listed:
        _print_overrides(where, lang)
        return
    if export:
        _export(where, export, lang)
        return
    if taken:
        _import(where, taken, lang)
        return
    known: list[Scope] = [s for s in SCOPES if s in (scope, scope and scope.lower()) and s != "unknown"]
    if scope and not known:
        _fail(say("settle.scope", lang, scope=scope))
    said = Override(
        agency=body,
        place=place,
        year=year,
        scope=known[0] if known else None,
        published=date.date() if date else None,
        reason=reason,
    )
    _change(where, names or [], said, undo, lang)


def _change(where: Location, names: list[str], said: "Override", undo: bool, lang: str) -> None:
    from loaders.ingest.settle import NotSettled, take_back, targets
    from loaders.ingest.settle import settle as run
    from loaders.store.versions import open_store

    opened = open_store(where)
    found = {name: targets(opened, name) for name in names}
    for name in (name for name, of in found.items() if not of):
        err.print(Text(say("settle.no_document", lang, name=name), style="red"), soft_wrap=True)
    about = [target for of in found.values() for target in of]
    if not about:
        if not names:
            err.print(Text(say("settle.no_name", lang), style="red"), soft_wrap=True)
        raise typer.Exit(2)
    try:
        if undo:
            changed = take_back(where, about)
        else:
            changed = run(where, [replace(said, document=t.document, folder=t.folder) for t in about])
    except NotSettled as error:
        _fail(say(f"settle.{error.fault.reason}", lang, **error.fault.words))
    _note(where, "change.undone" if undo else "change.settled", changed)
    out.print(say("cli.settle.undone" if undo else "cli.settle.done", lang, n=f"{changed.height:,}"))
    _print_documents(where, changed, lang)
    if not all(found.values()):
        raise typer.Exit(1)


def _print_documents(where: Location, changed: "pl.DataFrame", lang: str) -> None:
    """Whose the documents are now."""
    import polars as pl

    from loaders.store.versions import open_store

    reports = open_store(where).scan("reports").select("report_id", pl.col("agency").alias("body")).collect()
    rows = changed.head(_SHOWN).join(reports, on="report_id", how="left", maintain_order="left")
    unknown = say("cli.unknown", lang)
    for source, body, year, scope in rows.select("source", "body", "year", "scope").iter_rows():
        out.print(Text(f"  {source}: {body or unknown} · {year or unknown} · {say(f'scope.{scope}', lang)}"))


def _print_overrides(where: Location, lang: str) -> None:
    from loaders.store.versions import open_store

    rows = open_store(where).read("overrides")
    if not rows.height:
        err.print(say("cli.settle.none", lang))
        return
    columns = ("document", "agency", "place", "year", "scope", "published", "reason", "who", "when")
    table = Table(*(say(f"cli.settle.{c}", lang) for c in columns), box=None)
    for row in rows.iter_rows(named=True):
        target = row["document"][:16] if row["document"] else row["folder"]
        scope = say(f"scope.{row['scope']}", lang) if row["scope"] else ""
        when = say("cli.settle.listed", lang) if row["listing"] else time_text(row["when"] or "")
        cells = [
            target,
            row["agency"],
            row["place"],
            row["year"],
            scope,
            row["published"],
            row["reason"],
            row["who"],
            when,
        ]
        table.add_row(*(Text(str(c) if c is not None else "") for c in cells))
    out.print(table)


def _export(where: Location, to: Path, lang: str) -> None:
    from loaders.ingest.bodies_csv import listing
    from loaders.output.tables import write_to
    from loaders.reading.files import address
    from loaders.store.versions import open_store

    opened = open_store(where)
    sources = opened.scan("documents").select("document", "source").collect()
    rows = listing(opened.read("overrides"), sources, address(to.parent))
    if str(to) == "-":
        write_to(sys.stdout.buffer, [rows], "csv", bom=True)
        return
    try:
        with to.open("wb") as file:
            write_to(file, [rows], "csv", bom=True)
    except OSError as error:
        _fail(say("cli.cannot_write", lang, path=to, error=error.strerror or error))
    err.print(say("cli.exported", lang, path=to, rows=f"{rows.height:,}"))


def _import(where: Location, file: Path, lang: str) -> None:
    from loaders.ingest.bodies_csv import read_overrides
    from loaders.ingest.settle import settle as run
    from loaders.reading.files import address

    said, faults = read_overrides(read_or_exit(file, lang), file.name, address(file.parent), None)
    for fault in faults:
        message = say(f"reason.{fault.reason}", lang, row=fault.row, **fault.words)
        err.print(Text(f"{file.name}: {message}", style="red"), soft_wrap=True)
    if faults:
        raise typer.Exit(2)
    changed = run(where, said)
    _note(where, "change.settled", changed)
    out.print(say("cli.settle.done", lang, n=f"{changed.height:,}"))
    _print_documents(where, changed, lang)


def _note(where: Location, what: str, changed: "pl.DataFrame") -> None:
    note_change(where, what, documents=changed["document"].unique(maintain_order=True).to_list())


def _fail(message: str) -> None:
    err.print(Text(message, style="red"), soft_wrap=True)
    raise typer.Exit(2)
