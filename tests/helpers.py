"""Reports for tests: figures that add up, documents that print them, and stores that hold them."""

import io
import os
import random
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path

import orjson
import polars as pl
from openpyxl import Workbook
from typer.testing import CliRunner, Result

from loaders.cli.commands import app
from loaders.form.paper import printed_cells
from loaders.ingest.run import Outcome, ingest
from loaders.query.snapshot import Snapshot, open_snapshot
from loaders.reading.extract import Reading
from loaders.reading.sections.numbers import digits
from loaders.store.backends import Location, storage
from loaders.store.versions import MANIFEST, Store, open_store
from loaders.synthetic.documents import Example, html

ROOT = Path(__file__).parents[1]
"""Of the repository."""
AGENCY = "望溪市青禾区教育局"


class Here(Executor):
    """Runs each task at once, in this process."""

    def submit(self, fn: Callable, /, *args: object, **kwargs: object) -> Future:
        future: Future = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def figures(template: str = "2021", **rows: int) -> dict[str, str]:
    """A report in which natural persons made all requests; rows: item → how many, all totals filled in."""
    cells = dict.fromkeys(printed_cells(template), "0")
    given = {"received_new": 3, "granted": 3, **rows}
    outcomes = sum(n for i, n in given.items() if i not in ("received_new", "carried_in", "carried_out"))
    for item, n in (given | {"total_processed": outcomes}).items():
        cells[f"requests.{item}.natural_person"] = cells[f"requests.{item}.total"] = str(n)
    return cells


def example(
    year: int = 2023, agency: str = AGENCY, template: str = "2021", published: str | None = None, **cells: str
) -> Example:
    """A report without faults; cells: name with `__` for the dots → text printed instead."""
    changed = {name.replace("__", "."): text for name, text in cells.items()}
    return Example(agency, year, template, figures(template) | changed, published)


def put(folder: Path, name: str, content: Example | str | bytes) -> Path:
    """Writes a document, a page where an example is given."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    data = html(content) if isinstance(content, Example) else content
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def read(store: Path, *paths: Path) -> Outcome:
    """Ingests in this process."""
    return ingest(list(paths), store, executor=Here())


def run(*arguments: object) -> Result:
    """`gongkai` with these arguments, in this process."""
    return CliRunner().invoke(app, [str(a) for a in arguments])


def documents(store: Path) -> dict[str, tuple[str, str | None]]:
    """Source → status and reason."""
    rows = open_store(store).read("documents").select("source", "status", "reason").iter_rows()
    return {source: (status, reason) for source, status, reason in rows}


def reports(store: Path | Store) -> pl.DataFrame:
    return (open_store(store) if isinstance(store, Path) else store).read("reports")


def hold(store: Path | Store) -> Snapshot:
    return open_snapshot(open_store(store) if isinstance(store, Path) else store)


def flipped(file: Path) -> None:
    """Changes one bit in the middle of a file."""
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def fixed_seed() -> int:
    """The seed of a test, printed: always the same one, so that a change fails by itself; SEED=… takes another."""
    seed = int(os.environ.get("SEED") or 1)
    print(f"SEED={seed}")
    return seed


def fresh_seed() -> int:
    """A seed for a command that looks for new faults, drawn anew and printed; SEED=… takes that one again."""
    seed = int(os.environ.get("SEED") or random.randrange(10**6))
    print(f"SEED={seed}")
    return seed


def hours_later(store: Location) -> None:
    """Sets the clock of a store on: what was superseded was so some hours earlier."""
    files = storage(store)
    manifest = orjson.loads(files.read(MANIFEST))
    manifest["superseded"] = {name: since - 3 * 3600 for name, since in manifest["superseded"].items()}
    files.write(MANIFEST, orjson.dumps(manifest))


def row(reading: Reading, item: str) -> dict[str, str]:
    """The cells of an item: column → the number printed, or the state where none is."""
    return {c.column: digits(c.value) if c.state == "printed" else c.state for c in reading.cells if c.item == item}


def rules(reading: Reading) -> set[str]:
    return {n.rule for n in reading.notes}


def workbook(rows: list[list[object]]) -> bytes:
    """A workbook of one sheet with these rows."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
