"""One body over all its years: its figures, its peers' quartiles, what it carried over, its documents and issues."""

from collections.abc import Sequence

import polars as pl

from loaders.bodies.kinds import VERTICAL
from loaders.form.metrics import METRICS, measures
from loaders.form.metrics import to_units as in_units
from loaders.query.issues import with_sentences
from loaders.query.snapshot import Snapshot
from loaders.store.cubes.peers import PEERS, QUARTILES, figures, quartile

_MIN_PEERS = 4
_PEERS_SCHEMA = {"year": pl.Int16, "metric": pl.String, **dict.fromkeys(QUARTILES, pl.Float64), "peers": pl.UInt32}
_NO_DEPARTMENTS = (*sorted(VERTICAL), "people_government", "township", "subdistrict")
FIGURE_CELLS = tuple(dict.fromkeys(c for e in measures(m.id for m in METRICS).values() for c in e.meta.root_names()))
"""The cells that the metrics are made of."""


def scopes(snapshot: Snapshot, body: str) -> list[str]:
    """What a body's reports cover, the most frequent first."""
    found = _own(snapshot, body, ("scope",)).group_by("scope").len().sort("len", "scope", descending=[True, False])
    return found["scope"].cast(pl.String).to_list()


def history(snapshot: Snapshot, body: str, scope: str) -> pl.DataFrame:
    """One row a year: identity, templates, and for each metric `<id>` and for rates `<id>.over`; oldest first."""
    identity = (
        "year", "report_id", "agency", "division", "province", "city", "district", "level", "kind", "published", "url",
    )  # fmt: skip
    templates = ("disclosure_template", "requests_template", "reviews_template")
    ids = [m.id for m in METRICS]
    rows = _own(snapshot, body, (*identity, *templates, *FIGURE_CELLS), scope)
    values = measures(ids)
    frame = in_units(rows.select(*identity, *templates, **values), ids)
    kept = [c for c in values if not c.endswith(".reports")]
    return frame.select(*identity, *templates, pl.col(kept).cast(pl.Float64)).sort("year")


def peers(snapshot: Snapshot, body: str, scope: str) -> pl.DataFrame:
    """The quartiles of the body's kind and level by year: year, metric, q1, median, q3, peers; itself left out.

    Rates over fewer than `FEWEST` cases do not count, nor do years with fewer than four peers.
    """
    own = _own(snapshot, body, ("kind", "level", "year", *FIGURE_CELLS), scope)
    own = own.select("kind", "level", "year", **figures())
    mine = {(r["year"], m.id): r[m.id] for r in own.iter_rows(named=True) for m in METRICS}
    alike = pl.any_horizontal(
        pl.lit(False),
        *(
            (pl.col("kind") == kind) & (pl.col("level") == level)
            for kind, level in own.select("kind", "level").drop_nulls().unique().iter_rows()
        ),
    )
    rows = []
    for line in snapshot.rows("peers", PEERS, alike & (pl.col("scope") == scope)).iter_rows(named=True):
        value = mine.get((line["year"], line["metric"]))
        count = line["n"] - (value is not None)
        if count >= _MIN_PEERS:
            around = {q: tuple(line[f"{q}_{i}"] for i in range(3)) for q in QUARTILES}
            found = {q: quartile(share, line["n"], around[q], value) for q, share in QUARTILES.items()}
            rows.append({"year": line["year"], "metric": line["metric"], **found, "peers": count})
    return pl.DataFrame(rows, schema=_PEERS_SCHEMA).sort("metric", "year")


def colleagues(snapshot: Snapshot, body: str, scope: str) -> pl.DataFrame:
    """The same over the other departments at the same level of the same division, for a body without peers of its kind; of
    a body under vertical management, of a government and of a report on an area there are none.
    """
    own = _own(snapshot, body, ("year", "division", "level", "kind"), scope).sort("year").tail(1)
    division, level, kind = (
        own.select(pl.col("division", "level", "kind").cast(pl.String)).row(0) if own.height else (None,) * 3
    )
    if scope != "own" or division is None or level is None or kind is None or kind in _NO_DEPARTMENTS:
        return pl.DataFrame(schema=_PEERS_SCHEMA)
    there = (pl.col("division") == division) & (pl.col("level") == level) & (pl.col("scope") == "own")
    others = pl.col("year").is_not_null() & (pl.col("body_id") != body) & ~pl.col("kind").is_in(_NO_DEPARTMENTS)
    rows = snapshot.rows("reports", ("year", "kind", "body_id", *FIGURE_CELLS), there & others)
    long = rows.select("year", **figures()).unpivot(index="year", variable_name="metric").drop_nulls()
    value = pl.col("value")
    found = long.group_by("metric", "year").agg(
        **{q: value.quantile(part, "linear") for q, part in QUARTILES.items()}, peers=pl.len()
    )
    found = found.filter(pl.col("peers") >= _MIN_PEERS).select(list(_PEERS_SCHEMA))
    return found.cast(pl.Schema(_PEERS_SCHEMA)).sort("metric", "year")


def carried(snapshot: Snapshot, body: str, scope: str) -> pl.DataFrame:
    """year, carried_in, carried_out_before: what a year carries in beside what the year before carried out."""
    names = {"carried_in": "requests.carried_in.total", "out": "requests.carried_out.total"}
    rows = _own(snapshot, body, ("year", *names.values()), scope)
    cells = rows.select("year", **{k: pl.col(v) for k, v in names.items()})
    before = cells.select(pl.col("year") + 1, carried_out_before="out")
    return cells.join(before, on="year", how="left").select("year", "carried_out_before", "carried_in").sort("year")


def documents(snapshot: Snapshot, body: str) -> pl.DataFrame:
    """Every document that was ever read or rejected for a body: year, scope, status, published, url, source, title."""
    columns = ("year", "scope", "status", "published", "url", "source", "title", "reason", "reason_words", "report_id")
    found = snapshot.store.scan("documents").filter(pl.col("body_id") == body).select(columns)
    return found.sort("year", "status", "source", descending=[True, False, False], nulls_last=True).collect()


def issues(snapshot: Snapshot, body: str, lang: str) -> pl.DataFrame:
    """agency, year, severity (its id), rule, brief, message, report_id, cell: all that is wrong in a body's reports, the
    latest year first; columns as of `with_sentences`.
    """
    found = snapshot.rows("faults", ("issue", "report"), pl.col("body_id") == body)
    rows = with_sentences(snapshot, found["issue"], found["report"], lang)
    rows = rows.select("agency", "year", "rule", "brief", "message", "report_id", "cell", severity="grade")
    return rows.sort("year", "severity", descending=[True, False], maintain_order=True)


def _own(snapshot: Snapshot, body: str, columns: Sequence[str], scope: str | None = None) -> pl.DataFrame:
    mine = pl.col("body_id") == body
    if scope:
        mine = mine & (pl.col("scope") == scope) & pl.col("year").is_not_null()
    return snapshot.rows("reports", columns, mine)
