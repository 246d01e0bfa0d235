"""What users say of documents that were handed in → their documents with body and place set, before they count."""

from collections.abc import Iterable

import polars as pl

from loaders.ingest.csv_input import InputError
from loaders.ingest.intake.folder import ROOT, Intake
from loaders.ingest.overrides import Override, apply
from loaders.ingest.run import overrides_among

_TOLD = ("told_agency", "told_place")


def overrides_of(intake: Intake) -> tuple[list[Override], list[tuple[str, InputError]]]:
    """The overrides of a bodies.csv that was handed in, then those that a user made; and the faults in the first."""
    items, listings, ignored = intake.items()
    listed, faults = overrides_among([*items, *ignored, *listings])
    names = {listing.path: listing.source for listing in listings}
    made = [
        Override(ROOT, row["source"], row.get("agency") or None, row.get("place") or None) for row in intake.overrides()
    ]
    return [*listed, *made], [(names.get(path, path), fault) for path, fault in faults]


def settled(documents: pl.DataFrame, overrides: Iterable[Override]) -> pl.DataFrame:
    """Documents that were handed in, with what the overrides say of them."""
    return apply(documents, {ROOT}, list(overrides))


def told(documents: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    """All documents of a store with what is said of some of them; what was said before stays where nothing is said now.

    documents: those that were handed in and settled.
    """
    said = documents.select("document", "source", *_TOLD).unique(["document", "source"], keep="last")
    said = said.rename({name: f"now_{name}" for name in _TOLD})
    joined = stored.join(said, on=["document", "source"], how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce(f"now_{name}", name).alias(name) for name in _TOLD).select(stored.columns)
