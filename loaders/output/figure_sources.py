"""The reports behind a figure → their words: how many there are, of how many, why others are set aside."""

from collections.abc import Mapping

import polars as pl

from loaders.form.metrics import METRIC
from loaders.language.numbers import escape_markdown, rate, ratio
from loaders.language.words import CATALOGUE, number, say
from loaders.query import options
from loaders.query.filter_urls import filter_words, kind_name, place_names
from loaders.query.pivot_labels import figure_name
from loaders.query.snapshot import Snapshot
from loaders.query.sources import ASIDE, COUNTED, NO_NUMBER, OTHER_DOCUMENTS, Counts, Figure


def sentence(snapshot: Snapshot, figure: Figure, counts: Counts, lang: str) -> str:
    """Whose figure it is, of which year, and on how many reports it rests."""
    return say(
        "sources.answer", lang, figure=figure_name(figure.id, lang), whose=escape_markdown(whose(snapshot, figure, lang)),
        value=value_text(figure.id, counts, lang), n=number(counts.of((COUNTED,))),
        all=number(counts.of((COUNTED, *NO_NUMBER))), aside=number(counts.of((*ASIDE, *OTHER_DOCUMENTS))),
    )  # fmt: skip


def value_text(id_: str, counts: Counts, lang: str) -> str:
    """The figure as pages show it."""
    metric = METRIC.get(id_)
    if metric and metric.rate:
        return (ratio if metric.ratio else rate)(counts.value, counts.over, lang)
    return say("value.unasked", lang) if counts.value is None else number(counts.value, lang)


def whose(snapshot: Snapshot, figure: Figure, lang: str) -> str:
    """The filter and the place in a table of a figure, in words."""
    parts = [filter_words(snapshot, figure.filters, lang), *at_words(snapshot, figure, lang)]
    return say("list.semicolon", lang).join(parts)


def at_words(snapshot: Snapshot, figure: Figure, lang: str) -> list[str]:
    """Where in a table a figure stands: a row or column, and its value."""
    return [
        say(
            "filter.said",
            lang,
            name=say(f"sources.at.{column}", lang),
            values=_value_name(snapshot, column, value, lang),
        )
        for column, value in figure.at
    ]


def _value_name(snapshot: Snapshot, column: str, value: str | int | None, lang: str) -> str:
    """What a value of a column of reports is called."""
    if value is None:
        return say("cli.unknown", lang)
    text = str(value)
    if column == "division":
        return place_names(snapshot).get(text, text)
    if column == "body_id":
        return options.names(snapshot, (text,)).get(text, text)
    if column == "kind":
        return kind_name(text, lang)
    key = f"{column}.{text}"
    return say(key, lang) if key in CATALOGUE else text


def role_counts(roles: Mapping[str, int], lang: str) -> str:
    """How many reports play each role, the reasons in words."""
    texts = [say("sources.of_role", lang, role=say(f"sources.role.{r}", lang), n=number(n)) for r, n in roles.items()]
    return say("list.semicolon", lang).join(texts)


def worded(rows: pl.DataFrame, lang: str) -> pl.DataFrame:
    """The rows of `loaders.query.sources.SCHEMA` with kind, scope and role in words."""
    kinds = {k: kind_name(k, lang) for k in rows["kind"].unique().drop_nulls()}
    scopes = {s: say(f"scope.{s}", lang) for s in rows["scope"].unique()}
    roles = {r: say(f"sources.role.{r}", lang) for r in rows["role"].cast(pl.String).unique()}
    return rows.with_columns(
        pl.col("kind").replace_strict(kinds, default=None, return_dtype=pl.String),
        pl.col("scope").replace_strict(scopes, default=None, return_dtype=pl.String),
        pl.col("role").cast(pl.String).replace_strict(roles, default=None, return_dtype=pl.String),
    )
