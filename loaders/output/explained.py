"""One file that nobody has looked at → its explanation, made by a limited worker, as the file may be hostile.

Here nothing is imported that reads or explains: the worker does both, and whoever asks shows what it gives back.
"""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rich import box
from rich.console import RenderableType
from rich.table import Table

from loaders.ingest.limits import Limits
from loaders.ingest.processes import Processes
from loaders.ingest.tasks import Call
from loaders.reading.formats.detect import PICTURE_SUFFIXES

if TYPE_CHECKING:
    from loaders.reading.extract import Reading

_SECONDS = 60.0
"""Of processor time."""
_SECONDS_OF_PICTURES = 600.0
"""The same for what may be pictures of many pages."""


class Explained(NamedTuple):
    """The parts of an explanation, in order; report: whether the file is one."""

    parts: list[RenderableType]
    report: bool


def explained(path: Path, lang: str, limits: Limits = Limits()) -> Explained:  # noqa: B008, it never changes
    """What there is to say of a file; whatever the file does is a reason. Raises NoWorkers."""
    pictures = path.suffix.lower().lstrip(".") in {"pdf", *PICTURE_SUFFIXES}
    task = Call(_explain, (path, lang), _SECONDS_OF_PICTURES if pictures else _SECONDS)
    with Processes(1, limits) as processes:
        _, found = next(processes.run([task]))
    if not isinstance(found, Explained):
        return _rejected(found, path, lang)
    for part in found.parts:
        if isinstance(part, Table):
            # Rich knows a box by its identity, which is lost on the way from one process to another.
            part.box = box.HEAVY_HEAD
    return found


def _explain(asked: tuple[Path, str]) -> "Explained | Reading":
    from loaders.output.explain import explain, reading_of

    path, lang = asked
    reading, sha256 = reading_of(path)
    if reading.reason == "reader_crashed":
        # The file may have taken all memory that the worker has.
        return reading
    return Explained(list(explain(reading, path.name, sha256, lang)), reading.reason is None)


def _rejected(found: "Reading | str", path: Path, lang: str) -> Explained:
    """What there is to say of a file that left no worker, or none with memory, to say it; found: its reading or the reason."""
    from loaders.output.explain import explain
    from loaders.reading.extract import Reading

    reading = Reading(reason=found) if isinstance(found, str) else found
    return Explained(list(explain(reading, path.name, "", lang)), report=False)
