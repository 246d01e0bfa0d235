"""Whether this server lets its visitors change the user's store, and who changes it."""

from ipaddress import ip_address

import streamlit as st

from loaders import settings


def changes_allowed() -> bool:
    """Whether files are taken and documents settled or withdrawn: as the server was told, else where only this computer
    reaches it.
    """
    told = settings.uploads()
    return _only_here(st.get_option("server.address")) if told is None else told


def who() -> str | None:
    """The account of whoever looks at the page, where people log in."""
    account = st.user.get("email") or st.user.get("name")
    return str(account) if account else None


def _only_here(address: str | None) -> bool:
    try:
        return ip_address(address or "0.0.0.0").is_loopback
    except ValueError:
        return address == "localhost"
