"""Sums over the years → the key figures of the overview, each in words and as a line over the years."""

from dataclasses import dataclass

import polars as pl

from loaders.language.numbers import share
from loaders.language.rounding import percent
from loaders.language.words import number, say
from loaders.output.changes import short, why_none
from loaders.query.years import Years

KEY_FIGURES: dict[str, tuple[str, dict[str, str]]] = {
    "received_new": ("requests", {}),
    "total_processed": ("requests", {}),
    "disclosure_rate": ("compare", {"metric": "disclosure_rate"}),
    "review_total": ("reviews", {}),
    "correction_rate": ("reviews", {}),
    "carried_out": ("requests", {}),
}
"""The metrics, each with the page that says more of it and that page's own parameters."""


@dataclass(frozen=True)
class KeyFigure:
    """A metric in the latest year.

    value: in words; base: the numerator and denominator of a rate, or the unit of a count; note: the change on the year
    before, or why there is none; line: the years with their figures (a rate as a share of 1); breaks: the
    years to which no line leads; alt: the line in words.
    """

    name: str
    value: str
    base: str
    note: str
    line: list[tuple[int, float | None]]
    breaks: tuple[int, ...]
    alt: str


def key_figure(id_: str, years: Years, partial: str, lang: str) -> KeyFigure:
    """The figure of a metric; the sums must be those of a year with data.

    partial: what of the sums is missing, in words; empty for nothing.
    """
    name, over, now = say(f"metric.{id_}", lang), f"{id_}.over", years.now
    if over in years.every.columns:
        value, base = share(now[id_], now[over], lang)
        rows = years.every.select("year", pl.when(pl.col(over) > 0).then(pl.col(id_) / pl.col(over)))
        texts = [percent(v, 1) if v is not None else say("value.na", lang) for v in rows.to_series(1)]
    else:
        value, base = number(now[id_], lang) or say("value.unasked", lang), say("overview.unit", lang)
        rows = years.every.select("year", id_)
        texts = [number(v, lang) or say("value.unasked", lang) for v in rows.to_series(1)]
    change = short(years.changes[id_], lang)
    of_years = say("list.comma", lang).join(f"{y} {t}" for y, t in zip(rows["year"], texts, strict=True))
    return KeyFigure(
        name=name,
        value=value,
        base=base + partial,
        note=say("overview.on_year_before", lang, change=change) if change else why_none(years.changes[id_], lang),
        line=list(rows.iter_rows()),
        breaks=years.breaks.of(id_),
        alt=say("overview.spark", lang, name=name, years=of_years),
    )
