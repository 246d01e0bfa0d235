"""`python -m tests.bench`: how fast documents are read, questions answered and tables written."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import polars as pl
import typer
from rich.table import Table
from rich.text import Text

from loaders.cli.common import LANG, LangOption, StoreOption, err, out
from loaders.language.words import say
from loaders.query.snapshot import Snapshot
from loaders.store.versions import default_path, open_store, shipped

bench = typer.Typer(help=say("cli.bench", LANG), no_args_is_help=True)


@bench.command("ingest", help=say("cli.bench.ingest", LANG))
def bench_ingest(
    paths: Annotated[list[Path] | None, typer.Argument(help=say("cli.opt.measured", LANG))] = None,
    documents: Annotated[int, typer.Option("--documents", min=1, help=say("cli.opt.documents", LANG))] = 200,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: measured; 2: nothing could be."""
    try:
        from tests.bench import ingest
        from tests.bench.machine import machine

        with TemporaryDirectory() as folder:
            each, nation = Path(folder, "each"), Path(folder, "nation")
            if not paths:
                each.mkdir()
                nation.mkdir()
                ingest.generated(each, documents)
                ingest.mixed(nation, documents * 5)
            speeds = list(ingest.measure(paths or [each]))
            runs = [ingest.run(paths or [nation], workers) for workers in (1, 2)] if speeds else []
    except ModuleNotFoundError as error:
        err.print(Text(say("cli.bench.extra", lang, module=error.name), style="red"), soft_wrap=True)
        raise typer.Exit(2) from None
    except FileNotFoundError as error:
        err.print(Text(say("reason.path_missing", lang, path=error.args[0]), style="red"), soft_wrap=True)
        raise typer.Exit(2) from None
    if not speeds:
        err.print(Text(say("cli.nothing", lang), style="red"), soft_wrap=True)
        raise typer.Exit(2)
    table = Table(
        *(say(f"cli.bench.{c}", lang) for c in ("format", "documents", "read", "ms", "goal", "bare_ms", "ratio"))
    )
    for s in speeds:
        table.add_row(
            s.format, str(s.documents), str(s.read), f"{s.median:.1f}", f"{s.goal}", f"{s.bare:.1f}", f"{s.ratio:.1f}"
        )
    out.print(table)
    for s in speeds:
        name, ms = s.slowest
        if ms > s.goal:
            out.print(Text(say("cli.bench.slowest", lang, format=s.format, file=name, ms=f"{ms:.0f}")))
    one, two = runs
    for r in runs:
        words = {"workers": r.workers, "documents": f"{r.documents:,}", "seconds": f"{r.seconds:.1f}"}
        memory = {"early": f"{r.early:.0f}", "late": f"{r.late:.0f}", "reader": f"{r.reader:.0f}"}
        out.print(Text(say("cli.bench.run", lang, **words, **memory)))
    minutes, ratio = f"{two.nation:.1f}", f"{one.pace / two.pace:.2f}"
    out.print(Text(say("cli.bench.nation", lang, documents=f"{ingest.NATION:,}", minutes=minutes, ratio=ratio)))
    out.print(machine(*ingest.PACKAGES))


