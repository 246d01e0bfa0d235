"""One body over all its years: its figures, its peers' quartiles, what it carried over, its documents and issues."""

import polars as pl

from loaders.metrics import METRICS, denominator, numerator
from loaders.sentences import sentence
from loaders.statistics import FEWEST
from loaders.store import Store

_FEWEST_PEERS = 4


def scopes(store: Store, body: str) -> list[str]:
    """What a body's reports cover, the most frequent first."""
    rows = store.scan("reports").filter(pl.col("body_id") == body)
    found = rows.group_by("scope").len().sort(["len", "scope"], descending=[True, False]).collect()
    return found["scope"].cast(pl.String).to_list()


def history(store: Store, body: str, scope: str) -> pl.DataFrame:
    """One row a year: identity, templates, and for each metric `<id>` and for rates `<id>.over`; oldest first."""
    rows = store.scan("reports").filter(
        pl.col("body_id") == body, pl.col("scope") == scope, pl.col("year").is_not_null()
    )
    identity = (
        "year",
        "report_id",
        "agency",
        "division",
        "province",
        "city",
        "district",
        "level",
        "kind",
        "published",
        "url",
    )
    templates = ("disclosure_template", "requests_template", "reviews_template")
    return rows.select(*identity, *templates, *_figures()).sort("year").collect()


def peers(store: Store, body: str, scope: str) -> pl.DataFrame:
    """The quartiles of the body's kind and level by year: year, metric, q1, median, q3, peers; itself left out.

    Rates over fewer than `FEWEST` cases do not count, nor do years with fewer than four peers.
    """
    own = store.scan("reports").filter(pl.col("body_id") == body).select("kind", "level").unique()
    rows = store.scan("reports").join(own, on=["kind", "level"], how="semi")
    rows = rows.filter(pl.col("body_id") != body, pl.col("scope") == scope, pl.col("year").is_not_null())
    values = []
    for metric in METRICS:
        value = numerator(metric).cast(pl.Float64)
        if metric.rate:
            over = denominator(metric)
            value = pl.when(over >= FEWEST).then(value / over)
        values.append(value.alias(metric.id))
    long = rows.select("year", *values).unpivot(index="year", variable_name="metric", value_name="value")
    found = (
        long.drop_nulls("value")
        .group_by("year", "metric")
        .agg(
            q1=pl.col("value").quantile(0.25, "linear"),
            median=pl.col("value").median(),
            q3=pl.col("value").quantile(0.75, "linear"),
            peers=pl.len(),
        )
    )
    return found.filter(pl.col("peers") >= _FEWEST_PEERS).sort("metric", "year").collect()


def carried(store: Store, body: str, scope: str) -> pl.DataFrame:
    """year, carried_in, carried_out_before: what a year carries in beside what the year before carried out."""
    rows = store.scan("reports").filter(
        pl.col("body_id") == body, pl.col("scope") == scope, pl.col("year").is_not_null()
    )
    cells = rows.select("year", carried_in="requests.carried_in.total", out="requests.carried_out.total").collect()
    before = cells.select(pl.col("year") + 1, carried_out_before="out")
    return cells.join(before, on="year", how="left").select("year", "carried_out_before", "carried_in").sort("year")


def documents(store: Store, body: str) -> pl.DataFrame:
    """Every document that was ever read or rejected for a body: year, scope, status, published, url, source, title."""
    ids = store.scan("reports").filter(pl.col("body_id") == body).select("report_id")
    rows = store.scan("documents")
    mine = pl.col("body_id") == body
    found = rows.filter(mine | pl.col("report_id").is_in(ids.collect()["report_id"].implode()))
    columns = ("year", "scope", "status", "published", "url", "source", "title", "reason", "reason_words", "report_id")
    return (
        found.select(columns)
        .sort("year", "status", "source", descending=[True, False, False], nulls_last=True)
        .collect()
    )


def issues(store: Store, body: str, lang: str) -> pl.DataFrame:
    """year, severity, rule, message, report_id: all that is wrong in a body's reports, the latest year first."""
    reports = store.scan("reports").filter(pl.col("body_id") == body).collect()
    by_id = {r["report_id"]: r for r in reports.iter_rows(named=True)}
    found = store.scan("issues").filter(pl.col("report_id").is_in(list(by_id))).collect()
    messages = [
        sentence(i, by_id[i["report_id"]], lang, by_id[i["report_id"]]["year"]) for i in found.iter_rows(named=True)
    ]
    rows = found.select("report_id", "severity", "rule", message=pl.Series(messages, dtype=pl.String))
    years = pl.DataFrame(
        {"report_id": list(by_id), "year": [r["year"] for r in by_id.values()]},
        schema={"report_id": pl.String, "year": pl.Int16},
    )
    return (
        rows.join(years, on="report_id")
        .select("year", "severity", "rule", "message", "report_id")
        .sort("year", "severity", descending=[True, False])
    )


def _figures() -> list[pl.Expr]:
    out = []
    for metric in METRICS:
        out.append(numerator(metric).cast(pl.Float64).alias(metric.id))
        if metric.rate:
            out.append(denominator(metric).cast(pl.Float64).alias(f"{metric.id}.over"))
    return out
