"""The rows that the overview's charts and lists show → the sentences that say what is to be seen there."""

from collections.abc import Mapping, Sequence

import polars as pl

from loaders.language.numbers import change_text, escape_markdown, share
from loaders.language.words import number, say
from pages.shared.charts.unit_figure import format_short


def of_map(rows: pl.DataFrame, rate: bool, metric: str, year: int, lang: str) -> str:
    """Where a figure is highest and lowest, and how many places have none."""
    column = "rate" if rate else "value"
    known = rows.filter(pl.col(column).is_not_null(), ~pl.col("few")).sort(column, "name", descending=[True, False])
    if not known.height:
        return say("overview.map.none", lang, year=year, metric=metric)
    high, low = known.row(0, named=True), known.row(-1, named=True)
    lacking = rows.height - known.height
    return say(
        "overview.map.alt", lang, year=year, metric=metric, n=known.height, high=high["name"], low=low["name"],
        high_value=format_short(high, rate, lang), low_value=format_short(low, rate, lang),
        without=say("overview.map.without", lang, n=lacking) if lacking else "",
    )  # fmt: skip


def of_move(row: Mapping[str, object], rate: bool, lang: str) -> str:
    """A unit's figure in two years and the difference."""
    if rate:
        sign = "+" if row["points"] > 0 else "−"
        moved = say("value.points", lang, points=f"{sign}{abs(row['points']):.1f}")
        before, now = (f"{row[c]:.1%}" for c in ("rate_before", "rate"))
        base = share(row["value"], row["over"], lang)[1]
        return say(
            "overview.moved.line", lang, name=escape_markdown(row["name"]), before=before, now=now + base, change=moved
        )
    before, now = (number(row[c], lang) for c in ("value_before", "value"))
    moved = change_text(row["value"], row["value_before"], lang)
    return say("overview.moved.line", lang, name=escape_markdown(row["name"]), before=before, now=now, change=moved)


def of_trend(rows: pl.DataFrame, id_: str, lang: str) -> str:
    """Where a figure began and ended, and its highest year."""
    known = rows.filter(pl.col(id_).is_not_null()).sort("year").select("year", id_).rows()
    if not known:
        return say("overview.trend.none", lang)
    (first, start), (last, end) = known[0], known[-1]
    if len(known) == 1:
        return say("overview.trend.one", lang, first=first, to=number(start, lang))
    peak, most = max(known, key=lambda r: (r[1], -r[0]))
    words = {"from_": number(start, lang), "to": number(end, lang), "most": number(most, lang)}
    return say("overview.trend.alt", lang, first=first, last=last, peak=peak, **words)


def of_outcomes(recent: pl.DataFrame, outcomes: Sequence[str], lang: str) -> str:
    """The shares of the outcomes in the latest of some years."""
    row = recent.row(0, named=True)
    total = sum(row[o] or 0 for o in outcomes)
    if not total:
        blank = all(row[o] is None for o in outcomes)
        return say(f"overview.outcomes.{'none' if blank else 'zero'}", lang, year=row["year"])
    parts = [
        say(
            "overview.outcomes.part", lang, name=say(f"metric.{o}", lang), n=number(row[o], lang), total=number(total, lang),
            share=f"{row[o] / total:.1%}",
        )
        for o in outcomes
        if row[o] is not None
    ]  # fmt: skip
    return say("overview.outcomes.alt", lang, year=row["year"], parts=say("list.comma", lang).join(parts))
