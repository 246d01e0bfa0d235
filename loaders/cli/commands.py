"""The command line: `gongkai` and its commands, as README.md beside this file lists them."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from loaders.cli.briefing import briefing
from loaders.cli.check import check
from loaders.cli.common import LANG, LangOption, StoreOption, err, note_change, opened, out, read_reports_or_exit
from loaders.cli.compile import compile_form
from loaders.cli.delivery import bundle, sbom
from loaders.cli.doctor import doctor
from loaders.cli.ingest import ingest
from loaders.cli.ledger import ledger
from loaders.cli.package import package
from loaders.cli.papers import circular, notice
from loaders.cli.population import population
from loaders.cli.reread import reread
from loaders.cli.roster import roster
from loaders.cli.settle import settle
from loaders.cli.source import source as write_source
from loaders.cli.store import store_app
from loaders.cli.template import template_app
from loaders.cli.timeline import notes
from loaders.cli.users import UsersOption, users_app
from loaders.cli.visitors import visitors
from loaders.language.words import say
from loaders.store.backends import Location
from loaders.store.errors import StoreError
from loaders.store.locations import default_path
from loaders.store.outages import plain_faults_of_tables

app = typer.Typer(
    help=say("cli.app", LANG),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command(help=say("cli.ingest", LANG))(ingest)
app.command(help=say("cli.briefing", LANG))(briefing)
app.command(help=say("cli.check", LANG))(check)
app.command("compile", help=say("cli.compile", LANG))(compile_form)
app.command(help=say("cli.doctor", LANG))(doctor)
app.command(help=say("cli.ledger", LANG))(ledger)
app.command(help=say("cli.notice", LANG))(notice)
app.command(help=say("cli.circular", LANG))(circular)
app.command(help=say("cli.package", LANG))(package)
app.command(help=say("cli.reread", LANG))(reread)
app.command(help=say("cli.bundle", LANG))(bundle)
app.command(help=say("cli.sbom", LANG))(sbom)
app.command(help=say("cli.settle", LANG))(settle)
app.command("source", help=say("cli.source", LANG))(write_source)
app.add_typer(roster, name="roster")
app.add_typer(population, name="population")
app.add_typer(notes, name="notes")
app.add_typer(store_app, name="store")
app.add_typer(template_app, name="template")
app.add_typer(users_app, name="users")

_EXTRAS = {"obstore": "s3", "distributed": "cluster", "authlib": "login"}
"""What is installed by an extra alone."""


def main() -> None:
    """Runs the command line; faults of a store are one line, not a traceback."""
    try:
        with plain_faults_of_tables():
            app()
    except StoreError as fault:
        err.print(Text(say(f"reason.{fault.reason}", LANG, **fault.words), style="red"), soft_wrap=True)
        sys.exit(2)
    except ModuleNotFoundError as fault:
        if fault.name not in _EXTRAS:
            raise
        message = say("cli.missing", LANG, module=fault.name, extra=_EXTRAS[fault.name])
        err.print(Text(message, style="red"), soft_wrap=True)
        sys.exit(2)


@app.command(help=say("cli.withdraw", LANG))
def withdraw(
    sources: Annotated[list[str], typer.Argument(help=say("cli.opt.sources", LANG))],
    store: StoreOption = None,
    reason: Annotated[str | None, typer.Option("--reason", help=say("cli.opt.withdraw_reason", LANG))] = None,
    undo: Annotated[bool, typer.Option("--undo", help=say("cli.opt.undo", LANG))] = False,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: done; 1: some sources are not in the store; 2: none is."""
    from loaders.ingest.withdrawal import withdraw as run

    where = store or default_path()
    changed = run(sources, where, undo=undo, reason=reason)
    missing = [s for s in sources if s not in set(changed["source"])]
    for source in missing:
        err.print(Text(say("cli.no_such_source", lang, source=source), style="red"), soft_wrap=True)
    if changed.height:
        ids = changed["document"].unique(maintain_order=True).to_list()
        note_change(where, "change.is_back" if undo else "change.withdrawn", documents=ids)
        out.print(say("cli.restored" if undo else "cli.withdrawn", lang, n=changed.height))
    if missing:
        raise typer.Exit(1 if changed.height else 2)


@app.command(help=say("cli.explain", LANG))
def explain(
    file: Annotated[Path, typer.Argument(help=say("cli.opt.file", LANG))],
    lang: LangOption = LANG,
) -> None:
    """Exit 0: a report; 1: rejected; 2: no such file."""
    from loaders.ingest.processes import NoWorkers
    from loaders.output.explained import explained

    if not file.exists():
        err.print(Text(say("reason.path_missing", lang, path=file), style="red"), soft_wrap=True)
        raise typer.Exit(2)
    try:
        explanation = explained(file, lang)
    except NoWorkers as error:
        err.print(Text(say("cli.no_workers", lang, code=error.args[0]), style="red"), soft_wrap=True)
        raise typer.Exit(2) from None
    for part in explanation.parts:
        out.print(part)
    if not explanation.report:
        raise typer.Exit(1)


