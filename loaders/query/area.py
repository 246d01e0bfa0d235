"""Filters → the one division that a document speaks of, and its full name."""

from loaders.query.filters import Filter
from loaders.query.snapshot import Snapshot


def area_of(snapshot: Snapshot, filters: Filter) -> str | None:
    """The code of the narrowest division that holds all chosen places, or all places of the store where none is chosen;
    None where no division holds them all.
    """
    tree = snapshot.places
    codes = tree.narrowed(filters.places) if filters.places else [n.code for n in tree.of.values()]
    paths = [tree.path(code) for code in codes]
    if not paths:
        return None
    # Places that lie in each other are one: without any chosen, the highest one that has all below it.
    shared = [steps[0] for steps in zip(*paths, strict=False) if len(set(steps)) == 1]
    return shared[-1] if shared else None


def full_name(snapshot: Snapshot, code: str) -> str:
    """A division's name for official papers: a district behind its city, without the province that holds a city."""
    tree = snapshot.places
    path = [tree.of[c] for c in tree.path(code)]
    named = [n for n in path if n.level != "province"] or path[-1:]
    if path[0].level == "province" and len(path) == 2 and path[1].level == "county":
        # A district of a municipality.
        named = path
    name = ""
    for node in named:
        name = node.name if node.name.startswith(name) else name + node.name
    return name
