"""The widgets and the address of a body's page → its question: which body, and whose reports."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from loaders.language.numbers import escape_markdown
from loaders.query import body, options
from loaders.query.filters import EVERYTHING
from pages.shared.frame import page_params
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.filters import offered_bodies
from pages.shared.frame.question import Question, current_question
from pages.shared.parts.head import head
from pages.shared.parts.no_reports import no_reports


@dataclass(frozen=True)
class BodyQuestion(Question):
    """body: the id; name: of the body today; scope: `own` for the body's own reports, `area` for those on its area."""

    body: str
    name: str
    scope: str


def choose(slot: DeltaGenerator) -> BodyQuestion:
    """Draws the widgets; ends the run where the filters leave no body. slot: where the title stands."""
    question = current_question()
    say, filters = question.say, question.filters
    names, more = offered_bodies(filters)
    if not names:
        with slot:
            head(question.session, say("menu.body"), "")
        no_reports(question.session)
    left, right = st.columns([3, 1])
    names |= _linked_body(question, names)
    if more:
        st.caption(more)
    _stop_at_a_dead_link(question, slot, left, names)
    id_ = page_params.choose(left, "of", say("filter.body"), list(names), next(iter(names)), lambda b: names.get(b, b))
    scopes = cached(body.scopes, id_)
    scope = scopes[0]
    if len(scopes) > 1:
        scope = page_params.choose(
            right, "scope", say("cli.explain.scope"), scopes, scopes[0], lambda s: say(f"scope.{s}")
        )
    return BodyQuestion(question.session, filters, id_, names[id_], scope)


def _linked_body(question: Question, names: Mapping[str, str]) -> Mapping[str, str]:
    """The body of the address by id, if the filters do not let it through; says so if filters other than years are set."""
    id_ = st.query_params.get("of") or next(iter(page_params.kept_choice("of") or ()), None)
    if not id_ or id_ in names:
        return {}
    linked = cached(options.names, (id_,))
    if linked and question.filters.without_years() != EVERYTHING:
        text = question.say("body.outside", name=escape_markdown(linked[id_]))
        st.info(text, icon=":material/filter_alt:")
    return linked


def _stop_at_a_dead_link(
    question: Question, slot: DeltaGenerator, where: DeltaGenerator, names: Mapping[str, str]
) -> None:
    """Says so and ends the run where the address names a body that the data do not have, rather than show another."""
    id_ = st.query_params.get("of")
    if not id_ or id_ in names:
        return
    with slot:
        head(question.session, question.say("menu.body"), "")
        st.warning(question.say("body.dead_link", id=escape_markdown(id_)), icon=":material/link_off:")
    where.selectbox(
        question.say("filter.body"), list(names), index=None, format_func=lambda b: names.get(b, b),
        placeholder=question.say("body.choose"), key="body_instead", on_change=_take_instead,
    )  # fmt: skip
    st.stop()


def _take_instead() -> None:
    page_params.set_choices(of=st.session_state["body_instead"])
    del st.query_params["of"]
