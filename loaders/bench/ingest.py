"""Documents by format → documents a second on one core, and how many bare library calls each is worth."""

import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import tablers
from office_oxide import Document as Office
from selectolax.lexbor import LexborHTMLParser

from loaders.demo.documents import html, tabs
from loaders.files import Item, find_files, read_bytes
from loaders.formats import detect
from loaders.formats.document import Unreadable
from loaders.ingest import ingest

MEASURED = ("html", "txt", "docx", "doc", "xlsx", "xls", "pdf")


@dataclass(frozen=True)
class Speed:
    """How fast one format is read, in documents a second: by a whole ingest, and by the bare library call.

    read: how many of the documents became reports or duplicates of one.
    """

    format: str
    documents: int
    read: int
    ingested: float
    parsed: float

    @property
    def ratio(self) -> float:
        """How many times the bare library call an ingest takes."""
        return self.parsed / self.ingested


def generated(folder: Path, documents: int) -> None:
    """So many reports in each format that can be written without an office suite, in a folder a format."""
    from loaders.bench.documents import examples, pdf, sheet, word

    writers: dict[str, Callable[..., bytes]] = {
        "html": lambda e: html(e).encode(),
        "txt": lambda e: tabs(e).encode(),
        "docx": word,
        "xlsx": sheet,
        "pdf": pdf,
    }
    for ending, write in writers.items():
        (folder / ending).mkdir()
        for i, example in enumerate(examples(documents)):
            (folder / ending / f"{i:04}.{ending}").write_bytes(write(example))


def measure(paths: list[Path], repeats: int = 3) -> Iterator[Speed]:
    """The speed of each format found below the paths, archives aside; the best of some runs, each into a store of its own."""
    found: dict[str, list[Path]] = defaultdict(list)
    for item in find_files(paths):
        if isinstance(item, Item) and item.member is None:
            try:
                found[detect(read_bytes(item), item.source)].append(Path(item.path))
            except Unreadable:
                continue
    for format in MEASURED:
        if files := found.get(format):
            runs = [_ingest(files) for _ in range(repeats)]
            seconds, read = min(s for s, _ in runs), runs[0][1]
            bare = min(_parse(files, format) for _ in range(repeats))
            yield Speed(format, len(files), read, len(files) / seconds, len(files) / bare)


def _ingest(files: list[Path]) -> tuple[float, int]:
    """Seconds for reading the files into a new store with one worker, and how many were read."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(1) as here:
        start = time.perf_counter()
        outcome = ingest(files, Path(folder, "store"), executor=here)
        seconds = time.perf_counter() - start
    return seconds, outcome.documents.filter(outcome.documents["status"] != "rejected").height


def _parse(files: list[Path], format: str) -> float:
    """Seconds for handing the same bytes to the library that reads the format, and no more."""
    start = time.perf_counter()
    for file in files:
        _bare(file.read_bytes(), format)
    return time.perf_counter() - start


def _bare(data: bytes, format: str) -> None:
    if format == "html":
        LexborHTMLParser(data).css("td")
    elif format == "txt":
        data.decode("utf-8", "replace").splitlines()
    elif format == "pdf":
        with tablers.Document(bytes=data) as pdf:
            for page in pdf.pages():
                page.extract_objects()
                tablers.find_tables(page, extract_text=True)
    else:
        with Office.from_bytes(data, format) as document:
            document.to_html()
