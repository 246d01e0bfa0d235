"""The data of a body → its answer, its description, and its figures in words."""

from collections.abc import Sequence

import polars as pl

from loaders.form.metrics import METRIC
from loaders.language.numbers import rate
from loaders.language.rounding import percent
from loaders.language.words import number, say
from loaders.output.changes import clause, short, why_none
from loaders.query.filter_urls import kind_name
from loaders.query.like_for_like import change_of_one
from pages.bodies.data import BodyData, Row
from pages.bodies.question import BodyQuestion


def answer(data: BodyData, lang: str) -> str:
    """The latest year's requests with their change, the rate of disclosure, and the number of errors in all years."""
    now, before = data.now, data.before
    text = say(
        "body.answer",
        lang,
        year=data.year,
        received=_cases(now, "received_new", lang),
        change=clause(change_of_one(now, before, "received_new"), lang),
        rate=figure_words(now, "disclosure_rate", lang),
        issues=data.issues.filter(pl.col("severity").cast(pl.String) == "error").height,
    )
    years = say("list.comma", lang).join(map(str, data.not_due))
    return text + (say("body.not_due", lang, years=years) if years else "")


def description(question: BodyQuestion, data: BodyData) -> str:
    """The body's place, level, kind, scope, and former names."""
    say, now = question.say, data.now
    parts = (
        "".join(dict.fromkeys(p for p in (now["province"], now["city"], now["district"]) if p)),
        say(f"level.{now['level']}") if now["level"] else "",
        kind_name(now["kind"], question.lang) if now["kind"] else "",
        say(f"scope.{question.scope}"),
    )
    former = [n for n in data.history["agency"].unique(maintain_order=True) if n != question.name]
    text = " · ".join(p for p in parts if p)
    return text + (say("body.former", names=say("list.comma").join(former)) if former else "")


def alt_text(data: BodyData, metrics: Sequence[str], lang: str) -> str:
    """The figures of some metrics in every year."""
    texts = []
    for metric in metrics:
        years = [f"{year} {figure_words(row, metric, lang)}" for year, row in sorted(data.by_year.items())]
        name = say(f"metric.{metric}", lang)
        texts.append(say("spoken.list", lang, name=name, list=say("list.comma", lang).join(years)))
    return say("list.semicolon", lang).join(texts)


def figure_words(row: Row | None, id_: str, lang: str, *, due: bool = True) -> str:
    """A metric in a row of the history: the rate with n and N, or the count; None is a year without a report, which is
    missing only where it is due.
    """
    if row is None:
        return say("value.none" if due else "reason.not_due", lang)
    if row[id_] is None:
        return say("value.unasked", lang)
    return rate(row[id_], row[f"{id_}.over"], lang) if METRIC[id_].rate else number(row[id_], lang)


def _cases(row: Row, id_: str, lang: str) -> str:
    """A count with its unit, marked; the word for a figure that is not there."""
    words = figure_words(row, id_, lang)
    return words if row[id_] is None else say("value.cases", lang, n=words)


def change_words(now: Row, before: Row, id_: str, lang: str) -> str:
    """The change of a metric between two rows of the history, or why there is none."""
    change = change_of_one(now, before, id_)
    return short(change, lang) or why_none(change, lang)


def peer_words(value: float, id_: str, lang: str) -> str:
    """A quartile of the peers: a rate in per cent, a count with one decimal at most."""
    return percent(value, 1) if METRIC[id_].rate else number(round(value, 1), lang)
