"""Streamlit's own files: compressed where that is taken, the same to the last byte, nothing beside them."""

import asyncio
import gzip

import pytest

from pages.shared.server import compressed


async def streamlit(scope, receive, send) -> None:
    """Stands for all that the middleware leaves to Streamlit."""
    await send({"type": "passed on"})


def ask(path: str, encoding: str = "gzip, br", method: str = "GET") -> tuple[dict[str, str], bytes] | None:
    """The headers and the body of an answer; null where Streamlit was to answer."""
    scope = {"type": "http", "method": method, "path": path, "headers": [(b"accept-encoding", encoding.encode())]}
    got: list[dict] = []

    async def send(message: dict) -> None:
        got.append(message)

    asyncio.run(compressed.Compressed(streamlit)(scope, None, send))
    if got[0]["type"] == "passed on":
        return None
    assert got[0]["status"] == 200
    headers = {k.decode(): v.decode() for k, v in got[0]["headers"]}
    return headers, b"".join(m.get("body", b"") for m in got[1:])


@pytest.fixture
def script():
    file = next((compressed.FOLDER / "static" / "js").glob("index.*.js"))
    compressed.pack(file).result()
    return file


def test_a_script_is_sent_compressed_and_may_be_kept(script):
    headers, body = ask(f"/static/js/{script.name}")
    assert gzip.decompress(body) == script.read_bytes()
    assert headers["content-encoding"] == "gzip"
    assert headers["vary"] == "Accept-Encoding"
    assert "immutable" in headers["cache-control"]
    assert int(headers["content-length"]) == len(body) < script.stat().st_size / 2


def test_who_takes_no_compression_is_left_to_streamlit(script):
    assert ask(f"/static/js/{script.name}", encoding="identity") is None


@pytest.mark.parametrize(
    "path", ["/", "/overview", "/static/js/none.js", "/static/../../__init__.py", "/static/js/\0.js", "/_stcore/health"]
)
def test_nothing_but_these_files_is_touched(path):
    assert ask(path) is None
