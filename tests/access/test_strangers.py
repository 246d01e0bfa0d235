"""An account of one place asks for everything there is, of the other place: pages, downloads, routes, exports, links."""

import pickle
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest
from streamlit_pages import open_page
from two_places import MINE, SECRETS, THEIRS, USERS, build, ids, leaks

from loaders import settings
from loaders.access.limited import limited_to
from loaders.access.users import Account, read_users
from loaders.output.package.package import write_package
from loaders.output.tables import write
from loaders.query.exports import TABLES, parts
from loaders.query.report import withdrawn_reports
from loaders.query.snapshot import open_snapshot
from loaders.store.versions import TABLES as STORED
from loaders.store.versions import open_store
from pages.briefing import routes
from pages.reports import sources
from pages.shared.frame import search, session
from pages.shared.frame.menu import MENU
from pages.shared.parts import chart_data
from pages.shared.server.accounts import Accounts

PAGES = [name for name, _ in MENU]
LOCAL, ALL = (Account(name, "viewer", places) for name, places in (("local", ("320813",)), ("all", None)))


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    return build(tmp_path_factory.mktemp("two"))


@pytest.fixture
def office(store, tmp_path, monkeypatch) -> Path:
    """A server that is told by a proxy who comes."""
    users = tmp_path / "users.csv"
    users.write_text(USERS, encoding="utf-8")
    for name, value in {
        settings.STORE: str(store), settings.USERS: str(users), settings.USER_HEADER: "X-Remote-User",
        settings.TRUSTED_PROXY: "10.9.8.7", settings.ACCESS_LOG: str(tmp_path / "log"),
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    return store


def parameters(store: Path) -> list[dict[str, str | list[str]]]:
    """Addresses that name what lies in the other place."""
    of = ids(open_store(store), THEIRS)
    body, place = of["body"], of["division"][0]
    figure = {"figure": "received_new", "at": f"division:{place}", "by": "body", "group": "body", "order": "value"}
    return [
        {},
        {"year": ["2022", "2023"], "place": place, "of": body[0], "report": of["report"][0], **figure},
        {"body": body[:2], "of": body[1], "where": "2023:received_new:ge:100", "report": of["report"][1]},
    ]


def sent(test: AppTest) -> bytes:
    """All that a page sends: each element as it goes to the browser."""
    parts, blocks = [], [test._tree]
    while blocks:
        block = blocks.pop()
        for child in block.children.values():
            if hasattr(child, "children"):
                blocks.append(child)
            proto = getattr(child, "proto", None)
            parts.append(proto.SerializeToString() if proto is not None else b"")
    return b"\n".join(parts)


@pytest.fixture
def taken(monkeypatch) -> list[bytes]:
    """What every button that downloads would write, and the rows that charts offer."""
    files: list[bytes] = []
    button, register = st.download_button, chart_data.register_rows

    def download_button(label, data, *rest, **named):
        content = data() if callable(data) else data
        files.append(content if isinstance(content, bytes) else str(content).encode())
        return button(label, data, *rest, **named)

    def register_rows(rows):
        files.append(rows.frame.write_ndjson().encode() + pickle.dumps((rows.about, rows.name)))
        return register(rows)

    monkeypatch.setattr(st, "download_button", download_button)
    monkeypatch.setattr(chart_data, "register_rows", register_rows)
    return files


def visited(page: str, account: Account, monkeypatch, taken: list[bytes], given: dict) -> list[str]:
    monkeypatch.setattr(session, "account_of", lambda headers: account)
    taken.clear()
    test = open_page(page, data="own", **given)
    test.query_params.clear()
    return sorted({leak for content in (sent(test), *taken) for leak in leaks(content)})


@pytest.mark.parametrize("page", PAGES)
def test_no_page_and_no_download_shows_a_stranger_anything(page, office, monkeypatch, taken):
    for given in parameters(office):
        assert visited(page, LOCAL, monkeypatch, taken, given) == [], given


def test_the_pages_show_all_of_it_to_whoever_may_see_it(office, monkeypatch, taken):
    """Else nothing was looked for above."""
    seen = {page: visited(page, ALL, monkeypatch, taken, {}) for page in PAGES}
    assert all(seen.values())
    assert {s for found in seen.values() for s in found} >= {"鼓楼区教育局", "鼓楼区民政局", "鼓楼王五", "并入鼓楼新区"}


ROUTES = [
    Route(search.PATH, search.answer),
    Route(chart_data.PATH, chart_data.answer),
    Route(routes.PATH, routes.answer),
    Route(sources.PATH, sources.answer),
]


@pytest.fixture
def ask(office) -> Iterator[TestClient]:
    app = Starlette(routes=ROUTES, middleware=[Middleware(Accounts)])
    with TestClient(app, client=("10.9.8.7", 5000)) as client:
        yield client


def addresses(store: Path) -> list[str]:
    of = ids(open_store(store), THEIRS)
    words = ["鼓楼", "glq", "徐州", "教育局", "gl", *SECRETS]
    filters = parameters(store)
    return [
        *(f"/api/search?{urlencode({'data': 'own', 'q': w})}" for w in words),
        *(
            f"/api/briefing.{kind}?{urlencode({'data': 'own', 'lang': lang, **p}, doseq=True)}"
            for kind in ("html", "docx")
            for lang in ("zh", "en")
            for p in filters
        ),
        *(f"/api/source?{urlencode({'data': 'own', 'document': d})}" for d in of["document"]),
    ]


def test_no_route_answers_a_stranger(ask, office):
    found = {}
    for address in addresses(office):
        answer = ask.get(address, headers={"X-Remote-User": "local"})
        assert answer.status_code < 500, address
        text = answer.content
        if "search" in address:
            # The names of places are everybody's.
            text = b"\n".join(str(hit).encode() for hit in answer.json() if hit["sort"] != "place")
        found[address] = leaks(text)
    assert {a: leak for a, leak in found.items() if leak} == {}


def test_the_routes_answer_whoever_may_see_it(ask, office):
    of = addresses(office)
    answered = {a: leaks(ask.get(a, headers={"X-Remote-User": "all"}).content) for a in of}
    assert all(
        any(leak for a, leak in answered.items() if kind in a) for kind in ("search", "briefing.html", "briefing.docx")
    )
    assert sum(bool(leak) for a, leak in answered.items() if "source" in a) > 6


def test_every_export_is_limited(office, tmp_path):
    users, _ = read_users(USERS.encode())
    assert users["local"].places == LOCAL.places
    whole = open_store(office)
    part = limited_to(whole, LOCAL.places)
    for table in TABLES:
        for opened, some in ((part, False), (whole, True)):
            rows = list(parts(opened, table, "zh"))
            content = b"".join(write(p, f) for p in rows for f in ("csv", "xlsx", "parquet"))
            assert bool(leaks(content)) is some, table
            assert sum(p.height for p in rows)
    for opened, some in ((part, False), (whole, True)):
        file = tmp_path / "package.zip"
        with file.open("wb") as out:
            write_package(opened, out, "zh", date(2024, 5, 1))
        assert bool(leaks(file.read_bytes())) is some


def test_a_withdrawn_report_is_seen_by_whoever_may_see_its_place(office):
    snapshot = open_snapshot(limited_to(open_store(office), LOCAL.places))
    assert withdrawn_reports(snapshot).select("agency", "year").rows() == [(f"{MINE[3:]}民政局", 2021)]


@pytest.mark.parametrize("table", STORED)
def test_every_table_of_the_store_is_limited_or_cannot_be_read(table, office):
    part = limited_to(open_store(office), LOCAL.places)
    try:
        rows = part.read(table)
    except KeyError:
        return
    assert leaks(str(rows.rows()).encode()) == []


def test_places_that_the_store_does_not_know_show_nothing(office):
    for places in ((), ("110101",)):
        assert limited_to(open_store(office), places).read("reports").height == 0
    above = limited_to(open_store(office), ("320800",))
    assert above.read("reports")["district"].unique().to_list() == [MINE[-3:]]
