"""The HTML of the page's parts → its entries, and those in which the words that somebody seeks stand."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from loaders.text.normalize import common, label_key

MOST = 20
"""Results that are listed."""
_AROUND = 40
"""Characters of an entry before and behind the words that were found."""


class Fragment(NamedTuple):
    """A piece of the page: the part that it stands in, a heading of its own or none, and its HTML."""

    part: str
    heading: str
    html: str


class Entry(NamedTuple):
    """A row of a table, a term with its meaning, or a paragraph: its name, its text, and the anchor that leads to it."""

    part: str
    name: str
    text: str
    anchor: str


def entries(fragments: Iterable[Fragment]) -> list[Entry]:
    """Every text of the page stands in one of them."""
    return [entry for fragment in fragments for entry in _entries(fragment)]


def _entries(fragment: Fragment) -> Iterable[Entry]:
    for node in LexborHTMLParser(fragment.html).css("tr, dt, p, li"):
        rest = node.next if node.tag == "dt" else None
        while rest is not None and rest.tag != "dd":
            rest = rest.next
        first = node.css_first("th, td") or node
        texts = [_text(node), _text(rest) if rest else ""]
        anchor = node.attributes.get("id") or _first_id(node) or fragment.part
        yield Entry(fragment.part, _text(first), " ".join([*texts, fragment.heading]).strip(), anchor)


def _first_id(node: LexborNode) -> str | None:
    inner = node.css_first("[id]")
    return inner.attributes.get("id") if inner else None


def _text(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ").split())


def find(of: Sequence[Entry], words: str) -> list[Entry]:
    """The entries in which all the words stand, in either script, those first that have them in their names."""
    wanted = _keys(words)
    there = [e for e in of if all(w in _key(e.text) for w in wanted)] if wanted else []
    return sorted(there, key=lambda e: not all(w in _key(e.name) for w in wanted))


def around(entry: Entry, words: str) -> str:
    """The text of an entry behind its name, around the first of the words."""
    text = entry.text.removeprefix(entry.name).strip()
    folded = common(text).casefold()
    places = [folded.find(common(w).casefold()) for w in words.split()] if len(folded) == len(text) else []
    at = min((i for i in places if i >= 0), default=0)
    start, end = max(0, at - _AROUND), at + 2 * _AROUND
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def _keys(words: str) -> list[str]:
    return [key for w in words.split() if (key := _key(w))]


def _key(text: str) -> str:
    return label_key(text).casefold()
