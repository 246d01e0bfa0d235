"""The cells of a draft → which sums of the form can be checked, and which cells keep the others from it."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from loaders.form.rules import EQUATIONS, operands
from loaders.form.vocabulary import APPLICANTS, members
from loaders.query.report import Printed

Place = tuple[str, str | None, str | None, str | None]
"""A rule, section, item and column: where an issue stands."""
_OTHER_PARTS = members("other")
_IN_FORCE = ("regulations", "normative_documents")


class Unassessable(NamedTuple):
    """A sum that cannot be checked. cells: those of the draft without a number; before: those so of the year before."""

    rule: str
    section: str
    item: str | None
    column: str | None
    cells: tuple[str, ...]
    before: tuple[str, ...] = ()


class Assessed(NamedTuple):
    """How many sums were checked, and those that cannot be."""

    checked: int
    unassessable: tuple[Unassessable, ...]


def assess(cells: Mapping[str, Printed], before: Mapping[str, Printed] | None, failing: Collection[Place]) -> Assessed:
    """What can be checked in a draft alone and beside the year before (None: there is none).

    failing: where sums do not hold: these count as checked, though parts of them may be missing.
    """
    checked, unassessable = 0, []
    for e in EQUATIONS:
        if not _asked(e.rule, e.left, e.right, cells):
            continue
        lacking = () if (e.rule, e.section, e.item, e.column) in failing else _lacking((*e.left, *e.right), cells)
        checked += not lacking
        if lacking:
            unassessable.append(Unassessable(e.rule, e.section, e.item, e.column, lacking))
    for rule, section, item, column in _over_years(cells, before or {}):
        left, right = operands(rule, section, item, column)
        now = (*(c for c in left if c.endswith((".issued", ".repealed"))), *right)
        then = tuple(c for c in left if c not in now or (rule == "in_force" and c.endswith(".in_force")))
        lacks, lacked = _lacking(now, cells), _lacking(then, before or {})
        checked += not (lacks or lacked)
        if lacks or lacked:
            unassessable.append(Unassessable(rule, section, item, column, lacks, lacked))
    return Assessed(checked, tuple(unassessable))


def _over_years(
    cells: Mapping[str, Printed], before: Mapping[str, Printed]
) -> list[tuple[str, str, str | None, str | None]]:
    """The sums over two years that both reports ask for."""
    carried = [a.id for a in APPLICANTS if f"requests.carried_in.{a.id}" in cells and before]
    in_force = [i for i in _IN_FORCE if all(f"disclosure.{i}.in_force" in r for r in (cells, before))]
    return [
        *(("carry_over", "requests", None, a) for a in carried),
        *(("in_force", "disclosure", i, "in_force") for i in in_force),
    ]


def _asked(rule: str, left: tuple[str, ...], right: tuple[str, ...], cells: Mapping[str, Printed]) -> bool:
    """Whether a document has what a sum is about: of a group both its own row and those in it, else any cell."""
    there = [any(c in cells for c in side) for side in (left, right)]
    return all(there) if rule == "group" else any(there)


def _lacking(names: tuple[str, ...], cells: Mapping[str, Printed]) -> tuple[str, ...]:
    """The cells without a number, of those that a sum needs: （六）其他处理 as printed, else its rows."""
    needed = list(names)
    for a in APPLICANTS:
        row, parts = f"requests.other.{a.id}", [f"requests.{i}.{a.id}" for i in _OTHER_PARTS]
        if row in names and set(parts) <= set(names) and len(names) > len(parts) + 1:
            by_rows = (row not in cells or cells[row].value is None) and any(p in cells for p in parts)
            needed = [n for n in needed if n != row] if by_rows else [n for n in needed if n not in parts]
    return tuple(n for n in needed if n not in cells or cells[n].value is None)
