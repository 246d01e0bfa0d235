"""Random requests to every route of a server → which it answered with an error of its own, and what memory it took.

python -m tests.fuzz_routes 10000 --seed 1     # prints the seed, a line a fault, statuses by route, memory on the way
"""

import argparse
import random
import socket
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

sys.path.insert(0, str(Path(__file__).parent))

import chromium
from helpers import fresh_seed
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from loaders.query.filter_urls import PARAMETERS
from loaders.store.versions import open_store, shipped
from pages.shared.frame.menu import MENU

METHODS = ("GET",) * 30 + (
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "OPTIONS",
    "PATCH",
    "TRACE",
    "CONNECT",
    "PROPFIND",
    "get",
    "A" * 300,
)
STREAMLIT = (
    "_stcore/health", "_stcore/host-config", "_stcore/metrics", "_stcore/script-health-check", "_stcore/stream",
    "_stcore/agent/", "_stcore/upload_file/a/b", "_stcore/allowed-message-origins", "_stcore/bidi-components/a/b", "component/a/b.js",
    "media/0123456789abcdef.csv", "media/", "static/index.js", "static/", "app/static/a", "auth/login", "auth/logout", "oauth2callback", "favicon.png",
    "manifest.json", "robots.txt",
)  # fmt: skip
OWN = ("api/search", "api/plotly.js", "api/rows/{token}.csv", "api/rows/{token}.json", "api/briefing.html", "api/briefing.docx", "api/briefing.x", "api/source", "api/login", "api/")  # fmt: skip
ODD = (
    "", "0", "-1", "1e309", "9" * 400, "2023", "NaN", "null", "own", "demo", "sample", "zh", "en", "xx", "江苏省", "\0", "\ud7ff", "\u202e",
    "'\"><script>alert(1)</script>", "=1+1", "%", "%zz", "../../etc/passwd", "..\\..\\x", "a" * 5000, "\r\nSet-Cookie: a=b", "{}", "[]",
    "2023:received_new:ge:100", "2023:received_new:ge:", "::::", "received_new", "\U0001f600", "٣", "２０２３",
)  # fmt: skip
HEADERS = {
    "Range": ("bytes=0-", "bytes=9-1", "bytes=-1", "bytes=a-b", "bytes=0-0,2-3,9999999999-", "x"),
    "If-None-Match": ("*", '"a"', 'W/"' + "b" * 3000),
    "If-Modified-Since": ("yesterday", "Thu, 01 Jan 1970 00:00:00 GMT"),
    "Accept-Encoding": ("gzip", "br", "identity;q=0", "*;q=0", "gzip;q=abc", ","),
    "Accept": ("text/html", "*/*", "application/json", ",;,"),
    "Accept-Language": ("zh-CN", "x" * 2000),
    "Cookie": ("_streamlit_user=a|b|c", "_streamlit_xsrf=2|a|b", "=;=;", "a=" + "b" * 4000),
    "Content-Type": ("application/json", "multipart/form-data", "multipart/form-data; boundary=x", "text/x"),
    "Origin": ("null", "https://evil.example", "http://127.0.0.1", "x"),
    "X-Forwarded-For": ("127.0.0.1", "x, y", "[::1"),
    "X-Forwarded-Proto": ("https", "x"),
    "X-Gongkai-Account": ("boss", "%"),
    "Host": ("127.0.0.1", "evil.example", "[::1]:1", "a b", "127.0.0.1:99999"),
    "Transfer-Encoding": ("chunked", "gzip"),
    "Expect": ("100-continue",),
}
_PATIENCE = 60.0


@dataclass
class Outcome:
    """statuses: by route and status, 0 where the connection ended without one; faults: what was asked where the server failed;
    memory: of the server in MB, after each tenth of the requests.
    """

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


def values(rng: random.Random) -> dict[str, list[str]]:
    """What a parameter may hold that means something, beside `ODD`."""
    store = open_store(shipped("demo"))
    reports = store.read("reports").sort("report_id")
    some = reports.sample(20, seed=rng.randrange(1000))
    return {
        "data": ["demo", "sample"], "lang": ["zh", "en"], "year": ["2021", "2023", "2024"], "place": some["division"].drop_nulls().to_list(),
        "body": some["body_id"].drop_nulls().to_list(), "kind": some["kind"].drop_nulls().unique().sort().to_list(), "level": ["county", "city"],
        "template": ["2021", "2019"], "where": ["2023:received_new:ge:100"], "document": some["document"].to_list(), "q": ["教育", "jyj", "a"], "office": ["某办"],
    }  # fmt: skip


def query(rng: random.Random, known: dict[str, list[str]]) -> str:
    # What a route wants before it looks at anything else.
    parts = ["data=demo", "lang=zh"] if rng.random() < 0.5 else []
    for _ in range(rng.choice((0, 1, 2, 3, 5, 12))):
        name = rng.choice((*known, *PARAMETERS, "x", "", rng.choice(ODD)[:50]))
        value = rng.choice(known[name]) if name in known and rng.random() < 0.7 else rng.choice(ODD)
        parts.append(
            f"{quote(name)}={quote(value)}"
            if rng.random() < 0.9
            else f"{quote(name)}{rng.choice('=&;%+')}%{value[:1]!a}"[:80]
        )
    return "&".join(parts).replace(" ", "+").replace("\n", "")


