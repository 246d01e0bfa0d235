"""Web addresses → files to hand in. Only public addresses are asked, at the very number that was looked up.

A name may stand for a public and a private number in turn: each connection, that of a redirection too, goes to a number that
was found public, whatever the name stands for a moment later.
"""

import hashlib
import http.client
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from ipaddress import ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

MAX_ADDRESSES = 200
_MOST = 20 << 20
"""Bytes of an answer."""
_SECONDS = 20.0
"""For the answer to come, and for all of it, redirections among it."""
_REDIRECTIONS = 5
_AT_ONCE = 4
_CHUNK = 1 << 16
_ADDRESS = re.compile(r"https?://[^\s,;\"'<>，；]+", re.I)
_SAFE = "/%:@!$&'()*+,;=~-._?"
_ENDINGS = {
    "application/pdf": "pdf",
    "text/plain": "txt",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
}
_CHARSET = re.compile(r"charset=\"?([\w-]+)", re.I)
_OFFICE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|txt|csv|rtf)$", re.I)
Resolve = Callable[[str, int], list[str]]
"""A host and a port → the numbers that it stands for."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of an address: a file, or the reason why none did, with the words for its braces."""

    address: str
    name: str = ""
    data: bytes = b""
    reason: str | None = None
    words: dict[str, object] | None = None


class _Refused(Exception):
    def __init__(self, reason: str, **words: object):
        super().__init__(reason)
        self.reason, self.words = reason, words


def addresses_in(text: str) -> list[str]:
    """The addresses in a text, one a line or in a CSV, each once."""
    return list(dict.fromkeys(_ADDRESS.findall(text)))


def fetch_all(addresses: Sequence[str]) -> list[Fetched]:
    """What came of each of the first `MAX_ADDRESSES`."""
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="fetch") as pool:
        return list(pool.map(fetch, addresses[:MAX_ADDRESSES]))


def resolve(host: str, port: int) -> list[str]:
    """The numbers of a host."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def fetch(address: str, resolve: Resolve = resolve) -> Fetched:
    """The file at an address; a fault is a reason, never an exception."""
    end = time.monotonic() + _SECONDS
    at = address
    try:
        for _ in range(_REDIRECTIONS + 1):
            answer, data = _asked(at, resolve, end)
            target = answer.getheader("Location")
            if answer.status in (301, 302, 303, 307, 308) and target:
                at = urljoin(at, target)
                continue
            if answer.status != 200:
                raise _Refused("fetch_status", status=answer.status)
            return _file(address, at, answer.getheader("Content-Type") or "text/html", data)
        raise _Refused("fetch_redirections", most=_REDIRECTIONS)
    except _Refused as fault:
        return Fetched(address, reason=fault.reason, words=fault.words)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Fetched(address, reason="fetch_failed", words={"error": str(error)[:200] or type(error).__name__})


def _asked(address: str, resolve: Resolve, end: float) -> tuple[http.client.HTTPResponse, bytes]:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise _Refused("fetch_address")
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    number = _public(resolve(parts.hostname, port))
    connection = _Pinned(parts, port, number, _left(end))
    try:
        path = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
        connection.request("GET", path, headers={"User-Agent": "gongkai", "Accept-Encoding": "identity"})
        answer = connection.getresponse()
        return answer, b"".join(_chunks(answer, connection, end))
    finally:
        connection.close()


def _public(numbers: Iterable[str]) -> str:
    """The first of the numbers; raises _Refused where any of them is not public."""
    found = list(numbers)
    for number in found:
        ip = ip_address(number.split("%")[0])
        ip = getattr(ip, "ipv4_mapped", None) or ip
        if not ip.is_global or ip.is_multicast:
            raise _Refused("fetch_private")
    if not found:
        raise _Refused("fetch_private")
    return found[0]


class _Pinned(http.client.HTTPConnection):
    """A connection to a number, which speaks to the host of an address."""

    def __init__(self, parts: SplitResult, port: int, number: str, seconds: float):
        super().__init__(parts.hostname or "", port, timeout=seconds)
        self._number, self._secure = number, parts.scheme == "https"
        self.default_port = 443 if self._secure else 80

    def connect(self) -> None:
        self.sock = socket.create_connection((self._number, self.port), self.timeout)
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _chunks(answer: http.client.HTTPResponse, connection: http.client.HTTPConnection, end: float) -> Iterable[bytes]:
    size = 0
    while True:
        if connection.sock:
            connection.sock.settimeout(_left(end))
        chunk = answer.read1(_CHUNK)
        if not chunk:
            return
        size += len(chunk)
        if size > _MOST:
            raise _Refused("fetch_large", most=_MOST >> 20)
        yield chunk


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise _Refused("fetch_slow", seconds=int(_SECONDS))
    return left


def _file(address: str, at: str, sort: str, data: bytes) -> Fetched:
    """A web page as an archive that keeps its address, any other file as it is; named by the address."""
    parts = urlsplit(at)
    name = f"{parts.hostname}{parts.path}".rstrip("/") + (f"_{parts.query}" if parts.query else "")
    kind = sort.split(";")[0].strip().lower()
    if kind in ("text/html", "application/xhtml+xml") and not _OFFICE.search(parts.path):
        return Fetched(address, f"{name}.mht", _archive(at, sort, data))
    if not _OFFICE.search(name):
        name = f"{name}.{_ENDINGS.get(kind, 'html')}"
    return Fetched(address, name, data)


def _archive(address: str, sort: str, data: bytes) -> bytes:
    # The boundary depends on the page alone: the same page is the same file whenever it is fetched.
    whole = MIMEMultipart("related", hashlib.sha256(data).hexdigest()[:32], type="text/html")
    whole["Snapshot-Content-Location"] = address
    page = MIMEBase("text", "html")
    charset = _CHARSET.search(sort)
    if charset:
        page.set_param("charset", charset[1])
    page["Content-Location"] = address
    page.set_payload(data)
    encode_base64(page)
    whole.attach(page)
    return whole.as_bytes()
