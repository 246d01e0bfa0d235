"""Filters → the reports whose figures may be added up: nothing twice, and what is left out is counted.

A government's report covers its whole area. A total takes the area report where there is one, and the bodies inside it
where there is none; it never adds both.
"""

from dataclasses import dataclass, replace

import polars as pl

from loaders.bodies.kinds import VERTICAL, VERTICAL_GROUP
from loaders.query.conditions import meeting
from loaders.query.snapshot import Snapshot


@dataclass(frozen=True)
class Filter:
    """What the user chose; an empty tuple means everything. Ids and codes only.

    places: provinces, cities, districts, each with all that lies in it; of two that hold each other the narrower one.
    kinds: ids of kinds, or `VERTICAL_GROUP`. levels: of the bodies. templates: of the form that the first table of a report follows.
    conditions: on figures of the bodies, as of `loaders.query.conditions`, all of which a body meets.
    """

    years: tuple[int, ...] = ()
    places: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()

    @property
    def kind_ids(self) -> tuple[str, ...]:
        """The chosen kinds, those under vertical management one by one where their group is chosen."""
        group = sorted(VERTICAL) if VERTICAL_GROUP in self.kinds else []
        return tuple(dict.fromkeys([*(k for k in self.kinds if k != VERTICAL_GROUP), *group]))

    def without_years(self) -> "Filter":
        """The same choice over all years: changes need the year before."""
        return replace(self, years=())

    def only(self, year: int | None) -> "Filter":
        """The same choice in one year."""
        return replace(self, years=(year,) if year else ())

    def chooses(self, *fields: str) -> bool:
        """Whether anything is chosen in one of some fields; conditions choose bodies."""
        return any(getattr(self, f) or (f == "bodies" and self.conditions) for f in fields)


EVERYTHING = Filter()
NOBODY = "nobody"
"""An id that no body has."""


def named_bodies(snapshot: Snapshot, filters: Filter) -> tuple[str, ...]:
    """The ids of the chosen bodies, conditions resolved; `NOBODY` where none meets them, empty where all are meant."""
    if not filters.conditions:
        return filters.bodies
    met = meeting(snapshot, filters.conditions)
    return tuple(b for b in met if not filters.bodies or b in filters.bodies) or (NOBODY,)


def predicate(filters: Filter, snapshot: Snapshot) -> pl.Expr | None:
    """What holds of the reports that a filter lets through; null where it lets through all."""
    wanted = {
        "year": filters.years, "kind": filters.kind_ids, "level": filters.levels,
        "body_id": named_bodies(snapshot, filters),
        "disclosure_template": filters.templates,
    }  # fmt: skip
    wanted = {column: values for column, values in wanted.items() if values}
    if filters.places:
        wanted["division"] = snapshot.places.divisions(filters.places)
    tests = [pl.col(c) == v[0] if len(v) == 1 else pl.col(c).is_in(v) for c, v in wanted.items()]
    return pl.all_horizontal(tests) if tests else None


def both(*tests: pl.Expr | None) -> pl.Expr | None:
    """All of some predicates; None where none is left."""
    given = [t for t in tests if t is not None]
    return pl.all_horizontal(given) if given else None
