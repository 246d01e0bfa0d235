"""The divisions of a store → what lies in what: provinces, cities and districts by their codes, and what each holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from loaders.places.gazetteer import gazetteer


@dataclass(frozen=True, slots=True)
class Place:
    """A place with reports in it. parent: the code of the place above, null where none of that is known.

    level: province, city or county; zones count as counties. A municipality is a province that holds its districts.
    """

    code: str
    name: str
    level: str
    parent: str | None


_Where = tuple[str, str | None, str | None, str | None]
"""A division, and its latest province, city and district."""


class Places:
    """All places of a store, each after what it lies in."""

    def __init__(self, divisions: Iterable[_Where]):
        rows = sorted(divisions)
        self._divisions = frozenset(row[0] for row in rows)
        self._upper = _own_codes(rows)
        found: dict[str, Place] = {}
        for division, province, city, district in rows:
            above = self._code("province", province, None)
            if above and province:
                found.setdefault(above, Place(above, province, "province", None))
            lower = self._code("city", city, province)
            if lower and city and lower != above:
                found.setdefault(lower, Place(lower, city, "city", above))
            if division not in found:
                name = district or _name(division) or city or province or division
                found[division] = Place(division, name, "county", lower or above)
        self._children: dict[str | None, list[Place]] = {}
        for place in sorted(_told_apart(found), key=lambda p: p.code):
            self._children.setdefault(place.parent, []).append(place)
        self.of = {place.code: place for place in self._below(None)}

    def within(self, code: str | None) -> list[Place]:
        """The places right inside a place, by code; the highest ones for null."""
        return self._children.get(code, [])

    def path(self, code: str) -> list[str]:
        """The codes from the highest place that holds this one down to itself."""
        found = [code]
        while above := self.of[found[0]].parent:
            found.insert(0, above)
        return found

    def narrowed(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The places that are there, less those that hold another of them: who names both means the narrower one."""
        there = [c for c in dict.fromkeys(codes) if c in self.of]
        holding = {above for c in there for above in self.path(c)[:-1]}
        return tuple(c for c in there if c not in holding)

    def divisions(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The divisions of reports in the places, by code."""
        chosen = self.narrowed(codes)
        inside = {p.code for c in chosen for p in (self.of[c], *self._below(c))}
        return tuple(sorted(inside & self._divisions))

    def _below(self, code: str | None) -> Iterator[Place]:
        for place in self.within(code):
            yield place
            yield from self._below(place.code)

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


def _own_codes(rows: list[_Where]) -> dict[tuple[str, str, str | None], str | None]:
    """The codes of provinces and cities that have reports of their own."""
    found: dict[tuple[str, str, str | None], str | None] = {}
    for division, province, city, district in rows:
        if district is None and _level(division) != "zone":
            if city and city != province:
                found.setdefault(("city", city, province), division)
            elif province:
                found.setdefault(("province", province, None), division)
    return found


def _level(division: str) -> str | None:
    rows = gazetteer().of.get(division)
    return rows[-1].level if rows else None


def _name(division: str) -> str | None:
    """What a zone is called: its reports tell only the city that it lies in."""
    rows = gazetteer().of.get(division)
    return rows[-1].name if rows else None


def _lies_in(division: str, province: str | None) -> bool:
    book = gazetteer()
    return province is None or any(
        book.under(book.at(division, None), d.id) for d in book.named.get(province, ()) if d.level == "province"
    )


def _told_apart(places: dict[str, Place]) -> Iterator[Place]:
    """The places, with the name of what holds them before that of each that shares its own with another."""
    number: dict[str, int] = {}
    for place in places.values():
        number[place.name] = number.get(place.name, 0) + 1
    for place in places.values():
        above = places.get(place.parent or "")
        several = number[place.name] > 1 and above and above.name != place.name
        yield replace(place, name=above.name + place.name) if several and above else place
