"""The figures of a body beside the year before and its peers → a table of numbers, for files."""

import polars as pl

from loaders.form.form_2014 import SECTIONS_2014
from loaders.form.metrics import METRIC, METRICS
from loaders.language.words import say
from loaders.query.like_for_like import change_of_one
from pages.bodies.data import BodyData, Row

SHARES = ("rate_before", "rate", "rate_q1", "rate_median", "rate_q3")
"""The columns of parts of 1."""
_NUMBERS = (
    "value_before", "over_before", "rate_before", "value", "over", "rate", "difference", "points",
    "q1", "median", "q3", "rate_q1", "rate_median", "rate_q3",
)  # fmt: skip


def in_numbers(data: BodyData, lang: str) -> pl.DataFrame:
    """One row a metric: figure (its name), n and N or the count of both years, the rates, the change where the years are
    compared, the quartiles of the peers (of counts and of rates apart), peers (how many these are).
    """
    rows = []
    for metric in (m.id for m in METRICS if m.section not in SECTIONS_2014 or data.now.get(m.id) is not None):
        numbers = _figures(data.before, metric, "_before") | _figures(data.now, metric)
        numbers |= _change(data, metric) | _peers(data.peers_now.get(metric), metric)
        rows.append({"figure": say(f"metric.{metric}", lang), **numbers})
    schema = {"figure": pl.String, **dict.fromkeys(_NUMBERS, pl.Float64), "peers": pl.Int64}
    return pl.DataFrame(rows, schema=schema)


def file_headings(data: BodyData, lang: str) -> dict[str, str]:
    """The headings of `in_numbers`."""
    of_year = {
        f"{c}{suffix}": say(f"body.file.{c}", lang, year=year)
        for suffix, year in (("_before", data.year - 1), ("", data.year))
        for c in ("value", "over", "rate")
    }
    changes = {c: say(f"column.{c}", lang) for c in ("difference", "points")}
    own = {"figure": say("compare.metric", lang)} | of_year | changes
    if not data.peers_now:
        return own
    who = say(f"body.file.{data.among}", lang)
    quartiles = {
        f"{prefix}{q}": say(f"body.file.{prefix}{q}", lang, who=who)
        for prefix in ("", "rate_")
        for q in ("q1", "median", "q3")
    }
    return own | quartiles | {"peers": say("body.file.peers", lang, who=who)}


def _figures(row: Row | None, metric: str, suffix: str = "") -> dict[str, float | None]:
    n = row[metric] if row else None
    over = row[f"{metric}.over"] if row and METRIC[metric].rate else None
    return {f"value{suffix}": n, f"over{suffix}": over, f"rate{suffix}": n / over if n is not None and over else None}


def _change(data: BodyData, metric: str) -> dict[str, float | None]:
    change = change_of_one(data.now, data.before, metric)
    return {"difference": change.difference, "points": change.points}


def _peers(quartiles: Row | None, metric: str) -> dict[str, float | None]:
    if quartiles is None:
        return {}
    prefix = "rate_" if METRIC[metric].rate else ""
    return {f"{prefix}{q}": quartiles[q] for q in ("q1", "median", "q3")} | {"peers": quartiles["peers"]}
