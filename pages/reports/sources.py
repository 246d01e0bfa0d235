"""A document → its kept bytes, as a file to take away that no browser opens as a page."""

from urllib.parse import quote, urlencode

import polars as pl
import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from loaders.language.numbers import escape_markdown
from loaders.language.words import LANGS, say
from loaders.query.kept import file_name, kept_bytes
from loaders.store.errors import StoreError
from loaders.store.sources import sources_of
from pages.shared.frame.question import Question
from pages.shared.frame.session import available, visible
from pages.shared.server.accounts import account_of

PATH = "/api/source"
_HEADERS = {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def draw_sources(question: Question, documents: pl.DataFrame) -> None:
    """A link for each document of the report whose bytes are kept."""
    kept = sources_of(question.session.store.path)
    shown = documents.unique("document", keep="first", maintain_order=True)
    names = [file_name(source) for source in shown["source"]]
    with st.container(horizontal=True):
        for document, source, sha256 in shown.select("document", "source", "sha256").iter_rows():
            if kept and kept.has(sha256):
                query = {"data": question.session.data, "lang": question.lang, "document": document}
                # Two versions may have one name in two folders.
                name = file_name(source) if names.count(file_name(source)) == 1 else source
                label = question.say("report.source", name=escape_markdown(name))
                st.markdown(f":material/download: [{label}]({PATH}?{urlencode(query)})")


def answer(request: Request) -> Response:
    """The bytes; 400 for unknown data, 404 where they are not kept, 503 without a store."""
    query = request.query_params
    lang, data = query.get("lang", "zh"), query.get("data", "")
    lang = lang if lang in LANGS else "zh"
    if data not in available():
        return PlainTextResponse(say("report.source.none", lang), 400)
    try:
        kept = kept_bytes(visible(data, account_of(request.headers)).store, query.get("document", ""))
    except StoreError as fault:
        return PlainTextResponse(say(f"reason.{fault.reason}", lang, **fault.words), 503)
    if kept is None:
        return PlainTextResponse(say("report.source.none", lang), 404)
    disposition = f"attachment; filename=\"document\"; filename*=UTF-8''{quote(kept.name, safe='')}"
    headers = {**_HEADERS, "Content-Disposition": disposition}
    return Response(kept.data, media_type="application/octet-stream", headers=headers)
