"""Labels and numbers that are printed apart → rows of the form, where the order of both leaves one way to tie them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from loaders.form.vocabulary import members
from loaders.reading.formats.document import Field
from loaders.reading.sections.entries import GROUP_IDS, Entry, text_of
from loaders.reading.sections.labels import is_group_piece
from loaders.text.normalize import common

Unknown = Callable[[Sequence[Field]], Sequence[Field]]


class _Gap(NamedTuple):
    """What lies between two rows whose label and numbers are together: those rows' ranks in the form, and the indices."""

    low: int
    high: int
    labels: list[int]
    numbers: list[int]

    def allows(self, rank: int) -> bool:
        """Whether a row of the form comes between the two; a table that begins again has both its ends here."""
        if self.low < self.high:
            return self.low < rank < self.high
        return rank > self.low or rank < self.high


def tie(entries: Sequence[Entry], order: Sequence[str], unknown: Unknown) -> list[Entry]:
    """The entries, with labels alone and rows of numbers alone made one where it is certain which belong together.

    Between two whole rows the form's order leaves few rows. If as many labels as rows of numbers are loose there, they
    belong together in order. A label that has no numbers then is a blank row, unless anything printed near it may be
    its content: then it is in doubt. unknown: the fields of a header that the form does not have.
    """
    entries = _doubtful(_without_headings(entries), unknown)
    # Numbers behind the head of a column: the rows stand side by side, and a label's numbers are elsewhere.
    left = any(e.match is None and e.numbers and e.own and not _loose(e) and not unknown(e.own) for e in entries)
    if not left and not any(_loose(e) for e in entries):
        return entries
    rank = {id_: i for i, id_ in enumerate(order)}
    gaps = _gaps(entries, rank)
    out: list[Entry | None] = list(entries)
    homes = _homes(entries, gaps, rank)
    for gap, labels in zip(gaps, homes, strict=True):
        if not gap.numbers:
            continue
        if len(labels) != len(gap.numbers):
            left = True
            continue
        for i, n in zip(labels, gap.numbers, strict=True):
            # A label stays below its own header; one that was moved on goes where its numbers are.
            row = replace(entries[n], label=entries[i].label, match=entries[i].match)
            out[i], out[n] = (row, None) if i in gap.labels else (None, row)
    # A label or numbers that remain may be the other half of any.
    if left or any(_bare(e) for e in out if e):
        return [_unclear(e, at, gaps, entries) if _bare(e) else e for at, e in enumerate(entries)]
    return [e for e in out if e is not None]


def _unclear(label: Entry, at: int, gaps: Sequence[_Gap], entries: Sequence[Entry]) -> Entry:
    """A label with the numbers near it as its content, in doubt."""
    near = next((gap.numbers for gap in gaps if at in gap.labels), [])
    return replace(label, values=[f for n in near for f in entries[n].values], doubt=True)


def _bare(e: Entry) -> bool:
    return e.match is not None and (not e.values or (e.kind == "line" and e.empty))


def _loose(e: Entry) -> bool:
    """Whether an entry has numbers, and no label or the remains of a group's, which stands beside several rows."""
    return e.match is None and e.numbers and is_group_piece(text_of(e.own))


def _without_headings(entries: Sequence[Entry]) -> list[Entry]:
    """The entries without labels that head a table of their own, in which the row itself or its group's rows stand."""
    out: list[Entry] = []
    following: str | None = None
    for e in reversed(entries):
        if e.match is None:
            out.append(e)
            continue
        id_ = e.match.id
        heads = following == id_ or (id_ in GROUP_IDS and following in members(id_))
        following = id_
        if not (_bare(e) and heads):
            out.append(e)
    return out[::-1]


def _doubtful(entries: Sequence[Entry], unknown: Unknown) -> list[Entry]:
    """The entries; a label without numbers is in doubt if words that the form does not have, or a number, come after it."""
    out: list[Entry] = []
    before: Sequence[Field] = ()
    for e in reversed(entries):
        near = _content(before, unknown) if before and _bare(e) else ()
        if near:
            # They are part of this row then, and of no header below it.
            after, taken = out[-1], {id(f) for f in near}
            match = after.match and after.match._replace(before=after.match.before.replace(text_of(near), "", 1))
            if after.match is None and after.numbers:
                # The numbers behind such words are theirs, and no row's whose label is elsewhere.
                near = [*near, *after.values]
                out.pop()
            else:
                out[-1] = replace(after, label=[f for f in after.label if id(f) not in taken], match=match)
            out.append(replace(e, values=list(near), doubt=True))
        else:
            out.append(e)
        before = _above(e)
    return out[::-1]


def _content(header: Sequence[Field], unknown: Unknown) -> Sequence[Field]:
    """The fields of a header that may be the content of the row above it: those that the form does not have, and the
    names of columns with a number: 自然人：84.
    """
    return [f for f in header if common(f.text).rstrip()[-1:].isdecimal()] or unknown(header)


def _above(e: Entry) -> list[Field]:
    """The fields of an entry's label before the row's own label; all fields if it is no row of the form."""
    if e.match is None:
        return [*e.own, *e.values] if not _loose(e) else []
    rest = len(e.match.before)
    above = []
    for f in e.own:
        length = len(text_of([f]))
        if length > rest:
            break
        above.append(f)
        rest -= length
    return above


def _gaps(entries: Sequence[Entry], rank: dict[str, int]) -> list[_Gap]:
    """The stretches between rows that have both a label and values."""
    gaps = [_Gap(-1, len(rank), [], [])]
    for i, e in enumerate(entries):
        if e.match and not _bare(e) and not e.doubt:
            at = rank.get(e.match.id)
            if at is not None:
                gaps[-1] = gaps[-1]._replace(high=at)
                gaps.append(_Gap(at, len(rank), [], []))
        elif _bare(e):
            gaps[-1].labels.append(i)
        elif _loose(e):
            gaps[-1].numbers.append(i)
    return gaps


def _homes(entries: Sequence[Entry], gaps: Sequence[_Gap], rank: dict[str, int]) -> list[list[int]]:
    """For each gap the indices of the loose labels that belong in it, in the order of the form."""
    homes: list[list[int]] = [[] for _ in gaps]
    for at, gap in enumerate(gaps):
        for i in gap.labels:
            match = entries[i].match
            place = rank.get(match.id) if match else None
            if place is None:
                continue
            if gap.allows(place):
                homes[at].append(i)
                continue
            others = [o for o, g in enumerate(gaps) if g.numbers and g.allows(place)]
            if len(others) == 1:
                homes[others[0]].append(i)
    for labels in homes:
        labels.sort(key=lambda i: rank[m.id] if (m := entries[i].match) else 0)
    return homes
