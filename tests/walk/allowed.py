"""Faults of Streamlit's own that a page cannot avoid: which, where, why. One that no longer occurs is to be deleted."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Allowed:
    """id: what it is called; finding: a pattern of the whole line; reason: whose fault it is and why it stays."""

    id: str
    finding: str
    reason: str

    def covers(self, line: str) -> bool:
        return re.search(self.finding, line) is not None


ALLOWED: tuple[Allowed, ...] = ()
