"""A seed → a store made at random, what its exports hold, and filters over it, in the program's form and in our own."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from loaders.query.exports import export
from loaders.query.filters import Filter
from loaders.query.snapshot import Snapshot, open_snapshot
from recomputed.filings import Filings, filings
from recomputed.reports import Choice, Report, counting, reports_of
from recomputed.stores import random_store

FILTERS = 2
"""How many filters are drawn for a store, beside that of everything."""


@dataclass(frozen=True)
class Case:
    """A store, what its exports hold, a filter over it in both forms, and the day of the question.

    states: of the cells of each report, by report and cell. mismatched: the reports with an issue of a rule.
    """

    name: str
    snapshot: Snapshot
    reports: tuple[Report, ...]
    states: dict[str, dict[str, str]]
    filings: Filings
    mismatched: dict[str, set[str]]
    filters: Filter
    choice: Choice
    today: date

    @property
    def years(self) -> list[int]:
        return sorted({r.of["year"] for r in self.reports if r.of["year"] is not None})

    @property
    def shown(self) -> list[int]:
        """The years of the filter with reports that count, without those that nobody owed a report by the day."""
        there = [y for y in self.years if (not self.choice.years or y in self.choice.years)
                 and counting(self.reports, self.choice, y)]  # fmt: skip
        return there if self.choice.years else self.due_of(there)

    @property
    def latest_due(self) -> int | None:
        """The year of which filings are spoken."""
        years = list(self.choice.years) or self.due_of(self.years)
        return max(years, default=None)

    def due_of(self, years: list[int]) -> list[int]:
        """Those of some years of which a report was due by the day; all of them where none was."""
        return [y for y in years if date(y + 1, 1, 31) < self.today] or years


def cases_of(path: Path, seed: str) -> Iterator[Case]:
    """A store, each time with another filter."""
    rng = random.Random(seed)
    store = random_store(path, rng)
    facts = export(store, "facts", "zh").to_dicts()
    reports = reports_of(export(store, "reports", "zh").to_dicts(), facts)
    states: dict[str, dict[str, str]] = {}
    for f in facts:
        states.setdefault(f["report_id"], {})[f"{f['section']}.{f['item']}.{f['column']}"] = f["state"]
    mismatched: dict[str, set[str]] = {}
    for issue in store.read("issues").to_dicts():
        mismatched.setdefault(issue["rule"], set()).add(issue["report_id"])
    filed = filings(reports, store.read("documents").to_dicts(), store.read("roster").to_dicts())
    snapshot = open_snapshot(store, low_memory=rng.random() < 0.2)
    for n in range(FILTERS + 1):
        choice, places = drawn(rng, reports) if n else (Choice(), ())
        filters = Filter(choice.years, places, choice.kinds, choice.levels, choice.bodies, choice.templates)
        last = max((r.of["year"] for r in reports if r.of["year"]), default=2020)
        today = date(last + rng.choice((1, 1, 2)), *rng.choice(((1, 31), (2, 1), (3, 31), (4, 1), (12, 31))))
        yield Case(
            f"SEED={seed} {filters} {today}", snapshot, reports, states, filed, mismatched, filters, choice, today
        )


def drawn(rng: random.Random, reports: tuple[Report, ...]) -> tuple[Choice, tuple[str, ...]]:
    """A filter, and the codes of its places: a province or city is chosen by the code of its own division."""

    def some(column: str) -> tuple:
        values = sorted({r.of[column] for r in reports if r.of[column] is not None})
        return tuple(sorted(rng.sample(values, min(len(values), rng.randint(1, 3)))))

    fields = rng.sample(("years", "divisions", "kinds", "levels", "bodies", "templates"), rng.randint(1, 2))
    columns = {"years": "year", "divisions": "division", "kinds": "kind", "levels": "level", "bodies": "body_id",
               "templates": "disclosure_template"}  # fmt: skip
    chosen = {f: some(columns[f]) for f in fields}
    if "kinds" in chosen and rng.random() < 0.3:
        chosen["kinds"] = (*chosen["kinds"][:1], "vertical")
    # The table of divisions does not know an invented zone from the city that it is named after.
    places = tuple(d for d in chosen.get("divisions", ()) if not d.endswith("71"))[:1]
    if places:
        stem = places[0].removesuffix("0000") if places[0].endswith("0000") else places[0].removesuffix("00")
        inside = {r.of["division"] for r in reports if r.of["division"] and r.of["division"].startswith(stem)}
        chosen["divisions"] = tuple(sorted(inside))
    else:
        chosen.pop("divisions", None)
    return Choice(**chosen), places
