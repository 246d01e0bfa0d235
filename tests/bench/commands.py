"""`python -m tests.bench`: how fast documents are read, questions answered, tables written and charts drawn."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import polars as pl
import typer
from rich.console import Console
from rich.table import Table

from loaders.query.snapshot import open_snapshot
from loaders.store.locations import default_path
from loaders.store.versions import Store, open_store, shipped
from tests.bench import adding, export, ingest, load, queries, redraw, start
from tests.bench.machine import machine, peak_memory

bench = typer.Typer(help="Measure speed, in ratios.", no_args_is_help=True, add_completion=False)
# Where no terminal sets a width, tables keep theirs.
out = Console(width=None if sys.stdout.isatty() else 200, soft_wrap=True)

StoreOption = Annotated[
    Path | None, typer.Option("--store", help="The store (default: $GONGKAI_STORE, then the user's).")
]
Repeats = Annotated[int, typer.Option("--repeats", min=1, help="How often each is measured.")]


def failed(message: str) -> typer.Exit:
    """Prints why nothing can be measured; the exit to raise."""
    out.print(message, style="red")
    return typer.Exit(2)


def filled_store(path: Path | None) -> Store:
    """The store at a path, by default the user's own; exits with 2 if it is empty."""
    store = open_store(path or default_path())
    if store.empty:
        raise failed(f"No report has been read into {store.path} yet. Run first: gongkai ingest FILES-OR-FOLDER")
    return store


@bench.command("start")
def bench_start(repeats: Repeats = 7) -> None:
    """How long a command takes to start and end, beside the import of Polars."""
    table = Table("Command", "Processor, s", "s", "Ratio of processor times")
    with TemporaryDirectory() as folder:
        ingest.generated(Path(folder), 1)
        for s in start.measure(next(Path(folder).rglob("*.html")), repeats):
            table.add_row(s.command, f"{s.work:.2f}", f"{s.seconds:.2f}", f"{s.ratio:.2f}")
    out.print(table)
    out.print(machine("polars", "typer", "rich"))


@bench.command("ingest")
def bench_ingest(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders to measure with; by default synthetic files.")
    ] = None,
    documents: Annotated[
        int,
        typer.Option("--documents", min=1, help="Synthetic files a format; the mixed run takes five times as many."),
    ] = 200,
) -> None:
    """Milliseconds a document by format on one core, from bytes to cells, beside the bare library call.

    Then a mixed run (70 % pages, 15 % Word, 15 % PDF) on one and on two processes, and what a nation's year would take.
    """
    try:
        with TemporaryDirectory() as folder:
            each, nation = Path(folder, "each"), Path(folder, "nation")
            if not paths:
                each.mkdir()
                nation.mkdir()
                ingest.generated(each, documents)
                ingest.mixed(nation, documents * 5)
            speeds = list(ingest.measure(paths or [each]))
            runs = [ingest.run(paths or [nation], workers) for workers in (1, 2)] if speeds else []
    except FileNotFoundError as error:
        raise failed(f"{error.args[0]} does not exist.") from None
    if not speeds:
        raise failed("There was nothing to read.")
    table = Table("Format", "Documents", "Read", "ms", "Goal, ms", "Bare library, ms", "Ratio of times")
    for s in speeds:
        table.add_row(
            s.format, str(s.documents), str(s.read), f"{s.median:.1f}", f"{s.goal}", f"{s.bare:.1f}", f"{s.ratio:.1f}"
        )
    out.print(table)
    for s in speeds:
        name, ms = s.slowest
        if ms > s.goal:
            out.print(f"Slowest {s.format}: {name}, {ms:.0f} ms", markup=False)
    one, two = runs
    for r in runs:
        out.print(
            f"On {r.workers}: {r.documents:,} documents in {r.seconds:.1f} s; memory {r.early:.0f} MB after a quarter, "
            f"{r.late:.0f} MB after the last; a reader at the most {r.reader:.0f} MB"
        )
    out.print(
        f"{ingest.NATION:,} such documents would take {two.nation:.1f} minutes on two processes; two are "
        f"{one.pace / two.pace:.2f} times as fast as one (the start of the processes aside)"
    )
    out.print(machine(*ingest.PACKAGES))


@bench.command("add")
def bench_add(
    documents: Annotated[int, typer.Option("--documents", min=1, help="Mixed files in one zip.")] = 1000,
    visitors: Annotated[int, typer.Option("--visitors", min=1, help="Others who look at pages meanwhile.")] = 5,
) -> None:
    """A zip dropped in a browser: until the first preview, until all is read, until it counts; beside the command line and others."""
    try:
        with TemporaryDirectory() as folder:
            found = adding.measure(Path(folder), documents, visitors)
    except RuntimeError as error:
        raise failed(f"There is no {error.args[0]} to measure with.") from None
    out.print(
        f"{documents:,} documents dropped: first preview after {found.preview:.1f} s, all read after {found.read:.1f} s"
    )
    out.print(
        f"With the commit {found.whole:.1f} s; gongkai ingest takes {found.command:.1f} s: {found.whole / found.command:.2f} times"
    )
    out.print(
        f"Others wait {found.busy.median:.2f} s in the median while it is read ({found.busy.most:.2f} s in 95 of 100), "
        f"{found.quiet.median:.2f} s before; {found.busy.faults[0]} faults"
    )
    out.print(machine("streamlit", "polars"))


