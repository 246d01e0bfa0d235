"""Documents by format → milliseconds a document on one core beside the bare library; a mixed run → what a nation takes."""

import io
import resource
import statistics
import sys
import tempfile
import time
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import tablers
import xlrd
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from loaders.ingest.run import ingest
from loaders.reading.extract import read_as
from loaders.reading.files import Archives, SourceFile, find_files, read_bytes
from loaders.reading.formats.detect import detect
from loaders.synthetic.documents import tabs
from loaders.text.errors import Unreadable

GOALS = {"html": 5, "txt": 5, "docx": 10, "xlsx": 10, "xls": 10, "pdf": 30}
"""Milliseconds that a document of each format may take at the median."""
NATION = 200_000
"""Reports that a country's organs publish in a year."""
_MIX = ("html",) * 14 + ("docx",) * 3 + ("pdf",) * 3
PACKAGES = ("polars", "selectolax", "lxml", "xlrd", "tablers")


@dataclass(frozen=True)
class Speed:
    """Milliseconds of processor time that a document of one format takes at the median, from its bytes to its cells.

    read: how many of the documents are reports. bare: the same for the library that reads the format, and no more.
    slowest: the one that took longest, and how long.
    """

    format: str
    documents: int
    read: int
    median: float
    bare: float
    slowest: tuple[str, float]

    @property
    def ratio(self) -> float:
        """How many times the bare library call a document takes."""
        return self.median / self.bare

    @property
    def goal(self) -> float:
        return GOALS[self.format]


@dataclass(frozen=True)
class Run:
    """An ingest into a new store: documents, seconds from the first file to the commit, megabytes.

    pace: milliseconds a document, commit included, once the processes have started and read their first batches: on
    millions of documents that beginning counts for nothing, on a thousand for half. early, late: this process's memory after a quarter of the documents and after the last. reader: the most that a
    process which reads has taken.
    """

    workers: int
    documents: int
    seconds: float
    pace: float
    early: float
    late: float
    reader: float

    @property
    def nation(self) -> float:
        """Minutes that `NATION` such documents would take."""
        return self.pace / 1000 * NATION / 60


def generated(folder: Path, documents: int) -> None:
    """So many reports in each format that can be written without an office suite, in a folder a format."""
    from tests.bench.documents import examples, page, pdf, sheet, word

    writers: dict[str, Callable[..., bytes]] = {
        "html": page,
        "txt": lambda e: tabs(e).encode(),
        "docx": word,
        "xlsx": sheet,
        "pdf": pdf,
    }
    for ending, write in writers.items():
        (folder / ending).mkdir()
        for i, example in enumerate(examples(documents)):
            (folder / ending / f"{i:06}.{ending}").write_bytes(write(example))


def mixed(folder: Path, documents: int) -> None:
    """So many reports as a nation publishes them: 70 % pages, 15 % Word, 15 % PDF."""
    from tests.bench.documents import examples, page, pdf, word

    writers = {"html": page, "docx": word, "pdf": pdf}
    for i, example in enumerate(examples(documents)):
        ending = _MIX[i % len(_MIX)]
        (folder / f"{i:06}.{ending}").write_bytes(writers[ending](example))


def measure(paths: list[Path]) -> Iterator[Speed]:
    """The speed of each format found below the paths, archives aside."""
    found: dict[str, list[SourceFile]] = defaultdict(list)
    archives = Archives()
    for item in find_files(paths):
        if isinstance(item, SourceFile) and item.member is None:
            try:
                found[detect(read_bytes(item, archives), item.source)].append(item)
            except Unreadable:
                continue
    for format in GOALS:
        if items := found.get(format):
            read_as(
                format, read_bytes(items[0], archives)
            )  # what is loaded with the first document is not its own time
            times, bare, read = [], [], 0
            for item in items:
                data = read_bytes(item, archives)
                start = time.process_time()
                read += read_as(format, data).reason is None
                middle = time.process_time()
                _bare(data, format)
                times.append((middle - start) * 1000)
                bare.append((time.process_time() - middle) * 1000)
            slowest = max(range(len(items)), key=times.__getitem__)
            yield Speed(
                format, len(items), read, statistics.median(times), statistics.median(bare),
                (items[slowest].source, times[slowest]),
            )  # fmt: skip


def run(paths: list[Path], workers: int) -> Run:
    """An ingest of all that lies below the paths into a store of its own, on so many processes."""
    seen: list[tuple[int, float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        outcome = ingest(
            list(paths),
            Path(folder, "store"),
            workers=workers,
            progress=lambda done, _: seen.append((done, time.perf_counter(), _rss())),
        )
        end = time.perf_counter()
    documents = outcome.documents.height
    first, began, _ = seen[0]
    rest = documents - first * workers
    pace = (end - began) / rest if rest > documents / 2 else (end - start) / documents
    early = next((rss for done, _, rss in seen if done * 4 >= documents), seen[-1][2])
    reader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Run(workers, documents, end - start, pace * 1000, early, seen[-1][2], reader)


def _rss() -> float:
    """Megabytes that this process holds; 0 where the system does not tell."""
    if sys.platform != "linux":
        return 0.0
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / (1 << 20)


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
    elif format == "xls":
        xlrd.open_workbook(file_contents=data)
    else:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                if name.endswith(".xml"):
                    etree.fromstring(archive.read(name))
