"""A small OpenID Connect provider on this machine, which lets everybody in as whoever it is told to."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import orjson
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "gongkai", "s3cret"


class Provider:
    """claims: what it says of whoever logs in next; None: it refuses."""

    def __init__(self) -> None:
        self.claims: dict[str, object] | None = {}
        self.url = ""
        self.key = RSAKey.generate_key(2048, {"kid": "k"})
        self.nonces: dict[str, str] = {}

    def metadata(self) -> dict[str, object]:
        ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return {
            "issuer": self.url,
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            **{name: f"{self.url}/{end}" for name, end in ends.items()},
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """The address to which a browser is sent back."""
        if self.claims is None:
            return f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"
        code = f"code{len(self.nonces)}"
        self.nonces[code] = asked.get("nonce", "")
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, code: str) -> dict[str, object]:
        now = int(time.time())
        said = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": "1",
            "iat": now,
            "exp": now + 600,
            "nonce": self.nonces.pop(code),
        }
        signed = jwt.encode({"alg": "RS256", "kid": "k"}, {**said, **(self.claims or {})}, self.key)
        return {"access_token": "a", "token_type": "Bearer", "expires_in": 600, "id_token": signed}


@contextmanager
def provider() -> Iterator[Provider]:
    there = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", there.authorize({k: v[0] for k, v in parse_qs(parts.query).items()}))
                self.end_headers()
            elif parts.path == "/keys":
                self.say({"keys": [there.key.as_dict(private=False)]})
            else:
                self.say(there.metadata())

        def do_POST(self) -> None:
            given = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.say(there.token(given["code"][0]))

        def say(self, content: object) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(orjson.dumps(content))

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    there.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield there
    finally:
        server.shutdown()
