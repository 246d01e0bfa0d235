"""OpenID Connect, with a provider on this machine and a server as `gongkai serve --login` runs it."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import chromium
import httpx
import pytest
from provider import CLIENT, SECRET, Provider, provider
from two_places import THEIRS, USERS
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Iterator[tuple[str, Provider, Path]]:
    """A server below a base path, the provider at which one logs in, and the list of accounts."""
    folder, port = tmp_path_factory.mktemp("login"), chromium.free_port()
    users, secrets = folder / "users.csv", folder / "login.toml"
    users.write_text(USERS, encoding="utf-8")
    with provider() as there:
        secrets.write_text(
            f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/gk/oauth2callback"\ncookie_secret = "{"x" * 40}"\n'
            f'client_id = "{CLIENT}"\nclient_secret = "{SECRET}"\nserver_metadata_url = "{there.url}/.well-known/openid-configuration"\n',
            encoding="utf-8",
        )
        options = [
            "--login",
            str(secrets),
            "--users",
            str(users),
            "--store",
            str(folder / "store"),
            "--base-path",
            "/gk",
        ]
        with chromium.serving(way="serve", port=port, arguments=options) as url:
            yield f"{url}/gk", there, users


def logged_in(office: tuple[str, Provider, Path], **claims: object) -> tuple[httpx.Client, httpx.Response]:
    """A browser that follows the link to log in, and the page at which it ends."""
    url, there, _ = office
    there.claims = claims or None
    client = httpx.Client(follow_redirects=True, timeout=None)
    assert client.get(f"{url}/", headers={"Accept": "text/html"}).status_code == 401
    return client, client.get(f"{url}/api/login", headers={"Accept": "text/html"})


def stream(client: httpx.Client, url: str) -> int:
    """The status with which a websocket is opened."""
    cookies = "; ".join(f"{c.name}={c.value}" for c in client.cookies.jar)
    address = url.replace("http", "ws") + "/_stcore/stream"
    try:
        with connect(
            address,
            additional_headers={"Cookie": cookies},
            origin=url.removesuffix("/gk"),
            proxy=None,
            open_timeout=None,
        ):
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def test_nothing_is_given_to_whoever_has_not_logged_in(office):
    url, _, _ = office
    with httpx.Client(timeout=None) as client:
        for path in (
            "/",
            "/tables",
            "/api/search?data=demo&q=a",
            "/api/briefing.html?data=demo",
            "/static/x.js",
            "/_stcore/host-config",
        ):
            answer = client.get(f"{url}{path}")
            assert answer.status_code == 401, path
            assert "/gk/api/login" in answer.text
        assert stream(client, url) == 403
        assert client.get(f"{url.removesuffix('/gk')}/_stcore/health").text == "ok"


def test_a_listed_account_comes_in_and_goes_out_again(office):
    url, _, _ = office
    client, page = logged_in(office, email="Local", email_verified=True)
    assert (page.status_code, str(page.url)) == (200, f"{url}/")
    assert client.get(f"{url}/api/search?data=demo&q={THEIRS}").json() == []
    assert stream(client, url) == 101
    client.get(f"{url}/auth/logout")
    assert client.get(f"{url}/tables").status_code == 401
    assert stream(client, url) == 403


def test_one_lands_on_what_one_had_asked_for(office):
    url, there, _ = office
    there.claims = {"email": "boss", "email_verified": True}
    wanted = f"{url}/tables?data=demo&q=%E5%B1%80&where=2024%3Areceived_new%3Age%3A100"
    with httpx.Client(follow_redirects=True, timeout=None) as client:
        refused = client.get(wanted)
        link = html.unescape(re.search(r'href="([^"]+/api/login[^"]*)"', refused.text)[1])
        assert str(client.get(httpx.URL(url).join(link)).url) == wanted
        client.get(f"{url}/auth/logout")
        assert str(client.get(f"{url}/api/login").url) == f"{url}/"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "x",
        "/auth/logout",
        "/api/login",
    ],
)
def test_nobody_is_led_elsewhere_after_logging_in(office, wanted):
    url, there, _ = office
    there.claims = {"email": "boss", "email_verified": True}
    with httpx.Client(follow_redirects=True, timeout=None) as client:
        assert str(client.get(f"{url}/api/login", params={"to": wanted}).url) == f"{url}/"


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"email": "eve"}, 403),
        ({"email": "boss", "email_verified": False}, 401),
        ({"name": "boss"}, 401),
        ({"email": "*"}, 403),
        ({}, 401),
    ],
)
def test_others_do_not(office, claims, status):
    url, _, _ = office
    client, page = logged_in(office, **claims)
    assert page.status_code == status
    assert stream(client, url) == 403
    assert client.get(f"{url}/api/briefing.html?data=demo").status_code == status


def test_a_cookie_that_the_server_did_not_sign_is_none(office):
    url, _, _ = office
    client, _ = logged_in(office, email="boss")
    forged = {name: value[:-2] + ("aa" if value[-2:] != "aa" else "bb") for name, value in client.cookies.items()}
    assert httpx.get(f"{url}/tables", cookies=forged, timeout=None).status_code == 401
    plain = {"_streamlit_user": '{"email": "boss", "is_logged_in": true}'}
    assert httpx.get(f"{url}/tables", cookies=plain, timeout=None).status_code == 401


def test_an_account_that_is_struck_off_is_out_at_once(office):
    url, _, users = office
    client, _ = logged_in(office, email="judge")
    assert client.get(f"{url}/tables").status_code == 200
    users.write_text(USERS.replace("judge", "jury"), encoding="utf-8")
    assert client.get(f"{url}/tables").status_code == 403
    users.write_text(USERS, encoding="utf-8")
