"""The data of the compare page → its answer: who rose and fell, who is not compared and why, what they add up to."""

from collections.abc import Mapping, Sequence

import polars as pl

from loaders.language.numbers import escape_markdown
from loaders.language.rounding import percent
from loaders.language.words import number, say
from loaders.query.comparability import MIN_UNITS, Reason
from pages.compare.data import CompareData
from pages.compare.question import CompareQuestion
from pages.compare.unit_words import gap_text, pair_text, why_apart
from pages.shared.charts.unit_figure import Row, format_reason, format_short

_MAX_NAMES = 6
_MAX_PAIRS = 3
"""The units that may be compared up to which each is named with its figures."""


def answer(question: CompareQuestion, data: CompareData) -> str:
    """The changes between the two years, the units that are not compared, the total, and those beyond the limits."""
    parts = [_moves(question, data), _apart(question, data), _total(question, data)]
    if data.limits:
        parts += _outside(question, data.limits.rows)
    whose = question.say("compare.answer.group", name=escape_markdown(question.group)) if question.group else ""
    return whose + "".join(parts).strip()


def _moves(question: CompareQuestion, data: CompareData) -> str:
    if question.first == question.last:
        return ""
    changes, say = data.unit_changes, question.say
    words = {
        "first": question.first,
        "last": question.last,
        "metric": question.metric_name,
        "unit": question.units_name,
    }
    rows = changes.rows.to_dicts()
    if not rows:
        return say("compare.answer.no_pair", **words)
    who = [f"{escape_markdown(r['name'])} {pair_text(r, question.metric.rate, question.lang)}" for r in rows]
    if len(rows) <= _MAX_PAIRS:
        return say("compare.answer.pairs", who=say("list.semicolon").join(who), **words)
    counts = (("rose", changes.up), ("fell", changes.down), ("same", changes.same))
    moves = say("list.comma").join(say(f"compare.answer.{key}", n=n) for key, n in counts if n)
    text = say("compare.answer.moves", k=len(rows), moves=moves, **words)
    if changes.up:
        text += say("compare.answer.up", who=who[0])
    if changes.down:
        text += say("compare.answer.down", who=who[-1])
    return text + say("compare.answer.end")


def _apart(question: CompareQuestion, data: CompareData) -> str:
    """The units that are not compared, those of one reason together; of a single year those without a figure to compare."""
    lang = question.lang
    if question.first == question.last:
        rows = data.of_last.filter(pl.col("reason").is_not_null()).to_dicts()
        reasons = [format_reason(r["reason"], r["filed"], lang) for r in rows]
    else:
        rows = data.unit_changes.apart.to_dicts()
        reasons = [why_apart(r, question) for r in rows]
    if not rows:
        return ""
    names: dict[str, list[str]] = {}
    for row, reason in zip(rows, reasons, strict=True):
        names.setdefault(reason, []).append(row["name"])
    groups = [_some(n, lang) + question.say("value.within", text=reason) for reason, n in names.items()]
    who = question.say("list.semicolon").join(groups)
    return question.say("compare.answer.apart", n=len(rows), unit=question.units_name, who=who)


def _total(question: CompareQuestion, data: CompareData) -> str:
    """The sum over the units with a figure, marked where it holds partial sums; each figure alone where they are not alike, or few."""
    say, lang = question.say, question.lang
    rows = data.of_last.filter(pl.col("value").is_not_null())
    words = {"year": question.last, "metric": question.metric_name, "unit": question.units_name, "units": rows.height}
    if not rows.height:
        return _each(question, data)
    if not question.alike or rows.height == 1:
        return _each(question, data)
    n, over = float(rows["value"].sum()), float(rows["over"].sum())
    partial = rows.filter(pl.col("reason") == Reason.PARTIAL.value)
    if partial.height:
        listed = [
            f"{escape_markdown(r['name'])} {gap_text(r, lang)}" for r in partial.head(_MAX_NAMES).iter_rows(named=True)
        ]
        note = say("compare.answer.partial", n=partial.height, who=say("list.comma").join(listed))
    else:
        note = ""
    if question.metric.rate:
        if not over:
            return ""
        share = percent(n, over)
        return say("compare.answer.rate", share=share, n=number(n), over=number(over), partial=note, **words)
    return say("compare.answer.count", total=number(n), partial=note, **words)


def _each(question: CompareQuestion, data: CompareData) -> str:
    """The figures of a few units that are not added up, each year for itself; not of those whose change says them."""
    said = data.unit_changes.rows["unit"].to_list() if data.unit_changes.rows.height <= _MAX_PAIRS else []
    rows = data.rows.filter(pl.col("value").is_not_null(), ~pl.col("unit").is_in(said))
    texts = []
    for year in dict.fromkeys((question.first, question.last)):
        of_year = rows.filter(pl.col("year") == year)
        figures = [_figure(r, question) for r in of_year.iter_rows(named=True)]
        if 0 < len(figures) <= _MAX_NAMES:
            who = question.say("list.semicolon").join(figures)
            texts.append(question.say("compare.answer.each", year=year, metric=question.metric_name, who=who))
    return "".join(texts)


def _figure(row: Row, question: CompareQuestion) -> str:
    rate, lang = question.metric.rate, question.lang
    text = f"{escape_markdown(row['name'])} **{format_short(row, rate, lang)}**"
    if rate and row["over"]:
        text += say("value.base", lang, n=number(row["value"]), over=number(row["over"]))
    return text + (say("value.within", lang, text=gap_text(row, lang)) if row["reason"] == Reason.PARTIAL else "")


def _outside(question: CompareQuestion, rows: pl.DataFrame) -> list[str]:
    """Those beyond the outer limits, which call for an explanation, and those beyond the inner ones, which call for a look."""
    texts = []
    for key, places in (("alarm", ("very_high", "very_low")), ("look", ("high", "low"))):
        names = rows.filter(pl.col("place").is_in(places))["name"].to_list()
        if names:
            texts.append(question.say(f"compare.answer.{key}", n=len(names), names=_some(names, question.lang)))
    return texts


def _some(names: Sequence[str], lang: str) -> str:
    """The first of some names, and how many they are where there are more."""
    text = say("list.comma", lang).join(escape_markdown(n) for n in names[:_MAX_NAMES])
    return text if len(names) <= _MAX_NAMES else say("compare.answer.more", lang, names=text, n=len(names))


def remark(question: CompareQuestion, data: CompareData) -> str:
    """The quartiles over all units, or why the page ranks and shades none."""
    if not question.alike:
        return question.say("compare.unlike")
    if data.quartiles:
        texts = [percent(q, 1) if question.metric.rate else number(round(q, 1)) for q in data.quartiles]
        return question.say("compare.quartiles", q1=texts[0], median=texts[1], q3=texts[2])
    if data.comparable < MIN_UNITS:
        return question.say("compare.too_few", n=MIN_UNITS, unit=question.units_name, year=question.last)
    return ""


def place(row: Row, places: Mapping[str, str], lang: str) -> str:
    """Where a unit lies in the funnel; not applicable for a rate over nothing, empty for a unit without a figure."""
    if row["value"] is not None and row["over"] == 0:
        return say("value.na", lang)
    return say(f"compare.place.{places[row['unit']]}", lang) if row["unit"] in places else ""
