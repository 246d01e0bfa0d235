"""A document that was handed in → what a person compares with: its rows as they were read, or a page as a picture.

A limited worker makes both, as the file may be hostile.
"""

from dataclasses import dataclass, field

from loaders.ingest.intake.folder import Intake
from loaders.ingest.limits import Limits
from loaders.ingest.processes import Processes, Spares
from loaders.ingest.tasks import Call
from loaders.reading.extract import contained
from loaders.reading.files import Archives, SourceFile, read_bytes
from loaders.reading.formats.detect import FACTS, detect
from loaders.reading.formats.document import Row
from loaders.reading.formats.glyphs import Box
from loaders.reading.formats.pdf_pictures import page_picture
from loaders.reading.formats.pictures import PICTURES, shown_page
from loaders.reading.formats.readers import read_document
from loaders.text.errors import Unreadable

MOST_ROWS = 1500
"""Rows that are shown; a report has about two hundred."""
_SECONDS = 20.0
"""Of processor time for a page or a document."""
_LIMITS = Limits()
SPARES = Spares(1, _LIMITS)
"""A worker that waits for the source that is looked at next."""


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of a document, or a page of it. reason: why it cannot be shown, None if it can; words: for its braces.

    picture: the page as PNG, None where the document has no pages; pages: how many it has; places: location → the box on
    the page, as shares of its width and height.
    """

    rows: tuple[Row, ...] = ()
    more: bool = False
    picture: bytes | None = None
    pages: int = 0
    places: dict[str, Box] = field(default_factory=dict)
    reason: str | None = None
    words: dict[str, object] = field(default_factory=dict)


def source_of(intake: Intake, source: str, page: int = 1) -> Source:
    """What stands in the file of a source, or on a page of it, counted from 1."""
    item = next((i for i in intake.items()[0] if i.source == source), None)
    if item is None:
        return Source(reason="source_of_facts")
    with Processes(1, _LIMITS, spares=SPARES) as processes:
        answered, found = next(processes.run([Call(_look, (item, page), _SECONDS)]))
    return found if answered and isinstance(found, Source) else Source(reason="reader_crashed")


def _look(wanted: tuple[SourceFile, int]) -> Source:
    item, page = wanted
    archives = Archives()
    try:
        with contained():
            data = read_bytes(item, archives)
            format = detect(data, item.source)
            if format == "pdf":
                drawn = page_picture(data, page)
                return Source(picture=drawn.png, pages=drawn.pages, places=drawn.places)
            if format in PICTURES:
                png, pages = shown_page(data, page)
                return Source(picture=png, pages=pages)
            if format in FACTS:
                return Source(reason="source_of_facts")
            rows = read_document(data, format).rows
            return Source(tuple(rows[:MOST_ROWS]), len(rows) > MOST_ROWS)
    except Unreadable as fault:
        return Source(reason=fault.reason, words=fault.words)
    finally:
        archives.close()
