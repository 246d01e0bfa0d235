"""The divisions of a store → the tree of its provinces, cities and counties, by their codes."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from loaders.places.gazetteer import gazetteer


@dataclass(frozen=True, slots=True)
class DivisionNode:
    """A division with reports in it. parent: the code of the division above, None for the highest or if it is unknown.

    level: province, city or county; zones count as counties. A municipality is a province, its districts are below it.
    """

    code: str
    name: str
    level: str
    parent: str | None


_Row = tuple[str, str | None, str | None, str | None]
"""A division, and the latest names of its province, city and district."""


class DivisionTree:
    """All divisions of a store, each after the one above it."""

    def __init__(self, divisions: Iterable[_Row]):
        rows = sorted(divisions)
        self._divisions = frozenset(row[0] for row in rows)
        self._upper = _own_codes(rows)
        nodes: dict[str, DivisionNode] = {}
        for division, province, city, district in rows:
            above = self._code("province", province, None)
            if above and province:
                nodes.setdefault(above, DivisionNode(above, province, "province", None))
            lower = self._code("city", city, province)
            if lower and city and lower != above:
                nodes.setdefault(lower, DivisionNode(lower, city, "city", above))
            if division not in nodes:
                name = district or _name(division) or city or province or division
                nodes[division] = DivisionNode(division, name, "county", lower or above)
        self._children: dict[str | None, list[DivisionNode]] = {}
        for node in sorted(_with_unique_names(nodes), key=lambda n: n.code):
            self._children.setdefault(node.parent, []).append(node)
        self.of = {node.code: node for node in self._below(None)}

    def within(self, code: str | None) -> list[DivisionNode]:
        """The divisions directly below one, ordered by code; the highest ones for None."""
        return self._children.get(code, [])

    def path(self, code: str) -> list[str]:
        """The codes from the highest division down to this one."""
        codes = [code]
        while above := self.of[codes[0]].parent:
            codes.insert(0, above)
        return codes

    def narrowed(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Those of the divisions that are in the tree; of a division and one inside it, the inner one."""
        in_tree = [c for c in dict.fromkeys(codes) if c in self.of]
        outer = {above for c in in_tree for above in self.path(c)[:-1]}
        return tuple(c for c in in_tree if c not in outer)

    def divisions(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The divisions of reports in the given ones (see `narrowed`), ordered by code."""
        inside = {n.code for c in self.narrowed(codes) for n in (self.of[c], *self._below(c))}
        return tuple(sorted(inside & self._divisions))

    def _below(self, code: str | None) -> Iterator[DivisionNode]:
        for node in self.within(code):
            yield node
            yield from self._below(node.code)

    def _code(self, level: str, name: str | None, province: str | None) -> str | None:
        """The code of a province or city by its name: that of its own reports, else that of the table of divisions."""
        if name is None:
            return None
        if level == "city" and name == province:
            return self._code("province", name, None)
        key = level, name, province
        if key not in self._upper:
            named = (d for d in gazetteer().named.get(name, ()) if d.level == level)
            self._upper[key] = next((d.id for d in named if _lies_in(d.id, province)), None)
        return self._upper[key]


def _own_codes(rows: list[_Row]) -> dict[tuple[str, str, str | None], str | None]:
    """The codes of provinces and cities that have reports of their own."""
    codes: dict[tuple[str, str, str | None], str | None] = {}
    for division, province, city, district in rows:
        if district is None and _level(division) != "zone":
            if city and city != province:
                codes.setdefault(("city", city, province), division)
            elif province:
                codes.setdefault(("province", province, None), division)
    return codes


def _level(division: str) -> str | None:
    rows = gazetteer().of.get(division)
    return rows[-1].level if rows else None


def _name(division: str) -> str | None:
    """The name of a zone: its reports name only the city that it is in."""
    rows = gazetteer().of.get(division)
    return rows[-1].name if rows else None


def _lies_in(division: str, province: str | None) -> bool:
    book = gazetteer()
    return province is None or any(
        book.under(book.at(division, None), d.id) for d in book.named.get(province, ()) if d.level == "province"
    )


def _with_unique_names(nodes: dict[str, DivisionNode]) -> Iterator[DivisionNode]:
    """The divisions; one that shares its name with another gets the name of the division above before its own."""
    number = Counter(node.name for node in nodes.values())
    for node in nodes.values():
        above = nodes.get(node.parent or "")
        if number[node.name] > 1 and above and above.name != node.name:
            yield replace(node, name=above.name + node.name)
        else:
            yield node
