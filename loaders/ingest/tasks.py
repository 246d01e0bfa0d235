"""Tasks for a worker, and the messages that it sends back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from loaders.reading.files import SourceFile
from loaders.store.outages import Unreachable

# Whoever gives a task away need not import the readers.
if TYPE_CHECKING:
    from loaders.ingest.batch import Batch, Known


@dataclass(frozen=True, slots=True)
class Files:
    """A task: files to read. rejected: the reasons of those that are not to be opened, by index."""

    items: list[SourceFile]
    known: "Known"
    rejected: dict[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A task: a function, named by its module, and its argument. seconds: of processor time; None for no limit."""

    function: Callable[[Any], Any]
    argument: Any
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """A message: the worker can be given tasks."""


@dataclass(frozen=True, slots=True)
class Opens:
    """A message: the file of this index is about to be opened."""

    index: int


@dataclass(frozen=True, slots=True)
class Read:
    """A message: the rows of so many files more."""

    count: int
    batch: "Batch"


@dataclass(frozen=True, slots=True)
class Away:
    """A message: the bucket of the files does not answer."""

    fault: Unreachable


@dataclass(frozen=True, slots=True)
class Answer:
    """A message: the result of a call."""

    value: Any


@dataclass(frozen=True, slots=True)
class Finished:
    """A message: the task is finished."""


Task = Files | Call
Message = Away | Ready | Opens | Read | Answer | Finished
