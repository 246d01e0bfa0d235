"""What users say of documents ↔ the documents: applied to what reading found, and taken back without reading again.

An override is about one document, wherever its bytes come from, or about all documents at or below an address. Each value
comes from the override that ranks highest: what is said in the store before what a bodies.csv says, then the document
before its folders, then the inner folder before the outer one.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from loaders.bodies.describe import description
from loaders.bodies.placing import Context
from loaders.form.vocabulary import Scope
from loaders.places.gazetteer import lies_in, mentioned
from loaders.reading.identity.identify import scope_of
from loaders.reading.rows import OVERRIDDEN
from loaders.store.schema import Documents, Overrides, types
from loaders.store.writer import Writer

VALUES = ("agency", "place", "year", "scope", "published")
"""What can be said of a document."""
FIRST_YEAR = 2008
"""The first reporting year: 《政府信息公开条例》 came into force in that year."""
ABOUT = ("reason", "who", "when")
"""What is kept of how it came to be said."""
_TARGET = ("listing", "document", "folder")


@dataclass(frozen=True, slots=True)
class Override:
    """What somebody says of a document, or of all at or below a folder; None where nothing is said.

    agency: the body's name; place: names of divisions, the outer first. The rest as in the table `overrides`.
    """

    document: str | None = None
    folder: str | None = None
    agency: str | None = None
    place: str | None = None
    year: int | None = None
    scope: Scope | None = None
    published: date | None = None
    reason: str | None = None
    who: str | None = None
    when: str | None = None
    listing: str | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an override cannot be taken: an id of the catalogue below `settle.`, and the words that fill it."""

    reason: str
    words: dict[str, object]


def fault(said: Override) -> Fault | None:
    """What is wrong with the values of an override."""
    if all(getattr(said, v) is None for v in VALUES):
        return Fault("nothing", {})
    if said.place and not mentioned(said.place):
        return Fault("place", {"place": said.place})
    if said.year is not None and not FIRST_YEAR <= said.year <= date.today().year:
        return Fault("year", {"year": said.year, "first": FIRST_YEAR, "last": date.today().year})
    if said.published and said.published > date.today():
        return Fault("date", {"date": said.published})
    if said.agency:
        described = description(said.agency, said.year, "own", Context(mentions=tuple(mentioned(said.place or ""))))
        if not described.body_id:
            candidates = "、".join(described.candidates) or "—"
            return Fault("unknown", {"agency": said.agency, "candidates": candidates})
        if said.place and described.division and not lies_in(described.division, said.place):
            return Fault("elsewhere", {"agency": described.body, "place": said.place})
    return None


def frame(overrides: Collection[Override]) -> pl.DataFrame:
    """Overrides as rows of the table."""
    return pl.DataFrame([asdict(o) for o in overrides], schema=types(Overrides))


def in_force(writer: Writer) -> pl.DataFrame:
    """The overrides of the version in force; those that the documents of a store of before, or a repaired one, tell of."""
    if writer.store.files.get("overrides"):
        return writer.store.read("overrides")
    return with_those_of(writer.store.read("overrides"), writer.store.read("documents"))


