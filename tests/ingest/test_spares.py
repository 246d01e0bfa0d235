"""Workers that start before they are needed: they read as any other, once, and nothing is left of those that nobody takes."""

import os
from collections.abc import Iterator

import pytest
from helpers import example

from loaders.ingest.batch import Batch
from loaders.ingest.intake.reading import quick_first
from loaders.ingest.limits import Limits
from loaders.ingest.pool import OwnPool
from loaders.ingest.processes import Processes, Spares
from loaders.ingest.tasks import Call
from loaders.reading.files import SourceFile
from loaders.synthetic.documents import html


@pytest.fixture
def spares() -> Iterator[Spares]:
    found = Spares(1, Limits())
    yield found
    found.end()


def asked(spares: Spares) -> int:
    """The process that works on a task."""
    with Processes(1, Limits(), spares=spares) as processes:
        [(_, pid)] = processes.run([Call(os.getpgid, 0)])
        assert pid
        return processes._workers[0]._process.pid


def waiting(spares: Spares) -> list[int]:
    return [w._process.pid for w in spares._workers]


def test_a_spare_is_taken_once_and_ends_with_its_user(spares):
    spares.fill()
    [first] = waiting(spares)
    assert asked(spares) == first
    assert waiting(spares) == []
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    assert asked(spares) != first


def test_a_spare_reads_as_any_other(spares):
    items = [SourceFile("", f"{n}.html", "", content=html(example(n)).encode()) for n in (2022, 2023)]

    def read(pool: OwnPool) -> Batch:
        return next(batch for _, batch in pool.read(items, {}))

    spares.fill()
    assert read(OwnPool(1, Limits(), spares)).documents.equals(read(OwnPool(1, Limits())).documents)


def test_a_spare_that_has_ended_is_replaced(spares):
    spares.fill()
    [first] = waiting(spares)
    spares._workers[0].end()
    assert asked(spares) != first
    spares.fill()
    assert waiting(spares) != [first]


def test_what_nobody_takes_ends():
    spares = Spares(1, Limits(), seconds=0.01)
    spares.fill()
    spares._timer.join()
    assert waiting(spares) == []


def test_what_takes_seconds_stands_behind_what_does_not():
    names = ["a/scan.png", "b.PDF", "c.html", "d.docx", "e.jpg", "f"]
    items = [SourceFile("", name, "") for name in names]
    assert [i.source for i in quick_first(items)] == ["c.html", "d.docx", "f", "a/scan.png", "b.PDF", "e.jpg"]
