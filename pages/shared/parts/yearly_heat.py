"""Rates of divisions by year → a grid of divisions and years, shaded by rate, with the rows behind it."""

from collections.abc import Mapping

import polars as pl

from loaders.form.metrics import MIN_CASES
from loaders.language.numbers import share
from loaders.language.words import number
from loaders.language.words import say as said
from pages.shared.charts.heat import Cell, heat
from pages.shared.frame.question import Question
from pages.shared.parts.breakdown import division_names
from pages.shared.parts.chart import chart

MOST = 20
_TOLD = 4
"""The divisions that are drawn, and those that the sentence names."""


def yearly_heat(
    question: Question,
    rows: pl.DataFrame,
    title: str,
    unit: str,
    key: str,
    words: Mapping[str, str],
    blank: str,
    full: float = 1.0,
) -> None:
    """Draws the grid; nothing where there are no rows.

    rows: division, year, n, over, one a division and year; words: the headings of n and over; blank: the word for a
    division and year without a row; full: the rate with the strongest shade. Divisions stand in the order of their codes; of many, those with the largest `over` are drawn.
    """
    if not rows.height:
        return
    say, lang, names = question.say, question.lang, division_names()
    years = rows["year"].unique().sort().to_list()
    largest = rows.group_by("division").agg(pl.col("over").sum()).sort("over", "division", descending=[True, False])
    drawn = sorted(largest["division"].head(MOST))
    of = {(d, y): Cell(n, over) for d, y, n, over in rows.select("division", "year", "n", "over").iter_rows()}
    cells = [[of.get((d, y), Cell(None, None)) for y in years] for d in drawn]
    if largest.height > MOST:
        unit += say("busiest.most", n=MOST, all=number(largest.height)) + say("list.stop")
    told = [
        say("spoken.list", name=names.get(d, d), list=say("list.comma").join(_text(y, of[d, y], lang) for y in years if (d, y) in of))
        for d in drawn[:_TOLD]
    ]  # fmt: skip
    named = rows.with_columns(
        name=pl.col("division").replace_strict(names, default=pl.col("division"), return_dtype=pl.String),
        rate=pl.when(pl.col("over") >= MIN_CASES).then(pl.col("n") / pl.col("over")),
    )
    enough = (len(drawn) > 1 or len(years) > 1) and any(c.over and not c.few for line in cells for c in line)
    chart(
        heat(
            cells, [names.get(d, d) for d in drawn], [str(y) for y in years], [""] * len(drawn), "", question.palette,
            lang, full, blank,
        ),
        title,
        unit + (say("chart.heat.unit") if enough else ""),
        key,
        say("spoken.list", name=title, list=say("list.semicolon").join(told)),
        data=named,
        enough=enough,
        headings={
            "name": say("busiest.by.division"), "year": say("column.year"), **words, "rate": say("column.share"),
        },
        shares=("rate",),
        gap="",
        wide=len(years) > 3,
    )  # fmt: skip


def _text(year: int, cell: Cell, lang: str) -> str:
    text = f"{number(cell.n)}/{number(cell.over)}" if cell.few else "".join(share(cell.n, cell.over, lang))
    return said("spoken.of_year", lang, year=year, text=text)
