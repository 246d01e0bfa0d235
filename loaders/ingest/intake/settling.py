"""What users say of documents that were handed in → their documents with that set, before they count."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from loaders.ingest.csv_input import InputError
from loaders.ingest.intake.folder import ROOT, Intake
from loaders.ingest.overrides import ABOUT, VALUES, Override, apply, fault, frame
from loaders.ingest.run import overrides_among
from loaders.ingest.settle import NotSettled


def overrides_of(intake: Intake) -> tuple[list[Override], list[tuple[str, InputError]]]:
    """The overrides of a bodies.csv that was handed in, then those that a user made; and the faults in the first."""
    items, listings, ignored = intake.items()
    listed, faults = overrides_among([*items, *ignored, *listings])
    names = {listing.path: listing.source for listing in listings}
    made = [_made(row) for row in intake.overrides()]
    return [*listed, *made], [(names.get(path, path), fault) for path, fault in faults]


def _made(row: dict[str, Any]) -> Override:
    values = {v: row.get(v) or None for v in (*VALUES, *ABOUT)}
    if values["published"]:
        values["published"] = date.fromisoformat(values["published"])
    if values["year"]:
        values["year"] = int(values["year"])
    return Override(folder=f"{ROOT}/{row['source']}".rstrip("/"), **values)


def say_of(intake: Intake, source: str, said: Override) -> None:
    """Takes note of what a user says of the document at a source, or of all below it, in place of what was said before.

    Raises NotSettled where it cannot be so.
    """
    wrong = fault(said)
    if wrong:
        raise NotSettled(wrong)
    said = replace(said, when=datetime.now(UTC).astimezone().isoformat(timespec="seconds"))
    row = {v: str(value) for v in (*VALUES, *ABOUT) if (value := getattr(said, v)) is not None}
    take_back(intake, source)
    intake.set_overrides([*intake.overrides(), {"source": source, **row}])


def take_back(intake: Intake, source: str) -> None:
    """Forgets what a user said of a source."""
    intake.set_overrides([row for row in intake.overrides() if row["source"] != source])


def settled(documents: pl.DataFrame, overrides: Iterable[Override]) -> pl.DataFrame:
    """Documents that were handed in, with what the overrides say of them."""
    return apply(documents, frame(list(overrides)))
