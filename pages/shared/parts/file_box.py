"""A place to drop files → those that lie in it, its own words in the user's language."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import streamlit as st

from loaders.language.words import say
from pages.shared.server.streamlit_internals import UploadedFile

CSS = Path(__file__).with_name("file_box.css")
_words = st.components.v2.component(
    "gongkai_file_box", html="<span></span>", js=Path(__file__).with_name("file_box.js").read_text(encoding="utf-8")
)


def file_box(
    label: str,
    lang: str,
    *,
    types: Sequence[str],
    megabytes: int,
    key: str,
    several: bool | Literal["directory"] = True,
) -> list[UploadedFile]:
    """Draws the box; a file of another type or size is refused by the browser and again by the server."""
    st.html(CSS)
    given = st.file_uploader(label, type=list(types), accept_multiple_files=several, max_upload_size=megabytes, key=key)
    _words(key=f"{key}_words", data={"choose": say("files.choose", lang), "drop": say("files.drop", lang)})
    if given is None:
        return []
    return [f for f in (given if isinstance(given, list) else [given]) if isinstance(f, UploadedFile)]
