"""`gongkai ingest`: files → a new version of the store, and what became of each."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from loaders.cli.common import LANG, LangOption, StoreOption, err, note_change, out, progress_bar
from loaders.language.words import say
from loaders.store.backends import Location, location
from loaders.store.locations import default_path

if TYPE_CHECKING:
    import polars as pl

    from loaders.ingest.run import Outcome


def ingest(
    paths: Annotated[list[Path], typer.Argument(parser=location, metavar="PATH", help=say("cli.opt.paths", LANG))],
    store: StoreOption = None,
    workers: Annotated[int, typer.Option(min=1, help=say("cli.opt.workers", LANG))] = os.cpu_count() or 1,
    seconds: Annotated[float | None, typer.Option(min=0.1, help=say("cli.opt.seconds", LANG))] = None,
    memory: Annotated[int, typer.Option(min=256, help=say("cli.opt.memory", LANG))] = 1024,
    scheduler: Annotated[str | None, typer.Option("--scheduler", help=say("cli.opt.scheduler", LANG))] = None,
    sources: Annotated[bool, typer.Option("--sources/--no-sources", help=say("cli.opt.keep_sources", LANG))] = True,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: all read; 1: some rejected; 2: nothing could be done."""

    from loaders.ingest.dask import ClusterFault
    from loaders.ingest.limits import Limits
    from loaders.ingest.processes import NoWorkers
    from loaders.ingest.run import ingest as run

    where = store or default_path()
    limits = Limits(seconds, memory)
    try:
        with progress_bar(lang) as progress:
            outcome = run(
                paths, where, workers=workers, scheduler=scheduler, limits=limits, progress=progress, sources=sources
            )
    except FileNotFoundError as error:
        err.print(Text(say("reason.path_missing", lang, path=error.args[0]), style="red"), soft_wrap=True)
        raise typer.Exit(2) from None
    except ClusterFault as error:
        err.print(Text(say(f"cli.cluster.{error.reason}", lang, **error.words), style="red"), soft_wrap=True)
        raise typer.Exit(2) from None
    except NoWorkers as error:
        err.print(Text(say("cli.no_workers", lang, code=error.args[0]), style="red"), soft_wrap=True)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        err.print(Text(say("cli.interrupted", lang), style="yellow"), soft_wrap=True)
        raise typer.Exit(2) from None
    if outcome.documents.height:
        note_change(where, "add", documents=outcome.documents.height)
    _print_outcome(outcome, where, lang)
    if _rejected(outcome).height or outcome.faults:
        raise typer.Exit(1)
    if not outcome.documents.height and not outcome.known:
        raise typer.Exit(2)


def _print_outcome(outcome: "Outcome", where: Location, lang: str) -> None:
    """How many documents of each status, what was rejected and why, and the errors in a bodies.csv."""
    import polars as pl

    from loaders.store.versions import open_store

    found = outcome.documents
    if not found.height and not outcome.known:
        err.print(Text(say("cli.nothing", lang), style="red"), soft_wrap=True)
    count = dict(found.group_by("status").len().iter_rows())
    summary = Table(show_header=False, box=None)
    rejected = _rejected(outcome)
    shown = {**count, "rejected": rejected.height, "carried": count.get("rejected", 0) - rejected.height}
    for key in ("read", "duplicate", "superseded", "rejected", "carried"):
        if shown.get(key):
            summary.add_row(say(f"cli.summary.{key}", lang), f"{shown[key]:,}")
    for key, n in (("known", outcome.known), ("ignored", outcome.ignored)):
        if n:
            summary.add_row(say(f"cli.summary.{key}", lang), f"{n:,}")
    current = open_store(where)
    for key in ("reports", "issues"):
        n = current.scan(key).select(pl.len()).collect().item()
        summary.add_row(say(f"cli.summary.{key}", lang), f"{n:,}")
    summary.add_row(say("cli.summary.store", lang), Text(str(where)))
    out.print(summary)
    _print_rejected(rejected, lang)
    for path, fault in outcome.faults:
        message = say(f"reason.{fault.reason}", lang, row=fault.row, **fault.words)
        err.print(Text(f"{path}: {message}", style="red"), soft_wrap=True)


def _rejected(outcome: "Outcome") -> "pl.DataFrame":
    """What this run could not read; what had been rejected or withdrawn where a file of facts comes from is no fault of it."""
    import polars as pl

    return outcome.documents.filter(
        pl.col("status") == "rejected", ~pl.col("root").is_in(list(outcome.carried)).fill_null(False)
    )


def _print_rejected(rejected: "pl.DataFrame", lang: str) -> None:
    from loaders.query.exports import reason_text

    if not rejected.height:
        return
    out.print(Text(say("cli.rejected", lang), style="bold"))
    for source, reason, words in rejected.select("source", "reason", "reason_words").iter_rows():
        out.print(Text(f"  {source}: {reason_text(reason, words, lang)}"))
