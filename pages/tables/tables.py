"""Tables: any figures by place, kind, level, year or row and column of the form, as the user lays them out."""

import streamlit as st

from loaders.form.vocabulary import COLUMNS, ITEMS, SECTIONS
from loaders.language.words import column_name, number, section_name
from loaders.query import pivot_labels
from loaders.query.figures import OFFERED, expanded, form_ids
from loaders.query.pivot import DIMENSIONS, MAX_COLUMNS, MAX_REPORTS, ORDERS, SPANS, Layout, Pivot, TooMuch, pivot
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.page_params import PARAMETERS, choose, choose_several, set_choices
from pages.shared.frame.session import current_session
from pages.shared.parts.head import head
from pages.shared.parts.no_reports import no_reports
from pages.shared.parts.source_line import source_line
from pages.tables.downloads import downloads
from pages.tables.grid import CSS, grid, rows_drawn
from pages.tables.ready import FIRST, READY

_MOST_SIDE = 3
SHOW = ("totals", "over", "reports")

session = current_session()
say, filters = session.say, st.session_state["filter"]
snapshot, lang = session.snapshot, session.lang


def made() -> Pivot | TooMuch | None:
    """The table that the choices ask for, or why there is none."""
    figures = expanded(st.session_state["choose_figure"])
    if not figures:
        return None
    show = st.session_state["choose_show"]
    question = Layout(figures, rows, columns, filters, span, "totals" in show, order)
    try:
        return cached(pivot, question)
    except TooMuch as fault:
        return fault


def pick() -> None:
    """Rows and columns of a part of the form, to be chosen by their names."""
    section = st.segmented_control(
        say("tables.pick.section"),
        SECTIONS,
        format_func=lambda s: section_name(s, lang),
        default="requests",
        required=True,
        key="pick_section",
    )
    of_form = pivot_labels.part_name
    items = st.multiselect(
        say("tables.pick.items"),
        [i.id for i in ITEMS[section]],
        format_func=lambda i: named(of_form("item", f"{section}.{i}", lang), of_form("item", f"{section}.{i}", "zh")),
        placeholder=say("tables.pick.every"),
        key=f"pick_items_{section}",
    )
    columns_ = st.multiselect(
        say("tables.pick.columns"),
        [c.id for c in COLUMNS[section]],
        format_func=lambda c: named(column_name(section, c, lang), column_name(section, c, "zh")),
        placeholder=say("tables.pick.every"),
        key=f"pick_columns_{section}",
    )
    ids = form_ids(section, items, columns_)
    n = len(expanded(ids))
    before = tuple(st.session_state.get("kept_figure", FIRST["figure"]))
    with st.container(horizontal=True):
        st.button(
            say("tables.pick.instead", n=n),
            type="primary",
            disabled=not n,
            on_click=set_choices,
            kwargs={"figure": ids},
        )
        st.button(
            say("tables.pick.add", n=n),
            disabled=not n,
            on_click=set_choices,
            kwargs={"figure": tuple(dict.fromkeys([*before, *ids]))},
        )


def named(name: str, official: str) -> str:
    """A name with the official one at hand."""
    return name if lang == "zh" else f"{name} ({official})"


def offer_ready() -> None:
    """The tables that one click makes."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(say("tables.ready"), width="content")
        for name, choices in READY.items():
            st.button(
                say(f"tables.ready.{name}"),
                key=f"ready_{name}",
                on_click=set_choices,
                kwargs={**choices, "span": "latest", "order": "form"},
            )


# The sentence stands above the choices that it speaks of: its place is kept.
top = st.container()
offer_ready()
with st.container(border=True):
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    if any(p in st.query_params for p in PARAMETERS["tables"]):
        default = {"figure": (), "row": (), "column": (), "show": ()}
    else:
        default = FIRST
    choose_several(
        left,
        "figure",
        say("tables.figures"),
        OFFERED,
        default["figure"],
        lambda f: pivot_labels.offered_name(f, lang),
        hint=say("tables.figures.hint"),
    )
    with right.popover(say("tables.pick"), width="stretch"):
        pick()
    sides = st.columns([3, 3, 2, 2])
    rows, columns = (
        choose_several(
            at,
            name,
            say(f"tables.{name}s"),
            DIMENSIONS,
            default[name],
            lambda d: say(f"dimension.{d}"),
            most=_MOST_SIDE,
            hint=say("tables.side.hint"),
        )
        for at, name in zip(sides, ("row", "column"), strict=False)
    )
    span = choose(sides[2], "span", say("tables.span"), SPANS, "latest", lambda v: say(f"tables.span.{v}"))
    order = choose(sides[3], "order", say("tables.order"), ORDERS, "form", lambda v: say(f"tables.order.{v}"))
    show = choose_several(
        st.container(), "show", say("tables.show"), SHOW, default["show"], lambda v: say(f"tables.show.{v}"), pills=True
    )

table = made()
with top:
    head(
        session,
        say("menu.tables"),
        pivot_labels.sentence(table, st.session_state["choose_figure"], lang) if isinstance(table, Pivot) else "",
    )
if table is None:
    st.info(say("tables.no_figures"), icon=":material/table_view:")
    st.stop()
if isinstance(table, TooMuch):
    most = MAX_REPORTS if table.what == "reports" else MAX_COLUMNS
    st.info(say(f"tables.too_many.{table.what}", n=number(table.many), most=number(most)), icon=":material/table_view:")
    st.stop()
if not table.years:
    no_reports(session)

name = say("list.comma").join(pivot_labels.figure_name(f, lang) for f in st.session_state["choose_figure"][:3])
extras = tuple(s for s in ("over", "reports") if s in show)
st.html(CSS)
st.html(grid(table, pivot_labels.captions(snapshot, table, lang), name, lang, extras))
if rows_drawn(table) < table.rows.height:
    st.caption(say("table.first", n=number(rows_drawn(table)), all=number(table.rows.height)))
st.caption(say("tables.legend"))
downloads(
    session,
    name.replace(" · ", "_"),
    filters,
    table.rows.height,
    f"{session.store.build} {table.question} {extras}",
    lambda: pivot_labels.export_table(snapshot, table, lang, extras),
)
source_line(session, filters)
