"""The issues of the reports that the filters let through → how many by rule, and each with a link to its cell."""

import polars as pl
import streamlit as st

from loaders.language.words import number
from loaders.query import issues
from loaders.query.yearly_rates import errors
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.page_params import choose
from pages.shared.frame.question import Question
from pages.shared.parts.data_table import data_table
from pages.shared.parts.downloads import download_buttons
from pages.shared.parts.issue_list import issue_list
from pages.shared.parts.yearly_heat import yearly_heat

_SEVERITIES = ("all", "error", "warning", "info")
_COLUMNS = {"agency": "body", "year": "year", "severity": "severity", "brief": "brief", "message": "issue"}
"""The columns of the file and the words that head them."""
_STRONG = 0.4
"""The share of reports with an error that has the strongest shade."""


def draw_issues(question: Question, rules: pl.DataFrame) -> None:
    """The rules that are broken and the issues of the chosen severity; the files hold all of them.

    rules: as of `loaders.query.issues.by_rule`.
    """
    say, snapshot, filters = question.say, question.session.snapshot, question.filters
    st.header(say("overview.wrong"), anchor="issues")
    if not rules.height:
        st.success(say("overview.nothing_wrong"), icon=":material/check_circle:")
        return
    offered = [s for s in _SEVERITIES if s == "all" or s in rules["severity"].cast(pl.String)]
    chosen = choose(
        st, "severity", say("column.severity"), offered, "all", lambda s: say(f"severity.{s}"), bare=True, row=True
    )
    severity = None if chosen == "all" else chosen
    rules = rules if severity is None else rules.filter(pl.col("severity") == severity)
    draw_rules(question, rules)
    first = cached(issues.examples, filters, question.lang, severity=severity)
    count = int(rules["issues"].sum())
    if count > first.height:
        st.caption(say("table.first", n=number(first.height), all=number(count)))
    issue_list(first)
    headings = {column: say(f"column.{word}") for column, word in _COLUMNS.items()}

    def fetch() -> pl.DataFrame:
        return issues.examples(snapshot, filters, question.lang, None, severity)

    download_buttons(question.session, say("overview.wrong"), filters, count, fetch, headings)
    if severity in (None, "error"):
        draw_error_rate(question)


def draw_error_rate(question: Question) -> None:
    """The share of reports with an error, by district and year."""
    say = question.say
    yearly_heat(
        question, cached(errors, question.filters), say("overview.error_rate"), say("overview.error_rate.unit"),
        "overview_error_rate", {"n": say("overview.error_rate.n"), "over": say("column.reports")}, say("value.none"),
        _STRONG,
    )  # fmt: skip


def draw_rules(question: Question, rules: pl.DataFrame) -> None:
    """How many issues there are of each rule."""
    say = question.say
    rows = rules.with_columns(
        rule=pl.Series([say(f"rule.{r}") for r in rules["rule"]], dtype=pl.String),
        severity=pl.Series([say(f"severity.{s}") for s in rules["severity"]], dtype=pl.String),
    )
    data_table(
        rows,
        {
            "severity": st.column_config.Column(say("column.severity"), width="small"),
            "rule": st.column_config.Column(say("column.rule"), width="large"),
            "issues": st.column_config.NumberColumn(say("column.issues")),
            "reports": st.column_config.NumberColumn(say("column.reports")),
        },
        alt=say("overview.wrong.rules"),
    )
