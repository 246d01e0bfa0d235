"""How a server is to know who comes → its settings; what is missing is said before it starts."""

import ipaddress
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import typer
from rich.text import Text

from loaders.cli.common import err, read_or_exit
from loaders.cli.users import users_or_exit
from loaders.language.words import say
from loaders.settings import ACCESS_LOG, LOGIN, PUBLIC_URL, TRUSTED_PROXY, USER_HEADER, USERS
from loaders.store.backends import Location

_AUTH = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
"""What Streamlit needs to know of the provider."""


def visitors(
    store: Location | None,
    header: str,
    proxies: list[str],
    login: Path | None,
    claim: str,
    users: Path | None,
    log: Path | None,
    lang: str,
) -> dict[str, str]:
    """The settings of a server that asks who comes; none where it asks nobody. Exits with 2 where they cannot be used."""
    if not (header or login):
        return {}
    if header and login:
        _stop(say("cli.serve.both", lang))
    for proxy in proxies:
        try:
            ipaddress.ip_network(proxy)
        except ValueError:
            _stop(say("cli.serve.bad_proxy", lang, value=proxy))
    from loaders.access.users import users_file

    listing = users or users_file(store)
    if not listing.exists():
        _stop(say("cli.serve.no_users", lang, file=listing))
    users_or_exit(listing, store, lang)
    back = _check_login(login, lang) if login else ""
    given = {
        USERS: str(listing.resolve()),
        USER_HEADER: header,
        TRUSTED_PROXY: ",".join(proxies),
        LOGIN: claim if login else "",
        ACCESS_LOG: str(log.resolve()) if log else "",
        # Where the provider sends browsers back is where readers know the server.
        PUBLIC_URL: back.removesuffix("/oauth2callback") if back.startswith("https:") else "",
        # The server looks at who really asks: no header says for it who stands behind a proxy.
        **({"FORWARDED_ALLOW_IPS": ""} if header else {}),
    }
    return {name: value for name, value in given.items() if value or name == "FORWARDED_ALLOW_IPS"}


def _check_login(file: Path, lang: str) -> str:
    """The address to which the provider sends browsers back."""
    if find_spec("authlib") is None:
        _stop(say("cli.missing", lang, module="authlib", extra="login"))
    try:
        said = tomllib.loads(read_or_exit(file, lang).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        _stop(say("cli.serve.bad_toml", lang, file=file, error=error))
    given = said.get("auth")
    auth = given if isinstance(given, dict) else {}
    absent = [name for name in _AUTH if not auth.get(name)]
    if absent:
        _stop(say("cli.serve.bad_login", lang, file=file, absent=" ".join(absent)))
    return str(auth["redirect_uri"])


def _stop(message: str) -> NoReturn:
    err.print(Text(message, style="red"), soft_wrap=True)
    raise typer.Exit(2)