def with_those_of(overrides: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """The overrides, and those that documents carry with them, as documents of facts do, if they are not there yet.

    What has a time was said in a store, of the document; anything else stood in a bodies.csv beside it.
    """
    told = documents.filter(pl.any_horizontal(pl.col(f"told_{v}").is_not_null() for v in VALUES))
    if not told.height:
        return overrides
    listed = pl.col("told_when").is_null()
    carried = told.select(
        document=pl.when(~listed).then("document"),
        folder=pl.when(listed).then(_address()),
        listing=pl.when(listed).then(pl.coalesce("root", pl.lit(""))),
        **{c: f"told_{c}" for c in (*VALUES, *ABOUT)},
    )
    return merged(overrides, carried.select(overrides.columns).cast(overrides.schema))


def said_of(documents: pl.DataFrame) -> pl.DataFrame:
    """What is said of documents, as overrides of each of them."""
    told = documents.filter(pl.any_horizontal(pl.col(f"told_{v}").is_not_null() for v in VALUES))
    rows = told.unique("document", keep="last", maintain_order=True)
    columns = {c: pl.col(f"told_{c}") for c in (*VALUES, *ABOUT)}
    return rows.select(
        (columns.get(c, pl.col(c) if c == "document" else pl.lit(None)).cast(t)).alias(c)
        for c, t in types(Overrides).items()
    )


def with_said(overrides: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """The overrides of a store with those that are said now; of a document or folder of which something was said before,
    what is not said now stays.
    """
    target = ["document", "folder"]
    new = said.unique(target, keep="last", maintain_order=True)
    earlier = overrides.filter(pl.col("listing").is_null())
    both = new.join(earlier, on=target, how="left", nulls_equal=True, suffix="_before")
    values = {v: pl.coalesce(v, f"{v}_before") for v in (*VALUES, "reason")}
    changed = pl.any_horizontal(~e.eq_missing(pl.col(f"{v}_before")) for v, e in values.items())
    now = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
    stamp = {
        "who": pl.when(changed).then("who").otherwise("who_before"),
        "when": pl.when(changed).then(pl.coalesce("when", pl.lit(now))).otherwise("when_before"),
    }
    new = both.with_columns(e.alias(c) for c, e in (values | stamp).items())
    return merged(new.select(overrides.columns), overrides)


def merged(overrides: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """Two sets of overrides; of two with one target the former stays. Sorted, so that the same set is the same table."""
    rows = pl.concat([overrides, others]).unique(_TARGET, keep="first", maintain_order=True)
    return rows.sort(*_TARGET, nulls_last=True)


def relisted(overrides: pl.DataFrame, roots: Collection[str], listed: Collection[Override]) -> pl.DataFrame:
    """The overrides with what the bodies.csv of some roots say now, in place of what they said before."""
    others = overrides.filter(~pl.col("listing").is_in(list(roots)).fill_null(False))
    return merged(frame(listed), others)


def as_read(documents: pl.DataFrame) -> pl.DataFrame:
    """Documents as reading found them."""
    found = documents.with_columns(
        pl.when(pl.col("told_year").is_not_null()).then("read_year").otherwise("year").alias("year"),
        pl.coalesce("read_scope", "scope").alias("scope"),
        pl.when(pl.col("told_published").is_not_null())
        .then("read_published")
        .otherwise("published")
        .alias("published"),
    )
    return found.with_columns(pl.lit(None, dtype=types(Documents)[c]).alias(c) for c in OVERRIDDEN)


def apply(documents: pl.DataFrame, overrides: pl.DataFrame) -> pl.DataFrame:
    """Documents as reading found them, with what the overrides say of them: a function of both alone.

    A document whose scope is unknown gets that of the body that it is said to be of.
    """
    found = as_read(documents)
    if not overrides.height or not found.height:
        return found
    rows, layers = _with_layers(found, overrides)
    if not layers:
        return found
    first = pl.coalesce(layers)
    rows = rows.with_columns(
        *(pl.coalesce(pl.col(s).struct.field(v) for s in layers).alias(f"told_{v}") for v in VALUES),
        *(first.struct.field(c).alias(f"told_{c}") for c in ABOUT),
    )
    told = pl.col("told_agency")
    scopes = {name: _scope(name) for name in rows["told_agency"].drop_nulls().unique()}
    of_body = told.replace_strict(scopes, default=None, return_dtype=pl.String).cast(types(Documents)["scope"])
    scope = pl.coalesce("told_scope", pl.when(pl.col("scope") == "unknown").then(of_body))
    told_value = {"year": pl.col("told_year"), "scope": scope, "published": pl.col("told_published")}
    rows = rows.with_columns(
        *(pl.when(t.is_not_null()).then(pl.col(c)).alias(f"read_{c}") for c, t in told_value.items()),
        *(pl.coalesce(t, pl.col(c)).alias(c) for c, t in told_value.items()),
    )
    return rows.select(documents.columns)


def _scope(agency: str) -> str:
    short = agency.endswith("政府") and not agency.endswith("人民政府")
    return scope_of(agency.removesuffix("政府") + "人民政府" if short else agency)


def _address() -> pl.Expr:
    """Where a document lies: its root and the path below it."""
    return pl.concat_str(pl.col("root"), pl.col("source"), separator="/", ignore_nulls=True)


def _with_layers(documents: pl.DataFrame, overrides: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Documents with a column for each rank of overrides, the highest first: what that rank says of each."""
    rows = documents.with_columns(address=_address())
    rows = rows.with_columns(parent=pl.col("address").str.replace(r"/?[^/]*$", ""))
    layers: list[str] = []
    for listed in (False, True):
        said = overrides.filter(pl.col("listing").is_not_null() == listed)
        root = ["root"] if listed else []
        said = said.select(
            "document", pl.col("folder").alias("address"), pl.col("listing").alias("root"), said=_packed()
        )
        for target in ("document", "address"):
            of = said.filter(pl.col(target).is_not_null())
            if of.height:
                layers.append(f"said_{len(layers)}")
                rows = rows.join(
                    of.select(target, *root, pl.col("said").alias(layers[-1])),
                    on=[target, *root], how="left", maintain_order="left",
                )  # fmt: skip
        below = _below(rows.select("parent", "root").unique(), said.filter(pl.col("address").is_not_null()), listed)
        if below.height:
            layers.append(f"said_{len(layers)}")
            rows = rows.join(
                below.rename({"said": layers[-1]}), on=["parent", *root], how="left", maintain_order="left"
            )
    return rows, layers


def _packed() -> pl.Expr:
    return pl.struct(*VALUES, *ABOUT)


def _below(parents: pl.DataFrame, said: pl.DataFrame, listed: bool) -> pl.DataFrame:
    """parent, (root,) said: what the overrides of folders say of the documents that lie directly in each folder."""
    of: dict[tuple[str, str | None], dict[str, Any]] = {
        (row["address"], row["root"] if listed else None): row["said"] for row in said.iter_rows(named=True)
    }
    found: dict[tuple[str, str | None], dict[str, Any]] = {}
    if of:
        for parent, root in parents.iter_rows():
            key = root if listed else None
            if (merged_values := _of_ancestors(of, parent, key)) is not None:
                found[parent, key] = merged_values
    out = pl.DataFrame(
        {"parent": [p for p, _ in found], "root": [r for _, r in found], "said": list(found.values())},
        schema={"parent": pl.String, "root": pl.String, "said": said.schema["said"]},
    )
    return out if listed else out.drop("root")


def _of_ancestors(
    of: dict[tuple[str, str | None], dict[str, Any]], folder: str, root: str | None
) -> dict[str, Any] | None:
    """What is said of a folder and those around it, the inner one first."""
    values: dict[str, Any] | None = None
    while folder:
        row = of.get((folder, root))
        if row is not None:
            values = {k: row[k] if values is None or (k in VALUES and values[k] is None) else values[k] for k in row}
        folder = folder.rpartition("/")[0]
    return values
