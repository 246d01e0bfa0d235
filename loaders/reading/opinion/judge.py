"""The numbers of a report → which sums of the form they keep."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from loaders.form.rules import EQUATIONS, Equation
from loaders.form.vocabulary import APPLICANTS, members

_OTHER = frozenset(f"requests.other.{a.id}" for a in APPLICANTS)
_ITS_ROWS = frozenset(f"requests.{item}.{a.id}" for item in members("other") for a in APPLICANTS)
_PROOFS = 2
"""The sums that must hold to prove a number that only one reading gives: that of its row and one of its column."""
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Verdict:
    """The sums over numbers of a report that hold, those of nothing but zeros left out, and the sums that fail."""

    kept: frozenset[Equation]
    broken: frozenset[Equation]


def judge(values: Mapping[str, Decimal]) -> Verdict:
    """The verdict on the numbers of a report, given by the names of their cells."""
    kept, broken = [], []
    for equation in EQUATIONS:
        sides = _sides(equation, values)
        if sides is None:
            continue
        if sides[0] != sides[1]:
            broken.append(equation)
        elif sides[0]:
            kept.append(equation)
    return Verdict(frozenset(kept), frozenset(broken))


def proved(name: str, values: Mapping[str, Decimal]) -> bool:
    """Whether sums over this cell hold, in its row and in its column, and none fails."""
    held = _over(name, values)
    return held.count(True) >= _PROOFS and False not in held


def fits(name: str, values: Mapping[str, Decimal]) -> bool:
    """Whether a number that stands in no ruled table is in its row: a sum over it holds, if the form has any, and none
    fails.
    """
    held = _over(name, values)
    return False not in held and (True in held or not any(name in e.left or name in e.right for e in EQUATIONS))


def _over(name: str, values: Mapping[str, Decimal]) -> list[bool]:
    """Whether each sum over this cell holds, of those whose cells all have a number."""
    sides = [_sides(e, values) for e in EQUATIONS if name in e.left or name in e.right]
    return [one == other for one, other in filter(None, sides)]


def _sides(equation: Equation, values: Mapping[str, Decimal]) -> tuple[Decimal, Decimal] | None:
    """Both sides of a sum; None where a cell has no number. （六）其他处理 counts as printed, else as its rows."""
    sides = []
    for names in (equation.left, equation.right):
        skipped = _NONE if len(names) == 1 else _ITS_ROWS if _printed_whole(names, values) else _OTHER
        total = Decimal(0)
        for name in names:
            if name not in skipped:
                value = values.get(name)
                if value is None:
                    return None
                total += value
        sides.append(total)
    return sides[0], sides[1]


def _printed_whole(names: Iterable[str], values: Mapping[str, Decimal]) -> bool:
    """Whether （六）其他处理 is printed as one row."""
    return any(name in values for name in names if name in _OTHER)
