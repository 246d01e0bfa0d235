"""Cells of the form → the values that they can hold (rule 5): whole numbers from nothing to a bound, by item.

Only 本年增/减 may be negative, and only money has decimals. The bounds stand far above the largest body of the country: what
exceeds them is a code, a date or two numbers run together. Stated on the page About.
"""

from decimal import Decimal

from loaders.form.vocabulary import CELL_BY_NAME

MAX_REQUESTS = 10_000_000
"""Requests, reviews and lawsuits in a cell."""
MAX_DOCUMENTS = 1_000_000
"""Rules and normative documents in a cell, and items of permits, services or fees."""
MAX_DECISIONS = 500_000_000
"""Permits, penalties and coercive measures decided, procurements, and pieces of information disclosed (form of 2014)."""
MAX_WAN_YUAN = 1_000_000_000
"""Money in a cell, in 万元."""
_DECIDED = ("decisions", "count")


def bound(name: str) -> int:
    """The largest value that a cell can hold, by its name."""
    section, _, column = name.split(".")
    if CELL_BY_NAME[name].kind == "money":
        return MAX_WAN_YUAN
    if section == "disclosure_2014":
        return MAX_DECISIONS
    if section != "disclosure":
        return MAX_REQUESTS
    return MAX_DECISIONS if column in _DECIDED else MAX_DOCUMENTS


def possible(name: str, value: Decimal) -> bool:
    """Whether a cell can hold a value: rule 5."""
    kind = CELL_BY_NAME[name].kind
    whole = kind == "money" or value == value.to_integral_value()
    return whole and (kind == "change" or value >= 0) and abs(value) <= bound(name)
