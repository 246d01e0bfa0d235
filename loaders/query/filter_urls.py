"""Filters ↔ the parameters of an address, and the words that stand for them."""

import re
from collections.abc import Callable, Mapping, Sequence

from loaders.bodies.kinds import KINDS, VERTICAL, VERTICAL_GROUP
from loaders.form.vocabulary import LEVELS, TEMPLATE_IDS
from loaders.language.words import say
from loaders.query import options
from loaders.query.conditions import condition
from loaders.query.filters import Filter
from loaders.query.snapshot import Snapshot

PARAMETERS = {
    "year": "years",
    "place": "places",
    "kind": "kinds",
    "level": "levels",
    "template": "templates",
    "body": "bodies",
    "where": "conditions",
}
"""The parameters of an address, and the choices of a filter that they hold."""
_KINDS = {k.id: k for k in KINDS}
_YEAR = re.compile("[12][0-9]{3}")


class NotAFilter(ValueError):
    """An address that names a choice in a way that none has: a year that is no number, a condition that is none."""


def parameters(filters: Filter) -> dict[str, list[str]]:
    """The parameters of an address that hold a filter; those that would be empty are left out."""
    there = {p: [str(v) for v in getattr(filters, field)] for p, field in PARAMETERS.items()}
    return {p: v for p, v in there.items() if v}


def read(given: Mapping[str, Sequence[str]]) -> Filter:
    """The filter that parameters hold; NotAFilter where a year, level, template or condition is none."""
    values = {field: tuple(given.get(p, ())) for p, field in PARAMETERS.items()}
    years = values.pop("years")
    if unreadable := [c for c in values["conditions"] if condition(c) is None]:
        raise NotAFilter(*unreadable)
    known = {"levels": LEVELS, "templates": TEMPLATE_IDS}
    if strange := [v for field, ids in known.items() for v in values[field] if v not in ids]:
        raise NotAFilter(*strange)
    if strange := [year for year in years if not _YEAR.fullmatch(year)]:
        raise NotAFilter(*strange)
    return Filter(years=tuple(map(int, years)), **values)


def kind_name(kind: str | None, lang: str) -> str:
    """The name of a kind of body, or of the group of those under vertical management."""
    if kind == VERTICAL_GROUP:
        return say("kind.vertical", lang)
    found = _KINDS.get(kind or "")
    return getattr(found, lang) if found else kind or ""


def grouped_kind_name(kind: str, lang: str) -> str:
    """The name of a kind in a list, behind that of its group where it has one."""
    return say("kind.in_group", lang, name=kind_name(kind, lang)) if kind in VERTICAL else kind_name(kind, lang)


def condition_words(text: str, lang: str) -> str:
    """A condition in words; a text that is none as it stands."""
    found = condition(text)
    return found.words(lang) if found else text


def place_names(snapshot: Snapshot) -> dict[str, str]:
    """What places are called, by their codes."""
    return {p.code: p.name for p in options.places(snapshot)}


def names(snapshot: Snapshot, filters: Filter, lang: str) -> dict[str, list[str]]:
    """What is chosen in words, by the names of `PARAMETERS`; what nothing is chosen of is left out."""
    words: dict[str, Callable[[str], str]] = {
        "year": str,
        "place": lambda c: place_names(snapshot).get(c, c),
        "kind": lambda k: kind_name(k, lang),
        "level": lambda v: say(f"level.{v}", lang),
        "template": lambda v: say(f"template.{v}", lang),
        "body": lambda b: options.names(snapshot, filters.bodies).get(b, b),
        "where": lambda c: condition_words(c, lang),
    }
    there = {name: getattr(filters, field) for name, field in PARAMETERS.items()}
    return {name: [words[name](v) for v in values] for name, values in there.items() if values}


def filter_words(snapshot: Snapshot, filters: Filter, lang: str) -> str:
    """A filter in words."""
    comma = say("list.comma", lang)
    texts = (
        say("filter.said", lang, name=say(f"filter.{PARAMETERS[name]}", lang), values=comma.join(shown))
        for name, shown in names(snapshot, filters, lang).items()
    )
    return say("list.semicolon", lang).join(texts) or say("filter.none", lang)
