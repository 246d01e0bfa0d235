"""The parts of Streamlit's inside that the dashboard relies on and that no release promises to keep.

`tests/pages/test_streamlit_internals.py` looks for each of them in the release that is installed; it fails first on an
upgrade. Test ids, classes and theme variables stand in the CSS files and are found there by that test.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import orjson
import streamlit as st
from streamlit import runtime
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.lib.column_types import ColumnConfig
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.query_params_proxy import QueryParamsProxy
from streamlit.runtime.uploaded_file_manager import UploadedFile
from streamlit.user_info import generate_login_redirect_url
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

__all__ = ["ColumnConfig", "DeltaGenerator", "QueryParamsProxy", "UploadedFile"]

FOLDER = (Path(st.__file__).parent / "static").resolve()
"""The folder of what browsers load; `static/` in it holds files whose names hold a hash of their content."""
INDEX_HTML = FOLDER / "index.html"
"""The first page, the same for every path."""

HTML_TAG = '<html lang="en">'
HEAD_TAG = "<head>"
NO_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
FONT_PRELOAD = re.compile(r'<link\s+rel="preload"[^>]*as="font"[^>]*>')
"""Loads a font that our theme does not use."""
FIRST_FILES = re.compile(r'(?:src|href)="\./(static/[^"]+)"')
"""The files that every first visit loads, as paths in `FOLDER`."""

SERVER_ADDRESS = 'window.__streamlit = {BACKEND_BASE_URL: new URL(".", location.href).href}'
"""Says where the server is; otherwise the script looks for it under the page's own path first."""

SERVICES = ("_stcore", "app", "auth", "component", "media", "oauth2callback", "static")
"""The first parts of the paths that Streamlit answers itself; any other path shows the first page."""


LOGIN_SERVICES = ("/auth/login", "/auth/logout", "/oauth2callback")
"""Where Streamlit sends visitors to the provider at which they log in, takes them back, and logs them out."""


def login_address() -> str:
    """Where whoever follows it logs in; good for some minutes."""
    return generate_login_redirect_url("default")


def logged_in(cookies: Mapping[str, str], claim: str) -> str:
    """What the provider said in a claim of whoever logged in, as the signed cookie keeps it; empty where nobody did.

    An address of mail that the provider has not verified is anybody's.
    """
    content = _get_signed_cookie_with_chunks(dict(cookies), USER_COOKIE_NAME)
    said = orjson.loads(content) if content else {}
    unsure = claim == "email" and said.get("email_verified") is False
    return str(said.get(claim) or "") if said.get("is_logged_in") and not unsure else ""


def forget_uploads(files: Iterable[UploadedFile]) -> None:
    """Takes files out of the server's memory, where they would stay until their session ends."""
    context = get_script_run_ctx()
    if context is None:
        return
    manager = context.uploaded_file_mgr
    # Another manager would keep files elsewhere, and would have to be told in its own way.
    assert isinstance(manager, MemoryUploadedFileManager), manager
    for file in files:
        manager.remove_file(context.session_id, file.file_id)


UPLOADS = "/_stcore/upload_file/"
"""The path to which browsers send files, followed by the session and the file's id."""


def uploaded(session_id: str) -> tuple[int, int]:
    """How many files of a session are in the server's memory, and the bytes that those of all sessions take."""
    if not runtime.exists():
        return 0, 0
    manager = runtime.get_instance()._uploaded_file_mgr
    assert isinstance(manager, MemoryUploadedFileManager), manager
    return len(manager.file_storage.get(session_id, ())), manager._total_bytes
