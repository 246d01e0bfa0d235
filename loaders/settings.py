"""Environment variables → settings; no other module reads the environment.

The keys, region and endpoint of a bucket are the exception: obstore and Polars read `AWS_…` themselves.
"""

import os
from collections.abc import Mapping

STORE = "GONGKAI_STORE"
LOW_MEMORY = "GONGKAI_LOW_MEMORY"
PUBLIC_URL = "GONGKAI_PUBLIC_URL"
BASE_PATH = "GONGKAI_BASE_PATH"
HOSTS = "GONGKAI_HOSTS"
CONNECTIONS = "GONGKAI_CONNECTIONS"
UPLOADS = "GONGKAI_UPLOADS"
FETCH = "GONGKAI_FETCH"
PRECHECK = "GONGKAI_PRECHECK"
SOURCES = "GONGKAI_SOURCES"
BUCKET_PATIENCE = "GONGKAI_BUCKET_PATIENCE"
USERS = "GONGKAI_USERS"
USER_HEADER = "GONGKAI_USER_HEADER"
TRUSTED_PROXY = "GONGKAI_TRUSTED_PROXY"
LOGIN = "GONGKAI_LOGIN"
ACCESS_LOG = "GONGKAI_ACCESS_LOG"


def store(environment: Mapping[str, str] = os.environ) -> str:
    """$GONGKAI_STORE: the folder or bucket of the user's store; by default empty, for the user's data directory."""
    return environment.get(STORE, "")


def sources(environment: Mapping[str, str] = os.environ) -> str | None:
    """$GONGKAI_SOURCES: the folder or bucket in which the bytes of all documents are kept, 0 for none; by default empty,
    for a folder in the store. None where they are not kept.
    """
    given = environment.get(SOURCES, "")
    return None if given == "0" else given


def bucket_patience(environment: Mapping[str, str] = os.environ) -> float:
    """$GONGKAI_BUCKET_PATIENCE: the seconds for which a bucket that does not answer is asked again; by default 60."""
    return float(environment.get(BUCKET_PATIENCE) or 60)


def low_memory(environment: Mapping[str, str] = os.environ) -> bool:
    """$GONGKAI_LOW_MEMORY: whether the server scans the store on disk instead of reading it into memory; by default no."""
    return bool(environment.get(LOW_MEMORY))


def public_url(environment: Mapping[str, str] = os.environ) -> str:
    """$GONGKAI_PUBLIC_URL: the address by which all readers of a briefing know the server; by default empty, for none."""
    return environment.get(PUBLIC_URL, "").rstrip("/")


def base_path(environment: Mapping[str, str] = os.environ) -> str:
    """$GONGKAI_BASE_PATH: the path below which a proxy shows the server, `/gongkai`; by default empty, for none."""
    path = environment.get(BASE_PATH, "").strip("/")
    return f"/{path}" if path else ""


def hosts(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """$GONGKAI_HOSTS: further names of the server, separated by commas; by default none. Numbers are always taken."""
    return tuple(h.strip().lower() for h in environment.get(HOSTS, "").split(",") if h.strip())


def connections(environment: Mapping[str, str] = os.environ) -> int:
    """$GONGKAI_CONNECTIONS: how many browsers may be connected at once; by default 500."""
    given = environment.get(CONNECTIONS, "")
    return int(given) if given.isdecimal() and int(given) else 500


def uploads(environment: Mapping[str, str] = os.environ) -> bool | None:
    """$GONGKAI_UPLOADS: whether the server takes files, 1 or 0; by default None: where only this computer reaches it."""
    given = environment.get(UPLOADS, "")
    return given != "0" if given else None


def fetch(environment: Mapping[str, str] = os.environ) -> bool:
    """$GONGKAI_FETCH: whether the server fetches pages from web addresses; by default no."""
    return environment.get(FETCH, "") not in ("", "0")


def precheck(environment: Mapping[str, str] = os.environ) -> bool:
    """$GONGKAI_PRECHECK: whether the server offers pre-check alone and opens no store; by default no."""
    return environment.get(PRECHECK, "") not in ("", "0")


def users(environment: Mapping[str, str] = os.environ) -> str:
    """$GONGKAI_USERS: the file of the accounts with their roles and places; by default empty, for one beside the store."""
    return environment.get(USERS, "")


def user_header(environment: Mapping[str, str] = os.environ) -> str:
    """$GONGKAI_USER_HEADER: the header in which a proxy names the account, `X-Remote-User`; by default empty, for none."""
    return environment.get(USER_HEADER, "").strip()


def trusted_proxies(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """$GONGKAI_TRUSTED_PROXY: the addresses or networks of the proxies whose header counts, separated by commas; by default
    this machine's.
    """
    given = tuple(p.strip() for p in environment.get(TRUSTED_PROXY, "").split(",") if p.strip())
    return given or ("127.0.0.1", "::1")


def login(environment: Mapping[str, str] = os.environ) -> str:
    """$GONGKAI_LOGIN: what the OpenID Connect provider of Streamlit's secrets says that names the account, as `email`;
    by default empty: nobody logs in.
    """
    return environment.get(LOGIN, "").strip()


def access_log(environment: Mapping[str, str] = os.environ) -> str:
    """$GONGKAI_ACCESS_LOG: the file of what accounts saw and changed; by default empty, for one beside the store."""
    return environment.get(ACCESS_LOG, "")


def locale(environment: Mapping[str, str] = os.environ) -> str:
    """$LC_ALL, $LC_MESSAGES or $LANG: the first that names a language; by default empty."""
    values = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next((v for v in values if v and v.split(".")[0] not in ("C", "POSIX")), "")


def for_server(store: str, low_memory: bool, uploads: bool | None = None, fetch: bool = False) -> dict[str, str]:
    """The environment of a server of the store: this process's, with the settings above where they are given."""
    given = {STORE: store, LOW_MEMORY: "1" if low_memory else ""}
    if uploads is not None:
        given[UPLOADS] = "1" if uploads else "0"
    if fetch:
        given[FETCH] = "1"
    return {**os.environ, **given}


def for_precheck(uploads: bool | None = None) -> dict[str, str]:
    """The environment of a server that offers pre-check alone: it knows no store, and takes files unless it was told not to."""
    kept = {name: value for name, value in os.environ.items() if name != STORE}
    given = {} if uploads is None else {UPLOADS: "1" if uploads else "0"}
    return {UPLOADS: "1", **kept, **given, PRECHECK: "1"}
