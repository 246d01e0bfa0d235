"""Bodies and places of a store → an index that answers a part of a name, an old name or pinyin at once.

What is spelled as in a name is found first; else names with a wrong, missing or swapped character, the likest first.
"""

from array import array
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
from rapidfuzz import fuzz

from loaders.query import options
from loaders.query.snapshot import Snapshot
from loaders.store.cubes.bodies import former_names, pinyin, spelled
from loaders.text.normalize import normalize, strip_space

_MAX_CANDIDATES = 400
"""Hits that are looked at before the best are chosen: more than fit a list, few enough for every keystroke."""
_CHARACTERS_A_FAULT = 4
"""Characters of a search of which one may be wrong; of fewer than three none may."""
_FEWEST = 3
_LETTERS_A_FAULT = 6
_LIKE = 80
"""How like, of 100, a name in letters must be to what was typed with a fault."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found: `body` or `place`, its id, its name, and where it belongs."""

    sort: str
    id: str
    name: str
    place: str


class _Lines:
    """Texts as one, a line each; found by the text search of the language itself."""

    def __init__(self, texts: list[str]):
        self.text = "\n" + "\n".join(texts) + "\n"
        self.starts = array("q", [1])
        for text in texts:
            self.starts.append(self.starts[-1] + len(text) + 1)

    def find(self, wanted: str) -> list[int]:
        """The first lines that hold the words."""
        found: list[int] = []
        at = self.text.find(wanted)
        while at >= 0 and len(found) < _MAX_CANDIDATES:
            line = bisect_right(self.starts, at) - 1
            found.append(line)
            at = self.text.find(wanted, self.starts[line + 1])
        return found

    def line(self, number: int) -> str:
        return self.text[self.starts[number] : self.starts[number + 1] - 1]


class Index:
    """The names of all bodies and places, with their old names, initials and pinyin."""

    def __init__(self, hits: list[Hit], texts: list[str], places: list[tuple[str, ...]]):
        """hits, texts (names and initials), places (the words in a name that are places): of the same length."""
        self.hits = hits
        self._lines = _Lines(texts)
        self._places = places

    def find(self, words: str, limit: int = 12) -> list[Hit]:
        """The best hits: names that begin with the words first, then the shorter ones; the likest names where none has
        the words; none for no words.
        """
        # As typed first: 乾县 only looks traditional.
        spellings = dict.fromkeys((strip_space(words).lower(), strip_space(normalize(words, True)).lower()))
        for wanted in filter(None, spellings):
            found = self._lines.find(wanted) or (self._pinyin.find(wanted) if wanted.isascii() else [])
            if found:
                return [self.hits[line] for line in sorted(found, key=lambda n: self._order(n, wanted))[:limit]]
        for wanted in filter(None, spellings):
            found = self._like_letters(wanted) if wanted.isascii() else self._like_characters(wanted)
            if found:
                return [self.hits[line] for line in found[:limit]]
        return []

    def _order(self, line: int, wanted: str) -> tuple[bool, bool, int, str]:
        hit = self.hits[line]
        return (not hit.name.startswith(wanted), hit.sort != "place", len(hit.name), hit.name)

    def _like_characters(self, wanted: str) -> list[int]:
        """The lines with all but a few of the characters, in whatever order; those with the most first, then the likest."""
        characters = set(wanted)
        if len(characters) < _FEWEST:
            return []
        text, line_of = self._characters
        counts = np.zeros(len(self.hits), dtype=np.uint8)
        for character in characters:
            # A line counts once, however often it has the character.
            counts[line_of[text == ord(character)]] += 1
        fewest = len(characters) - max(1, len(characters) // _CHARACTERS_A_FAULT)
        best = np.flatnonzero(counts >= fewest)
        most = best[np.argsort(-counts[best].astype(np.int16), kind="stable")][:_MAX_CANDIDATES]
        return sorted(most.tolist(), key=lambda n: (-int(counts[n]), -fuzz.ratio(wanted, self.hits[n].name)))

    def _like_letters(self, wanted: str) -> list[int]:
        """The lines whose pinyin holds one half of the letters as typed and is like the whole."""
        if len(wanted) < _LETTERS_A_FAULT:
            return []
        middle = len(wanted) // 2
        halves = (wanted[:middle], wanted[middle:])
        scores = {
            n: fuzz.partial_ratio(wanted, self._pinyin.line(n)) for n in chain(*(self._pinyin.find(h) for h in halves))
        }
        like = [n for n, score in scores.items() if score >= _LIKE]
        return sorted(like, key=lambda n: (-scores[n], self.hits[n].sort != "place", len(self.hits[n].name)))

    @cached_property
    def _pinyin(self) -> _Lines:
        return _Lines([pinyin(h.name, p) for h, p in zip(self.hits, self._places, strict=True)])

    @cached_property
    def _characters(self) -> tuple[np.ndarray, np.ndarray]:
        """The code points of the text, and the number of the line of each."""
        text = np.frombuffer(self._lines.text[1:].encode("utf-32-le", "replace"), dtype=np.uint32)
        ends = text == ord("\n")
        return text, np.minimum(np.cumsum(ends, dtype=np.int32) - ends, len(self.hits) - 1)


def index(snapshot: Snapshot) -> Index:
    """The index of a store's bodies and places."""
    hits: list[Hit] = []
    texts: list[str] = []
    parts: list[tuple[str, ...]] = []
    names = {p.code: p.name for p in options.places(snapshot)}
    for place in options.places(snapshot):
        hits.append(Hit("place", place.code, place.name, names.get(place.parent or "", "")))
        texts.append(spelled([place.name, *former_names(place.code)], ()))
        parts.append((place.name,))
    columns = ("body_id", "agency", "city", "district", "search")
    for body, agency, city, district, text in snapshot.rows("bodies", columns).iter_rows():
        above = tuple(p for p in (city, district) if p)
        hits.append(Hit("body", body, agency, "".join(p for p in above if p not in agency)))
        texts.append(text)
        parts.append(above)
    return Index(hits, texts, parts)
