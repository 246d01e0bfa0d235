"""Rows of `compared` → what the charts of the compare page show, in sentences for those who do not see them."""

from collections.abc import Mapping

import polars as pl

from loaders.language.words import say
from loaders.query.comparability import comparable
from loaders.query.unit_changes import UnitChanges, without_figure
from pages.compare.question import CompareQuestion
from pages.compare.unit_words import pair_text, rank_text
from pages.shared.charts.unit_figure import format_short

_NAMES = 3
"""Units named at each end."""


def ends(
    rows: pl.DataFrame, year: int, rate: bool, lang: str, ranks: Mapping[str, tuple[int, int, int]] | None = None
) -> str:
    """The highest and the lowest units of a year, and how many have no figure that may be compared.

    ranks: as of `loaders.query.ranks.rank_of`, where the chart shows them.
    """
    column = "rate" if rate else "value"
    of_year = rows.filter(pl.col("year") == year)
    ordered = of_year.filter(comparable(column)).sort(column, "name", descending=[True, False])
    if not ordered.height:
        return say("compare.said.nothing", lang, year=year)
    comma = say("list.comma", lang)
    names = [
        f"{r['name']} {format_short(r, rate, lang)}"
        + (say("value.within", lang, text=rank_text(ranks[r["unit"]], lang)) if ranks and r["unit"] in ranks else "")
        for r in ordered.iter_rows(named=True)
    ]
    if len(names) <= 2 * _NAMES:
        text = say("compare.said.all", lang, year=year, names=comma.join(names))
    else:
        most, least = comma.join(names[:_NAMES]), comma.join(names[-_NAMES:])
        text = say("compare.said.ends", lang, year=year, most=most, least=least)
    lacking = without_figure(rows, year, column)
    return text + (say("compare.said.lacking", lang, n=lacking) if lacking else "")


def outside(rows: pl.DataFrame, lang: str) -> str:
    """The units beyond the outer and the inner limits; empty where none is."""
    texts = []
    for key, places in (("alarm", ("very_high", "very_low")), ("look", ("high", "low"))):
        names = rows.filter(pl.col("place").is_in(places))["name"].to_list()
        if names:
            texts.append(say(f"compare.said.{key}", lang, n=len(names), names=say("list.comma", lang).join(names)))
    return say("list.semicolon", lang).join(texts)


def moves(changes: UnitChanges, question: CompareQuestion) -> str:
    """How many units rose and fell between the two years, and those that did most."""
    lang, rate, rows = question.lang, question.metric.rate, changes.rows.to_dicts()
    words = {"first": question.first, "last": question.last}
    if not rows:
        return say("compare.said.no_pair", lang, **words)
    who = [f"{r['name']} {pair_text(r, rate, lang)}" for r in rows]
    named = who if len(who) <= 2 * _NAMES else [*who[:_NAMES], "…", *who[-_NAMES:]]
    return say(
        "compare.said.moves",
        lang,
        up=changes.up,
        down=changes.down,
        same=changes.same,
        names=say("list.semicolon", lang).join(named),
        apart=say("compare.said.apart", lang, n=changes.apart.height) if changes.apart.height else "",
        **words,
    )


def over_years(rows: pl.DataFrame, rate: bool, lang: str) -> str:
    """The ends of the first and the last year of a chart of all years."""
    years = rows["year"].unique().sort().to_list()
    ends_ = [ends(rows, y, rate, lang) for y in dict.fromkeys((years[0], years[-1]))]
    return say("list.semicolon", lang).join(ends_)
