"""Filters ↔ the parameters of an address, and the words that stand for them."""

from collections.abc import Mapping, Sequence

from loaders.bodies import KINDS
from loaders.choice import Filter
from loaders.held import Held
from loaders.queries import lists
from loaders.words import say

PARAMETERS = {"year": "years", "district": "districts", "kind": "kinds", "body": "bodies"}
"""The parameters of an address, and the choices of a filter that they hold."""
_KINDS = {k.id: k for k in KINDS}


class NotAFilter(ValueError):
    """An address that names a choice in a way that none has."""


def parameters(chosen: Filter) -> dict[str, list[str]]:
    """The parameters of an address that hold a filter; those that would be empty are left out."""
    there = {p: [str(v) for v in getattr(chosen, field)] for p, field in PARAMETERS.items()}
    return {p: v for p, v in there.items() if v}


def read(given: Mapping[str, Sequence[str]]) -> Filter:
    """The filter that parameters hold; NotAFilter where a year is no number."""
    values = {field: tuple(given.get(p, ())) for p, field in PARAMETERS.items()}
    try:
        return Filter(**{**values, "years": tuple(int(v) for v in values["years"])})
    except ValueError:
        raise NotAFilter(*values["years"]) from None


def kind_name(kind: str | None, lang: str) -> str:
    """The name of a kind of body."""
    found = _KINDS.get(kind or "")
    return getattr(found, lang) if found else kind or ""


def place_names(held: Held) -> dict[str, str]:
    """What the divisions to choose from are called, by their codes."""
    return {c: n for c, n, _ in lists.districts(held).iter_rows()}


def worded(held: Held, chosen: Filter, lang: str) -> str:
    """A filter in words."""
    parts = []
    if chosen.years:
        parts.append(("filter.years", map(str, chosen.years)))
    if chosen.districts:
        names = place_names(held)
        parts.append(("filter.districts", (names.get(d, d) for d in chosen.districts)))
    if chosen.kinds:
        parts.append(("filter.kinds", (kind_name(k, lang) for k in chosen.kinds)))
    if chosen.bodies:
        names = lists.names(held, chosen.bodies)
        parts.append(("filter.bodies", (names.get(b, b) for b in chosen.bodies)))
    texts = (say("filter.said", lang, name=say(key, lang), values=say("list.comma", lang).join(v)) for key, v in parts)
    return say("list.semicolon", lang).join(texts) or say("filter.none", lang)
