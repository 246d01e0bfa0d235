"""A body → its figures by year, its peers, its issues and its documents."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from loaders.form.deadlines import is_due
from loaders.query import body
from pages.bodies.question import BodyQuestion
from pages.shared.frame.cached_queries import cached

Row = Mapping[str, Any]


@dataclass(frozen=True)
class BodyData:
    """history, peers, carried, issues, documents: as the queries of `loaders.query.body` give them; the history has a row.

    among: `kind`, or `division` where the peers are the other departments of the body's division, as no kind has enough.
    """

    history: pl.DataFrame
    peers: pl.DataFrame
    among: str
    carried: pl.DataFrame
    issues: pl.DataFrame
    documents: pl.DataFrame

    @property
    def year(self) -> int:
        """The latest year with a report that was due; the latest of all where none was."""
        return max([y for y in self.by_year if self.is_due(y)] or self.by_year)

    def is_due(self, year: int) -> bool:
        """Whether the body's report of a year is due by now."""
        return is_due(year, date.today(), self.history["kind"].cast(pl.String)[-1])

    @property
    def not_due(self) -> list[int]:
        """The years with a report, though none is due yet."""
        return [y for y in self.by_year if not self.is_due(y)]

    @property
    def by_year(self) -> dict[int, Row]:
        """The rows of the history, oldest first."""
        return {r["year"]: r for r in self.history.iter_rows(named=True)}

    @property
    def now(self) -> Row:
        """The row of the latest year."""
        return self.by_year[self.year]

    @property
    def before(self) -> Row | None:
        """The row of the year before, None without a report."""
        return self.by_year.get(self.year - 1)

    @property
    def peers_now(self) -> dict[str, Row]:
        """The quartiles of the peers in the latest year, by metric."""
        rows = self.peers.filter(pl.col("year") == self.year)
        return {r["metric"]: r for r in rows.iter_rows(named=True)}


def load(question: BodyQuestion) -> BodyData | None:
    """Queries the data; None where no report of the body names its year."""
    id_, scope = question.body, question.scope
    history = cached(body.history, id_, scope)
    if not history.height:
        return None
    peers, among = cached(body.peers, id_, scope), "kind"
    if not peers.height:
        peers = cached(body.colleagues, id_, scope)
        among = "division" if peers.height else among
    return BodyData(
        history=history,
        peers=peers,
        among=among,
        carried=cached(body.carried, id_, scope),
        issues=cached(body.issues, id_, question.lang),
        documents=cached(body.documents, id_),
    )
