"""A year's outcomes and their grounds → the bars of a tree, the rows of its table, and where the two differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from loaders.language.numbers import rate, share
from loaders.language.words import number
from pages.requests.data import GROUNDS, OUTCOMES, Sums
from pages.shared.charts.tree_bars import TreeRow
from pages.shared.frame.question import Question


class TableRow(NamedTuple):
    """n: the requests of an outcome or ground; over: all requests processed; share: of these, from 0 to 1."""

    outcome: str
    name: str
    n: float | None
    over: float | None
    share: float | None


@dataclass(frozen=True)
class Grounds:
    """differences: a sentence for each outcome whose grounds add up to another number than its own."""

    bars: list[TreeRow]
    rows: list[TableRow]
    differences: list[str]

    @property
    def table(self) -> pl.DataFrame:
        types = {"outcome": pl.String, "name": pl.String, "n": pl.Int64, "over": pl.Int64, "share": pl.Float64}
        return pl.DataFrame(self.rows, schema=types, orient="row")


def grounds_of(now: Sums, cells: Sums, names: Mapping[str, str], question: Question) -> Grounds:
    """Each outcome with its grounds below it; now: the year's metrics; cells: its rows of the form."""
    over = now["total_processed"]
    tree = Grounds([], [], [])

    def add(name: str, level: int, n: float | None, outcome: str) -> None:
        part, base = share(n, over, question.lang)
        text = f"{number(n)} · {part}" if base else number(n) or part
        hover = f"{name}: {number(n) or part} {rate(n, over, question.lang)}"
        tree.bars.append(TreeRow(name, level, n, text, hover, outcome))
        tree.rows.append(TableRow(names[outcome], name, n, over, n / over if n is not None and over else None))

    for outcome in OUTCOMES:
        add(names[outcome], 0, now[outcome], outcome)
        figures = {item: cells[f"requests.{item}.total"] for item in GROUNDS.get(outcome, ())}
        if all(n is None for n in figures.values()):
            continue
        for item, n in figures.items():
            add(question.say(f"requests.ground.{item}"), 1, n, outcome)
        total = sum(n or 0 for n in figures.values())
        if total != now[outcome]:
            tree.differences.append(_difference(names[outcome], now[outcome], total, question))
    return tree


def _difference(name: str, n: float | None, total: float, question: Question) -> str:
    printed = number(n) or question.say("value.unasked")
    return question.say("requests.apart", name=name, n=printed, parts=number(total))
