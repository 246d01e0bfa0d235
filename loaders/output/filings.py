"""Filings → their words: states, old names and successors, and whether a roster or an inference says who ought to file."""

import polars as pl

from loaders.form.deadlines import FILING_STATES
from loaders.language.words import say
from loaders.query.filter_urls import kind_name


def state_word(state: str, inferred: bool, lang: str) -> str:
    """A filing state in words. inferred: whether no roster says who ought to file: then nobody is said to have failed."""
    return say(
        "coverage.state.missing.listed" if state == "missing" and not inferred else f"coverage.state.{state}", lang
    )


def worded(rows: pl.DataFrame, lang: str) -> pl.DataFrame:
    """Filings, as of `loaders.query.coverage.coverage`, in words: agency with its old names, kind, state with the
    successor of a body that is no more, and besides place, published_on, days_late (of what is late), basis (who says that
    the body ought to file).
    """
    inferred = bool(rows["inferred"].any())
    kinds = {kind: kind_name(kind, lang) for kind in rows["kind"].unique() if kind}
    states = {state: state_word(state, inferred, lang) for state in FILING_STATES}
    state = pl.col("state").cast(pl.String).replace_strict(states, return_dtype=pl.String)
    district = pl.when(pl.col("district") != pl.col("city")).then("district")
    return rows.with_columns(
        agency=pl.col("agency") + _words_around("former", "coverage.former", lang),
        kind=pl.col("kind").replace_strict(kinds, default=None, return_dtype=pl.String),
        state=pl.when(pl.col("successor").is_null())
        .then(state)
        .otherwise(state + _words_around("successor", "coverage.successor", lang)),
        place=pl.concat_str(pl.col("city").fill_null(""), district.fill_null("")),
        published_on="published",
        days_late=pl.when(pl.col("state") == "late").then((pl.col("published") - pl.col("due")).dt.total_days()),
        basis=pl.lit(say("coverage.basis.inferred" if inferred else "coverage.basis.listed", lang)),
    )


def _words_around(column: str, key: str, lang: str) -> pl.Expr:
    """The names in a column in the words of a key of the catalogue; no words where there is no name."""
    before, after = say(key, lang, name="\n").split("\n")
    return pl.when(pl.col(column).is_null()).then(pl.lit("")).otherwise(before + pl.col(column) + after)
