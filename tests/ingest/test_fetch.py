"""Web addresses are fetched only where they are public, and no redirection leads elsewhere."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from helpers import example

from loaders.ingest.intake import fetch as fetching
from loaders.ingest.intake.fetch import addresses_in, fetch
from loaders.reading.extract import read_file
from loaders.synthetic.documents import html

PUBLIC = "93.184.216.34"
PAGE = html(example(2023, "淮安市洪泽区教育局")).encode()
ANSWERS = {
    "/report": (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE),
    "/报告.pdf": (200, {"Content-Type": "application/pdf"}, b"%PDF-1.7"),
    "/moved": (302, {"Location": "/report"}, b""),
    "/inside": (302, {"Location": "http://intranet.example/report"}, b""),
    "/file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/round": (302, {"Location": "/round"}, b""),
    "/gone": (404, {}, b"no"),
    "/large": (200, {"Content-Type": "text/html"}, bytes(5000)),
}


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        from urllib.parse import unquote

        status, headers, body = ANSWERS[unquote(self.path)]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def site(monkeypatch) -> Iterator[str]:
    """A server on this machine under a public name: connections to its public number reach it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    reach = fetching.socket.create_connection

    def connect(address, timeout):
        assert address[0] == PUBLIC, "a number that was not looked up and found public"
        return reach(("127.0.0.1", server.server_port), timeout)

    monkeypatch.setattr(fetching.socket, "create_connection", connect)
    yield f"http://www.example:{server.server_port}"
    server.shutdown()
    server.server_close()


def numbers(host: str, port: int) -> list[str]:
    return ["10.0.0.7"] if host == "intranet.example" else [PUBLIC]


@pytest.mark.parametrize("path", ["/report", "/moved"])
def test_a_page_keeps_its_address(site, path):
    found = fetch(site + path, numbers)
    assert found.reason is None
    reading = read_file(found.data, found.name)
    assert (reading.identity.agency, reading.identity.url) == ("淮安市洪泽区教育局", f"{site}/report")


def test_a_file_is_named_by_its_address(site):
    found = fetch(f"{site}/报告.pdf", numbers)
    assert (found.name, found.data) == ("www.example/报告.pdf", b"%PDF-1.7")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/inside", "fetch_private"),
        ("/file", "fetch_address"),
        ("/round", "fetch_redirections"),
        ("/gone", "fetch_status"),
    ],
)
def test_what_leads_elsewhere_is_refused(site, path, reason):
    assert fetch(site + path, numbers).reason == reason


def test_too_large_an_answer_is_refused(site, monkeypatch):
    monkeypatch.setattr(fetching, "_MOST", 100)
    assert fetch(f"{site}/large", numbers).reason == "fetch_large"


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.5.5", "169.254.169.254", "0.0.0.0", "100.64.0.1", "::1", "fe80::1%eth0",
     "fd00::1", "::ffff:127.0.0.1", "224.0.0.1"],
)  # fmt: skip
def test_a_number_that_is_not_public_is_never_asked(number, monkeypatch):
    monkeypatch.setattr(fetching.socket, "create_connection", lambda *_: pytest.fail("it was asked"))
    assert fetch("http://www.example/", lambda *_: [number]).reason == "fetch_private"
    assert fetch("http://www.example/", lambda *_: [PUBLIC, number]).reason == "fetch_private"


@pytest.mark.parametrize("address", ["ftp://a.example/", "http://user@a.example/", "http:///x", "javascript:alert(1)"])
def test_what_is_no_web_address_is_refused(address):
    assert fetch(address, numbers).reason == "fetch_address"


def test_addresses_are_found_in_lines_and_in_a_csv():
    text = "单位,网址\n甲局,http://a.example/1.html\n\nhttps://b.example/2?x=1，http://a.example/1.html\n"
    assert addresses_in(text) == ["http://a.example/1.html", "https://b.example/2?x=1"]
