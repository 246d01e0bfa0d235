"""Rows of `compared` → the sentences that say what the charts of the compare page show."""

import polars as pl

from loaders.language.words import number, say
from pages.shared.charts.unit_figure import format_short

_NAMED = 3
"""Units named at each end."""


def ends(rows: pl.DataFrame, year: int, rate: bool, lang: str) -> str:
    """Who has most and who least in a year, and how many have no figure; those with too few cases aside."""
    column = "rate" if rate else "value"
    of_year = rows.filter(pl.col("year") == year)
    known = of_year.filter(pl.col(column).is_not_null(), ~pl.col("few")).sort(column, "name", descending=[True, False])
    if not known.height:
        return say("compare.said.nothing", lang, year=year)
    comma = say("list.comma", lang)
    named = [f"{r['name']} {format_short(r, rate, lang)}" for r in known.iter_rows(named=True)]
    if len(named) <= 2 * _NAMED:
        text = say("compare.said.all", lang, year=year, names=comma.join(named))
    else:
        text = say(
            "compare.said.ends", lang, year=year, most=comma.join(named[:_NAMED]), least=comma.join(named[-_NAMED:])
        )
    lacking = of_year.height - known.height
    return text + (say("compare.said.lacking", lang, n=lacking) if lacking else "")


def moves(rows: pl.DataFrame, first: int, last: int, rate: bool, lang: str) -> str:
    """How many rose and fell between two years, and who moved most; those apart whose figures cannot be compared: over too
    few cases, or of an area report in one year and a sum of bodies in the other.
    """
    column = "rate" if rate else "value"
    a, b = (
        rows.filter(pl.col("year") == y, pl.col(column).is_not_null()).select("unit", "name", column, "few", "area")
        for y in (first, last)
    )
    both = b.join(a, on="unit", suffix="_before").with_columns(moved=pl.col(column) - pl.col(f"{column}_before"))
    alike = pl.col("area") == pl.col("area_before")
    firm = both.filter(~pl.col("few"), ~pl.col("few_before"), alike)
    apart, both = both.height - firm.height, firm
    if first == last or not both.height:
        return ends(rows, last, rate, lang)
    most = both.sort(pl.col("moved").abs(), "name", descending=[True, False]).row(0, named=True)
    figures = [f"{v:.1%}" if rate else number(v) for v in (most[f"{column}_before"], most[column])]
    counts = [both.filter(test).height for test in (pl.col("moved") > 0, pl.col("moved") < 0, pl.col("moved") == 0)]
    return say(
        "compare.said.moves", lang, first=first, last=last, up=counts[0], down=counts[1], same=counts[2],
        name=most["name"], before=figures[0], now=figures[1],
        apart=say("compare.said.apart", lang, n=apart) if apart else "",
    )  # fmt: skip
