"""Bodies and places of a store → an index that answers a part of a name, an old name or pinyin initials at once."""

from array import array
from bisect import bisect_right
from dataclasses import dataclass

from loaders.query import options
from loaders.query.snapshot import Snapshot
from loaders.store.cubes.bodies import former_names, spelled
from loaders.text.normalize import normalize, strip_space

_MAX_CANDIDATES = 400
"""Hits that are looked at before the best are chosen: more than fit a list, few enough for every keystroke."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found: `body` or `place`, its id, its name, and where it belongs."""

    sort: str
    id: str
    name: str
    place: str


class Index:
    """All names in one text, a line each; found by the text search of the language itself."""

    def __init__(self, hits: list[Hit], texts: list[str]):
        self.hits = hits
        self._text = "\n" + "\n".join(texts) + "\n"
        self._starts = array("q", [1])
        for text in texts:
            self._starts.append(self._starts[-1] + len(text) + 1)

    def find(self, words: str, limit: int = 12) -> list[Hit]:
        """The best hits: names that begin with the words first, then the shorter ones; none for no words."""
        # As typed first: 乾县 only looks traditional.
        for wanted in dict.fromkeys((strip_space(words).lower(), strip_space(normalize(words, True)).lower())):
            if wanted and (found := self._lines(wanted)):
                break
        else:
            return []

        def order(line: int) -> tuple[bool, bool, int, str]:
            hit = self.hits[line]
            return (not hit.name.startswith(wanted), hit.sort != "place", len(hit.name), hit.name)

        return [self.hits[line] for line in sorted(found, key=order)[:limit]]

    def _lines(self, wanted: str) -> list[int]:
        """The first lines that hold the words."""
        found: list[int] = []
        at = self._text.find(wanted)
        while at >= 0 and len(found) < _MAX_CANDIDATES:
            line = bisect_right(self._starts, at) - 1
            found.append(line)
            at = self._text.find(wanted, self._starts[line + 1])
        return found


def index(snapshot: Snapshot) -> Index:
    """The index of a store's bodies and places."""
    hits: list[Hit] = []
    texts: list[str] = []
    names = {p.code: p.name for p in options.places(snapshot)}
    for place in options.places(snapshot):
        hits.append(Hit("place", place.code, place.name, names.get(place.parent or "", "")))
        texts.append(spelled([place.name, *former_names(place.code)], ()))
    columns = ("body_id", "agency", "city", "district", "search")
    for body, agency, city, district, text in snapshot.rows("bodies", columns).iter_rows():
        hits.append(Hit("body", body, agency, "".join(p for p in (city, district) if p and p not in agency)))
        texts.append(text)
    return Index(hits, texts)
