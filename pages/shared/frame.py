"""The frame of every page: configuration, menu, data, language, filters; then the page itself."""

from pathlib import Path

import streamlit as st

from loaders.words import say as text
from pages.shared import session as sessions
from pages.shared.filters import filters, read_address, write_address
from pages.shared.search import search
from pages.shared.sheet import sheet

PAGES = Path(__file__).resolve().parents[1]
MENU = (
    ("overview", "overview/overview.py"),
    ("disclosure", "disclosure/disclosure.py"),
    ("requests", "requests/requests.py"),
    ("reviews", "reviews/reviews.py"),
    ("compare", "compare/compare.py"),
    ("coverage", "coverage/coverage.py"),
    ("body", "bodies/body.py"),
    ("report", "reports/report.py"),
)

state = st.session_state
# What a widget holds is lost where a page is left by its script: language and data are kept apart from them.
state.setdefault("kept_lang", sessions.language())
lang = state["lang"] = state["kept_lang"]
st.set_page_config(page_title=text("app.name", lang), page_icon=str(PAGES / "shared" / "icon.png"), layout="wide")
pages = {
    name: st.Page(PAGES / file, title=text(f"menu.{name}", lang), url_path=name, default=name == "overview")
    for name, file in MENU
}
st.html(sheet(sessions.dark()))
page = st.navigation(list(pages.values()), position="top")
read_address()
there = sessions.available()
given = st.query_params.get("data")
if state.get("kept_data") not in there:
    state["kept_data"] = given if given in there else next(iter(there), None)
state["data"] = state["kept_data"]
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
    if there:
        st.radio(
            text("frame.data", lang),
            there,
            format_func=lambda d: text(f"data.{d}", lang),
            key="data",
            on_change=sessions.keep,
            args=("data",),
            disabled=len(there) < 2,
        )
data = state["data"]
if data is None:
    st.title(text("app.name", lang), anchor=False)
    st.info(text("frame.no_data", lang), icon=":material/upload_file:")
    st.code("gongkai ingest <DIR>", language=None)
    st.stop()
session = sessions.open_session(data, lang)
state["session"] = session
with st.sidebar:
    found = search(session)
    state["filter"] = filters(session)
if found:
    sort, id_ = found
    if sort == "district":
        state["filter_wanted"] = ("district", id_)
        st.rerun()
    state["kept_of"] = id_
    st.query_params["of"] = id_
    if page.url_path != "body":
        st.switch_page(pages["body"])
write_address(session, page.url_path)
page.run()
