"""Filters → the notes on the time axis that concern what they let through: a law, a merger, a new form."""

from typing import NamedTuple

from loaders.query.filters import Filter
from loaders.query.snapshot import Snapshot


class TimeNote(NamedTuple):
    """A note: its place on an axis of years, on which a year's figures stand in its middle; when, as it was given; its text,
    and the place that it is about, empty for all.
    """

    at: float
    when: str
    text: str
    place: str

    @property
    def words(self) -> str:
        """`2019-05-15 《条例》修订施行`."""
        return " ".join(filter(None, (self.when, self.place, self.text)))


def time_notes(snapshot: Snapshot, filters: Filter) -> tuple[TimeNote, ...]:
    """The notes about all places, and about places that the filters choose, that hold one of these or lie in one; of the
    years chosen, where some are. In the order of time.
    """
    tree, out = snapshot.places, []
    chosen = set(tree.divisions(filters.places)) | {c for p in filters.places for c in tree.path(p)}
    rows = snapshot.store.read("timeline")
    for year, day, text, division, place in rows.select("year", "day", "text", "division", "place").iter_rows():
        if division and filters.places and division not in chosen:
            continue
        if filters.years and not min(filters.years) <= year <= max(filters.years):
            continue
        at = year - 0.5 + ((day.timetuple().tm_yday - 1) / 366 if day else 0)
        out.append(TimeNote(at, day.isoformat() if day else str(year), text, place or ""))
    return tuple(sorted(out))