def request(rng: random.Random, known: dict[str, list[str]], host: str) -> tuple[str, bytes]:
    """A route, and a request to it as bytes."""
    pages = [name for name, _ in MENU]
    route = rng.choice((rng.choice(OWN), rng.choice(OWN), rng.choice(STREAMLIT), rng.choice(pages), "odd"))
    path = quote(rng.choice(ODD)) if route == "odd" else route.format(token=f"{rng.getrandbits(128):032x}")
    if rng.random() < 0.1:
        path += rng.choice(
            ("/", "//", "/..", "/%2e%2e/%2e%2e/etc/passwd", "%00", "/" + "a" * 3000, ";x", "/index.html", "..")
        )
    asked = query(rng, known)
    target = f"/{path}" + (f"?{asked}" if asked else "")
    headers = {"Host": host, "Connection": "close"}
    for name in rng.sample(sorted(HEADERS), rng.choice((0, 0, 1, 3))):
        headers[name] = rng.choice(HEADERS[name])
    body = rng.choice((b"", b"", b"{}", b"\0" * 100, b"x" * 70000))
    method = rng.choice(METHODS)
    if body and method not in ("GET", "HEAD") and "Transfer-Encoding" not in headers:
        headers["Content-Length"] = str(len(body))
    elif headers.get("Transfer-Encoding") == "chunked":
        body = rng.choice((b"0\r\n\r\n", b"zz\r\n", b"5\r\nhello\r\n0\r\n\r\n"))
    else:
        body = b""
    lines = [f"{method} {target} HTTP/1.1", *(f"{n}: {v}" for n, v in headers.items())]
    return route, "\r\n".join(lines).encode("utf-8", "replace") + b"\r\n\r\n" + body


def asked(address: tuple[str, int], content: bytes) -> int:
    """The status of the answer, read to its end; 0 where the server closes without one."""
    with socket.create_connection(address, timeout=_PATIENCE) as connection:
        first = b""
        try:
            connection.sendall(content)
            while part := connection.recv(1 << 16):
                first = first + part if len(first) < 100 else first
        except (ConnectionError, TimeoutError):
            pass
    # An answer may be announced before it comes.
    first = first.removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n")
    return int(first.split(b" ", 2)[1]) if first.startswith(b"HTTP/") else 0


def opened(rng: random.Random, url: str) -> int:
    """The status with which a websocket opens; then it is sent what no browser sends."""
    address = url.replace("http", "ws") + rng.choice(
        ("/_stcore/stream", "/_stcore/stream?x=1", "/", "/api/search", "/tables/_stcore/stream", "/%00")
    )
    protocols = list(rng.choice(((), ("streamlit",), ("streamlit", "a" * 900), ("streamlit", "x", "y"), ("a",) * 9)))
    origin = rng.choice((None, url, "https://evil.example", "null"))
    try:
        with connect(
            address, subprotocols=protocols or None, origin=origin, proxy=None, open_timeout=_PATIENCE
        ) as there:
            for _ in range(rng.randrange(4)):
                there.send(rng.choice((b"", b"\0", rng.randbytes(300), "text", rng.randbytes(1 << 18))))
            return 101
    except WebSocketException as error:
        return getattr(getattr(error, "response", None), "status_code", 0)


def memory(port: int) -> float:
    """The memory of the server on a port, in MB, as Linux counts it; 0 elsewhere."""
    wanted = f":{port:04X}"
    sockets = (
        {line.split()[9] for line in Path("/proc/net/tcp").read_text().splitlines() if line.split()[1].endswith(wanted)}
        if sys.platform == "linux"
        else set()
    )
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if any(
                f"socket:[{s}]" == str(f.readlink()) for f in (process / "fd").iterdir() for s in sockets if s != "0"
            ):
                line = next(x for x in (process / "status").read_text().splitlines() if x.startswith("VmRSS"))
                return int(line.split()[1]) / 1024
        except OSError:
            continue
    return 0.0


def fuzz(url: str, count: int, seed: int) -> Outcome:
    """Asks a server that runs."""
    rng, found = random.Random(seed), Outcome()
    known = values(rng)
    parts = urlsplit(url)
    address = (parts.hostname or "", parts.port or 80)
    for n in range(count):
        if rng.random() < 0.1:
            route, content, status = "websocket", b"", opened(rng, url)
        else:
            route, content = request(rng, known, parts.netloc)
            status = asked(address, content)
        found.statuses[route, status] += 1
        if status >= 500 and not (status == 503 and route == "websocket"):
            found.faults.append(f"{n}: {status} {route} {content[:300]!r}")
        if (n + 1) % max(1, count // 10) == 0:
            found.memory.append(memory(address[1]))
    found.statuses[
        "alive",
        asked(address, f"GET /_stcore/health HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode()),
    ] += 1
    return found


def lines(found: Outcome) -> Iterator[str]:
    routes = sorted({route for route, _ in found.statuses})
    for route in routes:
        yield f"{route:34s} " + "  ".join(f"{s}: {n}" for (r, s), n in sorted(found.statuses.items()) if r == route)
    yield "memory, MB: " + " ".join(f"{m:.0f}" for m in found.memory)
    yield from found.faults
    yield f"{sum(found.statuses.values()) - 1} requests, {len(found.faults)} faults"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--seed", type=int)
    given = parser.parse_args()
    seed = fresh_seed() if given.seed is None else given.seed
    with (
        tempfile.TemporaryDirectory() as folder,
        chromium.serving(way="serve", arguments=["--store", f"{folder}/none"]) as url,
    ):
        found = fuzz(url, given.count, seed)
    print("\n".join(lines(found)))
    return int(bool(found.faults) or found.statuses["alive", 200] != 1)


if __name__ == "__main__":
    sys.exit(main())
