"""The record of a store's commits → which documents it holds since a day, and what became of each.

A store of an earlier program recorded no days: what it read then is older than every recorded day.
"""

import re
from datetime import date

import polars as pl

from loaders.query.exports import reason_text
from loaders.query.filters import EVERYTHING, Filter, predicate
from loaders.query.snapshot import Snapshot
from loaders.text.normalize import normalize, strip_space

NEWS = ("new", "changed", "older", "duplicate", "rejected", "withdrawn")
"""What became of a document: a report that was not there; another version in force of one that was; a version that one
in force stands before; the same once more; nothing read; taken out since.
"""

_DAY = re.compile(r"((?:19|20)\d\d)(?:[-/.年]?(\d{1,2})(?:[-/.月]?(\d{1,2})日?)?月?)?年?")


def recorded_days(snapshot: Snapshot) -> list[str]:
    """The days on which documents were committed, ISO, the latest first."""
    return sorted(set(snapshot.store.commits.values()), reverse=True)


def day_of(text: str) -> str | None:
    """A day as it may be written (2025-04-30, 2025年4月30日, 20250430, 2025/4 for its first day, 2025), ISO; None for what is none."""
    found = _DAY.fullmatch(strip_space(normalize(text)))
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1)).isoformat() if found else None
    except ValueError:
        return None


def since(snapshot: Snapshot, filters: Filter, day: str, lang: str) -> pl.DataFrame:
    """One row a document read on a day or later: on, news (of `NEWS`), agency, year, title, reason (in words, why nothing was
    read), source, report_id; the latest first; of a day what was not read, then by agency and year.

    With a filter those alone whose report it lets through. Days are ISO.
    """
    commits = {int(seen): on for seen, on in snapshot.store.commits.items() if on >= day}
    every = snapshot.store.scan("documents")
    found = every.filter(pl.col("seen").is_in(list(commits))).collect()
    if filters != EVERYTHING:
        shown = snapshot.rows("reports", ("report_id",), predicate(filters, snapshot))["report_id"]
        found = found.filter(pl.col("report_id").is_in(shown.implode()))
    earlier = every.filter(
        pl.col("report_id").is_in(found["report_id"].drop_nulls().implode()), pl.col("status") == "superseded"
    )
    before = earlier.group_by("report_id").agg(first=pl.col("seen").min()).collect()
    rows = found.join(before, on="report_id", how="left").with_columns(
        news=_news(), on=pl.col("seen").replace_strict(commits, return_dtype=pl.String).str.to_date()
    )
    reasons = [reason_text(reason, words, lang) for reason, words in rows.select("reason", "reason_words").iter_rows()]
    rows = rows.with_columns(reason=pl.Series(reasons, dtype=pl.String))
    columns = ("on", "news", "agency", "year", "title", "reason", "source", "report_id")
    return rows.sort(
        "on", pl.col("news") != "rejected", "agency", "year", "source",
        descending=[True, False, False, True, False], nulls_last=True,
    ).select(columns)  # fmt: skip


def _news() -> pl.Expr:
    changed = (pl.col("first") < pl.col("seen")).fill_null(False)
    return (
        pl.when("withdrawn")
        .then(pl.lit("withdrawn"))
        .when(pl.col("status") == "rejected")
        .then(pl.lit("rejected"))
        .when(pl.col("status") == "duplicate")
        .then(pl.lit("duplicate"))
        .when(pl.col("status") == "superseded")
        .then(pl.lit("older"))
        .when(changed)
        .then(pl.lit("changed"))
        .otherwise(pl.lit("new"))
    )
