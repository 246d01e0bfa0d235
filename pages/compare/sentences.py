"""The data of the compare page → its answer, and the words of its table."""

from collections.abc import Mapping

import polars as pl

from loaders.form.metrics import MIN_CASES
from loaders.language.numbers import escape_markdown
from loaders.language.rounding import percent
from loaders.language.words import number, say
from loaders.query.comparability import Reason
from pages.compare.data import CompareData
from pages.compare.question import CompareQuestion
from pages.shared.charts.unit_figure import Row

_MAX_NAMES = 6


def answer(question: CompareQuestion, data: CompareData) -> str:
    """The figure of all shown units together, the units outside the limits, and those with too few cases."""
    numbers = data.of_last.filter(pl.col("value").is_not_null())
    words = {"year": question.last, "metric": question.metric_name, "units": numbers.height}
    n, over = float(numbers["value"].sum()), float(numbers["over"].sum())
    text = ""
    if question.metric.rate and over:
        text = question.say("compare.answer.rate", share=percent(n, over), n=number(n), over=number(over), **words)
        if data.limits:
            text += _outside(data.limits.outside, question.lang)
    elif not question.metric.rate and numbers.height:
        text = question.say("compare.answer.count", total=number(n), **words)
    few = data.of_last.filter(pl.col("reason") == Reason.FEW_CASES.value).height
    return text + (question.say("compare.answer.few", n=few, fewest=MIN_CASES) if few else "")


def _outside(rows: pl.DataFrame, lang: str) -> str:
    names = say("list.comma", lang).join(rows["name"].to_list()[:_MAX_NAMES])
    return say("compare.answer.outside", lang, n=rows.height, names=escape_markdown(names) or say("compare.none", lang))


def quartiles(question: CompareQuestion, data: CompareData) -> str:
    """The quartiles over all units; empty for too few units."""
    if not data.quartiles:
        return ""
    texts = [percent(q, 1) if question.metric.rate else number(round(q, 1)) for q in data.quartiles]
    return question.say("compare.quartiles", q1=texts[0], median=texts[1], q3=texts[2])


def place(row: Row, places: Mapping[str, str], lang: str) -> str:
    """Where a unit lies in the funnel; not applicable for a rate over nothing, empty for a unit without a figure."""
    if row["value"] is not None and row["over"] == 0:
        return say("value.na", lang)
    return say(f"compare.place.{places[row['unit']]}", lang) if row["unit"] in places else ""