@bench.command("queries")
def bench_queries(
    store: StoreOption = None,
    repeats: Repeats = 7,
    every: Annotated[bool, typer.Option("--every", help="List all queries, not the slowest alone.")] = False,
) -> None:
    """How long each query of each page takes, beside DuckDB."""
    snapshot = open_snapshot(filled_store(store))
    reports = snapshot.store.scan("reports").select(pl.len()).collect().item()
    snapshot.preload()
    times = list(queries.measure(snapshot, repeats))
    slowest = Table("Filter", "Page", "Query", "ms")
    for t in sorted(times, key=lambda t: -t.median)[: None if every else 12]:
        slowest.add_row(t.filter, t.page, t.query, f"{t.median * 1000:.1f}")
    pages = Table("Filter", "Page", "All queries of a visit, ms")
    for name, page, total in queries.by_page(snapshot, repeats):
        pages.add_row(name, page, f"{total * 1000:.1f}")
    out.print(f"{reports:,} reports in memory; medians of {repeats}, nothing cached.")
    out.print(slowest)
    out.print(pages)
    out.print(f"All checks: {queries.all_checks(snapshot):.2f} s; peak memory {peak_memory():.2f} GB.")
    races = Table("Query", "ms", "DuckDB ms", "Ratio of times")
    for r in queries.races(snapshot, repeats):
        races.add_row(r.name, f"{r.ours * 1000:.1f}", f"{r.duckdb * 1000:.1f}", f"{r.ratio:.2f}")
    out.print(races)
    out.print(machine("polars", "duckdb"))


@bench.command("export")
def bench_export(
    rows: Annotated[int, typer.Option("--rows", min=1, help="Rows of the table.")] = 50_000,
    repeats: Repeats = 3,
) -> None:
    """Time to write a large table of all 226 cells, beside other libraries in the same run."""
    frame = export.table(rows)
    shown = Table("Format", "Written by", "Seconds", "MB", "gongkai's time to its")
    for w in export.measure(frame, repeats):
        shown.add_row(w.format, w.writer, f"{w.seconds:.2f}", f"{w.size / 1e6:.1f}", f"{w.ratio:.2f}")
    out.print(f"{frame.height:,} rows × {frame.width} columns, median of {repeats}")
    out.print(shown)
    out.print(machine(*export.PACKAGES))


@bench.command("redraw")
def bench_redraw(store: StoreOption = None, repeats: Repeats = 16) -> None:
    """How long a browser takes to redraw charts after a filter changes, those in view and all, beside Streamlit's own."""
    names = {
        "ours": "kept and redrawn",
        "slim": "st.plotly_chart, the same figures",
        "default": "st.plotly_chart, default template",
    }
    try:
        redraws = {r.charts: r for r in redraw.measure(store or shipped("demo"), repeats)}
    except RuntimeError as error:
        raise failed(f"There is no {error.args[0]} to measure with.") from None
    table = Table("Charts", "In view, ms", "gongkai's to its", "All, ms", "gongkai's to its", "Charts kept")
    ours = redraws["ours"]
    for r in redraws.values():
        table.add_row(
            names[r.charts], f"{r.in_view * 1000:.0f}", f"{ours.in_view / r.in_view:.2f}", f"{r.median * 1000:.0f}",
            f"{ours.median / r.median:.2f}", f"{r.kept}/{r.of}",
        )  # fmt: skip
    out.print(table)
    out.print(machine("streamlit", "plotly"))


_MODES = {"closed": "without a pause", "open": "one act each 10 s", "soak": "coming and going"}


@bench.command("load")
def bench_load(
    store: StoreOption = None,
    seconds: Annotated[float, typer.Option("--seconds", min=5, help="Seconds of each measurement.")] = 30,
    minutes: Annotated[
        float, typer.Option("--minutes", min=0, help="Instead, visitors come and go for so long; shows the memory.")
    ] = 0,
) -> None:
    """Many users at once: runs of pages a second, waits and memory, beside Streamlit's defaults.

    Defaults: all memory is collected after each run (runner.postScriptGC), st.plotly_chart in its template, figures
    drawn in each run, results in st.cache_data. Exit 1: a visitor met an error.
    """
    path = Path(filled_store(store).path)
    if minutes:
        with load.serving(path) as server:
            load.warm(server)
            out.print("Minute  Memory, MB")
            met = [load.soak(server, 10, minutes, lambda at, mb: out.print(f"{at:6.1f}  {mb:8.0f}"))]
    else:
        met = []
        for name, charts in (("Streamlit's defaults", "default"), ("gongkai", "ours")):
            with load.serving(path, charts, collect=charts == "default") as server:
                load.warm(server)
                met.append(load.meet(server, name, "closed", 10, seconds))
                met.append(load.meet(server, name, "open", 50, seconds))
    shown = Table(
        "Server", "Visits", "Visitors", "Runs", "A second", "Median wait, s", "95% wait at most, s", "kB a run",
        "Processor, ms a run", "Memory, MB", "Faults",
    )  # fmt: skip
    for m in met:
        shown.add_row(
            m.server, _MODES[m.mode], str(m.visitors), str(m.runs), f"{m.rate:.1f}", f"{m.median:.2f}", f"{m.most:.2f}",
            f"{m.kilobytes:.0f}", f"{m.work * 1000:.0f}", f"{m.memory:.0f}", str(m.faults[0]),
        )  # fmt: skip
    out.print(shown)
    for m in met:
        of_pages = "  ".join(f"{page or 'overview'} {s * 1000:.0f}" for page, s in m.pages.items())
        out.print(f"{m.server} {_MODES[m.mode]}, ms: {of_pages}")
    if not minutes:
        ratio = met[2].rate / met[0].rate
        work = met[0].work / met[2].work if met[2].work else 0.0
        out.print(
            f"{ratio:.1f} times the runs a second of the defaults; a run takes them {work:.1f} times the processor."
        )
    for fault in (f for m in met for f in m.faults[1:]):
        out.print(str(fault), style="red", markup=False)
    out.print(machine("streamlit", "starlette", "plotly", "polars"))
    if any(m.faults[0] for m in met):
        raise typer.Exit(1)
