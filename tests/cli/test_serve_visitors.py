"""Who may reach a server: beyond this machine it starts only where it knows who comes, and says what is missing."""

import pytest
from helpers import run

from loaders import settings
from loaders.cli import serve as module

GOOD = "账号,角色,地区\nboss,管理,全部\n"


@pytest.fixture
def started(monkeypatch) -> list[tuple[str, dict[str, str]]]:
    """The hosts and settings with which a server was started."""
    calls = []
    monkeypatch.setattr(module, "serve", lambda store, host, port, ready, **named: calls.append((host, named)) or 0)
    return calls


def serve(tmp_path, *options: object):
    return run("serve", "--store", tmp_path / "store", "--lang", "en", *options)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--host", "0.0.0.0"], "--user-header"),
        (["--host", "0.0.0.0", "--user-header", "X-Remote-User"], "no list of accounts"),
        (["--user-header", "X-Remote-User", "--users", "BAD"], "Row 2"),
        (["--user-header", "X-Remote-User", "--users", "GOOD", "--trusted-proxy", "proxy.example"], "proxy.example"),
        (["--user-header", "X", "--login", "LOGIN", "--users", "GOOD"], "not both"),
        (["--login", "LOGIN", "--users", "GOOD"], "client_secret"),
        (["--login", "BAD", "--users", "GOOD"], "no TOML"),
        (["--login", "NONE", "--users", "GOOD"], "NONE"),
    ],
)
def test_a_server_that_would_not_know_who_comes_is_not_started(options, said, tmp_path, started):
    files = {"GOOD": GOOD, "BAD": "账号,角色,地区\nboss,皇帝,全部\n", "LOGIN": '[auth]\nclient_id = "a"\n'}
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    refused = serve(tmp_path, *(tmp_path / o if o in (*files, "NONE") else o for o in options))
    assert refused.exit_code == 2
    assert said in refused.stderr
    assert started == []


def test_a_server_on_this_machine_is_started_as_before(tmp_path, started):
    assert serve(tmp_path).exit_code == 0
    assert started[0][0] == "127.0.0.1"
    assert started[0][1]["given"] == {}


def test_a_server_behind_a_proxy_is_told_how_it_knows_who_comes(tmp_path, started):
    (tmp_path / "store.users.csv").write_text(GOOD, encoding="utf-8")
    options = ("--host", "0.0.0.0", "--user-header", "X-Remote-User", "--trusted-proxy", "10.0.0.0/24")
    assert serve(tmp_path, *options).exit_code == 0
    given = started[0][1]["given"]
    assert given == {
        settings.USERS: str(tmp_path / "store.users.csv"),
        settings.USER_HEADER: "X-Remote-User",
        settings.TRUSTED_PROXY: "10.0.0.0/24",
        "FORWARDED_ALLOW_IPS": "",
    }


@pytest.mark.parametrize(
    ("back", "options", "public"),
    [
        ("https://gk.example.gov.cn/gk/oauth2callback", (), "https://gk.example.gov.cn/gk"),
        ("https://gk.example.gov.cn/gk/oauth2callback", ("--public-url", "https://b.example"), "https://b.example"),
        ("http://127.0.0.1:8501/oauth2callback", (), None),
    ],
)
def test_a_server_at_which_one_logs_in_is_known_by_where_the_provider_sends_browsers(
    back, options, public, tmp_path, started
):
    (tmp_path / "store.users.csv").write_text(GOOD, encoding="utf-8")
    secrets = tmp_path / "login.toml"
    names = ("cookie_secret", "client_id", "client_secret", "server_metadata_url")
    secrets.write_text(f'[auth]\nredirect_uri = "{back}"\n' + "".join(f'{n} = "x"\n' for n in names), encoding="utf-8")
    assert serve(tmp_path, "--login", secrets, *options).exit_code == 0
    assert started[0][1]["given"].get(settings.PUBLIC_URL) == public
