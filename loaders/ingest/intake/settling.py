"""What users say of documents that were handed in → their documents with that set, before they count."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl

from loaders.ingest.csv_input import InputError
from loaders.ingest.intake.folder import ROOT, Intake
from loaders.ingest.overrides import VALUES, Override, apply, frame
from loaders.ingest.run import overrides_among


def overrides_of(intake: Intake) -> tuple[list[Override], list[tuple[str, InputError]]]:
    """The overrides of a bodies.csv that was handed in, then those that a user made; and the faults in the first."""
    items, listings, ignored = intake.items()
    listed, faults = overrides_among([*items, *ignored, *listings])
    names = {listing.path: listing.source for listing in listings}
    made = [_made(row) for row in intake.overrides()]
    return [*listed, *made], [(names.get(path, path), fault) for path, fault in faults]


def _made(row: dict[str, Any]) -> Override:
    values = {v: row.get(v) or None for v in (*VALUES, "reason", "who")}
    if values["published"]:
        values["published"] = date.fromisoformat(values["published"])
    return Override(folder=f"{ROOT}/{row['source']}", **values)


def settled(documents: pl.DataFrame, overrides: Iterable[Override]) -> pl.DataFrame:
    """Documents that were handed in, with what the overrides say of them."""
    return apply(documents, frame(list(overrides)))
