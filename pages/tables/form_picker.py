"""A part of the form, its rows and columns by their names → the figures of the table."""

import streamlit as st

from loaders.form.vocabulary import ALL_SECTIONS, COLUMNS, ITEMS
from loaders.language.words import column_name, section_name
from loaders.query.figures import expanded, form_ids
from loaders.query.pivot_labels import part_name
from pages.shared.frame.page_params import kept_choice, set_choices
from pages.shared.frame.question import Question
from pages.tables.ready import FIRST


def pick_on_form(question: Question) -> None:
    """Draws boxes for a part, its rows and columns, and buttons that take or add the cells where these meet."""
    say, lang = question.say, question.lang

    def item(id_: str) -> str:
        official = part_name("item", f"{section}.{id_}", "zh")
        return _with_official(part_name("item", f"{section}.{id_}", lang), official, lang)

    def column(id_: str) -> str:
        return _with_official(column_name(section, id_, lang), column_name(section, id_, "zh"), lang)

    section = st.segmented_control(
        say("tables.pick.section"),
        ALL_SECTIONS,
        format_func=lambda s: section_name(s, lang),
        default="requests",
        required=True,
        key="pick_section",
    )
    items = st.multiselect(
        say("tables.pick.items"),
        [i.id for i in ITEMS[section]],
        format_func=item,
        placeholder=say("tables.pick.every"),
        key=f"pick_items_{section}",
    )
    columns = st.multiselect(
        say("tables.pick.columns"),
        [c.id for c in COLUMNS[section]],
        format_func=column,
        placeholder=say("tables.pick.every"),
        key=f"pick_columns_{section}",
    )
    _offer_figures(question, form_ids(section, items, columns))


def _offer_figures(question: Question, ids: tuple[str, ...]) -> None:
    """Buttons that put figures in the place of those chosen before, or add them."""
    n = len(expanded(ids))
    before = kept_choice("figure") or tuple(FIRST["figure"])
    with st.container(horizontal=True):
        st.button(
            question.say("tables.pick.instead", n=n),
            type="primary",
            disabled=not n,
            on_click=set_choices,
            kwargs={"figure": ids},
        )
        st.button(
            question.say("tables.pick.add", n=n),
            disabled=not n,
            on_click=set_choices,
            kwargs={"figure": tuple(dict.fromkeys([*before, *ids]))},
        )


def _with_official(name: str, official: str, lang: str) -> str:
    return name if lang == "zh" else f"{name} ({official})"
