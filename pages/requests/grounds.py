"""A year's outcomes and their grounds → the bars of a tree, the rows of its table, and where the two differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from loaders.form.metrics import MIN_CASES
from loaders.language.numbers import rate, share
from loaders.language.words import number
from loaders.query.same_reports import Part
from pages.requests.data import GROUNDS, OUTCOMES, Sums
from pages.shared.charts.tree_bars import TreeRow
from pages.shared.frame.question import Question


class TableRow(NamedTuple):
    """n: the requests of an outcome or ground; part, over, share: those of the `reports` that give it and the total, all
    requests processed in them, and the share, from 0 to 1; known: how many reports give the requests.
    """

    outcome: str
    name: str
    n: float | None
    part: float | None
    over: float | None
    share: float | None
    reports: int
    known: int


@dataclass(frozen=True)
class Grounds:
    """differences: a sentence for each outcome whose grounds add up to another number than its own."""

    bars: list[TreeRow]
    rows: list[TableRow]
    differences: list[str]

    @property
    def table(self) -> pl.DataFrame:
        counts = dict.fromkeys(("n", "part", "over"), pl.Int64)
        types = (
            {"outcome": pl.String, "name": pl.String}
            | counts
            | {"share": pl.Float64, "reports": pl.Int64, "known": pl.Int64}
        )
        return pl.DataFrame(self.rows, schema=types, orient="row")


def grounds_of(
    now: Sums, cells: Sums, parts: Mapping[str, Part], names: Mapping[str, str], question: Question
) -> Grounds:
    """Each outcome with its grounds below it; now: the year's metrics; cells: its rows of the form; parts: each of both as
    a part of all processed, over the same reports.
    """
    tree = Grounds([], [], [])

    def add(name: str, level: int, sums: Sums, id_: str, outcome: str) -> None:
        part, n, known = parts[id_], sums[id_], int(sums[f"{id_}.reports"] or 0)
        text, base = share(part.n, part.over, question.lang)
        few = part.over is not None and 0 < part.over < MIN_CASES
        if few and base:
            written = f"{number(n)}{base}"
            hover = f"{name}: {written}"
        else:
            # Over fewer reports than the number itself, a share says what it is of.
            text = text if part.n == n else text + base
            written = f"{number(n)} · {text}" if base else number(n) or text
            hover = f"{name}: {number(n) or text} {rate(part.n, part.over, question.lang)}"
        tree.bars.append(TreeRow(name, level, n, written, hover, outcome, few=few))
        of = part.n / part.over if part.n is not None and part.over else None
        tree.rows.append(TableRow(names[outcome], name, n, part.n, part.over, of, part.reports, known))

    for outcome in OUTCOMES:
        add(names[outcome], 0, now, outcome, outcome)
        figures = {item: cells[f"requests.{item}.total"] for item in GROUNDS.get(outcome, ())}
        if all(n is None for n in figures.values()):
            continue
        for item in figures:
            add(question.say(f"requests.ground.{item}"), 1, cells, f"requests.{item}.total", outcome)
        total = sum(n or 0 for n in figures.values())
        if total != now[outcome]:
            tree.differences.append(_difference(names[outcome], now[outcome], total, question))
    return tree


def _difference(name: str, n: float | None, total: float, question: Question) -> str:
    printed = number(n) or question.say("value.unasked")
    return question.say("requests.apart", name=name, n=printed, parts=number(total))
