"""A year's requests → both sides of their balance: what came in, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from loaders.language.words import number
from loaders.query.same_reports import ENDS, SOURCES, Balance
from pages.requests.data import Sums
from pages.requests.figures import Node
from pages.shared.charts.alt_text import parts
from pages.shared.frame.question import Question

_COLOURS = {"received_new": "primary", "carried_in": "carried_out"}


@dataclass(frozen=True)
class Sides:
    """sources: new requests and those carried in; ends: the outcomes and the requests carried out; on the smaller side a
    node for the difference.

    note: whether both sides are equal, and whether the outcomes are the printed total; whole: whether every report has all
    these figures, so that the sides may be compared.
    """

    sources: list[Node]
    ends: list[Node]
    note: str
    whole: bool

    @property
    def larger_side(self) -> float:
        return max(sum(n.value or 0 for n in side) for side in (self.sources, self.ends))


def sides(now: Sums, found: Balance, names: Mapping[str, str], question: Question) -> Sides:
    """The balance of a year; now: its sums; found: how they balance; names: those of volumes and outcomes."""
    known = {i: int(now[f"{i}.reports"] or 0) for i in (*SOURCES, *ENDS)}
    sources = [Node(names[v], now[v], _COLOURS[v], known=known[v]) for v in SOURCES]
    ends = [Node(names[o], now[o], o, known=known[o]) for o in ENDS]
    whole = found.complete == found.reports
    if found.gap:
        name = question.say("requests.flow.gap" if whole else "requests.flow.blank")
        node = Node(name, abs(found.gap), "wrong" if whole else "outline", gap=True)
        (ends if found.gap > 0 else sources).append(node)
    return Sides(sources, ends, _note(found, question), whole)


def _note(found: Balance, question: Question) -> str:
    say = question.say
    words = {"came": number(found.came), "went": number(found.went), "gap": number(found.difference)}
    key = "odd" if found.difference else "even"
    note = say(f"requests.flow.{key}", **words) if found.complete else ""
    if found.complete < found.reports:
        scope = say(
            "requests.flow.some" if found.complete else "requests.flow.nobody",
            n=number(found.complete),
            all=number(found.reports),
        )
        note = scope + note + say("requests.flow.not_compared")
    if found.outcomes != found.processed:
        words = {"parts": number(found.outcomes), "printed": number(found.processed), "n": number(found.printed)}
        note += say("requests.flow.total", **words)
    return note


def alt_text(requests: Sides, title: str, question: Question) -> str:
    """Both sides, each with the shares of its parts, and the note."""
    titled = ((title, requests.sources), (question.say("requests.flow.went"), requests.ends))
    texts = [_spoken(name, [n for n in side if not n.gap], requests.whole, question) for name, side in titled]
    return question.say("list.semicolon").join([*texts, requests.note])


def _spoken(name: str, side: Sequence[Node], whole: bool, question: Question) -> str:
    """The parts of a side; their shares where every report has all of them."""
    if whole:
        return parts(name, [n.name for n in side], [n.value for n in side], question.lang)
    said = [f"{n.name} {number(n.value) or question.say('value.unasked')}" for n in side]
    return question.say("spoken.list", name=name, list=question.say("list.comma").join(said))


def table_of(requests: Sides, question: Question) -> pl.DataFrame:
    """Columns side, name, n, known (how many reports give the figure): the rows behind the chart."""
    nodes = [*requests.sources, *requests.ends]
    of_side = [question.say("requests.flow.in")] * len(requests.sources)
    of_side += [question.say("requests.flow.out")] * len(requests.ends)
    rows = [(side, n.name, n.value, n.known) for side, n in zip(of_side, nodes, strict=True)]
    types = {"side": pl.String, "name": pl.String, "n": pl.Int64, "known": pl.Int64}
    return pl.DataFrame(rows, schema=types, orient="row")