@app.command(help=say("cli.export", LANG))
def export(
    table: Annotated[str, typer.Argument(help=say("cli.opt.table", LANG))],
    store: StoreOption = None,
    format: Annotated[str | None, typer.Option("--format", help=say("cli.opt.format", LANG))] = None,
    to: Annotated[str, typer.Option("--out", help=say("cli.opt.out", LANG))] = "-",
    lang: LangOption = LANG,
) -> None:
    """Exit 0: written; 2: nothing could be done."""
    import polars as pl

    from loaders.output.tables import FORMATS, write_to
    from loaders.output.xlsx import TooManyRows
    from loaders.query.exports import TABLES, parts

    format = format or (Path(to).suffix.lstrip(".") if Path(to).suffix.lstrip(".") in FORMATS else "csv")
    if table not in TABLES or format not in FORMATS:
        key, words = ("cli.bad_format", {"format": format}) if table in TABLES else ("cli.bad_table", {"table": table})
        err.print(Text(say(key, lang, **words), style="red"), soft_wrap=True)
        raise typer.Exit(2)
    stored = read_reports_or_exit(store, lang)
    # A row a report: the one table wide enough that a workbook has to know beforehand how large it will be.
    known = stored.scan("reports").select(pl.len()).collect().item() if table == "reports" else None
    try:
        with opened(to, in_parts=format == "csv") as file:
            rows = write_to(file, parts(stored, table, lang), format, about=[("gongkai", table)], rows=known)
    except TooManyRows:
        err.print(Text(say("cli.too_many_rows", lang), style="red"), soft_wrap=True)
        raise typer.Exit(2) from None
    except OSError as error:
        err.print(
            Text(say("cli.cannot_write", lang, path=to, error=error.strerror or error), style="red"), soft_wrap=True
        )
        raise typer.Exit(2) from None
    if to != "-":
        err.print(say("cli.exported", lang, path=to, rows=f"{rows:,}"))


@app.command(help=say("cli.serve", LANG))
def serve(
    store: StoreOption = None,
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535, help=say("cli.opt.port", LANG))] = None,
    host: Annotated[str, typer.Option("--host", help=say("cli.opt.host", LANG))] = "127.0.0.1",
    low_memory: Annotated[bool, typer.Option("--low-memory", help=say("cli.opt.low_memory", LANG))] = False,
    uploads: Annotated[
        bool | None, typer.Option("--uploads/--no-uploads", help=say("cli.opt.uploads", LANG), show_default=False)
    ] = None,
    fetch: Annotated[bool, typer.Option("--fetch", help=say("cli.opt.fetch", LANG))] = False,
    precheck: Annotated[bool, typer.Option("--precheck", help=say("cli.opt.precheck", LANG))] = False,
    to_all: Annotated[bool, typer.Option("--open", help=say("cli.opt.open", LANG))] = False,
    base: Annotated[str, typer.Option("--base-path", help=say("cli.opt.base_path", LANG))] = "",
    public: Annotated[str, typer.Option("--public-url", help=say("cli.opt.public_url", LANG))] = "",
    header: Annotated[str, typer.Option("--user-header", help=say("cli.opt.user_header", LANG))] = "",
    proxies: Annotated[
        list[str] | None, typer.Option("--trusted-proxy", help=say("cli.opt.trusted_proxy", LANG))
    ] = None,
    login: Annotated[Path | None, typer.Option("--login", help=say("cli.opt.login", LANG))] = None,
    claim: Annotated[str, typer.Option("--login-claim", help=say("cli.opt.login_claim", LANG))] = "email",
    users: UsersOption = None,
    log: Annotated[Path | None, typer.Option("--access-log", help=say("cli.opt.access_log", LANG))] = None,
    lang: LangOption = LANG,
) -> None:
    """Runs until it is interrupted; exit 2 where the port is taken, the store cannot be opened, or others could come."""
    from loaders.cli.serve import PortTaken, is_own
    from loaders.cli.serve import serve as run
    from loaders.settings import BASE_PATH, PUBLIC_URL

    if not (is_own(host) or to_all or header or login):
        err.print(Text(say("cli.serve.closed", lang, host=host), style="red"), soft_wrap=True)
        raise typer.Exit(2)
    where = None if precheck else store or default_path()
    given = visitors(where, header, proxies or [], login, claim, users, log, lang)
    given |= {name: value for name, value in ((BASE_PATH, base), (PUBLIC_URL, public)) if value}
    said = _shows(where, store is not None, lang)

    def ready(url: str) -> None:
        out.print(said)
        out.print(say("cli.serve.at", lang, url=url))

    try:
        raise typer.Exit(
            run(
                where,
                host,
                port,
                ready,
                low_memory=low_memory,
                uploads=uploads,
                fetch=fetch,
                given=given,
                secrets=login,
            )
        )
    except PortTaken as fault:
        err.print(Text(say("cli.serve.port_taken", lang, port=fault.args[0]), style="red"), soft_wrap=True)
        raise typer.Exit(2) from None


def _shows(where: Location | None, named: bool, lang: str) -> str:
    """Which data the server is about to show; a store is opened to see whether it can be."""
    from loaders.store.versions import open_store

    if where is None:
        return say("cli.serve.precheck", lang)
    empty = open_store(where).empty
    if named and empty:
        err.print(Text(say("cli.serve.empty", lang, path=where), style="yellow"), soft_wrap=True)
    return say("cli.serve.demo", lang) if empty else say("cli.serve.shows", lang, path=where)


@app.command(help=say("cli.demo", LANG))
def demo(
    reports: Annotated[int, typer.Option("--reports", min=1, help=say("cli.opt.reports", LANG))] = 2000,
    seed: Annotated[int, typer.Option("--seed", help=say("cli.opt.seed", LANG))] = 2024,
    store: StoreOption = None,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: written; 2: the folder holds data already."""
    from loaders.synthetic.store import write_demo

    where = store or default_path()
    written = write_demo(where, reports, seed)
    out.print(say("cli.demo.done", lang, path=where, reports=f"{written.reports:,}", seed=seed))
