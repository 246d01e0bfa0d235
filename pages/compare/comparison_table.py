"""The data of the compare page → its table: a row a unit, the last year beside the first, the largest rise first."""

import polars as pl
import streamlit as st

from loaders.form.metrics import MIN_CASES
from loaders.query.population import with_residents
from pages.compare.data import CompareData
from pages.compare.question import CompareQuestion
from pages.compare.sentences import place
from pages.compare.unit_words import basis_of, change_of, rank_text, why_apart
from pages.shared.parts.table import table

_OF_RATE = ("rate_before", "rate", "change", "value", "over", "low", "high", "rank", "limits")
_OF_COUNT = ("value_before", "value", "per_10k", "change", "rank")
_CHANGES = ("rate_before", "value_before", "change")
"""The columns that need two years."""
SHARES = ("rate_before", "rate", "low", "high", "percent")


def comparison_table(question: CompareQuestion, data: CompareData) -> None:
    """Draws the table with its heading and the note on the method."""
    say, rate = question.say, question.metric.rate
    name = "_".join(filter(None, (say("menu.compare"), question.metric_name, question.group)))
    st.header(say("compare.table"), anchor=False)
    table(
        question.session,
        both_years(question, data),
        _headings(question, data),
        name,
        question.filters,
        shares=SHARES,
        gap="—",
        files=_in_files(question, data),
        note=data.two_totals,
    )
    with_intervals = rate and not question.metric.ratio
    st.caption(say("compare.method", fewest=MIN_CASES) if with_intervals else say("compare.method.count"))
    if _related(data):
        st.caption(say("compare.residents", year=question.last))


def both_years(question: CompareQuestion, data: CompareData) -> pl.DataFrame:
    """A row a unit with both years, the change, the basis of each and the reason where they are not compared; the largest
    rise first.
    """
    lang, rate = question.lang, question.metric.rate
    by = data.unit_changes.by if question.first != question.last else "rate" if rate else "value"
    sorted_rows = data.changes.sort(by, descending=True, nulls_last=True, maintain_order=True)
    rows = sorted_rows.to_dicts()
    texts: dict[str, list[str | None]] = {
        "change": [change_of(r, rate, lang) or None for r in rows],
        "rank": [rank_text(data.ranks_of_last.get(r["unit"]), lang) for r in rows],
        "basis": [basis_of(r, "", lang) for r in rows],
        "basis_before": [basis_of(r, "_before", lang) for r in rows],
        "why": [why_apart(r, question) for r in rows],
        "limits": [place(r, data.places, lang) for r in rows],
    }
    worded = sorted_rows.with_columns(pl.Series(c, t, dtype=pl.String) for c, t in texts.items())
    return with_residents(worded, data.residents)


def _related(data: CompareData) -> bool:
    """Whether the residents of a shown unit are known."""
    return any(unit in data.residents for unit in data.changes["unit"])


def all_headings(question: CompareQuestion, data: CompareData) -> dict[str, str]:
    """The columns of a file of both years, with their headings."""
    return _headings(question, data) | _in_files(question, data)


def _headings(question: CompareQuestion, data: CompareData) -> dict[str, str]:
    """The columns and their headings; a column of the compared figure is named by its year."""
    rate, first, last = question.metric.rate, str(question.first), str(question.last)
    named = {"rate_before": first, "rate": last} if rate else {"value_before": first, "value": last}
    named["per_10k"] = question.say("compare.per_10k", year=last)
    empty = {
        *(_CHANGES if first == last else ()),
        *(() if data.ranks_of_last else ("rank",)),
        *(() if data.places else ("limits",)),
        *(() if _related(data) else ("per_10k",)),
        *(("low", "high") if question.metric.ratio else ()),
    }
    columns = [c for c in (_OF_RATE if rate else _OF_COUNT) if c not in empty]
    return {
        "name": question.say(f"compare.unit.{question.unit}"),
        **{c: named.get(c) or question.say(f"column.{c}") for c in columns},
        "basis": question.say("column.rests_on"),
        "why": question.say("column.why"),
    }


def _in_files(question: CompareQuestion, data: CompareData) -> dict[str, str]:
    """The residents, the changes as numbers, and what the first year rests on."""
    people = {"residents": question.say("compare.residents.column", year=question.last)} if _related(data) else {}
    if question.first == question.last:
        return people
    columns = ("points",) if question.metric.rate else ("difference", "percent")
    before = question.say("basis.of_year", year=question.first, basis=question.say("column.rests_on"))
    return people | {c: question.say(f"column.{c}") for c in columns} | {"basis_before": before}
