"""The states of the dashboard: page × what its data and filters are × language × width × theme → an address."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from urllib.parse import urlencode

from loaders.query.options import places
from loaders.query.snapshot import open_snapshot
from loaders.store.versions import open_store, shipped

from . import pairs
from .stores import COUNTS

LANGS = ("zh", "en")
THEMES = ("light", "dark")
WIDTHS = ("360", "1366", "2560")
FILTERS = ("full", "district", "body", "empty", "sample", "bare", *COUNTS)
"""All of the demo; one district; one body; filters that let nothing through; the real sample; a server that has no store at
all; the user's own store of one, two and six reports.
"""
FEW = ("full", "body", "empty", "one")
"""Those of the walk that is among the tests."""
Choices = Mapping[str, str | Sequence[str]]
VIEWS: Mapping[str, tuple[str, Choices]] = {
    "compare bodies": ("compare", {"unit": "body", "kind_of": "any"}),
    "compare group": ("compare", {"pick": ("990101", "990102", "990103"), "group": "沿湖各区", "ink": "990102"}),
    "coverage all": ("coverage", {"state": "all"}),
    "office population": ("office", {"part": "population"}),
    "office timeline": ("office", {"part": "timeline"}),
    "office boundaries": ("office", {"part": "boundaries"}),
    "sources bodies": ("sources", {"figure": "requests.granted.total", "by": "body"}),
}  # fmt: skip
"""Pages once more, with choices of their own that change what they show: name → page, parameters."""
Visit = list[dict[str, str]]
"""States that differ in width and theme alone, in the order in which they are looked at."""


def factors(pages: Sequence[str], filters: Sequence[str] = FILTERS) -> dict[str, Sequence[str]]:
    return {"page": pages, "filter": filters, "width": WIDTHS, "lang": LANGS, "theme": THEMES}


def every(pages: Sequence[str]) -> list[dict[str, str]]:
    """All states of the pages and of their views."""
    return pairs.every(factors([*pages, *VIEWS]))


def few(pages: Sequence[str]) -> list[dict[str, str]]:
    """States in which every two values of two factors meet."""
    return pairs.pairwise(factors(pages, FEW))


def choices() -> dict[str, Choices]:
    """What stands in the address for each of the filters."""
    store = open_store(shipped("demo"))
    reports = store.read("reports").sort("body_id")
    education, audit = (reports.filter(reports["kind"] == k)["body_id"][0] for k in ("education", "audit"))
    code = next(p.code for p in places(open_snapshot(store)) if p.level == "county")
    return {
        "district": {"place": code},
        "body": {"body": education, "of": education},
        "empty": {"kind": "education", "body": audit},
        "sample": {"data": "sample"},
        **{name: {"data": "own"} for name in COUNTS},
    }


def link(state: Mapping[str, str], filters: Mapping[str, Choices]) -> str:
    """The part of the address after the host."""
    page, view = VIEWS.get(state["page"], (state["page"], {}))
    words = {"data": "demo", "lang": state["lang"], **filters.get(state["filter"], {}), **view}
    if page != "body":
        words.pop("of", None)
    return f"/{page}?{urlencode(words, doseq=True)}"


def visits(states: Iterable[Mapping[str, str]]) -> list[Visit]:
    """The states in visits. Each visit of a page starts at another width and theme, so that all are seen as first drawn."""

    def place(state: Mapping[str, str]) -> tuple[str, ...]:
        return state["page"], state["filter"], state["lang"]

    turns = [(w, t) for i, w in enumerate(WIDTHS) for t in THEMES[:: 1 if i % 2 == 0 else -1]]
    found = []
    for i, (_, group) in enumerate(groupby(sorted(states, key=place), key=place)):
        visit = sorted(group, key=lambda s: turns.index((s["width"], s["theme"])))
        start = i % len(visit)
        found.append([*visit[start:], *visit[:start]])
    return found


def name(state: Mapping[str, str]) -> str:
    return " · ".join(v or "overview" for v in state.values())
