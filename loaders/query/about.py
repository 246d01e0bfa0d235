"""A store's documents → what became of them and where they come from; metrics and rules → the formulas they stand for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from loaders.form.metrics import METRICS, Metric
from loaders.form.paper import printed_cells
from loaders.form.rules import EQUATIONS, operands
from loaders.form.vocabulary import APPLICANTS
from loaders.language.words import column_name, say
from loaders.query.exports import reason_text
from loaders.query.pivot_labels import figure_name, part_name
from loaders.query.snapshot import Snapshot
from loaders.reading.rows import is_older

HOSTS = 20
REVISIONS = 1000


@dataclass(frozen=True)
class Documents:
    """How many documents there are: by status, by format, by host of those in force, by reason of those rejected.

    hosts: the first `HOSTS` with the number of documents, an empty name where no address is known; every: how many
    hosts there are. reasons: id, how many, and the words of one of them. older: how many an older version of the reader read.
    """

    status: dict[str, int]
    withdrawn: int
    formats: dict[str, int]
    hosts: dict[str, int]
    every: int
    reasons: tuple[tuple[str, int, str | None], ...]
    older: int

    @property
    def unread(self) -> int:
        """How many are rejected without having been withdrawn."""
        return self.status.get("rejected", 0) - self.withdrawn


def documents(snapshot: Snapshot) -> Documents:
    """What became of all documents of a store."""
    rows = snapshot.store.scan("documents")
    grouped = rows.group_by("status", "format", "reason", "withdrawn").agg(
        n=pl.len(), words=pl.col("reason_words").first()
    )
    read = rows.filter(pl.col("status") == "read")
    host = pl.col("url").str.extract(r"^[a-z]+://([^/:?#]+)").fill_null("").alias("host")
    counted, hosts = pl.collect_all([grouped, read.group_by(host).len("n")])
    hosts = hosts.sort("n", "host", descending=[True, False])
    reasons = (
        counted.filter(pl.col("reason").is_not_null())
        .group_by("reason")
        .agg(pl.col("n").sum(), pl.col("words").sort().first())
        .sort("n", "reason", descending=[True, False])
    )
    return Documents(
        _counts(counted, "status"),
        int(counted.filter("withdrawn")["n"].sum()),
        _counts(counted, "format"),
        dict(hosts.head(HOSTS).iter_rows()),
        hosts.filter(pl.col("host") != "").height,
        tuple(reasons.iter_rows()),
        rows.filter(is_older(), pl.col("format").is_not_null()).select(pl.len()).collect().item(),
    )


def _counts(counted: pl.DataFrame, column: str) -> dict[str, int]:
    rows = counted.group_by(pl.col(column).cast(pl.String)).agg(pl.col("n").sum())
    return dict(rows.sort("n", column, descending=[True, False]).iter_rows())


def example_reason(reason: tuple[str, int, str | None], lang: str) -> str:
    """Why documents were rejected, in the words of one of them."""
    return reason_text(reason[0], reason[2], lang) or ""


def superseded(snapshot: Snapshot) -> pl.DataFrame:
    """The first documents that another version of the same report took the place of: agency, year, source, published, url."""
    rows = snapshot.store.scan("documents").filter(pl.col("status") == "superseded")
    return (
        rows.select("agency", "year", "source", "published", "url")
        .sort("agency", "year", "source")
        .head(REVISIONS)
        .collect()
    )


def formula(metric: Metric, lang: str) -> str:
    """What a metric adds up and divides, in the words of the form."""
    name, where = _names((*metric.cells, *metric.over, *metric.less), lang)
    text = " + ".join(map(name, metric.cells))
    if metric.rate:
        below = " + ".join(map(name, metric.over))
        if metric.less:
            below = f"{below} − {' − '.join(map(name, metric.less))}"
        text = " ÷ ".join(f"({t})" if " + " in t or " − " in t else t for t in (text, below))
    return text + where


def rule_formula(rule: str, lang: str) -> str:
    """The first of the equations that a rule holds reports to, in the words of the form; empty for a remark."""
    of_rule = [(e.left, e.right) for e in EQUATIONS if e.rule == rule]
    if rule == "carry_over":
        of_rule = [operands(rule, "requests", None, a.id) for a in APPLICANTS]
    if not of_rule:
        return ""
    left, right = of_rule[0]
    name, where = _names((*left, *right), lang)
    words = {side: " + ".join(map(name, cells)) for side, cells in (("left", left), ("right", right))}
    return say("about.checks.example", lang, **words, where=where, n=len(of_rule))


def _names(cells: Sequence[str], lang: str) -> tuple[Callable[[str], str], str]:
    """What cells are called beside each other: the row or column that all of them share is named once, at the end."""
    sections, items, columns = ({c.split(".")[i] for c in cells} for i in range(3))
    if len(cells) > 1 and len(sections) == 1:
        (section,) = sections
        if len(columns) == 1:
            column = column_name(section, *columns, lang)
            return lambda c: _item(c, lang), say("about.all_in_column", lang, name=column)
        if len(items) == 1:
            item = part_name("item", f"{section}.{next(iter(items))}", lang)
            return lambda c: column_name(section, c.split(".")[2], lang), say("about.all_in_row", lang, name=item)
    return lambda c: figure_name(c, lang), ""


def _item(cell: str, lang: str) -> str:
    """The row that a cell stands in, without the outcome that a reason belongs to."""
    return part_name("item", cell.rsplit(".", 1)[0], lang).split(" · ")[-1]


def since_2021() -> set[str]:
    """The metrics that the form of 2019 does not ask for."""
    old = {*printed_cells("2019"), *printed_cells("2014"), "requests.other.total"}
    return {m.id for m in METRICS if not {*m.cells, *m.over} <= old}
