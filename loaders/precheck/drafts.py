"""Files → drafts, read by limited workers; nothing of them is written where it would stay."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from loaders.bodies.describe import describe
from loaders.form.vocabulary import SECTIONS
from loaders.ingest.batch import Batch
from loaders.ingest.limits import Limits
from loaders.ingest.overrides import Override, apply, frame
from loaders.ingest.processes import Processes
from loaders.ingest.scratch import scratch
from loaders.ingest.tasks import Files
from loaders.query.report import Printed
from loaders.reading.files import SourceFile
from loaders.reading.formats.detect import FACTS
from loaders.reading.rows import reports_of


@dataclass(frozen=True)
class Draft:
    """A file as it was read.

    document: its row of `documents`, with whose report it is; its `reason` says why it could not be read as a report.
    cells: by name. notes, prose: their rows. report: the row that it would be in `reports`, none if it was not read. batch: what
    was read of it.
    """

    document: dict[str, Any]
    cells: dict[str, Printed]
    notes: pl.DataFrame
    prose: pl.DataFrame
    report: pl.DataFrame
    batch: Batch

    @property
    def name(self) -> str:
        """The file's name, or its path below the folder that was named."""
        return str(self.document["source"])

    @property
    def tables(self) -> tuple[str, ...]:
        """The sections of which it has a table."""
        return tuple(s for s in SECTIONS if any(c.startswith(f"{s}.") for c in self.cells))


def in_memory(name: str, content: bytes) -> SourceFile:
    """A file that exists in memory alone; of its name nothing is a folder."""
    return SourceFile("", name.replace("\\", "/").rsplit("/", 1)[-1] or "draft", "", content=content)


def read_drafts(files: Sequence[SourceFile], *, workers: int = 1, limits: Limits = Limits()) -> list[Draft]:  # noqa: B008, it never changes
    """The drafts in the order of the files. Raises NoWorkers.

    A draft's bytes reach its worker through a pipe; what LibreOffice writes lies in a folder that is removed.
    """
    if not files:
        return []
    tasks = (Files([file], frozenset()) for file in files)
    with (
        scratch() as folder,
        Processes(min(workers, len(files)), limits, dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))) as processes,
    ):
        batches = [batch for _, batch in processes.run(tasks)]
    return [_draft(batch) for batch in batches if batch.documents.height]


def corrected(draft: Draft, said: Override) -> Draft:
    """The draft with the body, place and year that a user says; a value that is None is as the draft says itself."""
    return _draft(draft.batch, said)


def _draft(batch: Batch, said: Override | None = None) -> Draft:
    documents = batch.documents.head(1)
    if said:
        documents = apply(documents, frame([replace(said, document=documents["document"][0])]))
    described = describe(documents)
    document = described.row(0, named=True)
    if document["format"] in FACTS or batch.documents.height > 1:
        document |= {"reason": "draft_is_facts", "reason_words": None}
    cells = {
        f"{c['section']}.{c['item']}.{c['column']}": Printed(c["state"], c["value"], c["text"], c["where"])
        for c in batch.cells.iter_rows(named=True)
    }
    report = reports_of(described, batch.wide)
    return Draft(document, cells, batch.notes, batch.prose, report.clear() if document["reason"] else report, batch)
