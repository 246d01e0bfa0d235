"""The states of the dashboard: page × language × theme × width × what the filters let through → an address."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from loaders.query.options import places
from loaders.store.versions import open_store, shipped

LANGS = ("zh", "en")
THEMES = ("light", "dark")
WIDTHS = ("360", "1366", "2560")
FILTERS = ("full", "district", "body", "empty", "bare")
"""All of the demo; one district; one body; filters that let nothing through; a server that has no store at all."""


def factors(pages: Sequence[str]) -> dict[str, Sequence[str]]:
    return {"page": pages, "filter": FILTERS, "width": WIDTHS, "lang": LANGS, "theme": THEMES}


def choices() -> dict[str, dict[str, str]]:
    """What stands in the address for each of the filters."""
    store = open_store(shipped("demo"))
    reports = store.read("reports").sort("body_id")
    education, audit = (reports.filter(reports["kind"] == k)["body_id"][0] for k in ("education", "audit"))
    code = next(p.code for p in places(_held(store)) if p.level == "county")
    return {
        "full": {},
        "district": {"place": code},
        "body": {"body": education, "of": education},
        "empty": {"kind": "education", "body": audit},
        "bare": {},
    }


def _held(store: object) -> object:
    from loaders.query.snapshot import open_snapshot

    return open_snapshot(store)


def link(state: Mapping[str, str], filters: Mapping[str, Mapping[str, str]]) -> str:
    """The part of the address after the host."""
    words = {"data": "demo", "lang": state["lang"], **filters[state["filter"]]}
    if state["page"] != "body":
        words.pop("of", None)
    return f"/{state['page']}?{urlencode(words)}"


def name(state: Mapping[str, str]) -> str:
    return " · ".join(v or "overview" for v in state.values())
