"""The user's own store and an intake → what the page shows of them, remembered until one of them changes."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import orjson
import polars as pl

from loaders.ingest.intake.adding import RUNNING, Adding, adding
from loaders.ingest.intake.folder import Intake, Progress, find_intake, incoming, open_intakes
from loaders.ingest.intake.preview import OUTCOMES, Preview, pending, preview
from loaders.language.words import number, say
from loaders.query.exports import reason_text
from loaders.store.additive import lacking
from loaders.store.backends import Location
from loaders.store.versions import Store, open_store
from pages.shared.frame.session import path_of
from pages.shared.server.sized_cache import SizedCache

FIRST = 100
"""Documents that are shown while the others are still read."""
T = TypeVar("T")
_memory = SizedCache(64 << 20)


@dataclass(frozen=True)
class AddData:
    """The user's store; the intakes, newest first; the one that is shown, how far reading and its last commit are, and what a
    commit would do.
    """

    store: Store
    intakes: list[Intake]
    intake: Intake | None
    progress: Progress
    adding: Adding
    preview: Preview | None


def own_store() -> Location:
    """Where files are committed to, whatever data are shown."""
    return path_of("own")


def folder() -> Path:
    """Where files are handed in."""
    return incoming(own_store())


def load(id_: str | None) -> AddData:
    """What the page shows; id_: of the intake to show. Raises StoreError."""
    intakes = list(open_intakes(folder()))
    intake = find_intake(folder(), id_) if id_ else None
    now = adding(intake, own_store()) if intake else Adding()
    progress = intake.progress() if intake else Progress()
    store = open_store(own_store())
    shown = preview_of(intake, progress, store) if intake and now.stage not in RUNNING else None
    return AddData(store, intakes, intake, progress, now, shown)


def preview_of(intake: Intake, progress: Progress, store: Store) -> Preview:
    """What a commit would do; while files are still read, of the first of them alone, anew each time that there are twice
    as many.
    """
    parts = progress.parts
    if progress.stage == "reading":
        parts = tuple(n for n in parts if n < FIRST)
        parts = parts[: 1 << len(parts).bit_length() >> 1]
    said = hashlib.sha256(orjson.dumps(intake.overrides())).hexdigest()
    key = "preview", str(store.path), store.build, intake.id, parts, intake.done(), said
    return remembered(key, lambda: preview(pending(intake, parts), store))


def known_bodies(store: Store) -> list[str]:
    """The names of the bodies of the roster, then of those that have filed."""

    def names() -> list[str]:
        found = [store.scan(t).select("agency").collect()["agency"] for t in ("roster", "reports")]
        return list(dict.fromkeys(name for names in found for name in names.drop_nulls().unique().sort()))

    return remembered(("bodies", str(store.path), store.build), names)


def remembered(key: tuple[object, ...], make: Callable[[], T]) -> T:
    """What `make` returns for a key, made once for all sessions."""
    found: T = _memory.get(key, make)
    return found


def key_of(document: str, source: str) -> str:
    """A short name of a document of an intake for the address."""
    return hashlib.sha256(f"{document}|{source}".encode()).hexdigest()[:12]


def listed(preview: Preview, lang: str) -> pl.DataFrame:
    """A row a document: key, outcome, agency, year, source, why, issues (how many)."""
    counts = dict(preview.issues.group_by("report_id").len().iter_rows())
    rows = [
        {
            "key": key_of(row["document"], row["source"]),
            "outcome": row["outcome"],
            "agency": row["body"] or row["agency"],
            "year": row["year"],
            "source": row["source"],
            "why": why(row, lang),
            "issues": counts.get(row["report_id"]) if row["outcome"] in ("new", "replaces", "unclear") else None,
        }
        for row in preview.documents.iter_rows(named=True)
    ]
    schema = {"key": pl.String, "outcome": pl.String, "agency": pl.String, "year": pl.Int64, "source": pl.String,
              "why": pl.String, "issues": pl.Int64}  # fmt: skip
    order = pl.col("outcome").cast(pl.Enum(OUTCOMES))
    return pl.DataFrame(rows, schema=schema).sort(order, maintain_order=True)


def why(row: dict[str, object], lang: str) -> str:
    """Why a document becomes what it becomes, as a sentence."""
    outcome = row["outcome"]
    if outcome == "rejected":
        return str(reason_text(str(row["reason"]), _text(row["reason_words"]), lang))
    if outcome == "unclear" and row["candidates"]:
        return say("add.why.candidates", lang, names=row["candidates"])
    if outcome == "unclear":
        # A body without its place could be one of many.
        names = {"body_id": "place" if row["agency"] else "body"}
        missing = [say(f"change.{names.get(c, c)}", lang) for c in lacking(row)]
        return say("add.why.unclear", lang, missing=say("list.comma", lang).join(missing))
    changed = row["changed"]
    n = number(changed if isinstance(changed, int) else 0)
    return say(f"add.why.{outcome}", lang, holder=row["holder"] or "", n=n)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
