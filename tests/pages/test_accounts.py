"""Who is let in: the proxy's header and nobody else's, listed accounts alone, addresses to those they were handed to."""

import asyncio
from pathlib import Path

import orjson
import pytest
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from loaders import settings
from pages.shared.server.accounts import HEADER, NOBODY, Accounts, account_of

PROXY, TOKEN = "10.9.8.7", "0123456789abcdef0123456789abcdef"


async def inside(scope: Scope, receive: Receive, send: Send) -> None:
    """Says which account reached it; a websocket is sent an address under which a file lies."""
    if scope["type"] == "http":
        named = {"Content-Disposition": "attachment; filename=\"a\"; filename*=UTF-8''%E7%AE%80%E6%8A%A5.html"}
        await PlainTextResponse(",".join(Headers(scope=scope).getlist(HEADER)), headers=named)(scope, receive, send)
    else:
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "bytes": f"..http/media/{TOKEN}.csv?".encode()})


def ask(
    app: Accounts, *headers: tuple[str, str], path: str = "/api/search", peer: str = PROXY, kind: str = "http"
) -> list[Message]:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    raw = [(n.lower().encode(), v.encode()) for n, v in headers]
    scope = {
        "type": kind, "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"q=secret&data=own",
        "headers": raw, "client": (peer, 1),
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))
    return sent


def status(*args: tuple[str, str], **named: str) -> tuple[int, str]:
    sent = ask(Accounts(inside), *args, **named)
    return sent[0].get("status", sent[0].get("code", 0)), sent[-1].get("body", b"").decode()


@pytest.fixture
def listed(tmp_path, monkeypatch) -> Path:
    users = tmp_path / "users.csv"
    users.write_text("账号,角色,地区\nboss,管理,全部\n张三,查看,320813\n", encoding="utf-8")
    monkeypatch.setenv(settings.USERS, str(users))
    monkeypatch.setenv(settings.USER_HEADER, "X-Remote-User")
    monkeypatch.setenv(settings.TRUSTED_PROXY, f"192.0.2.0/24,{PROXY}")
    monkeypatch.setenv(settings.ACCESS_LOG, str(tmp_path / "log"))
    return users


def test_where_nobody_is_asked_everybody_comes_in_and_is_no_account(monkeypatch):
    assert status(("X-Remote-User", "boss"), peer="8.8.8.8") == (200, "")
    account = account_of({HEADER: "boss"})
    assert account.name is None
    assert account.places is None


def test_the_proxy_says_who_comes(listed):
    assert status(("X-Remote-User", " Boss ")) == (200, "Boss")
    assert status(("X-Remote-User", "张三"), peer="192.0.2.9") == (200, "%E5%BC%A0%E4%B8%89")
    assert account_of({HEADER: "%E5%BC%A0%E4%B8%89"}).places == ("320813",)


@pytest.mark.parametrize(
    ("headers", "peer", "refused"),
    [
        ([], PROXY, 401),
        ([("X-Remote-User", "")], PROXY, 401),
        ([("X-Remote-User", "boss"), ("X-Remote-User", "boss")], PROXY, 401),
        ([("X-Remote-User", "eve, boss")], PROXY, 401),
        ([("X-Remote-User", "boss" * 100)], PROXY, 401),
        ([("X-Remote-User", "eve")], PROXY, 403),
        ([("X-Remote-User", "*")], PROXY, 403),
        ([("X-Remote-User", "boss")], "10.9.8.6", 403),
        ([("X-Remote-User", "boss"), ("X-Forwarded-For", PROXY)], "127.0.0.1", 403),
        ([("X-Remote-User", "boss")], "", 403),
        ([(HEADER, "boss")], PROXY, 401),
        ([("X-Remote_User", "boss")], PROXY, 401),
    ],
)
def test_whoever_is_not_told_by_the_proxy_or_not_listed_is_refused(listed, headers, peer, refused):
    code, page = status(*headers, peer=peer)
    assert code == refused
    assert "<script" not in page
    assert status(*headers, peer=peer, kind="websocket") == (1008, "")
    assert status(*headers, peer=peer, path="/_stcore/health") == (
        200,
        headers[0][1] if headers and headers[0][0] == HEADER else "",
    )


def test_a_header_of_ours_that_a_visitor_writes_is_thrown_away(listed):
    assert status(("X-Remote-User", "张三"), (HEADER, "boss")) == (200, "%E5%BC%A0%E4%B8%89")


def test_a_name_is_shown_as_text(listed):
    assert "&lt;b&gt;eve&lt;/b&gt;" in status(("X-Remote-User", "<b>eve</b>"))[1]


def test_a_list_that_changes_counts_at_once_and_a_broken_one_lets_nobody_in(listed, caplog):
    app = Accounts(inside)
    assert ask(app, ("X-Remote-User", "boss"))[0]["status"] == 200
    listed.write_text("账号,角色,地区\n张三,查看,320813\n", encoding="utf-8")
    assert ask(app, ("X-Remote-User", "boss"))[0]["status"] == 403
    assert account_of({HEADER: "boss"}) == NOBODY
    listed.write_text("账号,角色,地区\n张三,皇帝,320813\n", encoding="utf-8")
    assert ask(app, ("X-Remote-User", "张三"))[0]["status"] == 403
    assert "nobody is let in" in caplog.text
    listed.unlink()
    assert ask(app, ("X-Remote-User", "张三"))[0]["status"] == 403


def test_a_download_is_for_the_account_that_it_was_handed_to(listed):
    app = Accounts(inside)
    media = f"/media/{TOKEN}.csv"
    assert ask(app, ("X-Remote-User", "boss"), path=media)[0]["status"] == 403
    ask(app, ("X-Remote-User", "boss"), kind="websocket", path="/_stcore/stream")
    assert ask(app, ("X-Remote-User", "boss"), path=media)[0]["status"] == 200
    assert ask(app, ("X-Remote-User", "张三"), path=media)[0]["status"] == 403
    assert ask(app, ("X-Remote-User", "boss"), path="/media/../media/x")[0]["status"] == 403


def test_what_is_taken_is_logged_with_the_account_and_no_word_that_was_typed(listed, tmp_path):
    app = Accounts(inside)
    for path in ("/api/briefing.html", "/api/search", "/static/index.js"):
        ask(app, ("X-Remote-User", "BOSS"), path=path)
    ask(app, ("X-Remote-User", "eve"))
    lines = [orjson.loads(line) for line in (tmp_path / "log").read_bytes().splitlines()]
    assert [(x["event"], x["account"], x["path"]) for x in lines] == [
        ("fetched", "boss", "/api/briefing.html"), ("refused", "eve", "/api/search"),
    ]  # fmt: skip
    assert lines[0]["data"] == ["own"]
    assert lines[0]["file"] == "简报.html"
    assert b"secret" not in (tmp_path / "log").read_bytes()
