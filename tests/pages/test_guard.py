"""Whom the server answers, and with which headers: foreign hosts and origins, closed paths, the base path, full houses."""

import asyncio
import re
from collections.abc import Mapping

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from loaders import settings
from pages.shared.server.base_path import BasePath
from pages.shared.server.guard import Guard, policy
from pages.shared.server.index_html import rewrite
from pages.shared.server.streamlit_internals import INDEX_HTML

FOREIGN = [
    "evil.example",
    "127.0.0.1.evil.example",
    "gk.example.gov.cn.evil.example",
    "a b",
    "",
    "gk.example.gov.cn:80:80",
    "[::1",
]
OWN = [
    "127.0.0.1:8501",
    "10.1.2.3",
    "[::1]:8501",
    "localhost",
    "gk.example.gov.cn",
    "GK.example.gov.cn:443",
    "other.example",
]


async def inside(scope: Scope, receive: Receive, send: Send) -> None:
    """Says which path reached it; a websocket stays open until it is told to end."""
    if scope["type"] == "http":
        await PlainTextResponse(scope["path"])(scope, receive, send)
    else:
        await send({"type": "websocket.accept", "path": scope["path"]})
        await receive()


async def asked(
    app: ASGIApp, path: str, headers: Mapping[str, str], kind: str, end: asyncio.Event | None = None
) -> list[Message]:
    """What an application sends to a request."""
    sent: list[Message] = []

    async def receive() -> Message:
        if end:
            await end.wait()
        return {"type": "websocket.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    raw = [(n.encode(), v.encode()) for n, v in {"host": "127.0.0.1", **headers}.items()]
    path, _, query = path.partition("?")
    scope = {
        "type": kind,
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": raw,
    }
    await app(scope, receive, send)
    return sent


@pytest.fixture
def app(monkeypatch) -> ASGIApp:
    monkeypatch.setenv(settings.PUBLIC_URL, "https://gk.example.gov.cn")
    monkeypatch.setenv(settings.HOSTS, "other.example")
    monkeypatch.setenv(settings.BASE_PATH, "/gongkai")
    monkeypatch.setenv(settings.CONNECTIONS, "1")
    return Guard(BasePath(inside))


def get(app: ASGIApp, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of an answer."""
    start, *rest = asyncio.run(asked(app, path, headers, "http"))
    found = {n.decode(): v.decode() for n, v in start["headers"]}
    return start["status"], found, b"".join(m.get("body", b"") for m in rest).decode()


def connected(app: ASGIApp, **headers: str) -> Message:
    """The first that is said to a websocket."""
    return asyncio.run(asked(app, "/gongkai/socket", headers, "websocket"))[0]


@pytest.mark.parametrize("host", FOREIGN)
def test_a_foreign_host_is_refused(app, host):
    assert get(app, "/gongkai/page", host=host)[0] == 421
    assert connected(app, host=host)["type"] == "websocket.close"


@pytest.mark.parametrize("host", OWN)
def test_numbers_and_own_names_are_taken(app, host):
    assert get(app, "/gongkai/page", host=host)[0] == 200


def test_a_page_elsewhere_opens_no_websocket(app):
    for origin in ("http://evil.example", "null", "http://127.0.0.1.evil.example"):
        assert connected(app, origin=origin)["type"] == "websocket.close"
    for origin in ("http://127.0.0.1", "https://gk.example.gov.cn"):
        assert connected(app, origin=origin) == {"type": "websocket.accept", "path": "/socket"}


def test_more_browsers_than_there_is_room_for_are_refused_until_one_leaves(app):
    async def three() -> list[Message]:
        end = asyncio.Event()
        first = asyncio.create_task(asked(app, "/gongkai/socket", {}, "websocket", end))
        await asyncio.sleep(0)
        (second,) = await asked(app, "/gongkai/socket", {}, "websocket")
        end.set()
        await first
        return [first.result()[0], second, (await asked(app, "/gongkai/socket", {}, "websocket"))[0]]

    first, second, later = asyncio.run(three())
    assert first["type"] == later["type"] == "websocket.accept"
    assert second == {"type": "websocket.close", "code": 1013}


def test_every_answer_says_what_browsers_are_to_enforce(app):
    for path in ("/gongkai/page", "/gongkai/nothing", "/elsewhere", "/gongkai"):
        headers = get(app, path)[1]
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "same-origin", path
        assert "frame-ancestors 'self'" in headers["content-security-policy"], path


@pytest.mark.parametrize(
    ("public", "flags"), [("https://gk.example.gov.cn/gk", 1), ("http://gk.example.gov.cn", 0), ("", 0)]
)
def test_cookies_go_through_tls_alone_where_readers_come_by_it(monkeypatch, public, flags):
    async def with_cookies(scope: Scope, receive: Receive, send: Send) -> None:
        answer = PlainTextResponse("")
        answer.set_cookie("a", "1", httponly=True)
        answer.set_cookie("b", "2; secure;")
        answer.set_cookie("c", "3", secure=True)
        await answer(scope, receive, send)

    monkeypatch.setenv(settings.PUBLIC_URL, public)
    start, *_ = asyncio.run(asked(Guard(with_cookies), "/", {}, "http"))
    cookies = [v.decode() for n, v in start["headers"] if n == b"set-cookie"]
    assert [c.count("; Secure") for c in cookies] == [flags, flags, 1]


def test_what_streamlit_answers_to_programs_is_closed(app):
    assert get(app, "/gongkai/_stcore/metrics")[0] == 404
    assert get(app, "/gongkai/_stcore/agent/mcp")[0] == 404


def test_only_what_lies_below_the_base_path_is_answered(app):
    assert get(app, "/gongkai/page")[2] == "/page"
    assert get(app, "/page")[0] == 404
    assert get(app, "/gongkaix/page")[0] == 404
    assert get(app, "/_stcore/health")[0] == 200, "whoever watches the server asks it without a proxy"
    status, headers, _ = get(app, "/gongkai?a=1")
    assert (status, headers["location"]) == (307, "/gongkai/?a=1")


def test_the_first_page_may_run_its_own_scripts_and_no_other():
    page = rewrite(INDEX_HTML.read_text(encoding="utf-8"), "zh")
    allowed = policy("127.0.0.1", page)
    scripts = re.search("script-src ([^;]*)", allowed)
    assert scripts
    assert "unsafe" not in scripts[1]
    assert scripts[1].count("sha256-") == len(re.findall("<script>", page))
    assert "http:" not in allowed
    assert "https:" not in allowed


def test_headers_that_an_answer_has_itself_stay():
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("", headers={"Content-Security-Policy": "default-src 'none'"})(scope, receive, send)

    assert get(Guard(answer), "/")[1]["content-security-policy"] == "default-src 'none'"
