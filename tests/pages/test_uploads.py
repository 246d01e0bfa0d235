"""Which files that browsers send are taken into the server's memory, and that the others are refused before they are read."""

import asyncio

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from loaders import settings
from pages.shared.server import uploads
from pages.shared.server.uploads import Uploads

PATH = "/_stcore/upload_file/session/file"


async def inside(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with the body."""
    body, more = b"", scope["method"] == "PUT"
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    await PlainTextResponse(body)(scope, receive, send)


def multipart(name: str, data: bytes = b"data") -> bytes:
    head = f'--b\r\nContent-Disposition: form-data; name="f"; filename="{name}"\r\nContent-Type: text/html\r\n\r\n'
    return head.encode() + data + b"\r\n--b--\r\n"


def sent(body: bytes, path: str = PATH, method: str = "PUT", length: int | None = -1, chunk: int = 7):
    """The status, what came in, and how many bytes of the body were asked for."""
    chunks = [body[i : i + chunk] for i in range(0, len(body), chunk)]
    taken, out = 0, []

    async def receive() -> Message:
        nonlocal taken
        taken += 1
        return {"type": "http.request", "body": chunks[taken - 1], "more_body": taken < len(chunks)}

    async def send(message: Message) -> None:
        out.append(message)

    size = [] if length is None else [(b"content-length", str(len(body) if length < 0 else length).encode())]
    scope = {"type": "http", "method": method, "path": path, "headers": size}
    asyncio.run(Uploads(inside)(scope, receive, send))
    return out[0]["status"], b"".join(m.get("body", b"") for m in out[1:]), min(taken * chunk, len(body))


@pytest.fixture(autouse=True)
def loopback(monkeypatch):
    monkeypatch.setattr("streamlit.get_option", lambda _: "127.0.0.1")


def test_a_file_of_a_type_that_is_read_comes_through_as_it_was_sent():
    body = multipart("报告 2023.HTML", b"x" * 1000)
    assert sent(body)[:2] == (200, body)
    assert sent(body, "/gongkai" + PATH, chunk=len(body))[:2] == (200, body)


@pytest.mark.parametrize(("told", "address"), [("0", "127.0.0.1"), ("", "0.0.0.0"), ("", "10.0.0.1")])
def test_nothing_is_read_where_no_files_are_taken(told, address, monkeypatch):
    monkeypatch.setenv(settings.UPLOADS, told)
    monkeypatch.setattr("streamlit.get_option", lambda _: address)
    assert sent(multipart("a.html")) == (403, b"", 0)


def test_other_requests_come_through(monkeypatch):
    monkeypatch.setenv(settings.UPLOADS, "0")
    assert sent(b"", "/_stcore/health", "GET")[0] == 200
    assert sent(b"", PATH, "DELETE")[0] == 200


@pytest.mark.parametrize("name", ["a.exe", "a", "", ".html", "a.html.sh", "a.html\x00.sh"])
def test_a_type_that_no_page_takes_is_refused_before_its_content_comes(name):
    status, _, taken = sent(multipart(name, b"x" * 100_000))
    assert status == 415
    assert taken < 200


def test_a_body_without_a_name_is_not_read_to_its_end():
    status, _, taken = sent(b"x" * 1_000_000, chunk=1000)
    assert status == 415
    assert taken <= uploads._HEAD + 1000


def test_the_size_is_known_before_anything_comes():
    assert sent(multipart("a.html"), length=None) == (411, b"", 0)


def test_too_many_and_too_large_are_refused(monkeypatch):
    for there in ((uploads.MAX_FILES, 0), (0, uploads._MOST_BYTES)):
        monkeypatch.setattr(uploads, "uploaded", lambda _, there=there: there)
        assert sent(multipart("a.html")) == (413, b"", 0)
