"""The refusals of a year → a grid of districts, or the bodies of one, and the grounds on which they refused."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from loaders.language.numbers import share
from loaders.language.words import number
from loaders.query.refusals import GROUNDS, refusals
from pages.shared.charts.heat import Cell, heat
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.question import Question
from pages.shared.parts.breakdown import MOST, named
from pages.shared.parts.chart import chart

_STRONG = 0.3
_NAMED = 3
"""The rows of which the sentence names the most frequent ground."""


@dataclass(frozen=True)
class Refusals:
    """by: `division` or `body_id`; rows: as of `loaders.query.refusals.refusals`, of those that refused, with the columns of
    `pages.shared.parts.breakdown.named`; the most first, partial sums last.
    """

    by: str
    year: int
    rows: pl.DataFrame


def load(question: Question, year: int) -> Refusals:
    """Queries the refusals by district; by body where they lie in one district."""
    filters = question.filters.only(year)
    by, rows = "division", cached(refusals, filters, "division")
    bodies = cached(refusals, filters, "body_id") if rows.height == 1 else rows.clear()
    if bodies.height > 1:
        by, rows = "body_id", bodies.with_columns(scope=pl.lit("own"))
    rows = named(rows.filter(pl.col("denied") > 0), filters, by)
    return Refusals(by, year, rows.sort("partial", "denied", by, descending=[False, True, False]))


def draw(question: Question, data: Refusals) -> None:
    """The grid, and behind it the rows of all districts; nothing where nothing was refused."""
    if not data.rows.height:
        return
    say, lang = question.say, question.lang
    title = say("requests.refusals", by=say(f"busiest.each.{data.by}"), year=data.year)
    names = {c: say(f"requests.ground.{c.split('.')[1]}") for c in GROUNDS}
    drawn = data.rows.head(MOST)
    shown = [c for c in GROUNDS if drawn[c].sum()] or list(GROUNDS)
    cells = [[Cell(row[c], row["denied"]) for c in shown] for row in drawn.iter_rows(named=True)]
    enough = drawn.height > 1
    unit = say("requests.refusals.unit" if enough else "requests.refusals.unit.table")
    if data.rows.height > MOST:
        unit += say("busiest.most", n=MOST, all=number(data.rows.height)) + say("list.stop")
    if len(shown) < len(GROUNDS) and drawn.height:
        unused = say("list.comma").join(names[c] for c in GROUNDS if c not in shown)
        unit += say("requests.refusals.unused", list=unused)
    if enough and (data.rows["mark"] != "").any():
        unit += say("basis.legend")
    if (data.rows["complete"] < data.rows["reports"]).any():
        unit += say("requests.refusals.incomplete")
    chart(
        heat(
            cells, drawn["label"].to_list(), [names[c] for c in shown], [number(n) for n in drawn["denied"]],
            say("metric.denied"), question.palette, lang, _strongest(cells),
        ),
        title,
        unit,
        "requests_refusals",
        _alt_text(question, drawn, names, title),
        data=data.rows,
        enough=enough,
        headings={
            "name": say(f"busiest.by.{data.by}"), "reports": say("column.reports_added"),
            "complete": say("requests.refusals.complete"), "basis": say("column.rests_on"),
            "denied": say("metric.denied"), **names,
        },
        wide=True,
    )  # fmt: skip


def _strongest(cells: Sequence[Sequence[Cell]]) -> float:
    """The share with the strongest shade: the largest, or what makes small shares stay pale."""
    return max([_STRONG, *(cell.part for line in cells for cell in line)])


def _alt_text(question: Question, rows: pl.DataFrame, names: dict[str, str], title: str) -> str:
    """The most frequent ground of the districts with most refusals."""
    say, texts = question.say, []
    for row in rows.head(_NAMED).iter_rows(named=True):
        part = Cell(max(row[c] for c in names), row["denied"])
        # Several grounds may be the most frequent.
        most = [name for c, name in names.items() if row[c] == part.n]
        text = number(part.n) if part.few else "".join(share(part.n, part.over, question.lang))
        word = "most" if len(most) == 1 else "most.each"
        texts.append(
            say(f"requests.refusals.{word}", name=row["name"], ground=say("list.comma").join(most), share=text)
        )
    return say("spoken.list", name=title, list=say("list.semicolon").join(texts))
