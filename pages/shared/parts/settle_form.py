"""What a user says of a document → the boxes in which it is said, and the line that repeats it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import streamlit as st

from loaders.form.vocabulary import SCOPES, Scope
from loaders.ingest.overrides import FIRST_YEAR, VALUES, Override
from loaders.language.numbers import escape_markdown
from loaders.language.words import time_text
from loaders.places.gazetteer import full_names
from pages.shared.frame.changes import who
from pages.shared.frame.question import Question
from pages.shared.server.streamlit_internals import DeltaGenerator

_LABELS = {"agency": "body", "place": "place", "year": "year", "scope": "scope", "published": "date"}
"""The values of an override → their words below `change.`"""


def draw_said(question: Question, document: Mapping[str, Any]) -> None:
    """What a user says of the document, with the reason, who and when."""
    say = question.say
    said = {v: document[f"told_{v}"] for v in VALUES if document[f"told_{v}"] is not None}
    if not said:
        return
    if "scope" in said:
        said["scope"] = say(f"scope.{said['scope']}")
    values = [say("filter.said", name=say(f"change.{_LABELS[v]}"), values=value) for v, value in said.items()]
    about = {"reason": document["told_reason"], "who": document["told_who"]}
    about["when"] = document["told_when"] and time_text(document["told_when"])
    values += [say("filter.said", name=say(f"cli.settle.{c}"), values=v) for c, v in about.items() if v]
    st.caption(escape_markdown(say("change.said", values=say("list.semicolon").join(values))))


def settle_boxes(question: Question, document: Mapping[str, Any], names: Iterable[str]) -> Override:
    """The boxes, filled with what was said before; what they say now. names: of bodies that are offered."""
    say, as_read = question.say, question.say("change.as_read")
    left, right = st.columns(2)
    agency = _typed(left, question, "body", document["told_agency"], names)
    place = _typed(right, question, "place", document["told_place"], full_names())
    first, second, third = st.columns(3)
    years = [None, *range(date.today().year, FIRST_YEAR - 1, -1)]
    year = first.selectbox(
        say("change.year"), years, years.index(document["told_year"]),
        format_func=lambda y: as_read if y is None else str(y),
    )  # fmt: skip
    scopes: list[Scope | None] = [None, *(s for s in SCOPES if s != "unknown")]
    scope = second.selectbox(
        say("change.scope"), scopes, scopes.index(document["told_scope"]),
        format_func=lambda s: as_read if s is None else say(f"scope.{s}"),
    )  # fmt: skip
    published = third.date_input(
        say("change.date"), document["told_published"], min_value=date(FIRST_YEAR, 1, 1), max_value=date.today()
    )
    reason = st.text_input(say("change.reason"), document["told_reason"] or "")
    return Override(
        agency=agency,
        place=place_meant(place),
        year=year,
        scope=scope,
        published=published,
        reason=reason or None,
        who=who(),
    )


def place_meant(typed: str | None) -> str | None:
    """The place whose full name ends with what was typed, or else holds it, where that is one alone; else what was typed."""
    names = full_names()
    if typed and typed not in names:
        for found in ([n for n in names if n.endswith(typed)], [n for n in names if typed in n]):
            if len(found) == 1:
                return found[0]
    return typed


def _typed(
    column: DeltaGenerator, question: Question, name: str, given: str | None, names: Iterable[str]
) -> str | None:
    """A box of names that also takes one that is not among them; what is chosen."""
    offered = list(dict.fromkeys([*([given] if given else []), *names]))
    return column.selectbox(
        question.say(f"change.{name}"), offered, 0 if given else None,
        accept_new_options=True, placeholder=question.say("change.choose"),
    )  # fmt: skip
