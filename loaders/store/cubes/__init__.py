"""Reports, documents, issues, roster → the small tables that pages ask, made once when a version is committed."""

import polars as pl

from loaders.store.cubes.bodies import bodies
from loaders.store.cubes.filings import by_kind, by_place, filings
from loaders.store.cubes.issue_index import issue_index
from loaders.store.cubes.peers import peers
from loaders.store.cubes.sums import divisions, flags, kinds, pairs, places

EDITION = 10
"""The edition of the rules by which cubes are made, one up with every change: those of another are made anew."""
CUBES = (
    "flags",
    "places",
    "pairs",
    "kinds",
    "divisions",
    "bodies",
    "filings",
    "filed_by_place",
    "filed_by_kind",
    "faults",
    "peers",
)


def cubes(
    reports: pl.LazyFrame, documents: pl.LazyFrame, issues: pl.LazyFrame, roster: pl.LazyFrame
) -> dict[str, pl.DataFrame]:
    """All cubes of a version, by name."""
    marks = flags(reports)
    filed = filings(reports, documents, roster.collect())
    return {
        "flags": marks,
        "places": places(reports, marks),
        "pairs": pairs(reports, marks),
        "kinds": kinds(reports, marks),
        "divisions": divisions(reports),
        "bodies": bodies(reports),
        "filings": filed,
        "filed_by_place": by_place(filed),
        "filed_by_kind": by_kind(filed),
        "faults": issue_index(issues, reports),
        "peers": peers(reports),
    }
