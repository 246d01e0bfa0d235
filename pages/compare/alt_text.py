"""Rows of `compared` → what the charts of the compare page show, in sentences for those who do not see them."""

import polars as pl

from loaders.language.rounding import percent
from loaders.language.words import number, say
from loaders.query.compare import two_years
from pages.shared.charts.unit_figure import format_short

_NAMES = 3
"""Units named at each end."""


def ends(rows: pl.DataFrame, year: int, rate: bool, lang: str) -> str:
    """The highest and the lowest units of a year, and how many have no figure or too few cases."""
    column = "rate" if rate else "value"
    of_year = rows.filter(pl.col("year") == year)
    ranked = of_year.filter(pl.col(column).is_not_null(), pl.col("reason").is_null()).sort(
        column, "name", descending=[True, False]
    )
    if not ranked.height:
        return say("compare.said.nothing", lang, year=year)
    comma = say("list.comma", lang)
    names = [f"{r['name']} {format_short(r, rate, lang)}" for r in ranked.iter_rows(named=True)]
    if len(names) <= 2 * _NAMES:
        text = say("compare.said.all", lang, year=year, names=comma.join(names))
    else:
        most, least = comma.join(names[:_NAMES]), comma.join(names[-_NAMES:])
        text = say("compare.said.ends", lang, year=year, most=most, least=least)
    lacking = of_year.height - ranked.height
    return text + (say("compare.said.lacking", lang, n=lacking) if lacking else "")


def outside(rows: pl.DataFrame, lang: str) -> str:
    """The units beyond the control limits."""
    names = say("list.comma", lang).join(rows["name"].to_list()) or say("compare.none", lang)
    return say("compare.answer.outside", lang, n=rows.height, names=names).replace("**", "").strip()


def moves(rows: pl.DataFrame, first: int, last: int, rate: bool, lang: str) -> str:
    """How many units rose and fell between two years, and the one that changed most.

    Units with a figure in both years that `loaders.query.comparability` sets apart are only counted.
    """
    column = "rate" if rate else "value"
    both = two_years(rows, first, last).filter(pl.col(column).is_not_null(), pl.col(f"{column}_before").is_not_null())
    comparable = both.filter(pl.col("apart").is_null()).with_columns(change=pl.col("points" if rate else "difference"))
    apart = both.height - comparable.height
    if first == last or not comparable.height:
        return ends(rows, last, rate, lang)
    most = comparable.sort(pl.col("change").abs(), "name", descending=[True, False]).row(0, named=True)
    figures = [percent(v, 1) if rate else number(v) for v in (most[f"{column}_before"], most[column])]
    changes = comparable["change"].to_list()
    return say(
        "compare.said.moves",
        lang,
        first=first,
        last=last,
        up=sum(c > 0 for c in changes),
        down=sum(c < 0 for c in changes),
        same=changes.count(0),
        name=most["name"],
        before=figures[0],
        now=figures[1],
        apart=say("compare.said.apart", lang, n=apart) if apart else "",
    )
