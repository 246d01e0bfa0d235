"""The frame of every page: configuration, menu, data, language, filters; then the page itself."""

import streamlit as st

from loaders.language.words import say as text
from loaders.query import options
from pages.shared.frame import ignored
from pages.shared.frame import session as sessions
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.changes import changes_allowed
from pages.shared.frame.chips import chips
from pages.shared.frame.filters import filter_panel, narrow, read_address, write_address
from pages.shared.frame.menu import HIDDEN, MENU, PAGES
from pages.shared.frame.no_data import no_data, no_year
from pages.shared.frame.page_css import page_css
from pages.shared.frame.search import search
from pages.shared.frame.tab_title import set_page_title
from pages.shared.frame.theme import follow_theme
from pages.shared.frame.views import views
from pages.shared.frame.visitor import draw_account, note_view, stop_nobody

state = st.session_state
# What a widget holds is lost where a page is left by its script: language and data are kept apart from them.
state.setdefault("kept_lang", sessions.language())
read_address()
lang = state["lang"] = state["kept_lang"]
st.set_page_config(
    page_title=text("app.name", lang), page_icon=str(PAGES / "shared" / "frame" / "icon.png"), layout="wide"
)
stop_nobody(lang)
hidden = {
    *HIDDEN,
    *(name for name in ("add", "office") if sessions.current_account().name and not changes_allowed(name)),
}
pages = {
    name: st.Page(
        PAGES / file,
        title=text(f"menu.{name}", lang),
        url_path=name,
        default=name == "overview",
        visibility="hidden" if name in hidden else "visible",
    )
    for name, file in MENU
}
state["pages"] = pages
st.html(page_css(sessions.dark(), lang))
with st.sidebar:
    follow_theme()
# On a phone the menu stands above the filters: whole, for "view more" is said in English.
page = st.navigation(list(pages.values()), position="top", expanded=True)
there = sessions.available()
given = st.query_params.get("data")
if state.get("kept_data") not in there:
    state["kept_data"] = given if given in there else next(iter(there), None)
state["data"] = state["kept_data"]
takes_files = page.url_path in ("add", "office", "precheck")
if not there and takes_files:
    there = ["own"]
    state["data"] = state["kept_data"] = "own"
elif not there:
    no_data(lang)
with st.sidebar:
    st.segmented_control(
        text("frame.language", lang),
        ["zh", "en"],
        format_func=lambda v: text(f"lang.{v}", lang),
        key="lang",
        on_change=sessions.keep,
        args=("lang",),
        required=True,
    )
    if len(there) > 1:
        st.radio(
            text("frame.data", lang),
            there,
            format_func=lambda d: text(f"data.{d}", lang),
            key="data",
            on_change=sessions.keep,
            args=("data",),
        )
session = sessions.open_session(state["kept_data"], lang)
state["session"] = session
with st.sidebar:
    found = search(session)
    state["filter"], dropped = filter_panel(session)
    views(session)
    draw_account(session)
if not cached(options.years) and not takes_files:
    no_year(session, page.url_path)
if found:
    sort, id_ = found
    if sort == "place":
        narrow(place=id_)
    state["kept_body_of"] = (id_,)
    st.query_params["of"] = id_
    if page.url_path != "body":
        st.switch_page(pages["body"])
state["page_name"] = page.url_path or MENU[0][0]
if state["page_name"] != "precheck":
    # Nothing of a draft outlives the page that shows it.
    state.pop(sessions.DRAFTS, None)
write_address(session, state["page_name"])
set_page_title(session, state["page_name"], state["filter"])
note_view(session, state["page_name"], state["filter"])
# A room that is always there: what comes and goes in it moves nothing below, and charts stay where they are.
with st.container():
    chips(session, state["filter"])
    ignored.begin(state["page_name"], dropped)
page.run()
