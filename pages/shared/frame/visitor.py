"""The account of whoever looks at the page → its name in the frame, and what it looks at in the log."""

import streamlit as st

from loaders import settings
from loaders.access.log import record
from loaders.language.numbers import escape_markdown
from loaders.language.words import say
from loaders.query.filter_urls import parameters
from loaders.query.filters import Filter
from pages.shared.frame.session import Session, current_account
from pages.shared.server.accounts import NOBODY
from pages.shared.server.base_path import under_base


def stop_nobody(lang: str) -> None:
    """Says to an account that has been struck off the list since it came that it is, and ends the run."""
    if current_account() == NOBODY:
        st.title(say("app.name", lang), anchor=False)
        st.error(say("account.gone", lang), icon=":material/lock:")
        st.stop()


def draw_account(session: Session) -> None:
    """Who somebody is taken for, of which places, and the link that logs out; nothing where the server does not ask."""
    account = current_account()
    if account.name is None:
        return
    words = {"name": escape_markdown(account.name), "role": session.say(f"account.role.{account.role}")}
    st.caption(session.say("account.is", **words))
    if account.places is not None:
        st.caption(session.say("account.limited"))
    if settings.login():
        st.markdown(f"[{session.say('account.log_out')}]({under_base('/auth/logout')})")


def note_view(session: Session, page: str, filters: Filter) -> None:
    """Notes the page and its filters, once for as long as they stay."""
    account = current_account()
    view = {"page": page, "data": session.data, **parameters(filters)}
    if account.name is not None and st.session_state.get("noted_view") != view:
        st.session_state["noted_view"] = view
        record("viewed", account.name, **view)
