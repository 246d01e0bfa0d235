"""Streamlit's first page → the same, telling the browser its language, where the server is, what a step back is,
and what to say while the server is away.

Streamlit calls every page English, and looks for its server under the page's own path first, which the browser's
console keeps as an error on each visit. It also calls functions that browsers from Chromium 94 on may not have yet, and
stays blank in browsers before that.
"""

import json
from html import escape
from pathlib import Path
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from loaders.language.words import CATALOGUE, LANGS, say
from pages.shared.server.guard import policy
from pages.shared.server.streamlit_internals import FONT_PRELOAD, HEAD_TAG, HTML_TAG, NO_SCRIPT, SERVER_ADDRESS

_TAGS = {"zh": "zh-CN", "en": "en"}
_STATIC, _OLD, _POLYFILL, _HISTORY, _CONNECTION, _CONTROLS, _PHONE_MENU = (
    (Path(__file__).parent / f"{name}.js").read_text(encoding="utf-8")
    for name in ("static_block", "old_browser", "polyfill", "history", "connection", "names", "phone_menu")
)

# What is rewritten is to come whole and not packed, whatever the browser has kept of it.
_AS_IT_IS = (b"accept-encoding", b"if-none-match", b"if-modified-since")


class IndexHtml:
    """Rewrites what is sent as a page; all else goes through as it comes."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] != "http"
            or scope["method"] != "GET"
            or "text/html" not in Headers(scope=scope).get("accept", "")
        ):
            await self._app(scope, receive, send)
            return
        lang = language(scope)
        begun: list[Message] = []
        body = bytearray()

        async def rewritten(message: Message) -> None:
            if message["type"] == "http.response.start":
                if message["status"] == 200 and Headers(raw=message["headers"]).get("content-type", "").startswith(
                    "text/html"
                ):
                    begun.append(message)
                    return
            elif begun and message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if message.get("more_body"):
                    return
                page = rewrite(body.decode(), lang).encode()
                headers = MutableHeaders(raw=begun[0]["headers"])
                headers["Content-Length"] = str(len(page))
                headers["Content-Security-Policy"] = policy(Headers(scope=scope).get("host", ""), page.decode())
                # What is sent depends on who asks: the file's own marks of a copy still good are not its.
                for mark in ("ETag", "Last-Modified"):
                    del headers[mark]
                await send(begun[0])
                message = {"type": "http.response.body", "body": page}
            await send(message)

        plain = [h for h in scope["headers"] if h[0] not in _AS_IT_IS]
        await self._app({**scope, "headers": plain}, receive, rewritten)


def rewrite(page: str, lang: str) -> str:
    """The page in a language."""
    page = FONT_PRELOAD.sub("", page, count=1)
    page = page.replace(HTML_TAG, f'<html lang="{_TAGS[lang]}">', 1)
    page = NO_SCRIPT.sub(f"<noscript>{_plain('page.no_script', lang)}</noscript>", page, count=1)
    old = _OLD.replace("OLD_BROWSER", json.dumps(_plain("page.old_browser", lang)).replace("</", r"<\/"))
    lost = json.dumps({tag: say("page.connection_lost", tag) for tag in _TAGS}, ensure_ascii=False)
    connection = _CONNECTION.replace("LOST_CONNECTION", lost.replace("</", r"<\/"))
    controls = {
        tag: {name: say(f"frame.{name}", tag) for name in ("skip", "side", "open", "close", "typed")}
        | {"controls": [words[i] for key, words in CATALOGUE.items() if key.startswith("frame.control.")]}
        for i, tag in enumerate(LANGS)
    }
    named = _CONTROLS.replace("CONTROL_NAMES", json.dumps(controls, ensure_ascii=False).replace("</", r"<\/"))
    scripts = "".join(
        f"<script>{script}</script>"
        for script in (_STATIC, old, _POLYFILL, SERVER_ADDRESS, _HISTORY, connection, named, _PHONE_MENU)
    )
    return page.replace(HEAD_TAG, HEAD_TAG + scripts, 1)


def _plain(key: str, first: str) -> str:
    """A text of the catalogue in both languages as HTML that any browser draws."""
    texts = (
        f'<p lang="{_TAGS[lang]}">{escape(say(key, lang))}</p>' for lang in sorted(_TAGS, key=lambda t: t != first)
    )
    return f'<div style="max-width: 40em; margin: 4em auto; padding: 0 1em; line-height: 1.7">{"".join(texts)}</div>'


def language(scope: Scope) -> str:
    """The language that the link names, else the one that the browser names first."""
    query: str = scope["query_string"].decode("latin-1")
    named = parse_qs(query).get("lang", [""])[0]
    if named in _TAGS:
        return named
    return "en" if Headers(scope=scope).get("accept-language", "zh").lower()[:2] not in ("zh", "") else "zh"
