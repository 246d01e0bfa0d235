"""The search box of the frame: what one types is looked up on the server at each key, a choice opens its page."""

from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse

from loaders.query.search import Index, index
from loaders.query.snapshot import Snapshot
from loaders.store.errors import StoreError
from pages.shared.frame.session import Session, available, visible
from pages.shared.server.accounts import account_of
from pages.shared.server.base_path import under_base

PATH = "/api/search"
_HERE = Path(__file__).parent
_box = st.components.v2.component(
    "gongkai_search",
    html='<input type="search" autocomplete="off" role="combobox" aria-label="查找 Search" aria-expanded="false" aria-controls="hits"/><ul id="hits" role="listbox"></ul>',
    css=(_HERE / "search.css").read_text(encoding="utf-8"),
    js=(_HERE / "search.js").read_text(encoding="utf-8"),
)


def _index(snapshot: Snapshot) -> Index:
    return snapshot.memoise("search", lambda: index(snapshot))


def answer(request: Request) -> JSONResponse:
    """The hits for `q` in the store `data`, as JSON; none for a store that is not there."""
    data, words = request.query_params.get("data", ""), request.query_params.get("q", "")[:40]
    if data not in available():
        return JSONResponse([])
    try:
        found = _index(visible(data, account_of(request.headers))).find(words)
    except StoreError:
        return JSONResponse([])
    return JSONResponse([{"sort": h.sort, "id": h.id, "name": h.name, "place": h.place} for h in found])


def search(session: Session) -> tuple[str, str] | None:
    """Draws the box; the sort and id of what was chosen in this run, null where nothing was."""
    words = {"lang": session.lang} | {k: session.say(f"search.{k}") for k in ("label", "hint", "nothing", "place")}
    chosen = _box(
        key="search", data={"path": under_base(PATH), "data": session.data, **words}, on_chosen_change=lambda: None
    ).chosen
    return (chosen["sort"], chosen["id"]) if chosen else None
