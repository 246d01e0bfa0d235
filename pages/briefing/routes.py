"""An address with a filter → the briefing on it, as a page to print or as a Word document.

A briefing is computed outside the server's own thread, once for all requests with the same filters.
"""

from datetime import date
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from loaders.language.words import LANGS, say
from loaders.output.briefing.brief import brief
from loaders.output.briefing.page import write_page
from loaders.output.briefing.word import write_word
from loaders.query.filter_urls import PARAMETERS, NotAFilter, read
from loaders.query.filters import Filter
from loaders.query.snapshot import Snapshot
from loaders.settings import public_url
from loaders.store.errors import StoreError
from pages.shared.frame.cached_queries import cached_for
from pages.shared.frame.links import parameters
from pages.shared.frame.session import Session, available, visible
from pages.shared.server.accounts import account_of
from pages.shared.server.base_path import under_base

PATH = "/api/briefing.{format:str}"
OFFICE = 60
"""Characters of the name of an office that are taken from an address."""
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HEADERS = {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def address(session: Session, filters: Filter, format: str, office: str = "") -> str:
    """The address of the briefing on some filters; format: `html` or `docx`; office: who issues it."""
    query = {**parameters(session, filters), **({"office": office} if office else {})}
    return under_base(f"{PATH.split('{')[0]}{format}?{urlencode(query, doseq=True)}")


def answer(request: Request) -> Response:
    """The briefing; 400 for unknown filters, data or language, 404 for an unknown format, 503 without a store."""
    query = request.query_params
    lang, data, format = query.get("lang", "zh"), query.get("data", ""), request.path_params["format"]
    if format not in ("html", "docx"):
        return PlainTextResponse("", 404)
    if lang not in LANGS or data not in available():
        return PlainTextResponse(say("briefing.bad_place", lang if lang in LANGS else "zh"), 400)
    try:
        filters = read({name: query.getlist(name) for name in PARAMETERS})
        snapshot = visible(data, account_of(request.headers))
        arguments = (filters, lang, date.today(), data, public_url(), query.get("office", "")[:OFFICE])
        briefing = cached_for(snapshot, brief, *arguments)
        content = cached_for(snapshot, page_content if format == "html" else word_content, *arguments)
    except NotAFilter as fault:
        return PlainTextResponse(
            say("briefing.bad_filter", lang, given=say("list.comma", lang).join(map(str, fault.args))[:40]), 400
        )
    except StoreError as fault:
        return PlainTextResponse(say(f"reason.{fault.reason}", lang, **fault.words), 503)
    name = quote(f"{briefing.name}.{format}", safe="")
    kind = "inline" if format == "html" else "attachment"
    disposition = f"{kind}; filename=\"briefing.{format}\"; filename*=UTF-8''{name}"
    media = "text/html; charset=utf-8" if format == "html" else _DOCX
    return Response(content, media_type=media, headers={**_HEADERS, "Content-Disposition": disposition})


def page_content(snapshot: Snapshot, filters: Filter, lang: str, day: date, data: str, base: str, office: str) -> bytes:
    """The page to print, as UTF-8."""
    return write_page(cached_for(snapshot, brief, filters, lang, day, data, base, office)).encode()


def word_content(snapshot: Snapshot, filters: Filter, lang: str, day: date, data: str, base: str, office: str) -> bytes:
    """The Word document, as bytes of a .docx file."""
    return write_word(cached_for(snapshot, brief, filters, lang, day, data, base, office))
