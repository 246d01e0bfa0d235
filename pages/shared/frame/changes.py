"""Whether this server lets its visitors change the user's store, and who changes it."""

import streamlit as st

from pages.shared.server.uploads import takes_files


def changes_allowed() -> bool:
    """Whether the session may add reports, settle and withdraw documents and change office files: the one place that says so."""
    return takes_files()


def who() -> str | None:
    """The account of whoever looks at the page, where people log in."""
    account = st.user.get("email") or st.user.get("name")
    return str(account) if account else None