@bench.command("queries", help=say("cli.bench.queries", LANG))
def bench_queries(
    store: StoreOption = None,
    repeats: Annotated[int, typer.Option("--repeats", min=1, help=say("cli.opt.repeats", LANG))] = 7,
    every: Annotated[bool, typer.Option("--every", help=say("cli.opt.every", LANG))] = False,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: measured; 2: the store is empty."""
    from tests.bench import queries
    from tests.bench.machine import machine, peak_memory

    snapshot = Snapshot(open_store(store or default_path()))
    if snapshot.store.empty:
        err.print(Text(say("cli.nothing", lang), style="red"), soft_wrap=True)
        raise typer.Exit(2)
    reports = snapshot.store.scan("reports").select(pl.len()).collect().item()
    snapshot.warm()
    times = list(queries.measure(snapshot, repeats))
    slowest = Table(*(say(f"cli.bench.{c}", lang) for c in ("filter", "page", "query", "ms")))
    for t in sorted(times, key=lambda t: -t.median)[: None if every else 12]:
        slowest.add_row(t.filter, t.page, t.query, f"{t.median * 1000:.1f}")
    pages = Table(*(say(f"cli.bench.{c}", lang) for c in ("filter", "page", "page_ms")))
    for (name, page), total in queries.by_page(times).items():
        pages.add_row(name, page, f"{total * 1000:.1f}")
    out.print(say("cli.bench.held", lang, reports=f"{reports:,}", n=repeats))
    out.print(slowest)
    out.print(pages)
    out.print(
        say("cli.bench.checks", lang, seconds=f"{queries.all_checks(snapshot):.2f}", memory=f"{peak_memory():.2f}")
    )
    try:
        races = list(queries.races(snapshot, repeats))
    except ModuleNotFoundError as error:
        out.print(say("cli.bench.extra", lang, module=error.name))
    else:
        shown = Table(*(say(f"cli.bench.{c}", lang) for c in ("query", "ms", "duckdb_ms", "ratio")))
        for r in races:
            shown.add_row(r.name, f"{r.ours * 1000:.1f}", f"{r.duckdb * 1000:.1f}", f"{r.ratio:.2f}")
        out.print(shown)
    out.print(machine("polars", "duckdb"))


@bench.command("export", help=say("cli.bench.export", LANG))
def bench_export(
    rows: Annotated[int, typer.Option("--rows", min=1, help=say("cli.opt.rows", LANG))] = 50_000,
    repeats: Annotated[int, typer.Option("--repeats", min=1, help=say("cli.opt.repeats", LANG))] = 3,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: measured; 2: nothing could be."""
    try:
        from tests.bench.export import PACKAGES, measure, table
        from tests.bench.machine import machine
    except ModuleNotFoundError as error:
        err.print(Text(say("cli.bench.extra", lang, module=error.name), style="red"), soft_wrap=True)
        raise typer.Exit(2) from None
    frame = table(rows)
    shown = Table(*(say(f"cli.bench.{c}", lang) for c in ("format", "writer", "seconds", "size", "ours")))
    for w in measure(frame, repeats):
        shown.add_row(w.format, w.writer, f"{w.seconds:.2f}", f"{w.size / 1e6:.1f}", f"{w.ratio:.2f}")
    out.print(say("cli.bench.table", lang, rows=f"{frame.height:,}", columns=frame.width, n=repeats))
    out.print(shown)
    out.print(machine(*PACKAGES))


@bench.command("redraw", help=say("cli.bench.redraw", LANG))
def bench_redraw(
    store: StoreOption = None,
    repeats: Annotated[int, typer.Option("--repeats", min=1, help=say("cli.opt.repeats", LANG))] = 16,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: measured; 2: there is no browser to measure with."""
    from tests.bench.machine import machine

    try:
        from tests.bench.redraw import measure

        found = {r.charts: r for r in measure(store or shipped("demo"), repeats)}
    except ModuleNotFoundError as error:
        err.print(Text(say("cli.bench.extra", lang, module=error.name), style="red"), soft_wrap=True)
        raise typer.Exit(2) from None
    except RuntimeError as error:
        err.print(Text(say("cli.bench.browser", lang, name=error.args[0]), style="red"), soft_wrap=True)
        raise typer.Exit(2) from None
    table = Table(*(say(f"cli.bench.{c}", lang) for c in ("charts", "ms", "kept", "ours")))
    for r in found.values():
        ratio = found["ours"].median / r.median
        table.add_row(
            say(f"cli.bench.charts.{r.charts}", lang), f"{r.median * 1000:.0f}", f"{r.kept}/{r.of}", f"{ratio:.2f}"
        )
    out.print(table)
    out.print(machine("streamlit", "plotly"))


@bench.command("load", help=say("cli.bench.load", LANG))
def bench_load(
    store: StoreOption = None,
    seconds: Annotated[float, typer.Option("--seconds", min=5, help=say("cli.opt.seconds", LANG))] = 30,
    minutes: Annotated[float, typer.Option("--minutes", min=0, help=say("cli.opt.minutes", LANG))] = 0,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: measured, and no visitor met an error; 1: some did; 2: the store is empty."""
    from tests.bench import load
    from tests.bench.machine import machine

    path = store or default_path()
    if open_store(path).empty:
        err.print(Text(say("cli.nothing", lang), style="red"), soft_wrap=True)
        raise typer.Exit(2)
    if minutes:
        with load.serving(path) as server:
            load.warm(server)
            out.print(f"{say('cli.bench.minute', lang)}  {say('cli.bench.memory', lang)}")
            met = [load.soak(server, 10, minutes, lambda at, mb: out.print(f"{at:6.1f}  {mb:8.0f}"))]
    else:
        met = []
        for name, defaults in (("cli.bench.defaults", True), ("cli.bench.gongkai", False)):
            with load.serving(path, defaults=defaults) as server:
                load.warm(server)
                met.append(load.meet(server, say(name, lang), "closed", 10, seconds))
                met.append(load.meet(server, say(name, lang), "open", 50, seconds))
    columns = ("server", "mode", "visitors", "runs", "rate", "median", "most", "kilobytes", "work", "memory", "faults")
    shown = Table(*(say(f"cli.bench.{c}", lang) for c in columns))
    for m in met:
        shown.add_row(
            m.server, say(f"cli.bench.{m.mode}", lang), str(m.visitors), str(m.runs), f"{m.rate:.1f}",
            f"{m.median:.2f}", f"{m.most:.2f}", f"{m.kilobytes:.0f}", f"{m.work * 1000:.0f}",
            f"{m.memory:.0f}", str(m.faults[0]),
        )  # fmt: skip
    out.print(shown)
    for m in met:
        of_pages = "  ".join(f"{page or 'overview'} {s * 1000:.0f}" for page, s in m.pages.items())
        out.print(f"{m.server} {say(f'cli.bench.{m.mode}', lang)}: {of_pages}", soft_wrap=True)
    if not minutes:
        ratio = met[2].rate / met[0].rate
        work = met[0].work / met[2].work if met[2].work else 0.0
        out.print(say("cli.bench.times", lang, ratio=f"{ratio:.1f}", work=f"{work:.1f}"))
    for fault in (f for m in met for f in m.faults[1:]):
        err.print(Text(str(fault), style="red"), soft_wrap=True)
    out.print(machine("streamlit", "starlette", "plotly", "polars"))
    if any(m.faults[0] for m in met):
        raise typer.Exit(1)
