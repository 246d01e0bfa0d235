"""One file that nobody has looked at → its reading, by a limited worker, as the file may be hostile."""

import hashlib
from pathlib import Path

from loaders.ingest.limits import Limits
from loaders.ingest.processes import Processes
from loaders.ingest.tasks import Call
from loaders.reading.extract import Reading, contained, read_as
from loaders.reading.files import Archives, SourceFile, read_bytes
from loaders.reading.formats.detect import detect
from loaders.reading.formats.pictures import PICTURES
from loaders.text.errors import Unreadable

_SECONDS = 60.0
"""Of processor time."""
_SECONDS_OF_PICTURES = 600.0
"""The same for what may be pictures of many pages."""


def read_alone(path: Path, limits: Limits = Limits()) -> tuple[Reading, str]:  # noqa: B008, it never changes
    """The reading and the SHA-256 of a file, empty where it cannot be opened; whatever the file does is a reason. Raises NoWorkers."""
    pictures = path.suffix.lower().lstrip(".") in {"pdf", *PICTURES}
    task = Call(_read, path, _SECONDS_OF_PICTURES if pictures else _SECONDS)
    with Processes(1, limits) as processes:
        answered, found = next(processes.run([task]))
    return found if answered else (Reading(reason=found), "")


def _read(path: Path) -> tuple[Reading, str]:
    sha256 = ""
    try:
        with contained():
            data = read_bytes(SourceFile(str(path.parent), path.name, str(path)), Archives())
            sha256 = hashlib.sha256(data).hexdigest()
            format = detect(data, path.name)
    except Unreadable as fault:
        return Reading(reason=fault.reason, words=fault.words), sha256
    return read_as(format, data), sha256
