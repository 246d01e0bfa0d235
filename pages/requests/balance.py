"""A year's requests → both sides of their balance: what came in, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from loaders.language.words import number
from pages.requests.data import OUTCOMES, Sums
from pages.requests.figures import Node
from pages.shared.charts.alt_text import parts
from pages.shared.frame.question import Question


@dataclass(frozen=True)
class Balance:
    """sources: new requests and those carried in; ends: the outcomes and the requests carried out; note: whether both
    sides are equal, and whether the outcomes are the printed total.
    """

    sources: list[Node]
    ends: list[Node]
    note: str

    @property
    def larger_side(self) -> float:
        return max(_sum(self.sources), _sum(self.ends))


def balance(now: Sums, names: Mapping[str, str], question: Question) -> Balance:
    """The balance of a year; now: its sums; names: those of volumes and outcomes."""
    say = question.say
    sources = [
        Node(names[v], now[v], colour) for v, colour in (("received_new", "primary"), ("carried_in", "carried_out"))
    ]
    ends = [Node(names[o], now[o], o) for o in (*OUTCOMES, "carried_out")]
    came, went = _sum(sources), _sum(ends)
    key = "requests.flow.even" if came == went else "requests.flow.odd"
    note = say(key, came=number(came), went=number(went), gap=number(abs(came - went)))
    outcomes = sum(now[o] or 0 for o in OUTCOMES)
    if now["total_processed"] is not None and outcomes != now["total_processed"]:
        note += say("requests.flow.total", parts=number(outcomes), printed=number(now["total_processed"]))
    return Balance(sources, ends, note)


def alt_text(requests: Balance, title: str, question: Question) -> str:
    """Both sides, each with the shares of its parts, and the note."""
    sides = ((title, requests.sources), (question.say("requests.flow.went"), requests.ends))
    texts = [parts(name, [n.name for n in side], [n.value for n in side], question.lang) for name, side in sides]
    return question.say("list.semicolon").join([*texts, requests.note])


def table_of(requests: Balance, question: Question) -> pl.DataFrame:
    """Columns side, name, n: the rows behind the chart."""
    nodes = [*requests.sources, *requests.ends]
    sides = [question.say("requests.flow.in")] * len(requests.sources)
    sides += [question.say("requests.flow.out")] * len(requests.ends)
    return pl.DataFrame(
        {"side": sides, "name": [n.name for n in nodes], "n": pl.Series([n.value for n in nodes], dtype=pl.Int64)}
    )


def _sum(nodes: list[Node]) -> float:
    return sum(n.value or 0 for n in nodes)
